"""kill -9 on a working ledger, again and again: what anybody was told stays true."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from broker.ledger.service import FILE
from tests.stages.victims import LEDGERS, Victim, broker
from tests.torture.conftest import KILLS, Say, times
from tests.torture.crowd import Crowd
from tests.torture.inspection import inspect

SHORT, LONG = 8, times(KILLS, 200)
SHORT_AND_LONG = [
    pytest.param(SHORT, marks=pytest.mark.timeout(300)),
    pytest.param(LONG, marks=[pytest.mark.torture, pytest.mark.timeout(300 + 4 * LONG)]),
]


def torture(crowd: Crowd, ledger: Victim, kills: int, say: Say) -> None:
    """Kill the ledger at work, in the middle of anything, sometimes while it still starts."""
    chance = random.Random(kills)
    for number in range(kills):
        if chance.random() < 0.1:
            time.sleep(chance.random() * 0.4)
        else:
            crowd.hears(chance.randrange(1, 300))
        ledger.kill()
        ledger.start()
        say(number, kills, f"kills, {len(crowd.witness.told)} answers")
    crowd.hears(50)
    ledger.kill()


@pytest.mark.parametrize("kills", SHORT_AND_LONG)
def test_whatever_was_told_is_in_the_file_once(
    kills: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    with (
        broker(tmp_path, monkeypatch) as (_, settings),
        Victim(settings) as ledger,
        Crowd(settings) as crowd,
    ):
        torture(crowd, ledger, kills, say)
    assert crowd.witness.contradictions == []
    assert inspect(settings.run / FILE, crowd.witness.told) == []


@pytest.mark.timeout(300)
def test_a_ledger_that_answers_before_it_commits_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The control: the same torture must find the loss."""
    with (
        broker(tmp_path, monkeypatch) as (_, settings),
        Victim(settings, LEDGERS, "hasty") as ledger,
        Crowd(settings) as crowd,
    ):
        torture(crowd, ledger, SHORT, say)
    lost = inspect(settings.run / FILE, crowd.witness.told)
    assert lost or crowd.witness.contradictions
