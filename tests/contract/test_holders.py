"""One holder of a name: over a real Mosquitto, with either pump."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from broker.bus.account import Account
from broker.bus.base import Connection
from broker.bus.holder import NameClaim
from broker.bus.mqtt import MqttBus
from broker.bus.pumps import LoopPump
from broker.mosquitto import Mosquitto
from broker.service.runner import Runner
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Topics

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOPICS = Topics("test")
_ids = count()


def liveness(state: Liveness) -> DeviceState:
    return DeviceState(id=f"state-{next(_ids)}", at=NOW, state=state)


@dataclass
class Holder:
    """One process that would be `board-1`, its loop stepped by hand."""

    mosquitto: Mosquitto
    on_loop: bool
    heard: list[Connection] = field(default_factory=list)
    told: int = 0

    def __post_init__(self) -> None:
        self.runner = Runner()
        clock = self.runner.clock
        claim = NameClaim("board-1", TOPICS, self.runner.post, clock, self._held)
        pump = LoopPump(self.runner, clock) if self.on_loop else None
        account = Account(lambda: (self.mosquitto.host, self.mosquitto.port), "board-1", liveness)
        self.bus = MqttBus(account, TOPICS, self.runner.post, clock, pump, claim)
        self.bus.on_connection(self.heard.append)
        self.runner.add(self.bus)

    def _held(self) -> None:
        self.told += 1
        self.bus.stop()

    @property
    def up(self) -> bool:
        return bool(self.heard) and self.heard[-1].up

    def cut(self) -> None:
        """The way to the broker breaks."""
        socket = self.bus._client.socket()
        assert socket is not None
        socket.shutdown(2)


Make = Callable[[], Holder]


@pytest.fixture(params=[True, False], ids=["loop", "thread"])
def holder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    mosquitto = Mosquitto(tmp_path / "mosquitto")
    mosquitto.start()
    made: list[Holder] = []

    def make() -> Holder:
        made.append(Holder(mosquitto, request.param))
        return made[-1]

    yield make
    for each in made:
        each.bus.stop()
    mosquitto.stop()


def until(true: Callable[[], bool], *holders: Holder, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        for each in holders:
            each.runner.step(0.01)


def test_the_second_is_told_and_the_first_hears_nothing_of_it(holder: Make) -> None:
    first, second = holder(), holder()
    first.bus.start()
    until(lambda: first.up, first)
    second.bus.start()
    until(lambda: second.told > 0, first, second)
    for _ in range(5):
        first.runner.step(0.1)
    assert first.heard == [Connection(up=True)]
    assert (second.heard, second.told, first.told) == ([], 1, 0)


def test_of_two_that_come_at_once_one_stays(holder: Make) -> None:
    both = holder(), holder()
    for each in both:
        each.bus.start()
    until(lambda: sum(each.told for each in both) == 1 and any(b.up for b in both), *both)
    (stays,) = (each for each in both if not each.told)
    until(lambda: stays.up, stays)
    for _ in range(5):
        stays.runner.step(0.1)
    assert stays.told == 0
    assert stays.up


def test_a_holder_that_ended_or_was_lost_is_replaced_at_once(holder: Make) -> None:
    first, second, third = holder(), holder(), holder()
    first.bus.start()
    until(lambda: first.up, first)
    first.bus.stop()
    second.bus.start()
    until(lambda: second.up, second, seconds=3.0)
    second.cut()
    third.bus.start()
    until(lambda: third.up, third, seconds=3.0)
    assert not third.told


def test_a_holder_that_gives_no_sign_of_life_is_replaced_within_seconds(holder: Make) -> None:
    silent, second = holder(), holder()
    silent.bus.start()
    until(lambda: silent.up, silent)
    silent.runner.step(0.1)  # what it said last has left
    begun = time.monotonic()
    second.bus.start()
    until(lambda: second.up, second)  # the other's loop does not turn
    assert 3.0 < time.monotonic() - begun < 12.0
    until(lambda: silent.told > 0, silent, second)
    assert second.heard == [Connection(up=True)]


def test_who_lost_the_way_comes_back_under_its_own_name(holder: Make) -> None:
    only = holder()
    only.bus.start()
    until(lambda: only.up, only)
    only.cut()
    until(lambda: len(only.heard) == 3, only)
    assert [each.up for each in only.heard] == [True, False, True]
    assert not only.told
