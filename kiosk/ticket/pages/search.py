"""The search page: own keypad, results as one types. Pure."""

from __future__ import annotations

from kiosk.ticket.pages.item_rows import ItemRow, choices, row_name
from kiosk.ticket.pages.keys import KEYPAD, TURNING
from kiosk.ticket.pages.phrases import department_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.screens import Search
from kiosk.ticket.search import Hit
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage

RESULTS = 6
FEW_RESULTS = 4


class SearchPage(PagedPage, frozen=True):
    """`ready`: the index is made."""

    text: str
    ready: bool
    rows: tuple[ItemRow, ...]


def search(screen: Search, scene: Scene) -> Touchable:
    """Own keypad; results as one types."""
    found = scene.search.find(screen.text) if scene.search else ()
    shown = paged(found, screen.page, FEW_RESULTS if scene.flat else RESULTS)
    page = SearchPage(
        text=screen.text,
        ready=scene.search is not None,
        rows=tuple(_row(nth, each, scene) for nth, each in enumerate(shown.rows, 1)),
        page=shown.page,
        pages=shown.pages,
    )
    return Touchable(page, {**choices([each.item for each in shown.rows]), **TURNING, **KEYPAD})


def _row(nth: int, found: Hit, scene: Scene) -> ItemRow:
    begins, ends = found.mark
    text = found.item.name
    return ItemRow(
        name=row_name(nth),
        label=text,
        badge=badge(found.item.guide),
        before=text[:begins],
        marked=text[begins:ends],
        after=text[ends:],
        department=department_name(found.item.department, scene),
    )
