"""Pages to choose from: departments, search, items. Pure."""

from __future__ import annotations

from broker.domain.catalogue import Item
from broker.domain.hall import Department, Queue
from kiosk.ticket import hours
from kiosk.ticket.catalogue import page
from kiosk.ticket.events import (
    DepartmentChosen,
    ItemChosen,
    Press,
    Pressed,
    QueueChosen,
    Touch,
    Typed,
)
from kiosk.ticket.pages.home import queue_row
from kiosk.ticket.pages.scene import (
    Page,
    Pair,
    Scene,
    name,
    pair,
    say,
    windows,
)
from kiosk.ticket.screens import Choose, Items, Purpose, Search
from kiosk.ticket.search import Found
from kiosk.words.calendar import coming_time

ALL_DEPARTMENTS = 18  # 3 × 6 on the tall page
FEW_DEPARTMENTS = 9
FEWEST_DEPARTMENTS = 6  # large letters on the low page
RESULTS = 6
FEW_RESULTS = 4
LETTERS = "QWERTYUIOPASDFGHJKLZXCVBNM"
DIGITS = "1234567890"

TURNING: dict[str, Touch] = {
    "previous": Pressed(Press.PREVIOUS),
    "next": Pressed(Press.NEXT),
}
SEARCHING: dict[str, Touch] = {"search": Pressed(Press.SEARCH)}
KEYPAD: dict[str, Touch] = {
    **{f"key-{each}": Typed(each) for each in LETTERS + DIGITS},
    "erase": Pressed(Press.ERASE),
    "clear": Pressed(Press.CLEAR),
}


def choose(screen: Choose, scene: Scene) -> Page:
    """The departments."""
    shown = page(scene.catalogue.departments, screen.page, _capacity(scene))
    data: dict[str, object] = {
        "name": "choose",
        "guide": screen.purpose is Purpose.GUIDE,
        "columns": 2 if scene.flat and scene.comfort.elder else 3,
        "lines": _capacity(scene) // (2 if scene.flat and scene.comfort.elder else 3),
        "rows": [_department_row(each, scene) for each in shown.rows],
        "page": shown.number + 1,
        "pages": shown.count,
    }
    rows: dict[str, Touch] = {f"dept-{each.id}": DepartmentChosen(each.id) for each in shown.rows}
    return Page(data, {**rows, **SEARCHING, **TURNING})


def _capacity(scene: Scene) -> int:
    if not scene.flat:
        return ALL_DEPARTMENTS
    return FEWEST_DEPARTMENTS if scene.comfort.elder else FEW_DEPARTMENTS


def _department_row(department: Department, scene: Scene) -> dict[str, object]:
    queues = scene.catalogue.queues_of(department.id)
    serving = {each.number for queue in queues for each in scene.hall.windows_of(queue.id)}
    why = _why_not(queues, scene)
    return {
        "name": f"dept-{department.id}",
        "label": name(department),
        "windows": windows(serving),
        "waiting": scene.world.waiting(queues),
        "why": why,
        "closed": why is not None,
    }


def _why_not(queues: tuple[Queue, ...], scene: Scene) -> Pair | None:
    """Why nobody is served here now: the hall is closed, all numbers are gone, no window."""
    standing = hours.standing(scene.hall.hours, scene.local)
    if isinstance(standing, hours.Closed):
        if standing.opens is None:
            return pair(hours.reason(standing.why))
        return say("ticket.opens", when=coming_time(standing.opens, scene.local))
    if all(scene.world.full(queue) for queue in queues):
        return say("ticket.limit")
    return say("ticket.no-window") if scene.world.no_window(queues) else None


def search(screen: Search, scene: Scene) -> Page:
    """Own keypad; results as one types."""
    found = scene.spelling.find(screen.text) if scene.spelling else ()
    shown = page(found, screen.page, FEW_RESULTS if scene.flat else RESULTS)
    data: dict[str, object] = {
        "name": "search",
        "text": screen.text,
        "ready": scene.spelling is not None,
        "found": len(found),
        "rows": [_found_row(place, each, scene) for place, each in enumerate(shown.rows, 1)],
        "page": shown.number + 1,
        "pages": shown.count,
    }
    return Page(data, {**_choices([each.item for each in shown.rows]), **TURNING, **KEYPAD})


def _found_row(place: int, found: Found, scene: Scene) -> dict[str, object]:
    begins, ends = found.mark
    text = found.item.name
    return {
        **_item_row(place, found.item, scene),
        "before": text[:begins],
        "marked": text[begins:ends],
        "after": text[ends:],
        "department": name(scene.catalogue.department(found.item.department)),
    }


def items(screen: Items, scene: Scene) -> Page:
    """One department's items, eight at a time, and its queues for those who are not sure."""
    rows = scene.catalogue.items_of(screen.department)
    shown = page(rows, screen.page)
    taking = screen.purpose is Purpose.TAKE
    direct = scene.catalogue.queues_of(screen.department) if taking else ()
    data: dict[str, object] = {
        "name": "items",
        "department": name(scene.catalogue.department(screen.department)),
        "direct": [queue_row(queue, scene) for queue in direct],
        "rows": [_item_row(place, each, scene) for place, each in enumerate(shown.rows, 1)],
        "page": shown.number + 1,
        "pages": shown.count,
    }
    queues: dict[str, Touch] = {f"queue-{queue.id}": QueueChosen(queue.id) for queue in direct}
    return Page(data, {**_choices(shown.rows), **queues, **SEARCHING, **TURNING})


def _item_row(place: int, item: Item, scene: Scene) -> dict[str, object]:
    return {
        "name": f"item-{place}",
        "label": item.name,
        "number": item.number,
        "badge": _badge(item, scene),
    }


def _badge(item: Item, scene: Scene) -> Pair | None:
    days = scene.catalogue.guide(item).promised_days
    if days is None:
        return None
    return say("ticket.promised", days=days) if days else say("ticket.at-once")


def _choices(rows: list[Item] | tuple[Item, ...]) -> dict[str, Touch]:
    return {
        f"item-{place}": ItemChosen(item.department, item.number)
        for place, item in enumerate(rows, 1)
    }
