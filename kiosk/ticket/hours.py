"""Whether the hall gives numbers now; if not, why, and when again. Pure.

`now` is local time of the hall. Sessions and weekdays come from `[hours]` of hall.toml,
holidays from there and from the calendar.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from broker.domain.holidays import works
from broker.domain.opening import Opening
from kiosk.words import Wording, say

_SEARCH_DAYS = 16  # the longest holiday, a weekend at either end, and today


class WhyClosed(Enum):
    """Why no numbers are given."""

    BEFORE = "before"  # the first session has not begun
    BREAK = "break"  # between two sessions
    AFTER = "after"  # the last session is over
    DAY_OFF = "day-off"


class OpenNow(Struct, frozen=True):
    """Numbers are given until `until`."""

    until: datetime


class ClosedNow(Struct, frozen=True):
    """No numbers are given. `opens` is None where hall.toml names no session at all."""

    why: WhyClosed
    opens: datetime | None


@lru_cache(16)  # each key of a page asks it, of one moment
def standing(hours: Opening, now: datetime) -> OpenNow | ClosedNow:
    """Open or closed at `now`. A session includes its first minute, not its last."""
    today = _sessions(hours, now)
    for begins, ends in today:
        if begins <= now < ends:
            return OpenNow(ends)
    return ClosedNow(_why(today, now), _next(hours, now))


def _sessions(hours: Opening, day: datetime) -> list[tuple[datetime, datetime]]:
    if not works(hours, day.date()):
        return []
    return sorted((_at(day, begins), _at(day, ends)) for begins, ends in hours.sessions)


def _at(day: datetime, clock: str) -> datetime:
    return datetime.combine(day.date(), time.fromisoformat(clock), tzinfo=day.tzinfo)


def _why(today: list[tuple[datetime, datetime]], now: datetime) -> WhyClosed:
    if not today:
        return WhyClosed.DAY_OFF
    if now < today[0][0]:
        return WhyClosed.BEFORE
    return WhyClosed.AFTER if now >= today[-1][1] else WhyClosed.BREAK


def _next(hours: Opening, now: datetime) -> datetime | None:
    for days in range(_SEARCH_DAYS):
        for begins, _ in _sessions(hours, now + timedelta(days=days)):
            if begins > now:
                return begins
    return None


def next_opening(hours: Opening, now: datetime) -> datetime | None:
    """When the first session of a later day begins: daily quotas begin anew with the day."""
    midnight = datetime.combine(now.date(), time(0), tzinfo=now.tzinfo) + timedelta(days=1)
    return _next(hours, midnight - timedelta(minutes=1))


def reason(why: WhyClosed) -> Wording:
    """Why the hall is closed."""
    return say(f"ticket.why-closed.{why.value}")


def timetable(hours: Opening) -> Wording:
    """The sessions of a working day: `08:30–11:30、13:30–17:00`, in English with a comma."""
    sessions = [f"{begins}–{ends}" for begins, ends in sorted(hours.sessions)]
    return Wording("、".join(sessions), ", ".join(sessions))
