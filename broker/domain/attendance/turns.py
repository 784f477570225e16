"""What a touch of the reader means for duty: the clock tells, the duty leader knows better. Pure.

A day has sessions (上午, 下午), parted by the middle of the break. Within one, the clock alone
tells nearly every touch, so that one too many changes nothing, and a forgotten one never turns the
rest of the day around:

    until `leave_minutes` before the end:   here, however late and however often
    from there to the end:                  gone for who was here, here for who was not
    from the end to the break's middle:     gone, however often

Only the short stretch before the end asks who was here: whoever comes at 11:10 works, whoever was
here goes. A touch within `again_minutes` of one that counted means what that meant: nobody undoes
by a doubtful second one what the first one did. What the duty leader says holds from its moment to
the next touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from broker.domain.attendance.facts import Turn
from broker.domain.attending import Attendance
from broker.domain.ground import business_day
from broker.domain.hall import Hall
from broker.domain.holidays import works

_DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Touch:
    """A touch of the reader, or, with `said`, what the duty leader said of that moment. `reckoned`
    is one of which no moment is known: it was some time before."""

    at: datetime
    said: Turn | None = None
    reckoned: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a touch is: a coming or a going of the session `session`, counted from 0. `again`: the
    same had been said before, and nothing changes."""

    turn: Turn
    session: int
    again: bool


def meanings(touches: Sequence[Touch], hall: Hall) -> list[Meaning]:
    """What each touch of one business day means, oldest first."""
    found: list[Meaning] = []
    counted: datetime | None = None
    again = timedelta(minutes=hall.attendance.again_minutes)
    for touch in touches:
        last = found[-1] if found else None
        if last and counted and touch.said is None and touch.at - counted < again:
            found.append(Meaning(last.turn, last.session, again=True))
            continue
        minute = _minute(touch.at, hall)
        session = _session(minute, hall.attendance)
        here = last is not None and last.turn is Turn.IN
        turn = touch.said or _turn(minute, session, here, hall.attendance)
        same = last is not None and (last.turn, last.session) == (turn, session)
        found.append(Meaning(turn, session, again=same))
        counted = touch.at
    return found


def on_duty(touches: Sequence[Touch], hall: Hall) -> bool:
    """Whether who made these touches (one business day, oldest first) is here after the last."""
    found = meanings(touches, hall)
    return bool(found) and found[-1].turn is Turn.IN


def missed(at: datetime, turn: Turn, session: int, hall: Hall) -> str | None:
    """The moment of the timetable ("08:20") after which a coming at `at` came, or before which a
    going went; None where it was in time, or nothing was due. Whether that costs anything is for
    the time sheet, which knows of grace, leave and outages."""
    of_day = sessions(hall.attendance)
    day = business_day(at, ZoneInfo(hall.hall.timezone), hall.hall.day_cutoff)
    if session >= len(of_day) or not works(hall.hours, day):
        return None
    minute = int(_minute(at, hall))
    place = 2 * session + (turn is Turn.OUT)
    due = of_day[session][turn is Turn.OUT]
    out_of_time = minute < due if turn is Turn.OUT else minute > due
    return hall.attendance.punches[place] if out_of_time else None


def sessions(rules: Attendance) -> list[tuple[int, int]]:
    """When each session begins and ends, in minutes of the day."""
    minutes = [_of_clock(punch) for punch in rules.punches]
    return list(zip(minutes[::2], minutes[1::2], strict=False))


def _turn(minute: float, session: int, here: bool, rules: Attendance) -> Turn:
    """In a hall without a timetable every touch turns round."""
    of_day = sessions(rules)
    if of_day:
        _, ends = of_day[session]
        if minute >= ends:
            return Turn.OUT
        if minute < ends - rules.leave_minutes:
            return Turn.IN
    return Turn.OUT if here else Turn.IN


def _session(minute: float, rules: Attendance) -> int:
    """The middle of a break belongs to what follows it."""
    of_day = sessions(rules)
    return sum(minute >= (one[1] + following[0]) / 2 for one, following in pairwise(of_day))


def _minute(moment: datetime, hall: Hall) -> float:
    """Of the business day: what comes after midnight and before its end goes on counting."""
    local = moment.astimezone(ZoneInfo(hall.hall.timezone))
    minute = local.hour * 60 + local.minute + local.second / 60
    return minute + (_DAY if local.hour < hall.hall.day_cutoff else 0)


def _of_clock(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
