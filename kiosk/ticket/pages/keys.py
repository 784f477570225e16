"""Keys that stand on several pages, and what each means."""

from __future__ import annotations

from kiosk.ticket.events import GoTo, Press, Pressed, Touch, Typed
from kiosk.ticket.screens import Purpose, Search

LETTERS = "QWERTYUIOPASDFGHJKLZXCVBNM"
DIGITS = "1234567890"

TURNING: dict[str, Touch] = {"previous": Pressed(Press.PREVIOUS), "next": Pressed(Press.NEXT)}
DIGIT_KEYS: dict[str, Touch] = {f"key-{each}": Typed(each) for each in DIGITS}
CHARACTERS: dict[str, Touch] = {
    **{f"key-{each}": Typed(each) for each in LETTERS},
    **DIGIT_KEYS,
}
_TAKING_BACK: dict[str, Touch] = {"erase": Pressed(Press.ERASE), "clear": Pressed(Press.CLEAR)}
KEYPAD: dict[str, Touch] = {**CHARACTERS, **_TAKING_BACK}
NUMBER_PAD: dict[str, Touch] = {**DIGIT_KEYS, **_TAKING_BACK}


def searching(purpose: Purpose) -> dict[str, Touch]:
    """The search field, which looks like a field and is a key."""
    return {"search": GoTo(Search(purpose))}
