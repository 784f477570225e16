"""The clock is set, forward and back, over the day and over the year, while numbers are taken."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from broker.commands.audit import read
from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import ServiceFinished, TicketCalled
from broker.domain.requests import Answer
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.wire.topics import Kind, Topics
from tests.stages.victims import LEDGERS, Victim, broker
from tests.torture.conftest import KILLS, Say, times
from tests.torture.crowd import Crowd
from tests.torture.inspection import inspect
from tests.torture.jumping import JUMPS, put
from tests.torture.listening import retained
from tests.torture.waiting import until

SHORT, LONG = 8, times(KILLS, 150)
SHORT_AND_LONG = [
    pytest.param(SHORT, marks=pytest.mark.timeout(240)),
    pytest.param(LONG, marks=[pytest.mark.torture, pytest.mark.timeout(600 + 6 * LONG)]),
]
ALERT = Topics("eight").alert(Kind.SERVICE, "ledger", AlertCode.CLOCK)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER = (timedelta(days=-365 * 56), timedelta(days=365 * 150))  # a flat battery, a slip of the hand


def moments(chance: random.Random) -> Iterator[timedelta]:
    """How far the clock is ahead: some day of this week in the morning, now and then no time at
    all. It begins with what a person does: an hour too many, put right, and the same with a day."""
    yield from (HOUR, 0 * HOUR, DAY, 0 * HOUR)
    while True:
        some = chance.randrange(5) * DAY + chance.uniform(0, 2) * HOUR
        yield chance.choice((some, some, some, *NEVER))


def jump_about(
    kind: str, jumps: int, folder: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> tuple[Path, Crowd]:
    """The ledger's file and who was told what, after the clock was set so often, while the ledger
    worked or while it was down."""
    chance, clock = random.Random(jumps), folder / "ahead"
    put(clock, 0 * HOUR)
    monkeypatch.setenv(JUMPS, str(clock))
    with (
        broker(folder, monkeypatch) as (mosquitto, settings),
        Victim(settings, LEDGERS, kind) as ledger,
        Crowd(settings) as crowd,
    ):
        for number, ahead in zip(range(jumps), moments(chance), strict=False):
            crowd.hears(chance.randrange(10, 200))
            if number > 4 and chance.random() < 0.2:
                ledger.kill()
            put(clock, ahead)
            if not ledger.running:
                ledger.start()
            if number == 0:
                with retained(mosquitto, ALERT) as alerts:
                    until(lambda heard=alerts: ALERT in heard, "an alert about the clock")  # type: ignore[misc]  # a default binds the loop's
            say(number, jumps, f"jumps, {len(crowd.witness.told)} answers")
        crowd.hears(100)
        ledger.kill()
        return settings.run / FILE, crowd


def troubles_of_time(file: Path) -> list[str]:
    """Facts out of the order of their times, and waits below nothing."""
    rows = [recorded(row) for row in read(file)]
    back = [late.seq for early, late in pairwise(rows) if late.at < early.at]
    waits = [each.waited for row in rows for each in getattr(row.fact, "why", ())]
    spans = [row.fact.seconds for row in rows if isinstance(row.fact, ServiceFinished)]
    assert any(isinstance(row.fact, TicketCalled) for row in rows)
    return [
        *(f"fact {seq} is earlier than the one before" for seq in back),
        *(f"somebody waited {each} s" for each in (*waits, *spans) if each < 0),
    ]


def found(file: Path, told: dict[str, Answer]) -> list[str]:
    return [*inspect(file, told), *troubles_of_time(file)]


@pytest.mark.parametrize("jumps", SHORT_AND_LONG)
def test_no_clock_makes_a_number_come_twice(
    jumps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    file, crowd = jump_about("honest", jumps, tmp_path, monkeypatch, say)
    assert crowd.witness.contradictions == []
    assert found(file, crowd.witness.told) == []


@pytest.mark.timeout(240)
def test_a_ledger_that_believes_the_clock_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The control: the same clock, taken for the time."""
    file, crowd = jump_about("believing", SHORT, tmp_path, monkeypatch, say)
    assert any("was given" in trouble for trouble in found(file, crowd.witness.told))
