"""The departments, and the way for whoever only wants to ask. Pure."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.hall import Queue
from kiosk.ticket import measures
from kiosk.ticket.closed import shut
from kiosk.ticket.events import DepartmentChosen, GoTo, QueueChosen, Touch
from kiosk.ticket.measures import GAP, HALF, QUARTER, TARGET, UNIT, Cells, Room
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.phrases import serving
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Choose, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage

ASKING = "just-ask"
_PAGES = 2  # of whole cards; rather than leaf further, one reads less on each
_SIGN = 1.2  # of the em: the icon before the last line of a card
_FIGURE = 1.9  # of the em: how many wait, in three figures


class DepartmentCard(Struct, frozen=True):
    """`waiting` None: nobody has said, or there is no room; `why`: why nobody is served here now;
    `closed`: nor is a number given, and a touch says when one is."""

    name: str
    label: Wording
    windows: Wording
    waiting: int | None
    why: Wording
    closed: bool


class ChoosePage(PagedPage, frozen=True):
    """`guide`: to read about an item, not to take a number. `beside`: how many wait stands beside
    the name, as a figure, not below it in words."""

    guide: bool
    beside: bool
    columns: int
    lines: int
    rows: tuple[DepartmentCard, ...]


def choose(screen: Choose, scene: Scene) -> Touchable:
    """The departments; on every page of them, who only wants to ask. Where one page holds the
    departments alone, it is left to home."""
    guide = screen.purpose is Purpose.GUIDE
    cards, asks = _departments(scene, guide=guide), _asking(scene)
    grid, beside = _grid(cards, scene), False
    if grid.places * _PAGES < len(cards) + len(asks):
        cards, asks, beside = _briefer(cards, asks, scene)
        grid = _grid(cards, scene, beside=beside)
    whole = _grid((*cards, *asks), scene, beside=beside)
    if grid.places < len(cards) or whole.places > len(cards):
        grid = whole
    else:
        asks = ()
    shown = paged(cards, screen.page, max(1, grid.places - len(asks)))
    rows = (*shown.rows, *asks)
    page = ChoosePage(
        guide=guide,
        beside=beside,
        columns=grid.columns,
        lines=grid.lines,
        rows=rows,
        page=shown.page,
        pages=shown.pages,
    )
    touches = {each.name: _leads_to(each, scene) for each in rows}
    return Touchable(page, {**touches, **searching(screen.purpose), **TURNING})


def _departments(scene: Scene, *, guide: bool) -> tuple[DepartmentCard, ...]:
    """Guides are read whatever the hour."""
    return tuple(
        _card(f"dept-{each.id}", named(each), _queues(each.id, scene), scene, guide=guide)
        for each in scene.catalogue.departments
    )


def _briefer(
    cards: tuple[DepartmentCard, ...], asks: tuple[DepartmentCard, ...], scene: Scene
) -> tuple[tuple[DepartmentCard, ...], tuple[DepartmentCard, ...], bool]:
    """The names, and why nobody is served: all else stands on the pages behind. How many wait is
    told where that costs no card, below the names or beside them."""
    told = tuple(replace(each, windows=NOTHING) for each in (*cards, *asks))
    bare = tuple(replace(each, waiting=None) for each in told)
    for beside in (False, True):
        if _grid(told, scene, beside=beside) == _grid(bare, scene):
            return told[: len(cards)], told[len(cards) :], beside
    return bare[: len(cards)], bare[len(cards) :], False


def _asking(scene: Scene) -> tuple[DepartmentCard, ...]:
    """None where nobody is asked by number."""
    queues = _queues("", scene)
    return (_card(ASKING, say("ticket.ask"), queues, scene),) if queues else ()


def _queues(department: str, scene: Scene) -> tuple[Queue, ...]:
    """Those of a department; without one, the guide queue."""
    if department:
        return scene.catalogue.queues_of(department)
    queue = scene.hall.guide_queue
    return () if queue is None else (queue,)


def _leads_to(card: DepartmentCard, scene: Scene) -> Touch:
    """To the items, or to a number of who asks; of what is closed, to when it opens."""
    department = "" if card.name == ASKING else card.name.removeprefix("dept-")
    queues = _queues(department, scene)
    closed = shut(queues, scene.world, scene.hall.hours, scene.local)
    if card.closed and closed:
        return GoTo(closed.screen)
    return DepartmentChosen(department) if department else QueueChosen(queues[0].id)


def _card(
    name: str, label: Wording, queues: tuple[Queue, ...], scene: Scene, *, guide: bool = False
) -> DepartmentCard:
    closed = shut(queues, scene.world, scene.hall.hours, scene.local)
    return DepartmentCard(
        name=name,
        label=label,
        windows=serving(queues, scene),
        waiting=scene.world.waiting(queues),
        why=closed.words if closed else _no_window(queues, scene),
        closed=closed is not None and not guide,
    )


def _no_window(queues: tuple[Queue, ...], scene: Scene) -> Wording:
    return say("ticket.no-window") if scene.world.no_window(queues) else NOTHING


def _grid(cards: tuple[DepartmentCard, ...], scene: Scene, *, beside: bool = False) -> Cells:
    """As many equal cards on one page as hold their words."""
    room = scene.room
    most = 2 + room.flat if room.elder else 3 + (room.width > room.height * 1.5)
    need = _needs_beside if beside else _needs
    needs = [max(need(card, column, scene) for card in cards) for column in _columns(room, most)]
    high = room.height - TARGET - GAP
    return measures.cells(len(cards), needs, high, TARGET + GAP)


def _columns(room: Room, most: int) -> list[float]:
    """How wide the words of a card are, in one column, two columns and so on."""
    return [(room.width - (n - 1) * GAP) / n - 2 * UNIT for n in range(1, most + 1)]


def _needs(card: DepartmentCard, width: float, scene: Scene) -> float:
    room = scene.room
    bare = card.windows == NOTHING and card.waiting is None
    people = NOTHING if bare else say("ticket.people", count=card.waiting or 0)
    last = card.why if card.why != NOTHING else people
    beside = width - _SIGN * room.type("body") - HALF
    return (
        room.high(scene.said(card.label), "cardName", width, heavy=True)
        + room.high(scene.said(card.windows), "body", width)
        + room.high(scene.said(last), "body", beside)
        + 2 * (UNIT + QUARTER)
    )


def _needs_beside(card: DepartmentCard, width: float, scene: Scene) -> float:
    """The same, with how many wait beside the name."""
    if card.waiting is None or card.why != NOTHING:
        return _needs(card, width, scene)
    figure = (_SIGN + _FIGURE) * scene.room.type("body") + QUARTER + HALF
    return _needs(replace(card, waiting=None), width - figure, scene)
