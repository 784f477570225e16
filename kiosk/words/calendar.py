"""Days and times of the hall as every screen writes them, in both languages. Pure.

All moments are local time of the hall.
"""

from __future__ import annotations

from datetime import datetime

from kiosk.words import Wording, say


def clock(local: datetime) -> str:
    """The time of day: `08:30`."""
    return f"{local:%H:%M}"


def minutes(since: datetime | None, until: datetime) -> int:
    """Whole minutes gone by; 0 where nobody knows since when."""
    return max(0, int((until - since).total_seconds() // 60)) if since else 0


def lasting(minutes: int) -> Wording:
    """So many minutes, as one would say it: from an hour on in hours, too."""
    if minutes < 60:
        return say("time.minutes", minutes=minutes)
    return say("time.hours", hours=minutes // 60, minutes=minutes % 60)


def short_date(local: datetime) -> Wording:
    """`11月23日 星期一`, `Mon 23 Nov`."""
    return _date("date.short", local)


def long_date(local: datetime) -> Wording:
    """`2026年11月23日 星期一`, `Monday, 23 November 2026`."""
    return _date("date.long", local)


def coming_time(local: datetime, now: datetime) -> Wording:
    """A moment after `now`: `今天 13:30`, `明天 08:30`, `11月23日（星期一）08:30`."""
    days = (local.date() - now.date()).days
    key = {0: "time.today", 1: "time.tomorrow"}.get(days, "time.later")
    return _date(key, local)


def _date(key: str, local: datetime) -> Wording:
    return say(
        key,
        year=local.year,
        month=say(f"month.{local.month}"),
        day=local.day,
        weekday=say(f"weekday.{local.isoweekday()}"),
        clock=clock(local),
    )
