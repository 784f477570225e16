"""What of the calendar can be reckoned with. Pure.

The calendar of the machine ends with the year 9999, and days are added to whatever is in a fact: to
tell when it may be erased, which month follows, what hour it was in the hall. So no day enters that
is near an end of the calendar, wherever it comes from; a machine without a battery for its clock
wakes in 1970, which is said elsewhere and no reason to be deaf to it.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

FIRST_YEAR, LAST_YEAR = 1900, 2999

D = TypeVar("D", bound=date)


def is_reckonable(day: date) -> bool:
    """Whether there is room in the calendar before and behind this day or moment."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def reckonable(day: D) -> D:
    """The nearest year that can be reckoned with, at the same day and time of it: what a clock
    says that has gone mad, told so that everybody can read it, and in doubt. The two years at the
    ends are left out: in another zone it is another day."""
    if is_reckonable(day):
        return day
    year = FIRST_YEAR + 1 if day.year < FIRST_YEAR else LAST_YEAR - 1
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28 if leap else day.day)
