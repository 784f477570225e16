"""The kiosk's small pure parts: waits, places in the queue, counterfoils' journal."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from broker.domain.hall import PriorityClass
from broker.domain.ids import RequestId, TicketId
from broker.domain.tickets.facts import TicketReserved, WaitBasis
from broker.domain.tickets.requests import ReserveTicket
from broker.domain.waiting.ranging import Minutes
from broker.wire.messages import QueueState, SpareWaiter, Waiter, WindowState, WindowStatus
from kiosk.issuing.events import Moment, Open
from kiosk.issuing.first_slip import first_slip
from kiosk.issuing.journal import Journal
from kiosk.issuing.transaction import Held, ToNote
from kiosk.issuing.waits import minutes_of
from kiosk.ticket.pages.confirm import _range as range_of
from kiosk.ticket.pages.plate import plate
from kiosk.ticket.screens import Remember, YourTicket
from kiosk.ticket.stages import screen_of
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


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (None, "等候时间暂时无法估计"),
        (Minutes(0, 5), "约 5 分钟内"),
        (Minutes(59, 80), "约 59–80 分钟"),
        (Minutes(218, 260), "约 218–260 分钟"),
    ],
)
def test_a_range_in_words_and_where_nobody_can_know_none(wait: Minutes | None, said: str) -> None:
    scene: Any = SimpleNamespace(hall=HALL, world=World())
    assert range_of(wait, "qa", scene).zh == said


def test_a_range_is_what_the_ledger_said_and_nothing_else() -> None:
    known = queue(3, 9, windows_open=(1,), seconds_each=60.0, low=4, high=11)
    assert minutes_of(known) == Minutes(4, 11)
    assert minutes_of(queue(3, 9, windows_open=(1,), seconds_each=60.0)) is None
    assert minutes_of(None) is None


def a_number(**more: Any) -> TicketReserved:
    return TicketReserved(
        ticket=TicketId("20260302-A007"),
        day=MORNING.date(),
        queue="qa",
        number="A007",
        group=PriorityClass.ORDINARY,
        **more,
    )


def test_a_slip_says_how_long_it_may_take_and_why() -> None:
    given = a_number(wait_low=5, wait_high=12, wait_basis=WaitBasis.LAST_DAY)
    now = Moment(0.0, MORNING)
    printed = first_slip(RequestId("job-0001"), given, now).wait
    assert printed.zh == "等候约 5–12 分钟（按上个工作日的速度估计）"
    assert printed.en == "Wait: About 5–12 minutes (At the last day's pace)"
    unknown = replace(given, wait_low=0, wait_high=0, wait_basis=WaitBasis.UNKNOWN)
    said = first_slip(RequestId("job-0001"), unknown, now).wait
    assert said == ("等候时间暂时无法估计", "The wait cannot be estimated yet")
    closed = replace(unknown, wait_basis=WaitBasis.NO_WINDOW)
    said = first_slip(RequestId("job-0001"), closed, now).wait
    assert said.zh == "目前没有窗口开放，开放后按号呼叫"
    assert said.en == "No window is open yet. Numbers are called once one opens"
    for silent in (replace(closed, number="A9001"), replace(unknown, slot=MORNING)):
        assert first_slip(RequestId("job-0001"), silent, now).wait == ("", "")


@pytest.mark.parametrize(
    ("basis", "zh"),
    [
        (WaitBasis.NO_WINDOW, "目前没有窗口开放，开放后按号呼叫"),
        (WaitBasis.UNKNOWN, "等候时间暂时无法估计"),
    ],
)
def test_the_ticket_page_carries_what_was_said_where_nobody_knows(
    basis: WaitBasis, zh: str
) -> None:
    given = a_number(wait_basis=basis)
    scene: Any = SimpleNamespace(hall=HALL, low=False)
    for stage in (Held(given, True), ToNote(given, 30.0, False)):
        shown = screen_of(stage)
        assert isinstance(shown, YourTicket | Remember)
        assert shown.wait is None
        assert plate(shown, scene).wait.zh == zh


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
    behind = SpareWaiter(number="A9003", ahead=7)
    queues["qa"] = replace(queues["qa"], spares_back=(behind,))
    assert at("A9003") == Waiting("A9003", "qa", 7)
    assert at("A9001") == SpareUnseen("A9001")
    assert at("A9001", A9001=Departure.MISSED) == Gone("A9001", "qa", Departure.MISSED)
    assert at("A9000") == NeverGiven("A9000")
    assert at("A017") == Waiting("A017", "qa", 2, more=True)
    assert at("A018") == NeverGiven("A018")  # of 20 that were given, three were spare


def test_a_number_further_back_waits_between_those_before_and_who_comes_now() -> None:
    def state(low: int, high: int, *, known: bool = True) -> QueueState:
        told = queue(9, 20, ("A012", "A014"), low=low, high=high)
        return replace(
            told, next=tuple(replace(each, low=6, high=15 * known) for each in told.next)
        )

    def wait(of: QueueState, number: str = "A018") -> Minutes | None:
        found = whereabouts(number, HALL, {"qa": of}, {})
        assert isinstance(found, Waiting)
        return found.wait

    assert wait(state(20, 40)) == Minutes(6, 40)
    assert wait(state(20, 40), "A014") == Minutes(6, 15)
    assert wait(state(0, 0)) is None  # nobody can know
    assert wait(state(20, 40, known=False)) is None


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
