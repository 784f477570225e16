"""The ledger is lost while devices thank people, and a copy takes its place: what waited in the
outboxes is recorded once."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from broker.ledger.service import FILE
from tests.stages.victims import LEDGERS, Victim, broker
from tests.torture.conftest import KILLS, Say, times
from tests.torture.devices import FILE as OUTBOX
from tests.torture.devices import SERVICE
from tests.torture.test_outbox_loss import (
    DEVICES,
    Chaos,
    drained,
    presses,
    recorded_times,
    visits,
)
from tests.torture.waiting import until

SHORT, LONG = 3, times(KILLS, 40)
SHORT_AND_LONG = [
    pytest.param(SHORT, marks=pytest.mark.timeout(240)),
    pytest.param(LONG, marks=[pytest.mark.torture, pytest.mark.timeout(300 + 15 * LONG)]),
]


def copied(file: Path) -> Path:
    """A copy of the working ledger, as SQLite's own command makes it."""
    kept = file.with_name("copy.db")
    kept.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as ledger, closing(sqlite3.connect(kept)) as copy:
        ledger.backup(copy)
    return kept


def restore(kept: Path, file: Path) -> None:
    """By the book: the copy in the place of what was lost; outboxes stay."""
    for each in file.parent.glob(f"{FILE}*"):
        each.unlink()
    kept.rename(file)


def lose_and_restore(
    kind: str, rounds: int, folder: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> list[str]:
    """What waited for the ledger when it was lost, and is not there once in the end. Half of the
    ratings are of visits that the copy does not know."""
    chance, waited = random.Random(rounds), set[str]()
    with (
        broker(folder, monkeypatch, more=SERVICE) as (mosquitto, settings),
        Victim(settings, LEDGERS, kind) as ledger,
        Victim(settings, DEVICES, "honest") as devices,
    ):
        file, outbox = settings.run / FILE, settings.run / OUTBOX
        chaos = Chaos(mosquitto, ledger, devices, rounds)
        for number in range(rounds):
            rated = visits(settings, 2)
            kept = copied(file)
            rated += visits(settings, 2)
            ledger.kill()
            before = set(chaos.thanked)
            chaos.press(list(islice(presses(rated), 2 * len(rated))))
            until(lambda seen=before: len(chaos.thanked - seen) == 8, "eight that are thanked")  # type: ignore[misc]  # a default binds the loop's
            waited |= chaos.thanked - before
            if chance.random() < 0.5:
                devices.kill()
                devices.start()
            restore(kept, file)
            ledger.start()
            until(lambda: drained(outbox), "an empty outbox")
            say(number, rounds, f"ledgers lost, {len(waited)} thanked meanwhile")
        there = recorded_times(file)
    return sorted(each for each in waited if there[each] != 1)


@pytest.mark.parametrize("rounds", SHORT_AND_LONG)
def test_a_restored_ledger_records_what_the_outboxes_kept(
    rounds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    assert lose_and_restore("honest", rounds, tmp_path, monkeypatch, say) == []


@pytest.mark.timeout(240)
def test_a_ledger_that_refuses_visits_it_has_forgotten_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The control: of each round the ratings of two visits are lost."""
    assert len(lose_and_restore("strict", 1, tmp_path, monkeypatch, say)) == 2
