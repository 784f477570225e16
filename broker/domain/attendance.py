"""Punches of a day, and who is on duty. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from broker.domain.hall import Attendance


class Turn(StrEnum):
    """Which way a punch counts."""

    IN = "in"
    OUT = "out"


def turns(punches: Sequence[datetime], rules: Attendance, zone: ZoneInfo) -> list[Turn]:
    """Which way each punch of one day counts, oldest first.

    The day falls into halves at the middle of the lunch break. In each half the first punch is
    "in" and any later one "out", so that a forgotten punch never turns the rest of the day
    around. Punches closer together than `same_punch_seconds` count the same way.
    """
    result: list[Turn] = []
    noon = _noon(rules)
    last: tuple[bool, datetime] | None = None
    for punch in punches:
        afternoon = punch.astimezone(zone).time() >= noon
        if last is None or last[0] != afternoon:
            result.append(Turn.IN)
        elif punch - last[1] < timedelta(seconds=rules.same_punch_seconds):
            result.append(result[-1])
        else:
            result.append(Turn.OUT)
        last = (afternoon, punch)
    return result


def on_duty(punches: Sequence[datetime], rules: Attendance, zone: ZoneInfo) -> bool:
    """Whether the person of these punches (one day, oldest first) is on duty after the last."""
    counted = turns(punches, rules, zone)
    return bool(counted) and counted[-1] is Turn.IN


def _noon(rules: Attendance) -> time:
    """The middle between the second and the third punch of the timetable."""
    middle = len(rules.punches) // 2
    if middle == 0 or len(rules.punches) < 2:  # no lunch break to halve
        return time(23, 59, 59)
    out, back = (_minutes(rules.punches[place]) for place in (middle - 1, middle))
    half = (out + back) // 2
    return time(half // 60, half % 60)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
