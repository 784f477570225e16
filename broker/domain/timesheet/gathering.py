"""From facts to what is known of a month. Pure.

A fact counts however late it was written, until the month is closed: then what had been written by
then counts, and the close says how far that is. What came later is told, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from broker.domain.attendance.facts import (
    AttendanceCorrected,
    AttendanceFact,
    DutyCorrected,
    LeaveRecorded,
    LeaveWithdrawn,
    MonthClosed,
    OutageNoted,
    OutageRecorded,
    PunchLetIn,
    PunchQuarantined,
    PunchRecorded,
    PunchSetAside,
    PunchWay,
    ReaderBack,
    ReaderLost,
    StaffForgotten,
    TerminalRead,
)
from broker.domain.ids import RequestId, StaffId
from broker.domain.timesheet.records import Clocking, Correction, Leave, Outage, Records, Sheet

_NEAR = timedelta(days=1)  # nights belong to the day they began on


class Numbered(NamedTuple):
    """A fact of the ledger, with its number."""

    seq: int
    fact: AttendanceFact


class Gathered(NamedTuple):
    """What counts of a month, how it was closed (None: it is open), the number of the last fact
    that was looked at, how many came too late, and which punches nobody has judged yet."""

    sheet: Sheet
    closed: MonthClosed | None
    last: int
    late: int
    waiting: tuple[PunchQuarantined, ...] = ()


def gather(month: date, facts: Iterable[Numbered]) -> Gathered:
    """Everything that concerns the month that begins with `month`, from facts in order."""
    near, facts = span(month), list(facts)
    of_month = [each for each in facts if _concerns(each.fact, month, near)]
    closes = (each.fact for each in of_month if isinstance(each.fact, MonthClosed))
    closed = next(closes, None)
    counted = [each for each in of_month if closed is None or each.seq <= closed.upto]
    late = sum(not isinstance(each.fact, MonthClosed) for each in of_month[len(counted) :])
    last = of_month[-1].seq if of_month else 0
    people = _People()
    for each in counted:
        people.add(each)
    waiting = tuple(each for each in not_judged(facts) if _is_of(month, each))
    return Gathered(people.sheet(), closed, last, late, waiting)


def not_judged(facts: Iterable[Numbered]) -> list[PunchQuarantined]:
    """Punches that are kept apart, and that nobody has judged, the oldest first."""
    found: dict[RequestId, PunchQuarantined] = {}
    for _, fact in facts:
        match fact:
            case PunchQuarantined(punch=punch):
                found[punch] = fact
            case PunchLetIn(punch=punch) | PunchSetAside(punch=punch):
                found.pop(punch, None)
    return list(found.values())


def _is_of(month: date, kept: PunchQuarantined) -> bool:
    """Whether it claims this month, or came in it."""
    return month in (kept.day.replace(day=1), kept.at.date().replace(day=1))


class _People:
    def __init__(self) -> None:
        self._clockings: dict[StaffId, list[Clocking]] = {}
        self._corrections: dict[StaffId, list[Correction]] = {}
        self._leaves: dict[StaffId, list[Leave]] = {}
        self._withdrawn: set[RequestId] = set()
        self._outages: list[Outage] = []

    def add(self, numbered: Numbered) -> None:
        seq, fact = numbered
        match fact:
            case PunchRecorded(staff=staff):
                touch = Clocking(fact.at, fact.punch, fact.way, fact.reason, fact.by)
                self._clockings.setdefault(staff, []).append(touch)
            case DutyCorrected(staff=staff):  # for duty it decides; here it is a touch like others
                noted = Clocking(fact.at, fact.correction, PunchWay.LEADER, fact.reason, fact.by)
                self._clockings.setdefault(staff, []).append(noted)
            case AttendanceCorrected(staff=staff):
                said = Correction(
                    fact.correction, fact.day, fact.at, fact.turn, fact.reason, fact.by
                )
                self._corrections.setdefault(staff, []).append(said)
            case LeaveRecorded(staff=staff):
                leave = Leave(
                    fact.leave,
                    fact.first,
                    fact.last,
                    fact.leave_kind,
                    fact.shift,
                    fact.reason,
                    fact.by,
                )
                self._leaves.setdefault(staff, []).append(leave)
            case LeaveWithdrawn(leave=withdrawn):
                self._withdrawn.add(withdrawn)
            case OutageRecorded():
                out = Outage(fact.first, fact.last, seq, fact.outage, fact.reason, fact.by)
                self._outages.append(out)
            case OutageNoted():
                self._outages.append(Outage(fact.first, fact.last, seq))
            case MonthClosed() | ReaderLost() | ReaderBack() | StaffForgotten() | TerminalRead():
                pass  # of one reader alone nothing follows: there may be others
            case PunchQuarantined() | PunchLetIn() | PunchSetAside():
                pass  # what was let in is a punch beside it

    def sheet(self) -> Sheet:
        staff = {*self._clockings, *self._corrections, *self._leaves}
        return Sheet({each: self._of(each) for each in staff}, tuple(self._outages))

    def _of(self, staff: StaffId) -> Records:
        return Records(
            tuple(self._clockings.get(staff, ())),
            tuple(self._corrections.get(staff, ())),
            tuple(
                each for each in self._leaves.get(staff, ()) if each.leave not in self._withdrawn
            ),
        )


def span(month: date) -> tuple[date, date]:
    """The first and the last day whose touches may belong to a month."""
    following = (month + timedelta(days=31)).replace(day=1)
    return month - _NEAR, following


def _concerns(fact: AttendanceFact, month: date, near: tuple[date, date]) -> bool:
    first, last = near
    match fact:
        case PunchRecorded(day=day) | DutyCorrected(day=day) | AttendanceCorrected(day=day):
            return first <= day <= last
        case LeaveRecorded() | LeaveWithdrawn():
            return fact.first <= last and fact.last >= first
        case OutageRecorded() | OutageNoted():
            return _day(fact.first) <= last and _day(fact.last) >= first - _NEAR
        case ReaderLost() | ReaderBack() | StaffForgotten() | TerminalRead():
            return False
        case PunchQuarantined() | PunchLetIn() | PunchSetAside():
            return False
        case MonthClosed():
            return fact.month == month


def _day(moment: datetime) -> date:
    return moment.date()
