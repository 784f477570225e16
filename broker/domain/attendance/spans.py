"""What somebody says of days and hours, in sentences that blame no clock for it. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.claims import APART
from broker.domain.refusals import No, Refusal

DAY = timedelta(days=1)
YEAR = timedelta(days=366)  # what is older is not noted; an outbox may come back after months


def check_order(first: date | datetime, last: date | datetime) -> None:
    """Raise `Refusal` where something ends before it begins."""
    if last < first:
        raise Refusal(No.ENDS_FIRST, first=_said(first), last=_said(last))


def check_past(floor: AttendanceFloor, moment: datetime, now: datetime) -> None:
    """Raise `Refusal` where `moment` is still to come, or a year ago; a minute apart at most."""
    there = moment.astimezone(floor.zone)
    if moment > now + APART:
        raise Refusal(No.TO_COME, moment=_said(there))
    if moment < now - YEAR - APART:
        raise Refusal(No.TOO_LONG_AGO, what=_said(there))


def _said(moment: date | datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()
