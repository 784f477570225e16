"""Items as rows to choose from. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from broker.domain.catalogue import Item
from kiosk.ticket.events import ItemChosen, Touch
from kiosk.words import NOTHING, Wording


class ItemRow(Struct, frozen=True):
    """One item. Where it was searched for, `before`, `marked` and `after` are its label once more
    with the match apart, and `department` says where it belongs."""

    name: str
    label: str
    badge: Wording
    before: str = ""
    marked: str = ""
    after: str = ""
    department: Wording = NOTHING


def row_name(nth: int) -> str:
    """What the nth row, from 1, is called."""
    return f"item-{nth}"


def choices(rows: Sequence[Item]) -> dict[str, Touch]:
    """What touching each row means."""
    return {
        row_name(nth): ItemChosen(item.department, item.number) for nth, item in enumerate(rows, 1)
    }
