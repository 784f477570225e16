"""What the clock-in screen shows, as values: a pure function of what it knows and the time.

Both languages stand one below the other: nobody has to choose one for a touch of two seconds.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from kiosk.clock_in.pages import page
from kiosk.clock_in.state import ClockInState, ReaderSeen
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.calendar import clock, long_date
from kiosk.words.values import Page, Tone


class ClockInLook(Struct, frozen=True):
    """Everything on the glass: what stands on every page, and the page. `notice` is what is not as
    it should be, whatever is shown."""

    hall: Wording
    place: str
    time: str
    date: Wording
    notice: Wording
    tone: Tone
    page: Page


def look(known: ClockInState, at: datetime) -> ClockInLook:
    """The screen at hall time `at`."""
    local = at.astimezone(known.zone)
    notice, tone = _notice(known)
    return ClockInLook(
        hall=named(known.hall.hall),
        place=known.post.name,
        time=clock(local),
        date=long_date(local),
        notice=notice,
        tone=tone,
        page=page(known, local),
    )


def _notice(known: ClockInState) -> tuple[Wording, Tone]:
    if known.late:
        return say("clock-in.clock.here"), Tone.STOP
    if known.reader is ReaderSeen.OFFLINE:
        return say("clock-in.offline"), Tone.WARN
    if known.clock_doubted:
        return say("clock-in.clock.ledger"), Tone.STOP
    return NOTHING, Tone.QUIET
