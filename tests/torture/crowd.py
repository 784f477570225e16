"""People and devices that never stop asking, through any failure, and remember what they were told.

Errands are generators: they yield requests and get the answers. All live on one loop, each client
with an MQTT connection of its own. Whoever hears nothing for a moment asks again, same id.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self

from broker.bus.base import Unanswered
from broker.bus.pumps import LoopPump
from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.ratings.facts import Level
from broker.domain.ratings.requests import GiveRating
from broker.domain.refusals import No
from broker.domain.requests import Answer, AnyRequest, Granted, Refused
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.service.runner import Runner
from broker.settings import Settings
from tests.stages.anyone import AnyoneBus
from tests.stages.halls import MORNING, request_id
from tests.torture.waiting import until

_IMPATIENCE = 0.2  # seconds after which a question is asked again

Errand = Generator[AnyRequest, Answer, None]


@dataclass
class Witness:
    """Everything that anybody was told, by request id."""

    told: dict[str, Answer] = field(default_factory=dict)
    asked: dict[str, AnyRequest] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def hear(self, request: AnyRequest, answer: Answer) -> None:
        """One answer; what was granted is granted for ever. A refusal is kept for a while only."""
        before = self.told.get(request.id)
        self.told[request.id] = answer
        self.asked[request.id] = request
        if isinstance(before, Granted) and before.facts and before != answer:
            self.contradictions.append(f"{request.id}: first {before}, then {answer}")


def make(kind: type[Any], **fields: Any) -> Any:
    """A request with a fresh id."""
    return kind(id=request_id(), at=datetime.now(UTC), source="crowd", **fields)


def citizens() -> Errand:
    """Numbers taken, slips printed."""
    while True:
        reserved = yield make(ReserveTicket, queue="qa")
        if isinstance(reserved, Granted):
            ticket = reserved.facts[0].ticket  # type: ignore[union-attr]  # a reservation
            yield make(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)


def staff(members: Iterable[str]) -> Errand:
    """Fingers on a reader, each a second after the one before."""
    for place, member in enumerate(itertools.cycle(members)):
        moment = MORNING + timedelta(seconds=place) - timedelta(hours=4)
        finger = {"device": "reader-1", "way": PunchWay.FINGER, "punched_at": moment}
        yield make(RecordPunch, staff=member, **finger)


def clerk(window: int, member: str) -> Errand:
    """Visits, and the ratings that follow them."""
    here = {"window": window, "clerk": member}
    yield make(OpenWindow, **here)
    while True:
        called = yield make(CallNext, **here)
        if isinstance(called, Granted):
            yield make(StartService, **here)
            yield make(FinishService, **here)
            visit = called.facts[0].visit  # type: ignore[union-attr]  # a call
            press = {"device": f"evaluator-{window}", "armed_at": MORNING, "pressed_at": MORNING}
            yield make(GiveRating, visit=visit, level=Level.SATISFIED, **press)
        elif isinstance(called, Refused) and called.code == No.WINDOW_CLOSED:  # it is another day
            yield make(OpenWindow, **here)


def doubters(witness: Witness, chance: random.Random) -> Errand:
    """Those who ask again what they were told long ago."""
    while True:
        known = list(witness.asked.values())
        yield chance.choice(known) if known else make(CallNext, window=1, clerk="nobody")


@dataclass
class _Client:
    """One errand on its connection."""

    bus: AnyoneBus
    errand: Errand
    witness: Witness
    asked: AnyRequest
    asked_at: float = 0.0

    def ask(self, now: float) -> None:
        self.asked_at = now
        self.bus.ask(self.asked, self._hear)

    def _hear(self, answer: Answer | Unanswered) -> None:
        if isinstance(answer, Unanswered):
            return  # it is asked again anyway
        self.witness.hear(self.asked, answer)
        self.asked = self.errand.send(answer)
        self.ask(time.monotonic())


class Crowd:
    """Eight windows full of people, in a thread of their own, until the `with` ends."""

    def __init__(self, settings: Settings) -> None:
        self.witness = Witness()
        self._settings = settings
        self._runner = Runner()
        self._buses: list[AnyoneBus] = []
        members = [each.id for each in settings.hall.staff]
        chance = random.Random(1)
        self._clients = [
            *self._connect("citizens-1", citizens(), citizens(), citizens()),
            *self._connect("citizens-2", citizens(), citizens()),
            *self._connect("clerks", *(clerk(n, m) for n, m in enumerate(members[:4], 1))),
            *self._connect("staff", staff(members)),
            *self._connect("doubters", doubters(self.witness, chance)),
        ]
        self._thread = threading.Thread(target=self._runner.run, name="crowd")

    def __enter__(self) -> Self:
        self._runner.add(self)
        for bus in self._buses:
            bus.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.stop()
        self._thread.join()
        for bus in self._buses:
            bus.stop()

    def next_wakeup(self) -> float:
        return min(client.asked_at for client in self._clients) + _IMPATIENCE

    def tick(self, now: float) -> None:
        for client in self._clients:
            if now >= client.asked_at + _IMPATIENCE:
                client.ask(now)

    def hears(self, more: int) -> None:
        """Wait until `more` requests were answered."""
        before = len(self.witness.told)
        until(lambda: len(self.witness.told) >= before + more, f"{more} answers")

    def _connect(self, name: str, *errands: Errand) -> list[_Client]:
        pump = partial(LoopPump, self._runner, self._runner.clock)
        bus = AnyoneBus(self._settings, name, self._runner, pump)
        self._buses.append(bus)
        return [_Client(bus, errand, self.witness, next(errand)) for errand in errands]
