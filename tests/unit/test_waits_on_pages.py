"""A range of minutes and what it rests on: on the pages that tell somebody of their number."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from broker.domain.hall import PriorityClass
from broker.domain.ids import TicketId
from broker.domain.requests import Standing
from broker.domain.tickets.facts import TicketReserved, WaitBasis
from broker.domain.tickets.life import TicketState
from broker.wire.messages import QueueState, SpareWaiter, Waiter
from kiosk.issuing.transaction import Held, ToNote
from kiosk.ticket.pages.already import already
from kiosk.ticket.pages.plate import plate
from kiosk.ticket.pages.progress import progress
from kiosk.ticket.screens import Already, Progress, Remember, YourTicket
from kiosk.ticket.stages import screen_of
from kiosk.words import NOTHING
from tests.stages.halls import MORNING, small_hall

HALL = small_hall()
GIVEN = TicketReserved(
    ticket=TicketId("20260302-A007"),
    day=MORNING.date(),
    queue="qa",
    number="A007",
    group=PriorityClass.ORDINARY,
    wait_low=5,
    wait_high=12,
    wait_basis=WaitBasis.LAST_DAY,
)


def why(number: str, basis: WaitBasis) -> str:
    """What the progress page says of a number, of a queue in which nine wait."""
    first = tuple(
        Waiter(
            ticket=TicketId(each),
            number=each,
            group=PriorityClass.ORDINARY,
            joined=MORNING,
            low=6,
            high=15,
        )
        for each in ("A012", "A014")
    )
    state = QueueState(
        id="state-01",
        at=MORNING,
        queue="qa",
        waiting=9,
        issued=20,
        next=first,
        spares_back=(SpareWaiter(number="A9003", ahead=7),),
        low=20,
        high=40,
        basis=basis,
    )
    world = SimpleNamespace(queues={"qa": state}, windows={}, ended={})
    scene: Any = SimpleNamespace(hall=HALL, world=world)
    page: Any = progress(Progress(number), scene).page
    text: str = page.why.zh
    return text


def test_the_ticket_page_says_what_its_range_rests_on() -> None:
    scene: Any = SimpleNamespace(hall=HALL, low=True)
    for stage in (Held(GIVEN, True), ToNote(GIVEN, 30.0, False)):
        shown = screen_of(stage)
        assert isinstance(shown, YourTicket | Remember)
        assert plate(shown, scene).basis.zh == "按上个工作日的速度估计"
        assert plate(replace(shown, wait=None), scene).basis == NOTHING


@pytest.mark.parametrize("number", ["A014", "A018", "A9003"])
def test_the_progress_page_says_what_its_range_rests_on(number: str) -> None:
    """Of one of the first few, of one further back, and of a spare one."""
    assert why(number, WaitBasis.HALL).endswith("（按本大厅的平均时间估计）")
    unknown = why(number, WaitBasis.UNKNOWN)
    assert unknown.startswith("还要等约")
    assert "（" not in unknown


@pytest.mark.parametrize(("low", "high", "zh"), [(4, 9, "还要等约 4–9 分钟"), (0, 0, "")])
def test_whoever_has_a_number_already_is_told_how_long_it_takes_yet(
    low: int, high: int, zh: str
) -> None:
    had = Standing(
        ticket=TicketId("20261123-A007"),
        number="A007",
        queue="qa",
        group=PriorityClass.ORDINARY,
        state=TicketState.WAITING,
        ahead=2,
        low=low,
        high=high,
        basis=WaitBasis.TODAY,
    )
    scene: Any = SimpleNamespace(hall=HALL, low=False, printer_trouble="", comfort=None)
    page: Any = already(Already(had, None), scene).page
    assert page.wait.zh == (f"{zh}（按今天的办理速度估计）" if zh else "")
