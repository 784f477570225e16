"""Which days of the year are holidays, and which are worked in their place (调休). Pure.

The State Council fixes each year by a notice of the autumn before; `chinesecalendar` has them, year
by year as they come out. The hall's own table (`[hours]`) wins, and is all there is for a year
whose notice the installed release does not know yet.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from chinese_calendar import get_holiday_detail

from broker.domain.opening import Opening


def knows(year: int) -> bool:
    """Whether the installed calendar has this year's notice."""
    return _noticed(date(year, 1, 1)) is not None


def said_of(hours: Opening, day: date) -> bool | None:
    """Whether this day is worked, where the hall's table or the notice says so; None leaves it to
    the weekdays."""
    if day in hours.working_days:
        return True
    if day in hours.closed_days:
        return False
    if not hours.official_holidays:
        return None
    holiday, name = _noticed(day) or (False, None)
    return None if name is None else not holiday


def works(hours: Opening, day: date) -> bool:
    """Whether the hall opens on this day at all."""
    said = said_of(hours, day)
    return day.isoweekday() in hours.weekdays if said is None else said


@lru_cache(maxsize=1024)  # a page of a kiosk asks of this day a hundred times
def _noticed(day: date) -> tuple[bool, str | None] | None:
    """Whether it is a day off, and for which holiday, or in place of one; None: nobody knows."""
    try:
        holiday, name = get_holiday_detail(day)
    except NotImplementedError:
        return None
    return bool(holiday), name
