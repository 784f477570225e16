"""The search page: own keypad, results as one types. Pure."""

from __future__ import annotations

from kiosk.ticket.measures import GAP, TARGET
from kiosk.ticket.pages.item_rows import ItemRow, choices, columns, cut
from kiosk.ticket.pages.keys import KEYPAD, TURNING
from kiosk.ticket.pages.phrases import department_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.screens import Search
from kiosk.ticket.search import Hit
from kiosk.words.values import PagedPage

SHOWN = 60  # of what was found; whoever sees so many types on
KEYPAD_HIGH = 4 * TARGET + 3 * GAP


class SearchPage(PagedPage, frozen=True):
    """`ready`: the index is made."""

    text: str
    ready: bool
    columns: int
    rows: tuple[ItemRow, ...]


def search(screen: Search, scene: Scene) -> Touchable:
    """Own keypad; results as one types."""
    found = scene.search.find(screen.text)[:SHOWN] if scene.search else ()
    rows = [_row(each, scene) for each in found]
    high = scene.room.height - TARGET - KEYPAD_HIGH - 2 * GAP
    beside = 0.0 if scene.room.flat else TARGET + GAP  # a flat page has its pager beside the field
    shown = cut(rows, screen.page, high, scene, beside)
    page = SearchPage(
        text=screen.text,
        ready=scene.search is not None,
        columns=columns(scene),
        rows=shown.rows,
        page=shown.page,
        pages=shown.pages,
    )
    hits = [each.item for each in found[shown.first : shown.end]]
    return Touchable(page, {**choices(hits), **TURNING, **KEYPAD})


def _row(found: Hit, scene: Scene) -> ItemRow:
    text = found.item.name
    begins, ends = found.mark if found.called == text else (0, 0)  # else of what it is also called
    return ItemRow(
        name="",
        label=text,
        badge=badge(found.item.guide),
        before=text[:begins],
        marked=text[begins:ends],
        after=text[ends:],
        department=department_name(found.item.department, scene),
    )
