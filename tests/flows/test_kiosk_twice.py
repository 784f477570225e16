"""A kiosk started twice: the first goes on in the middle of a slip, the second is told and ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from broker.bus.papers import KEYS
from broker.commands.audit import read
from broker.domain.ids import TicketId
from broker.domain.tickets.facts import HeldAs, TicketActivated, TicketReserved
from broker.ledger.rows import recorded
from broker.service.life import broker_place
from broker.settings import Settings
from tests.stages.processes import Person, house, is_up, watched
from tests.stages.screen_process import HALL, PATIENCE, Screen, printer


@contextmanager
def kiosk(settings: Settings, run: Path) -> Iterator[Screen]:
    """`hall run kiosk kiosk-1` in a run directory."""
    host, port = broker_place(settings)
    screen = Screen(run, f"{host}:{port}", "kiosk", "kiosk-1")
    try:
        yield screen
    finally:
        screen.close()


def take_a_number(screen: Screen, department: str) -> None:
    """Until the slip is being printed. A page that still moves in does not feel a touch."""
    way = ("card-take", f"dept-{department}", "item-1", "take", "phase")
    screen.must(f"wait {way[0]} {PATIENCE:g}")
    for name, following in pairwise(way):
        until = time.monotonic() + PATIENCE
        while not screen.do(f"wait {following} 0.3")["ok"]:
            assert time.monotonic() < until, following
            screen.do(f"touch {name}")


def goes_home(screen: Screen) -> None:
    """The slip is out: the screen thanks for it, or is at home again where the other program took
    its time to start."""
    until = time.monotonic() + PATIENCE
    while not screen.do("wait card-take 0.3")["ok"]:
        assert time.monotonic() < until, "neither a last word nor home"
        screen.do("touch done")


def printed(ledger: Path, count: int) -> list[TicketId]:
    """The numbers that were given, once there are so many and each is told to be printed: a
    screen thanks for one while its outbox still tells."""
    until = time.monotonic() + PATIENCE
    while True:
        facts = [recorded(row).fact for row in read(ledger)]
        given = [fact.ticket for fact in facts if isinstance(fact, TicketReserved)]
        told = [(each.ticket, each.paper) for each in facts if isinstance(each, TicketActivated)]
        if len(given) >= count and told == [(ticket, HeldAs.PRINTED) for ticket in given]:
            return given
        assert time.monotonic() < until, told
        time.sleep(0.1)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("machine", ["one", "two"])
def test_the_second_is_told_and_the_first_finishes_its_slip(
    machine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On its own machine the lock tells, on another the bus. The slip that was under way comes
    out, and the next number too: nobody noticed anything."""
    with (
        house(tmp_path, ["ledger"], monkeypatch, HALL) as (_, settings),
        printer(settings.run, "printer-1", "--set", "speed=40"),
        Person(settings, "watcher") as person,
    ):
        states = watched(person, "kiosk-1")
        with kiosk(settings, settings.run) as first:
            is_up("kiosk-1", states)
            take_a_number(first, "health")
            run = settings.run if machine == "one" else tmp_path / machine
            if machine == "two":  # it has joined
                run.mkdir()
                (run / KEYS).symlink_to(settings.run / KEYS)
            with kiosk(settings, run) as second:
                assert second.process.wait(PATIENCE) == 1
                said = second.process.communicate()[1].splitlines()
            assert "kiosk-1 already; it goes on and this one ends" in said[-1]
            assert len(printed(settings.run / "ledger.db", 1)) == 1
            goes_home(first)
            take_a_number(first, "reform")
            assert len(set(printed(settings.run / "ledger.db", 2))) == 2
            assert states == ["ready"]
            assert first.process.poll() is None
