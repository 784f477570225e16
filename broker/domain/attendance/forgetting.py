"""Whose punches may be erased, and when. Pure.

Records of wages are kept for two years (工资支付暂行规定, art. 6), and punches are what wages hang
on: `keep_days` of `[attendance]`, counted from the last day there is. Afterwards what is not needed
any more has to go (PIPL, art. 19 and 47).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from broker.domain.attendance.approval import DIRECTORS
from broker.domain.attendance.facts import (
    LeaveRecorded,
    LeaveWithdrawn,
    Personal,
    StaffForgotten,
)
from broker.domain.claims import LAST_YEAR
from broker.domain.hall import Hall
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal

_LAST = date(LAST_YEAR, 12, 31)  # of a fact from before days had bounds
_MOST = 300  # places in one fact, which fits into a message of the bus


def is_about(fact: object, staff: StaffId) -> bool:
    """Whether a fact is one of somebody's attendance."""
    return isinstance(fact, Personal) and fact.staff == staff


def check_may_forget(hall: Hall, staff: StaffId, by: StaffId, last: date, today: date) -> None:
    """Raise `Refusal` where `staff` is here still, where what is erased must be kept yet, `last`
    being its last day, or where `by` is no director."""
    member = hall.member(by)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=by)
    if member.role not in DIRECTORS:
        raise Refusal(No.ROLE, staff=by)
    if hall.member(staff) is not None:
        raise Refusal(No.STILL_HERE, staff=staff)
    until = min(last, _LAST) + timedelta(days=hall.attendance.keep_days)
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
