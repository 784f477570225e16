"""What a loop that was held up makes of a device that answered in time: nothing else than a loop
that was not. The answers lie in the inbox already, and time-outs are due as well."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registered import BYTES, MOCKS, installed, simulated

from broker.link.base import Noise
from broker.service.driver import AS_MADE, Driver
from broker.service.runner import Runner
from broker.service.session import Action, Done, Failed, PunctualSession, Write
from firmware_mocks.firmware import Output, Send
from tests.efforts import tried

ASKED = [
    name
    for name in BYTES
    if name in MOCKS and installed(name).probe is not None and installed(name).link is None
]
DRIVERS = pytest.mark.parametrize("name", ASKED)
ADDRESS = 1


@dataclass
class HeldUp:
    """A part of a loop whose handlers may take long. Bytes are read, as by a reader of its own,
    in the moment in which they come, and wait for the loop."""

    driver: Driver
    now: float = 0.0
    sent: list[bytes] = field(default_factory=list)
    ended: list[Done[Any, Any] | Failed[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.device = simulated(self.driver.name).make(ADDRESS, {})
        self.session = self.driver.conversation((ADDRESS,), AS_MADE)
        self.decoder = self.driver.decoder(False)
        self.runner = Runner(lambda: self.now)
        self.runner.add(self)
        self._coming: list[tuple[float, int, bytes]] = []
        self._order = itertools.count()

    def ask(self, command: Any) -> None:
        self._do(self.session.submit(command, self.now))

    def takes(self, seconds: float) -> None:
        """A handler that takes so long; meanwhile others read."""
        until = self.now + seconds
        while (at := self._next()) is not None and at <= until:
            self.now = max(self.now, at)
            self._say(self.device.tick(self.now), self.now)
            while self._coming and self._coming[0][0] <= self.now:
                for heard in self.decoder.feed(heapq.heappop(self._coming)[2], self.now):
                    self.runner.post(self._heard, (heard, self.now))
        self.now = until

    def next_wakeup(self) -> float | None:
        return self.session.next_wakeup()

    def tick(self, now: float) -> None:
        self._do(self.session.tick(now))

    def _heard(self, event: tuple[Any, float]) -> None:
        heard, at = event
        session: object = self.session
        if isinstance(heard, Noise):
            return
        if isinstance(session, PunctualSession):
            self._do(session.heard(heard, at, self.now))
        else:
            self._do(self.session.receive(heard, self.now))

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            if isinstance(action, Write):
                self._write(action.data)
        self.ended += [each for each in actions if isinstance(each, Done | Failed)]

    def _write(self, data: bytes) -> None:
        self.sent.append(data)
        left_at = self.now + len(data) * 10 / self.driver.baud
        self._say(self.device.feed(data, left_at), left_at)

    def _say(self, outputs: list[Output], now: float) -> None:
        for each in (each for each in outputs if isinstance(each, Send)):
            at = now + each.after + len(each.data) * 10 / self.driver.baud
            heapq.heappush(self._coming, (at, next(self._order), each.data))

    def _next(self) -> float | None:
        """When the device does something next, or something of it has come."""
        times = [self.device.next_wakeup(), *(at for at, _, _ in self._coming[:1])]
        return min((at for at in times if at is not None), default=None)


@DRIVERS
@tried(40)
@given(holds=st.lists(st.floats(0.3, 30.0), min_size=1, max_size=6))
def test_an_answer_that_waits_for_the_loop_is_an_answer(name: str, holds: list[float]) -> None:
    once = asked(HeldUp(installed(name)), 0.05)
    part = HeldUp(installed(name))
    for seconds in holds:
        assert asked(part, seconds) == once, "it answers in time, and is asked nothing twice"


def asked(part: HeldUp, seconds: float) -> list[bytes]:
    """What is sent to have one question answered, by a loop that takes so long each time."""
    assert part.driver.probe is not None
    before, ended = len(part.sent), len(part.ended)
    part.ask(part.driver.probe(ADDRESS))
    while len(part.ended) == ended:
        part.runner.post(part.takes, seconds)
        part.runner.step(0.0)
    assert [type(each) for each in part.ended[ended:]] == [Done]
    return part.sent[before:]


def test_drivers_that_ask_are_held_to_it() -> None:
    assert {"onbon", "ef01"} <= set(ASKED)


def test_a_flood_does_not_stop_the_clock() -> None:
    """Who posts for ever keeps nobody's time-out from falling."""
    part = HeldUp(installed("onbon"))
    part.device = simulated("onbon").make(ADDRESS + 1, {})  # nobody answers
    probe = part.driver.probe
    assert probe is not None
    part.ask(probe(ADDRESS))

    def again(_event: object) -> None:
        part.now += 0.05
        part.runner.post(again, None)

    part.runner.post(again, None)
    for _ in range(2000):
        part.runner.step(0.0)
    assert [type(each) for each in part.ended] == [Failed]
