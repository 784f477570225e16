"""The departments. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Department, Queue
from kiosk.ticket import hours
from kiosk.ticket.events import DepartmentChosen, Touch
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.phrases import serving
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.screens import Choose, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.calendar import coming_time
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage

ALL_DEPARTMENTS = 18  # 3 × 6 on the tall page
FEW_DEPARTMENTS = 9
FEWEST_DEPARTMENTS = 6  # large letters on the low page


class DepartmentCard(Struct, frozen=True):
    """`waiting` None: nobody has said; `why`: why nobody is served here now."""

    name: str
    label: Wording
    windows: Wording
    waiting: int | None
    why: Wording


class ChoosePage(PagedPage, frozen=True):
    """`guide`: to read about an item, not to take a number."""

    guide: bool
    columns: int
    lines: int
    rows: tuple[DepartmentCard, ...]


def choose(screen: Choose, scene: Scene) -> Touchable:
    """The departments."""
    capacity, columns = _capacity(scene), 2 if scene.flat and scene.comfort.elder else 3
    shown = paged(scene.catalogue.departments, screen.page, capacity)
    page = ChoosePage(
        guide=screen.purpose is Purpose.GUIDE,
        columns=columns,
        lines=capacity // columns,
        rows=tuple(_card(each, scene) for each in shown.rows),
        page=shown.page,
        pages=shown.pages,
    )
    rows: dict[str, Touch] = {f"dept-{each.id}": DepartmentChosen(each.id) for each in shown.rows}
    return Touchable(page, {**rows, **searching(screen.purpose), **TURNING})


def _capacity(scene: Scene) -> int:
    if not scene.flat:
        return ALL_DEPARTMENTS
    return FEWEST_DEPARTMENTS if scene.comfort.elder else FEW_DEPARTMENTS


def _card(department: Department, scene: Scene) -> DepartmentCard:
    queues = scene.catalogue.queues_of(department.id)
    return DepartmentCard(
        name=f"dept-{department.id}",
        label=named(department),
        windows=serving(queues, scene),
        waiting=scene.world.waiting(queues),
        why=_why_not(queues, scene),
    )


def _why_not(queues: tuple[Queue, ...], scene: Scene) -> Wording:
    """Why nobody is served here now: the hall is closed, all numbers are gone, no window."""
    standing = hours.standing(scene.hall.hours, scene.local)
    if isinstance(standing, hours.ClosedNow):
        if standing.opens is None:
            return hours.reason(standing.why)
        return say("ticket.opens", when=coming_time(standing.opens, scene.local))
    if all(scene.world.full(queue) for queue in queues):
        return say("ticket.limit")
    return say("ticket.no-window") if scene.world.no_window(queues) else NOTHING
