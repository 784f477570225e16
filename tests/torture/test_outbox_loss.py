"""Broker, ledger and service are killed while ratings and punches are thanked for.

Whatever a person was thanked for is in the ledger exactly once. The controls let go of it too
early, and lose.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.commands.audit import read, troubles
from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.ratings.facts import Level, RatingGiven, RatingUnmatched
from broker.domain.ratings.requests import GiveRating
from broker.domain.requests import AnyRequest
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.mosquitto import Mosquitto
from broker.service.clock import hall_clock
from broker.settings import Settings
from broker.wire import codec
from broker.wire.topics import Topics
from tests.stages.halls import MORNING
from tests.stages.processes import Person
from tests.stages.victims import Victim, broker
from tests.torture.conftest import KILLS, Say, times
from tests.torture.crowd import make
from tests.torture.devices import FILE as OUTBOX
from tests.torture.devices import SERVICE
from tests.torture.listening import said
from tests.torture.waiting import until

DEVICES = "tests.torture.devices"
SHORT, LONG = 6, times(KILLS, 80)
SHORT_AND_LONG = [
    pytest.param(SHORT, marks=pytest.mark.timeout(300)),
    pytest.param(LONG, marks=[pytest.mark.torture, pytest.mark.timeout(300 + 6 * LONG)]),
]
_PUTS = 4  # in each round


Visits = list[tuple[str, datetime]]


def visits(settings: Settings, count: int) -> Visits:
    """Finished visits, to be rated, and when each ended: a press of another time is another's."""
    with Person(settings, "somebody") as person:  # at a keypad, which needs no session
        here = {"window": 1, "clerk": "101"}
        person.ask(OpenWindow, **here)  # which may be open already
        done, clock = [], hall_clock()
        for _ in range(count):
            ticket = person.do(ReserveTicket, queue="qa").ticket
            person.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
            visit = person.do(CallNext, **here).visit
            person.do(StartService, **here)
            person.do(FinishService, **here)
            done.append((visit, clock.now()))
        return done


def presses(rated: Visits) -> Iterator[AnyRequest]:
    """A rating for each visit, and punches in between and for ever after."""
    moment = MORNING - timedelta(days=300)  # today two within a minute would be one
    for visit, ended in rated:
        press = {"device": "evaluator-1", "armed_at": ended, "pressed_at": ended}
        yield make(GiveRating, visit=visit, level=Level.SATISFIED, **press)
        moment += timedelta(seconds=1)
        yield _punch(moment)
    while True:
        moment += timedelta(seconds=1)
        yield _punch(moment)


def _punch(moment: Any) -> AnyRequest:
    finger = {"device": "reader-1", "way": PunchWay.FINGER, "punched_at": moment}
    punch: AnyRequest = make(RecordPunch, staff="101", **finger)
    return punch


def both(one: Callable[[], None], other: Callable[[], None]) -> Callable[[], None]:
    """One, then the other."""

    def do() -> None:
        one()
        other()

    return do


class Chaos:
    """The three processes, and what was thanked for."""

    def __init__(self, mosquitto: Mosquitto, ledger: Victim, devices: Victim, seed: int) -> None:
        self._mosquitto, self._ledger, self._devices = mosquitto, ledger, devices
        self._chance = random.Random(seed)
        self.thanked: set[str] = set()
        devices.hear = self._heard

    def round(self, some: list[AnyRequest]) -> None:
        """Press, kill something or other, press, bring it back, and press once more: however slow
        the machine is, somebody is thanked before the next blow."""
        *some, last = some
        down, up = self._chance.choice(self._blows())
        half = self._chance.randrange(len(some) + 1)
        self.press(some[:half])
        down()
        self.press(some[half:])
        time.sleep(self._chance.random() * 0.3)
        up()
        self.press([last])
        until(lambda: last.id in self.thanked, "a press that is kept")
        time.sleep(self._chance.random() * 0.5)

    def _blows(self) -> list[tuple[Callable[[], None], Callable[[], None]]]:
        ledger, devices, mosquitto = self._ledger, self._devices, self._mosquitto
        return [
            (mosquitto.kill, mosquitto.start),
            (ledger.kill, ledger.start),
            (devices.kill, devices.start),
            (both(ledger.kill, devices.kill), both(devices.start, ledger.start)),
            (both(mosquitto.kill, devices.kill), both(devices.start, mosquitto.start)),
        ]

    def press(self, some: list[AnyRequest]) -> None:
        """Whoever is there hears it; a dead one hears nothing."""
        if not self._devices.running:
            return
        for request in some:
            self._devices.say(codec.encode(request).decode())
            time.sleep(self._chance.choice((0.0, 0.001, 0.02)))

    def _heard(self, line: str) -> None:
        self.thanked.add(line.removeprefix("kept "))


def drained(outbox: Path) -> bool:
    """Whether nothing waits in the outbox any more."""
    with closing(sqlite3.connect(f"{outbox.resolve().as_uri()}?mode=ro", uri=True)) as db:
        return bool(db.execute("SELECT count(*) = 0 FROM waiting").fetchone()[0])


def recorded_times(file: Path) -> Counter[str]:
    """How often each punch and rating is in the ledger."""
    rows = list(read(file))
    assert troubles(rows) == []
    kinds = (PunchRecorded, RatingGiven, RatingUnmatched)
    return Counter(row.request for row in rows if isinstance(recorded(row).fact, kinds))


def suffer(
    kind: str, rounds: int, folder: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> tuple[set[str], Counter[str]]:
    """What was thanked for, and how often each is in the ledger in the end."""
    with (
        broker(folder, monkeypatch, more=SERVICE) as (mosquitto, settings),
        Victim(settings) as ledger,
        Victim(settings, DEVICES, kind) as devices,
    ):
        source = presses(visits(settings, rounds))
        chaos = Chaos(mosquitto, ledger, devices, rounds)
        for number in range(rounds):
            chaos.round([next(source) for _ in range(_PUTS)])
            say(number, rounds, f"blows, {len(chaos.thanked)} thanked")
        devices.kill()  # what lives in its memory only is gone for good
        devices.start()
        until(lambda: drained(settings.run / OUTBOX), "an empty outbox")
        return chaos.thanked, recorded_times(settings.run / FILE)


@pytest.mark.parametrize("rounds", SHORT_AND_LONG)
def test_what_a_person_was_thanked_for_is_recorded_once(
    rounds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    thanked, there = suffer("honest", rounds, tmp_path, monkeypatch, say)
    assert len(thanked) > rounds
    assert thanked - there.keys() == set()
    assert set(there.values()) == {1}


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("kind", "lost"), [("honest", 0), ("once-sent", 1), ("trusts-broker", 1)])
def test_an_outbox_that_lets_go_too_early_is_caught(
    kind: str, lost: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: one blow that comes when a request is on the broker and the ledger is not there.
    Each step waits for the one before, however busy the machine is."""
    with (
        broker(tmp_path, monkeypatch, more=SERVICE) as (mosquitto, settings),
        Victim(settings) as ledger,
        Victim(settings, DEVICES, kind) as devices,
    ):
        chaos = Chaos(mosquitto, ledger, devices, 1)
        file, outbox = settings.run / FILE, settings.run / OUTBOX
        source = presses(visits(settings, 1))
        chaos.press([next(source)])
        until(lambda: chaos.thanked == recorded_times(file).keys() != set(), "a rating recorded")
        ledger.kill()
        with said(mosquitto, Topics(settings.hall.hall.id).requests()) as asked:
            chaos.press([next(source)])
            until(lambda: len(chaos.thanked) == 2 and bool(asked), "a request on the broker")
            until(lambda: kind == "honest" or drained(outbox), "an outbox that lets go")
        devices.kill()
        ledger.start()
        devices.start()
        until(lambda: drained(outbox), "an empty outbox")
        assert len(chaos.thanked - recorded_times(file).keys()) == lost
