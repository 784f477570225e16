"""From a terminal's records to punches of the hall. Pure.

A record is known by its terminal, number and second, so it has the same id however often it is
read: the ledger takes it once. A number that is nobody's in hall.toml, or a record of another time
than is asked for, is counted and left where it is.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.ids import RequestId, StaffId
from fingerprint.terminal import TerminalLog, TerminalRecord

SOURCE = "import"
_OLDEST = timedelta(days=365)  # the ledger takes none that is older


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What is to be asked of the ledger, the oldest first; how many records each number has that is
    nobody's; and how many are of another time than is wanted."""

    punches: tuple[RecordPunch, ...]
    nobodys: Mapping[str, int]
    left: int


def device(make: str, serial: str) -> str:
    """What stands where a reader's id would."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in serial.lower())
    return f"{make}-{kept[:40]}"


def ahead(log: TerminalLog, heard: datetime, since_then: float, zone: ZoneInfo) -> int:
    """Seconds that the terminal's clock is ahead. `heard` is the hall's time `since_then` seconds
    after the answer came; the clock was read in the middle between question and answer, and shows
    its last whole second, half a second ago on the whole."""
    middle = since_then + (log.answered - log.asked) / 2
    shown = _moment(log.clock, zone) + timedelta(seconds=0.5)
    return round((shown - (heard - timedelta(seconds=middle))).total_seconds())


def taken_over(
    terminal: str,
    log: TerminalLog,
    staff: Mapping[str, StaffId],
    by: StaffId,
    now: datetime,
    zone: ZoneInfo,
    since: date | None = None,
) -> TakenOver:
    """What `terminal` kept. `staff` says whose each number is; `since` leaves out what is older
    than this day."""
    first = now - _OLDEST
    wanted = [each for each in dict.fromkeys(log.records) if _moment(each.at, zone) >= first]
    wanted = [each for each in wanted if since is None or each.at.date() >= since]
    known = sorted((each for each in wanted if each.number in staff), key=lambda each: each.at)
    punches = tuple(_punch(terminal, each, staff[each.number], by, now, zone) for each in known)
    nobodys = Counter(each.number for each in wanted if each.number not in staff)
    return TakenOver(punches, dict(sorted(nobodys.items())), len(set(log.records)) - len(wanted))


def numbers(staff: list[StaffId]) -> dict[str, StaffId]:
    """A terminal knows staff by their numbers; it may leave out zeros at the beginning."""
    return {each.lstrip("0"): each for each in staff} | {str(each): each for each in staff}


def _punch(
    terminal: str,
    record: TerminalRecord,
    staff: StaffId,
    by: StaffId,
    now: datetime,
    zone: ZoneInfo,
) -> RecordPunch:
    name = f"{terminal}|{record.number}|{record.at:%Y%m%d%H%M%S}"
    return RecordPunch(
        id=RequestId(f"record-{hashlib.sha256(name.encode()).hexdigest()[:40]}"),
        at=now,
        source=SOURCE,
        staff=staff,
        device=terminal,
        punched_at=_moment(record.at, zone),
        way=PunchWay.TERMINAL,
        by=by,
    )


def _moment(at: datetime, zone: ZoneInfo) -> datetime:
    return at.replace(tzinfo=zone)
