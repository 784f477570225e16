"""The pages of the clock-in screen: which one is shown, each made in a file of its own. Pure."""

from __future__ import annotations

from datetime import datetime

from kiosk.clock_in.pages.entry import entry
from kiosk.clock_in.pages.finger import rest, result
from kiosk.clock_in.pages.told import kept_apart, told
from kiosk.clock_in.screens import PunchKeptApart, PunchTold
from kiosk.clock_in.state import ClockInState
from kiosk.words.values import Page


def page(known: ClockInState, local: datetime) -> Page:
    """A result first, then what is being typed, then the rest."""
    if known.shown is not None:
        shown = known.shown.result
        if isinstance(shown, PunchTold):
            return told(shown, known)
        if isinstance(shown, PunchKeptApart):
            return kept_apart(shown, known)
        return result(shown, local)
    if known.entry is not None:
        return entry(known.entry, known)
    return rest(known, local)
