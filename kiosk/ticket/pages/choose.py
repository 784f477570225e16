"""The departments. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Department, Queue
from kiosk.ticket import measures
from kiosk.ticket.closed import shut
from kiosk.ticket.events import DepartmentChosen, GoTo, Touch
from kiosk.ticket.measures import GAP, HALF, QUARTER, TARGET, UNIT, Cells, Room
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.phrases import serving
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Choose, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage

_SIGN = 1.2  # of the em: the icon before the last line of a card


class DepartmentCard(Struct, frozen=True):
    """`waiting` None: nobody has said; `why`: why nobody is served here now; `closed`: nor is a
    number given, and a touch says when one is."""

    name: str
    label: Wording
    windows: Wording
    waiting: int | None
    why: Wording
    closed: bool


class ChoosePage(PagedPage, frozen=True):
    """`guide`: to read about an item, not to take a number."""

    guide: bool
    columns: int
    lines: int
    rows: tuple[DepartmentCard, ...]


def choose(screen: Choose, scene: Scene) -> Touchable:
    """The departments."""
    guide = screen.purpose is Purpose.GUIDE
    cards = tuple(_card(each, scene, guide=guide) for each in scene.catalogue.departments)
    grid = _grid(cards, scene)
    shown = paged(cards, screen.page, grid.places)
    page = ChoosePage(
        guide=guide,
        columns=grid.columns,
        lines=grid.lines,
        rows=shown.rows,
        page=shown.page,
        pages=shown.pages,
    )
    rows = {each.name: _leads_to(each, scene) for each in shown.rows}
    return Touchable(page, {**rows, **searching(screen.purpose), **TURNING})


def _leads_to(card: DepartmentCard, scene: Scene) -> Touch:
    """To the items; of a closed department, to when it opens."""
    key = card.name.removeprefix("dept-")
    closed = shut(scene.catalogue.queues_of(key), scene.world, scene.hall.hours, scene.local)
    return GoTo(closed.screen) if card.closed and closed else DepartmentChosen(key)


def _card(department: Department, scene: Scene, *, guide: bool) -> DepartmentCard:
    queues = scene.catalogue.queues_of(department.id)
    closed = shut(queues, scene.world, scene.hall.hours, scene.local)
    return DepartmentCard(
        name=f"dept-{department.id}",
        label=named(department),
        windows=serving(queues, scene),
        waiting=scene.world.waiting(queues),
        why=closed.words if closed else _no_window(queues, scene),
        closed=closed is not None and not guide,
    )


def _no_window(queues: tuple[Queue, ...], scene: Scene) -> Wording:
    return say("ticket.no-window") if scene.world.no_window(queues) else NOTHING


def _grid(cards: tuple[DepartmentCard, ...], scene: Scene) -> Cells:
    """As many equal cards on one page as hold their words."""
    room = scene.room
    most = 2 + room.flat if room.elder else 3 + (room.width > room.height * 1.5)
    needs = [max(_needs(card, column, scene) for card in cards) for column in _columns(room, most)]
    high = room.height - TARGET - GAP
    return measures.cells(len(cards), needs, high, TARGET + GAP)


def _columns(room: Room, most: int) -> list[float]:
    """How wide the words of a card are, in one column, two columns and so on."""
    return [(room.width - (n - 1) * GAP) / n - 2 * UNIT for n in range(1, most + 1)]


def _needs(card: DepartmentCard, width: float, scene: Scene) -> float:
    room = scene.room
    last = card.why if card.why != NOTHING else say("ticket.people", count=card.waiting or 0)
    beside = width - _SIGN * room.type("body") - HALF
    return (
        room.high(scene.said(card.label), "cardName", width, heavy=True)
        + room.high(scene.said(card.windows), "body", width)
        + room.high(scene.said(last), "body", beside)
        + 2 * (UNIT + QUARTER)
    )
