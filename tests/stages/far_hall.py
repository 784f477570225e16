"""The far end of a hall, as a program: kiosks that give numbers without a pause, and a clerk who
calls them, and is rated at an evaluator of that wing, over the cable to the ledger's machine.

    python -m tests.stages.far_hall RUN HOST PORT SECONDS KIOSK…

Lines come in, each is answered by one of JSON: `give N`, `rest`, `settle`, `leave`, `told`.
Between the kiosks and the cable stands a front that holds each piece back for up to SECONDS, and
keeps their order.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Generator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from broker.bus.base import Unanswered
from broker.bus.mqtt import MqttBus
from broker.bus.pumps import LoopPump
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.desks.requests import SignIn
from broker.domain.ratings.facts import Level
from broker.domain.ratings.requests import GiveRating
from broker.domain.requests import Answer, AnyRequest, Granted
from broker.joining.membership import membership
from broker.service.clock import hall_clock
from broker.service.life import connect
from broker.service.runner import Runner
from broker.settings import Settings, load
from tests.stages.halls import request_id
from tests.stages.pins import PIN
from tests.torture.cable import Cable
from tests.torture.hands import Hands

PANEL, WINDOW, CLERK = "panel-1", 1, "101"
RATER, EVALUATOR = "evaluators-east", "evaluator-1"
_IMPATIENCE = 0.5  # seconds after which a question is asked again, with the same id


class Held(Cable):
    """A front that is slow, now more, now less."""

    def __init__(self, far: tuple[str, int], most: float) -> None:
        super().__init__(far)
        self._most, self._chance = most, random.Random(1)

    def passed(self, piece: bytes) -> bytes:
        time.sleep(self._chance.uniform(0.0, self._most))
        return piece


class Clerk:
    """Signs in at a panel and calls, one after the other; a part of the loop."""

    def __init__(self, settings: Settings, runner: Runner) -> None:
        self._buses = {each: _guest(settings, runner, each) for each in (PANEL, RATER)}
        self.called: list[str] = []  # tickets, as often as the ledger said so
        self.rated: list[str] = []  # visits, likewise
        self.resting = False
        self._errand = self._work()
        self._asked: AnyRequest = next(self._errand)
        self._ask_at = 0.0
        runner.add(self)

    def start(self) -> None:
        for each in self._buses.values():
            each.start()

    def stop(self) -> None:
        for each in self._buses.values():
            each.stop()

    def next_wakeup(self) -> float:
        return self._ask_at

    def tick(self, now: float) -> None:
        self._ask_at = now + _IMPATIENCE
        if not self.resting:
            client = PANEL if self._asked.source == PANEL else RATER
            self._buses[client].ask(self._asked, partial(self._hear, self._asked))

    def _hear(self, asked: AnyRequest, answer: Answer | Unanswered) -> None:
        if asked is self._asked and not isinstance(answer, Unanswered):
            self._asked = self._errand.send(answer)
            if isinstance(answer, Granted):
                self._ask_at = 0.0

    def _work(self) -> Generator[AnyRequest, Answer, None]:
        here: dict[str, Any] = {"window": WINDOW, "clerk": CLERK}
        while True:
            signed = yield _make(SignIn, staff=CLERK, pin=PIN)
            came = signed.signed_in if isinstance(signed, Granted) else None
            session = came.session if came else ""
            while session:
                called = yield _make(CallNext, **here, session=session)
                if isinstance(called, Granted):
                    self.called.append(str(called.facts[0].ticket))  # type: ignore[union-attr]  # a call
                    yield _make(StartService, **here, session=session)
                    yield _make(FinishService, **here, session=session)
                    yield from self._rate(str(called.facts[0].visit))  # type: ignore[union-attr]  # likewise

    def _rate(self, visit: str) -> Generator[AnyRequest, Answer, None]:
        now = hall_clock().now()
        press = {"device": EVALUATOR, "armed_at": now, "pressed_at": now, "source": EVALUATOR}
        answer = yield _make(GiveRating, visit=visit, level=Level.SATISFIED, **press)
        if isinstance(answer, Granted):
            self.rated.append(visit)


def _guest(settings: Settings, runner: Runner, client: str) -> MqttBus:
    pump = LoopPump(runner, runner.clock)
    name = f"{client}-hand"
    bus = connect(settings, name, runner.post, hall_clock(), pump, guest_of=client)
    runner.add(bus)
    return bus


def _make(kind: type[Any], **fields: Any) -> Any:
    said: dict[str, Any] = {"source": PANEL, "at": datetime.now(UTC)} | fields
    return kind(id=request_id(), **said)


def main(run: str, host: str, port: str, seconds: str, *kiosks: str) -> None:
    """Be there until the last line."""
    joined = membership(Path(run))
    assert joined is not None
    settings = load(joined.settings(Path(run)), Path(run))
    runner = Runner()
    with (
        Held((host, int(port)), float(seconds)) as front,
        Hands(settings, kiosks, front.near) as hands,
    ):
        clerk = Clerk(settings, runner)
        clerk.start()
        working = threading.Thread(target=runner.run, name="clerk")
        working.start()
        for line in sys.stdin:
            _say(_done(line.split(), hands, clerk))
        runner.stop()
        working.join()
        clerk.stop()


def _done(words: list[str], hands: Hands, clerk: Clerk) -> dict[str, Any]:
    match words:
        case ["give", more]:
            hands.give(int(more), 20.0)
        case ["rest"]:
            hands.rest()
        case ["leave"]:
            clerk.resting = True
        case ["settle"]:
            hands.settle(5.0)
    slips = {each.service.name: list(each.paper.slips) for each in hands.all}
    ready = all(each.series._blocks for each in hands.all)
    return {
        "slips": slips,
        "called": clerk.called,
        "rated": clerk.rated,
        "left": hands.left,
        "ready": ready,
    }


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
