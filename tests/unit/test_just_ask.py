"""Whoever only wants to ask: two touches from home to a number of the guide queue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from broker.domain.hall import Queue
from broker.domain.tickets.requests import ReserveTicket
from broker.wire.messages import QueueState
from kiosk.ticket import screens
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import GoTo, Press, QueueChosen
from kiosk.ticket.look import look
from kiosk.ticket.measures import GlassSize
from kiosk.ticket.pages.choose import ASKING
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.screens import HOME, Choose, Comfort, Purpose, Screen, WhyCannot
from kiosk.ticket.worldview import World
from tests.stages.halls import MORNING, small_hall
from tests.unit.kiosk_ledger import ITEMS
from tests.unit.kiosk_visitor import ZONE, Visitor

ASKS = Queue(id="ask", prefix="ZX", name="导办咨询", name_en="Questions")
PLAIN = small_hall()
HALL = replace(
    PLAIN,
    hall=replace(PLAIN.hall, guide_queue="ask"),
    queues=(*PLAIN.queues, ASKS),
    windows=(replace(PLAIN.windows[0], queues=("qa", "ask")), *PLAIN.windows[1:]),
)

MANY = replace(
    HALL,
    departments=tuple(replace(HALL.departments[0], id=f"d{n}", name=f"第{n}局") for n in range(80)),
    queues=(ASKS, *(replace(PLAIN.queues[0], id=f"q{n}", department=f"d{n}") for n in range(80))),
)


def shown(screen: Screen, hall: Any = HALL, **more: Any) -> tuple[Any, Touches]:
    scene = Scene(
        hall=hall,
        catalogue=Catalogue(hall, () if more.pop("few", hall is MANY) else ITEMS),
        world=more.pop("world", World()),
        screen=screen,
        comfort=more.pop("comfort", screens.PLAIN),
        seconds=0.0,
        local=more.pop("local", MORNING.astimezone(ZONE)),
        **more,
    )
    seen, touches = look(scene)
    return seen.page, touches


def busy(**waiting: int) -> World:
    """How many wait in each queue."""
    world = World()
    for queue, many in waiting.items():
        state = QueueState(id=f"state-{queue}", at=MORNING, queue=queue, waiting=many, issued=many)
        world.hear_queue(state)
    return world


@pytest.mark.parametrize("purpose", Purpose)
def test_it_stands_beside_the_departments(purpose: Purpose) -> None:
    page, touches = shown(Choose(purpose))
    last = page.rows[-1]
    assert (last.name, last.label.zh, last.windows.zh) == (ASKING, "只想咨询", "1 号窗口")
    assert touches[ASKING] == QueueChosen("ask")


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("glass", [GlassSize(), GlassSize(476.5, 268.0)])
def test_it_stands_on_every_page_of_them(elder: bool, glass: GlassSize) -> None:
    """And no department is lost for it."""
    comfort = Comfort(elder=elder)
    first, _ = shown(Choose(Purpose.TAKE), MANY, comfort=comfort, glass=glass)
    assert first.pages > 1
    pages = [
        shown(Choose(Purpose.TAKE, n), MANY, comfort=comfort, glass=glass)[0].rows
        for n in range(first.pages)
    ]
    assert all(rows[-1].name == ASKING for rows in pages)
    assert all(len(rows) <= first.columns * first.lines for rows in pages)
    assert [each.name for rows in pages for each in rows[:-1]] == [f"dept-d{n}" for n in range(80)]


def test_it_costs_the_departments_no_second_page() -> None:
    """As many as one page holds: there it is left to home."""
    for many in range(1, 80):
        hall = replace(MANY, departments=MANY.departments[:many], queues=MANY.queues[: many + 1])
        plain = replace(hall, hall=PLAIN.hall)
        page, touches = shown(Choose(Purpose.TAKE), hall, few=True)
        alone, _ = shown(Choose(Purpose.TAKE), plain, few=True)
        assert page.pages == alone.pages or alone.pages > 1
        assert (ASKING in touches) or (page.pages == alone.pages == 1)
        if many == 1:
            assert ASKING in touches


def test_at_home_it_has_a_key_of_its_own_whatever_is_known() -> None:
    page, touches = shown(HOME, world=busy(qa=9, qb=3, ask=0))
    assert [each.label.zh for each in page.others if each.name == "queue-ask"] == ["只想咨询"]
    assert touches["queue-ask"] == QueueChosen("ask")
    assert "queue-ask" in shown(HOME)[1]
    assert "queue-ask" not in shown(HOME, PLAIN)[1]


def test_two_touches_from_home_lead_to_its_number() -> None:
    visitor = Visitor(hall=HALL)
    _, touches = shown(HOME, world=busy(ask=0))
    visitor.touch(touches["queue-ask"])
    visitor.touch(Press.TAKE)
    (asked,) = visitor.desk.asked
    assert isinstance(asked, ReserveTicket)
    assert asked.queue == "ask"


@pytest.mark.parametrize("purpose", Purpose)
def test_out_of_hours_it_says_when_it_opens(purpose: Purpose) -> None:
    evening = MORNING.astimezone(ZONE) + timedelta(hours=10)
    page, touches = shown(Choose(purpose), local=evening)
    assert page.rows[-1].closed
    led = touches[ASKING]
    assert isinstance(led, GoTo)
    assert isinstance(led.screen, screens.Cannot)
    assert led.screen.why is WhyCannot.CLOSED


def test_a_hall_without_a_guide_queue_offers_none() -> None:
    _, touches = shown(Choose(Purpose.TAKE), PLAIN)
    assert ASKING not in touches
