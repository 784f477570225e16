"""Staff number and PIN instead of a finger. Pure."""

from __future__ import annotations

from kiosk.clock_in.screens import Entry
from kiosk.clock_in.state import ClockInState
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Page


class EntryPage(Page, frozen=True):
    """`dots` is how many digits of the PIN are there; the digits stay in the program. `ready`:
    enter does it now, else it leads on to what is missing."""

    number: str
    dots: int
    at_code: bool
    sentence: Wording
    enter: Wording
    ready: bool
    busy: bool
    asks_code: bool = True
    lists: bool = False  # there is a key for whose fingers are where
    heading: Wording = NOTHING  # what it is for, while nothing else is said


def entry(typed: Entry, known: ClockInState) -> EntryPage:
    """Two fields, one of which the digits go to."""
    return EntryPage(
        number=typed.number,
        dots=len(typed.code),
        at_code=typed.at_code,
        sentence=known.sentence,
        enter=say("clock-in.enter" if typed.complete else "clock-in.next"),
        ready=typed.complete,
        busy=known.keeping is not None,
        heading=say("clock-in.finger-or-code") if known.awaits_finger else NOTHING,
    )
