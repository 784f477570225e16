"""A kiosk whose ledger or broker is killed at a touch: a restart goes unnoticed; where they stay
away it gives numbers of its own, which wait as of their touch when they are back."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from broker.commands.audit import read, troubles
from broker.domain.facts import AnyFact
from broker.domain.tickets.facts import HeldAs, TicketActivated, TicketReserved, TicketVoided
from broker.ledger.rows import recorded
from tests.stages.screen_process import HALL, PATIENCE, Screen, printer
from tests.stages.victims import Victim, broker


def go(screen: Screen, *way: str) -> None:
    """Touch one after the other. A page that still moves in does not feel a touch."""
    for name, following in pairwise(way):
        end = time.monotonic() + PATIENCE
        while not screen.do(f"wait {following} 0.3")["ok"]:
            assert time.monotonic() < end, following
            screen.do(f"touch {name}")


def to_confirm(screen: Screen) -> None:
    go(screen, "card-take", "dept-construction", "head-all", "item-1", "take")


def slip(screen: Screen) -> str:
    """The number, once its slip is out; then home."""
    screen.must(f"wait last-word {PATIENCE}")
    number = str(screen.do("read number text")["value"])
    go(screen, "done", "card-take")
    return number


def facts(file: Path) -> list[AnyFact]:
    return [recorded(row).fact for row in read(file)]


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def all_settled(file: Path) -> bool:
    """Whether each number is in a hand, or void: one that was asked for while the ledger was away
    may be given when it is back, and is given back then."""
    said = facts(file)
    void = [f for f in said if isinstance(f, TicketVoided)]
    return len([f for f in said if isinstance(f, TicketReserved)]) == len(held(file)) + len(void)


def held(file: Path) -> set[str]:
    """The numbers that somebody holds, as the ledger's file has it."""
    all_of_them = facts(file)
    given = {f.ticket: f.number for f in all_of_them if isinstance(f, TicketReserved)}
    printed = [f for f in all_of_them if isinstance(f, TicketActivated)]
    assert {each.paper for each in printed} <= {HeldAs.PRINTED}
    return {given[each.ticket] for each in printed}


@pytest.mark.timeout(180)
def test_killed_at_the_touch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        broker(tmp_path, monkeypatch, HALL) as (mosquitto, settings),
        Victim(settings) as ledger,
        printer(settings.run, "printer-1"),
    ):
        file, series = settings.run / "ledger.db", settings.run / "kiosk-1-series.json"
        screen = Screen(settings.run, f"{mosquitto.host}:{mosquitto.port}", "kiosk", "kiosk-1")
        try:
            until(lambda: series.exists() and b"series-granted" in series.read_bytes(), "series")
            to_confirm(screen)
            ledger.kill()
            go(screen, "take", "phase")
            ledger.start()  # nobody notices
            ordinary = slip(screen)
            assert ordinary.endswith("001")
            assert len(ordinary) == 4
            to_confirm(screen)
            ledger.kill()
            go(screen, "take", "phase")
            first = slip(screen)  # after all tries in vain
            mosquitto.kill()
            to_confirm(screen)
            go(screen, "take", "last-word")
            second = slip(screen)
            assert (first[-4:], second[-4:]) == ("9001", "9002")
            mosquitto.start()
            ledger.start()
            until(lambda: held(file) == {ordinary, first, second}, "numbers to be merged")
            until(lambda: all_settled(file), "what was asked in vain to be void")
        finally:
            screen.close()
    assert troubles(list(read(file))) == []
    said = facts(file)
    given = [f.number for f in said if isinstance(f, TicketReserved)]
    void = [f for f in said if isinstance(f, TicketVoided)]
    assert set(given) >= {ordinary, first, second}
    assert len(given) == len(set(given)) == 3 + len(void)
