"""Punches of a day, and who is on duty. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from broker.domain.hall import Attendance

_WITH_LUNCH = 4  # punches: in, out, in, out


class Turn(StrEnum):
    """Which way a punch counts."""

    IN = "in"
    OUT = "out"


def turns(punches: Sequence[datetime], rules: Attendance, zone: ZoneInfo) -> list[Turn]:
    """Which way each punch of one business day counts, oldest first.

    The day falls into halves at the middle of the lunch break. In each half the first punch is
    "in" and any later one "out", so that a forgotten punch never turns the rest of the day
    around. Punches closer together than `same_punch_seconds` count the same way, over noon too;
    after midnight it is still afternoon.
    """
    result: list[Turn] = []
    noon = _noon(rules)
    same = timedelta(seconds=rules.same_punch_seconds)
    afternoon, last = False, None
    for punch in punches:
        if last is not None and punch - last < same:
            result.append(result[-1])
        else:
            before = afternoon
            afternoon = before or (noon is not None and punch.astimezone(zone).time() >= noon)
            result.append(Turn.IN if last is None or afternoon != before else Turn.OUT)
        last = punch
    return result


def on_duty(punches: Sequence[datetime], rules: Attendance, zone: ZoneInfo) -> bool:
    """Whether the person of these punches (one day, oldest first) is on duty after the last."""
    counted = turns(punches, rules, zone)
    return bool(counted) and counted[-1] is Turn.IN


def _noon(rules: Attendance) -> time | None:
    """The middle of the lunch break, between the second and the third of four punches; None for
    a timetable without one."""
    middle = len(rules.punches) // 2
    if len(rules.punches) < _WITH_LUNCH:
        return None
    out, back = (_minutes(rules.punches[place]) for place in (middle - 1, middle))
    half = (out + back) // 2
    return time(half // 60, half % 60)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
