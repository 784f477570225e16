"""Rules of records that are taken over from terminals of other makers.

A terminal's clock is its own: what it says of it is measured when it is read out, and kept. Where
it is wrong by minutes, nothing is taken over; records that were made while it was wrong stay wrong
even when it is right again, and are a matter of corrections.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.domain.alerts import Sentences
from broker.domain.attendance.approval import LEADERS, check_open, check_role
from broker.domain.attendance.facts import AttendanceFact, TerminalRead
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.requests import NoteTerminal, RecordPunch
from broker.domain.claims import check_claim
from broker.domain.refusals import No, Refusal

MOST_AHEAD = timedelta(minutes=5)  # either way: a touch at 08:29 is not to count as late
SAME = 2  # seconds; two measurements of one clock differ so much, for it shows whole ones
_JUST_NOW = timedelta(minutes=30)  # a reading is told when it is over


def check_taken_over(floor: AttendanceFloor, request: RecordPunch) -> None:
    """A record of a terminal comes late: it needs a leader, and no closed month changes by it."""
    check_role(floor, request.by, LEADERS)
    day = floor.day_of(request.punched_at)
    check_open(floor, day, day)


def _off(ahead: int) -> Sentences:
    """By how much a clock is wrong, in the two largest units; `ahead` in seconds, minus: behind."""
    zh, en = ("快了", "fast by") if ahead > 0 else ("慢了", "slow by")
    minutes, seconds = divmod(abs(ahead), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return Sentences(f"{zh} {days} 天 {hours} 小时", f"{en} {days} d {hours} h")
    if hours:
        return Sentences(f"{zh} {hours} 小时 {minutes} 分钟", f"{en} {hours} h {minutes} min")
    return Sentences(f"{zh} {minutes} 分 {seconds} 秒", f"{en} {minutes} min {seconds} s")


def note_terminal(
    floor: AttendanceFloor, request: NoteTerminal, now: datetime
) -> list[AttendanceFact]:
    """What a leader's reading of a terminal showed; the same again is no news."""
    check_role(floor, request.by, LEADERS)
    check_claim(request.read_at, now - _JUST_NOW, now)
    if abs(request.ahead) > MOST_AHEAD.total_seconds():
        raise Refusal(No.TERMINAL_CLOCK, off=_off(request.ahead))
    if _is_known(floor.terminals.get(request.terminal), request):
        return []
    return [
        TerminalRead(
            terminal=request.terminal,
            at=request.read_at,
            ahead=request.ahead,
            records=request.records,
            by=request.by,
        )
    ]


def _is_known(last: TerminalRead | None, request: NoteTerminal) -> bool:
    if last is None or last.records != request.records:
        return False
    return abs(last.ahead - request.ahead) <= SAME
