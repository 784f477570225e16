"""The kiosk's small pure parts: waits, places in the queue, counterfoils' journal."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.domain.hall import PriorityClass
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.requests import ReserveTicket
from broker.wire.messages import QueueState, Waiter, WindowState, WindowStatus
from kiosk.issuing.events import Open
from kiosk.issuing.journal import Journal
from kiosk.ticket.pages.confirm import _range as range_of
from kiosk.ticket.waits import Minutes, expected
from kiosk.ticket.whereabouts import (
    AtWindow,
    Departure,
    Gone,
    NeverGiven,
    NotKnown,
    NotYetANumber,
    SpareUnseen,
    Waiting,
    whereabouts,
)
from kiosk.ticket.worldview import World
from tests.stages.halls import MORNING, small_hall

HALL = small_hall()


def queue(waiting: int, issued: int, first: tuple[str, ...] = (), **more: object) -> QueueState:
    waiters = tuple(
        Waiter(ticket=each, number=each, group=PriorityClass.ORDINARY, joined=MORNING)
        for each in first
    )
    return QueueState(
        id="state-01",
        at=MORNING,
        queue="qa",
        waiting=waiting,
        issued=issued,
        next=waiters,
        **more,  # type: ignore[arg-type]  # windows and pace, as the test wants them
    )


def test_a_wait_is_one_deviation_to_either_side() -> None:
    # Worked by hand: 8 before me, 2 windows, 240 s each: 9 calls of 2 min = 18 ± √9·2 = 12–24.
    assert expected(queue(8, 9, windows_open=(1, 2), seconds_each=240.0)) == Minutes(12, 24)


@pytest.mark.parametrize(
    "state",
    [
        None,
        queue(3, 9, seconds_each=60.0),
        queue(3, 9, windows_open=(1,)),
        queue(3, 9, windows_open=(1,), seconds_each=0.0),
    ],
)
def test_where_nobody_can_know_nothing_is_promised(state: QueueState | None) -> None:
    assert expected(state) is None


@given(st.integers(0, 500), st.integers(1, 20), st.floats(1, 3600))
def test_the_range_holds_the_mean_and_grows_with_the_queue(
    ahead: int, windows: int, seconds: float
) -> None:
    state = queue(ahead, 900, windows_open=tuple(range(windows)), seconds_each=seconds)
    wait, longer = expected(state), expected(state, ahead + 1)
    assert wait is not None
    assert longer is not None
    mean = (ahead + 1) * seconds / windows / 60
    assert 0 <= wait.low <= mean <= wait.high
    assert wait.high >= 1
    assert longer.high >= wait.high
    assert not math.isnan(wait.high)


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (Minutes(0, 5), "约 5 分钟内"),
        (Minutes(59, 80), "约 59–80 分钟"),
        (Minutes(60, 81), "一小时以上"),
        (Minutes(218, 260), "一小时以上"),
    ],
)
def test_beyond_an_hour_no_minutes_are_promised(wait: Minutes, said: str) -> None:
    scene: Any = SimpleNamespace(hall=HALL, world=World())
    assert range_of(wait, "qa", scene).zh == said


def test_where_a_number_stands() -> None:
    queues = {"qa": queue(5, 20, ("A012", "A014"))}
    windows = {
        1: WindowState(
            id="state-02", at=MORNING, window=1, status=WindowStatus.CALLED, number="A011"
        ),
        2: WindowState(
            id="state-03", at=MORNING, window=2, status=WindowStatus.SERVING, number="A010"
        ),
    }

    def at(text: str) -> object:
        return whereabouts(text, HALL, queues, windows)

    assert at("a012") == Waiting("A012", "qa", 0)
    assert at("A14") == Waiting("A014", "qa", 1)
    assert at("A016") == Waiting("A016", "qa", 2, more=True)
    assert at("A011") == AtWindow("A011", 1, serving=False)
    assert at("A010") == AtWindow("A010", 2, serving=True)
    assert at("A021") == NeverGiven("A021")
    assert at("A000") == NeverGiven("A000")
    assert at("B001") == NotKnown("B001")
    for unreadable in ("", "A", "12", "Z001", "A12345", "AA", "A٣"):
        assert at(unreadable) == NotYetANumber()


def test_a_spare_number_that_is_not_seen_is_neither_lost_nor_never_given() -> None:
    """Whether a kiosk gave it, and the ledger has heard of it, nobody here knows."""
    queues = {"qa": replace(queue(5, 20, ("A012", "A9002")), spares=3)}

    def at(text: str, **ended: Departure) -> object:
        return whereabouts(text, HALL, queues, {}, ended)

    assert at("A9002") == Waiting("A9002", "qa", 1)
    assert at("A9001") == SpareUnseen("A9001")
    assert at("A9999") == SpareUnseen("A9999")
    assert at("A9001", A9001=Departure.MISSED) == Gone("A9001", "qa", Departure.MISSED)
    assert at("A9000") == NeverGiven("A9000")
    assert at("A017") == Waiting("A017", "qa", 2, more=True)
    assert at("A018") == NeverGiven("A018")  # of 20 that were given, three were spare


def test_a_number_that_nobody_waits_for_is_not_declared_lost() -> None:
    assert whereabouts("A003", HALL, {"qa": queue(2, 9, ("A008", "A009"))}, {}) == Gone(
        "A003", "qa"
    )


def window(status: WindowStatus, number: str = "") -> WindowState:
    return WindowState(id="state-02", at=MORNING, window=1, status=status, number=number)


def test_a_number_that_left_its_window_was_served_or_missed() -> None:
    world = World()

    def at(text: str) -> object:
        return whereabouts(text, HALL, world.queues, world.windows, world.ended)

    world.hear_queue(queue(0, 9))
    for each in (
        window(WindowStatus.CALLED, "A003"),
        window(WindowStatus.SERVING, "A003"),
        window(WindowStatus.CALLED, "A004"),
        window(WindowStatus.OPEN),
        window(WindowStatus.OPEN),
    ):
        world.hear_window(each)
    assert at("A003") == Gone("A003", "qa", Departure.FINISHED)
    assert at("A004") == Gone("A004", "qa", Departure.MISSED)
    assert at("A005") == Gone("A005", "qa"), "nobody saw it"
    world.hear_queue(queue(1, 9, ("A004",)))
    assert at("A004") == Waiting("A004", "qa", 0), "back in the queue"
    world.hear_window(window(WindowStatus.CALLED, "A003"))
    assert at("A003") == AtWindow("A003", 1, serving=False), "the step was undone"
    world.hear_queue(queue(0, 0))
    world.hear_queue(queue(0, 9))
    assert at("A004") == Gone("A004", "qa"), "of another day"


RESERVE = ReserveTicket(id="touch-01", at=MORNING, source="kiosk-1", queue="qa")
GIVEN = TicketReserved(
    ticket="t1", day=MORNING.date(), queue="qa", number="A001", group=PriorityClass.ORDINARY
)


def put_aside(file: Path, error: Exception) -> None:
    """In the place of a program's kept files."""
    assert "cannot be read" in str(error)
    file.replace(file.with_name(f"{file.name}.torn"))


def test_the_journal_gives_back_what_it_took(tmp_path: Path) -> None:
    file = tmp_path / "run" / "kiosk-1-journal.json"
    opens = (Open(RESERVE), replace(Open(RESERVE), given=GIVEN))
    assert Journal(file, put_aside).read() == ()
    Journal(file, put_aside).write(opens)
    assert Journal(file, put_aside).read() == opens
    Journal(file, put_aside).write(())
    assert Journal(file, put_aside).read() == ()
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("torn", [b"", b"[{", b"\xff\xfe", b'{"a": 1}'])
def test_a_torn_journal_is_kept_aside_and_said(tmp_path: Path, torn: bytes) -> None:
    file = tmp_path / "journal.json"
    file.write_bytes(torn)
    assert Journal(file, put_aside).read() == ()
    assert file.with_name("journal.json.torn").read_bytes() == torn
    Journal(file, put_aside).write((Open(RESERVE),))
    assert Journal(file, put_aside).read() == (Open(RESERVE),)
