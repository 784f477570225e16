"""Which facts belong to a month and what becomes of each: every edge, without a ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from broker.domain.attendance.facts import (
    AttendanceCorrected,
    AttendanceFact,
    DutyCorrected,
    LeaveKind,
    LeaveRecorded,
    LeaveWithdrawn,
    MonthClosed,
    OutageNoted,
    OutageRecorded,
    PunchRecorded,
    PunchWay,
    ReaderBack,
    ReaderLost,
    StaffForgotten,
    TerminalRead,
    Turn,
)
from broker.domain.ids import RequestId, StaffId
from broker.domain.timesheet.gathering import Gathered, Numbered, gather
from broker.domain.timesheet.records import Clocking, Correction, Leave, Outage, Records, Sheet

NOVEMBER, DAY = date(2026, 11, 1), date(2026, 11, 2)
AT, LATER = datetime(2026, 11, 2, 0, 10, tzinfo=UTC), datetime(2026, 11, 2, 1, 10, tzinfo=UTC)
A, B, LEADER = StaffId("101"), StaffId("102"), StaffId("902")
PUNCH, SAID, AWAY = RequestId("punch"), RequestId("said"), RequestId("away")


def punch(day: date = DAY, staff: StaffId = A) -> PunchRecorded:
    return PunchRecorded(
        punch=PUNCH,
        staff=staff,
        day=day,
        at=AT,
        device="reader",
        way=PunchWay.PIN,
        reason="why",
        by=LEADER,
    )


def corrected(kind: type[DutyCorrected | AttendanceCorrected], day: date = DAY) -> AttendanceFact:
    return kind(
        correction=SAID, staff=A, day=day, at=LATER, turn=Turn.OUT, reason="forgot", by=LEADER
    )


def leave(first: date, last: date) -> LeaveRecorded:
    return LeaveRecorded(
        leave=AWAY,
        staff=A,
        first=first,
        last=last,
        leave_kind=LeaveKind.SICK,
        reason="flu",
        by=LEADER,
        shift=2,
    )


def outage(first: date, last: date) -> OutageRecorded:
    begun, over = (
        datetime(each.year, each.month, each.day, 1, tzinfo=UTC) for each in (first, last)
    )
    return OutageRecorded(
        outage=RequestId("outage"), first=begun, last=over, reason="flood", by=LEADER
    )


def closed(month: date = NOVEMBER, upto: int = 0) -> MonthClosed:
    return MonthClosed(
        month=month, version="1", rules="r", results="s", upto=upto, staff=(A,), by=LEADER
    )


def gathered(*facts: AttendanceFact) -> Gathered:
    return gather(NOVEMBER, [Numbered(seq, fact) for seq, fact in enumerate(facts, 1)])


def test_each_fact_becomes_what_it_says_of_whom_it_is() -> None:
    found = gathered(
        punch(),
        corrected(DutyCorrected),
        corrected(AttendanceCorrected),
        leave(DAY, NOVEMBER),
        punch(staff=B),
        OutageNoted(first=AT, last=LATER),
        OutageRecorded(outage=SAID, first=AT, last=LATER, reason="dark", by=LEADER),
    )
    touch = Clocking(AT, PUNCH, PunchWay.PIN, "why", LEADER)
    noted = Clocking(LATER, SAID, PunchWay.LEADER, "forgot", LEADER)
    said = Correction(SAID, DAY, LATER, Turn.OUT, "forgot", LEADER)
    away = Leave(AWAY, DAY, NOVEMBER, LeaveKind.SICK, 2, "flu", LEADER)
    assert found.sheet.staff == {
        A: Records((touch, noted), (said,), (away,)),
        B: Records((touch,)),
    }
    assert found.sheet.outages == (
        Outage(AT, LATER, 6),
        Outage(AT, LATER, 7, SAID, "dark", LEADER),
    )
    assert (found.closed, found.last, found.late) == (None, 7, 0)


@pytest.mark.parametrize(
    ("fact", "record"),
    [
        (corrected(AttendanceCorrected), "corrections"),
        (leave(DAY, DAY), "leaves"),
        (punch(), "clockings"),
        (corrected(DutyCorrected), "clockings"),
    ],
    ids=lambda each: each if isinstance(each, str) else type(each).__name__,
)
def test_whoever_has_one_fact_alone_has_a_record_of_it(fact: AttendanceFact, record: str) -> None:
    (held,) = gathered(fact, fact).sheet.staff.values()
    counts = {name: len(getattr(held, name)) for name in ("clockings", "corrections", "leaves")}
    assert counts == {"clockings": 0, "corrections": 0, "leaves": 0} | {record: 2}


def test_of_nothing_comes_nothing() -> None:
    assert gathered() == Gathered(Sheet(), None, 0, 0)


def test_leave_that_is_withdrawn_does_not_count() -> None:
    withdrawn = LeaveWithdrawn(leave=AWAY, staff=A, first=DAY, last=DAY, reason="", by=LEADER)
    assert gathered(leave(DAY, DAY), withdrawn).sheet.staff[A].leaves == ()
    other = LeaveWithdrawn(leave=SAID, staff=A, first=DAY, last=DAY, reason="", by=LEADER)
    assert len(gathered(leave(DAY, DAY), other).sheet.staff[A].leaves) == 1


OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 1)
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("fact", "counts"),
    [
        (punch(NOVEMBER - 2 * ONE), False),
        (punch(NOVEMBER - ONE), True),  # a night that ends in the month
        (punch(DECEMBER), True),  # and one that begins in it
        (punch(DECEMBER + ONE), False),
        (leave(OCTOBER, NOVEMBER - 2 * ONE), False),
        (leave(OCTOBER, NOVEMBER - ONE), True),
        (leave(OCTOBER, DECEMBER + ONE), True),
        (leave(DECEMBER, DECEMBER + ONE), True),
        (leave(DECEMBER + ONE, DECEMBER + ONE), False),
        (outage(OCTOBER, NOVEMBER - 3 * ONE), False),
        (outage(OCTOBER, NOVEMBER - 2 * ONE), True),  # moments are in UTC: a day more
        (outage(DECEMBER, DECEMBER), True),
        (outage(DECEMBER + ONE, DECEMBER + ONE), False),
        (closed(), True),
        (closed(OCTOBER), False),
        (ReaderLost(reader="reader", at=AT), False),
        (ReaderBack(reader="reader", first=AT, last=LATER), False),
        (StaffForgotten(staff=A, first=DAY, last=DAY, places=(1,), by=LEADER), False),
        (TerminalRead(terminal="t", at=AT, ahead=0, records=1, by=LEADER), False),
    ],
    ids=lambda each: "" if isinstance(each, bool) else type(each).__name__,
)
def test_what_concerns_a_month(fact: AttendanceFact, counts: bool) -> None:
    assert gathered(fact).last == counts


@pytest.mark.parametrize(("upto", "touches", "late"), [(0, 0, 4), (1, 1, 3), (2, 2, 2)])
def test_what_comes_after_the_close_is_told_and_changes_nothing(
    upto: int, touches: int, late: int
) -> None:
    found = gathered(punch(), punch(), closed(upto=upto), punch(), punch())
    assert found.closed == closed(upto=upto)
    assert (found.last, found.late) == (5, late)
    assert sum(len(each.clockings) for each in found.sheet.staff.values()) == touches
