"""The row of words and characters that the letters typed may stand for. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kiosk.ticket import measures
from kiosk.ticket.events import Touch, WordChosen
from kiosk.ticket.measures import GAP, HALF, TARGET
from kiosk.ticket.pages.scene import Scene
from kiosk.words.pinyin import Candidate


class WordKey(Struct, frozen=True):
    """A word or a character to put into the field; `width` in millimetres."""

    name: str
    text: str
    width: float


class WordRow(Struct, frozen=True):
    """What fits into one row; `more`: there is a key for further ones."""

    keys: tuple[WordKey, ...] = ()
    more: bool = False


def word_row(
    found: Sequence[Candidate], further: int, scene: Scene
) -> tuple[WordRow, dict[str, Touch]]:
    """The row after so many touches of its last key, and what each key means. Behind the last row
    comes the first one again."""
    widths = [_wide(each.text, scene) for each in found]
    rows = _rows(widths, scene.room.width - TARGET - GAP)
    if not rows:
        return WordRow(), {}
    first, end = rows[further % len(rows)]
    shown = range(first, end)
    keys = tuple(
        WordKey(f"word-{nth}", found[at].text, widths[at]) for nth, at in enumerate(shown, 1)
    )
    touches: dict[str, Touch] = {
        f"word-{nth}": WordChosen(found[at].becomes) for nth, at in enumerate(shown, 1)
    }
    return WordRow(keys, more=len(rows) > 1), touches


def _wide(text: str, scene: Scene) -> float:
    return max(TARGET, measures.ems_of(text) * scene.room.type("cardName") + 2 * HALF)


def _rows(widths: Sequence[float], room: float) -> list[tuple[int, int]]:
    rows: list[tuple[int, int]] = []
    first, used = 0, 0.0
    for at, width in enumerate(widths):
        if at > first and used + width > room:
            rows.append((first, at))
            first, used = at, 0.0
        used += width + GAP
    return [*rows, (first, len(widths))] if widths else []
