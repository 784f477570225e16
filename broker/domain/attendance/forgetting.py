"""Whose punches may be erased, and when. Pure.

Records of wages are kept for two years (工资支付暂行规定, art. 6), and punches are what wages hang
on: `keep_days` of `[attendance]`, counted from the last day there is. Afterwards what is not needed
any more has to go (PIPL, art. 19 and 47).

No clock is believed by itself, for what is erased does not come back. The period is over only by
the clock and by the facts that the ledger went on to write: a time in which it wrote none, longer
than a hall is ever closed, counts as forty days, for a clock that was set wrong leaves just that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from broker.domain.attendance.approval import DIRECTORS
from broker.domain.attendance.facts import (
    LeaveRecorded,
    LeaveWithdrawn,
    Personal,
    StaffForgotten,
)
from broker.domain.attendance.spans import YEAR
from broker.domain.claims import APART
from broker.domain.ground import LONGEST_CLOSED
from broker.domain.hall import Hall
from broker.domain.ids import RequestId, StaffId
from broker.domain.reckoning import LAST_YEAR
from broker.domain.refusals import No, Refusal

_LAST = date(LAST_YEAR, 12, 31)  # of a fact from before days had bounds
_MOST = 300  # places in one fact, which fits into a message of the bus


def is_about(fact: object, staff: StaffId) -> bool:
    """Whether a fact is one of somebody's attendance."""
    return isinstance(fact, Personal) and fact.staff == staff


class WrittenOn(NamedTuple):
    """What is told of somebody, and the day it was written."""

    day: date
    fact: Personal


class Gap(NamedTuple):
    """Two facts of the ledger with nothing between them, for longer than a hall is closed."""

    last: datetime
    next: datetime


def check_clock(clock: datetime, last: datetime | None, today: date, named: date | None) -> None:
    """Raise `Refusal` where the machine's clock is behind the last fact of the ledger, at `last`,
    or far ahead of it; but where somebody has `named` the day that the clock says, `today`."""
    times = {"clock": f"{clock:%Y-%m-%d %H:%M} UTC", "today": today}
    if named not in (None, today):
        raise Refusal(No.OTHER_TODAY, **times)
    if last is None:
        return
    times["last"] = f"{last:%Y-%m-%d %H:%M} UTC"
    if last - clock > APART:
        raise Refusal(No.CLOCK_BEHIND, **times)
    if clock - last > LONGEST_CLOSED and named is None:
        raise Refusal(No.CLOCK_AHEAD, **times)


def counted_until(told: Iterable[WrittenOn], gaps: Iterable[Gap], none: date) -> date:
    """The day from which the period is counted: the last that is told of, `none` where there is no
    such day; later by what a silence of the ledger since then was longer than a hall is closed.

    A leave that was withdrawn counts by the day of saying so, and none by a day that was more than
    a year ahead when it was written."""
    told = list(told)
    withdrawn = {each.fact.leave for each in told if isinstance(each.fact, LeaveWithdrawn)}
    last = max((_counted(each, withdrawn) for each in told), default=none)
    silent = (each.next - each.last - LONGEST_CLOSED for each in gaps if each.next.date() > last)
    return min(last, _LAST) + sum(silent, timedelta())


def _counted(told: WrittenOn, withdrawn: Collection[RequestId]) -> date:
    fact = told.fact
    if isinstance(fact, LeaveRecorded | LeaveWithdrawn) and fact.leave in withdrawn:
        return told.day
    return min(last_day(fact), told.day + YEAR)


def check_may_forget(hall: Hall, staff: StaffId, by: StaffId, last: date, today: date) -> None:
    """Raise `Refusal` where `staff` is here still, where what is erased must be kept yet, counted
    from `last`, or where `by` is no director."""
    member = hall.member(by)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=by)
    if member.role not in DIRECTORS:
        raise Refusal(No.ROLE, staff=by)
    if hall.member(staff) is not None:
        raise Refusal(No.STILL_HERE, staff=staff)
    until = last + timedelta(days=hall.attendance.keep_days)
    if today <= until:
        raise Refusal(No.KEPT_UNTIL, staff=staff, day=until)


def last_day(fact: Personal) -> date:
    """The last day that a fact speaks of."""
    return fact.last if isinstance(fact, LeaveRecorded | LeaveWithdrawn) else fact.day


def first_day(fact: Personal) -> date:
    """The first."""
    return fact.first if isinstance(fact, LeaveRecorded | LeaveWithdrawn) else fact.day


def forgotten(
    staff: StaffId, by: StaffId, places: Iterable[int], first: date, last: date
) -> Iterator[StaffForgotten]:
    """What is written of an erasure."""
    left = iter(sorted(places))
    while some := tuple(islice(left, _MOST)):
        yield StaffForgotten(staff=staff, first=first, last=last, places=some, by=by)
