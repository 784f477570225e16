"""Hours, rates and patience: figures that must fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from broker.domain.checking.problem import KeyPath, Problem
from broker.domain.hall import AT_GUIDE_DESK, Hall, PriorityClass, Role


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def hours(hall: Hall) -> Iterator[Problem]:
    """Sessions follow one another within one business day."""
    if not hall.hours.weekdays:
        yield Problem(("hours", "weekdays"), "the hall never opens", "name the weekdays, 1 to 7")
    if not hall.hours.sessions:
        yield Problem(("hours", "sessions"), "the hall never opens", "name at least one session")
    if len(set(hall.hours.weekdays)) != len(hall.hours.weekdays):
        yield Problem(("hours", "weekdays"), "a day is named twice", "name each day once")
    before = hall.hall.day_cutoff * 60
    for index, (start, end) in enumerate(hall.hours.sessions):
        path: KeyPath = ("hours", "sessions", index)
        if _minutes(end) <= _minutes(start):
            yield Problem(path, f"it ends at {end}, not after it starts at {start}", ORDER)
        if _minutes(start) < before:
            said = f"it starts at {start}, too early: {_before(index)}"
            yield Problem(path, said, ORDER if index else CUTOFF)
        before = max(before, _minutes(end))


CUTOFF = "let it start later, or set an earlier day_cutoff in [hall]"
ORDER = 'write the sessions one after another, like [["08:30", "11:30"], ["13:30", "17:00"]]'


def _before(index: int) -> str:
    return "the session before it goes on" if index else "the business day has not begun"


def attendance(hall: Hall) -> Iterator[Problem]:
    """The punches of a day stand in their order."""
    punches = [_minutes(punch) for punch in hall.attendance.punches]
    for index, (one, next_one) in enumerate(pairwise(punches), start=1):
        if next_one <= one:
            yield Problem(
                ("attendance", "punches", index),
                f"{hall.attendance.punches[index]} is not later than the punch before it",
                "write the punches of a day in their order",
            )
    if len(punches) % 2:
        yield Problem(
            ("attendance", "punches", len(punches) - 1),
            f"{hall.attendance.punches[-1]} begins a session that does not end",
            "write the punches in pairs: when a session begins, when it ends",
        )
    for index, (begins, ends) in enumerate(zip(punches[::2], punches[1::2], strict=False)):
        if begins < ends <= begins + hall.attendance.leave_minutes:
            yield Problem(
                ("attendance", "leave_minutes"),
                f"the session from {hall.attendance.punches[2 * index]} is no longer than that",
                "write fewer minutes: in them, a touch of who is here is a going",
            )


def rates(hall: Hall) -> Iterator[Problem]:
    """Priority makes earlier, not later."""
    ordinary = hall.calling.rate(PriorityClass.ORDINARY)
    for group, rate in hall.calling.rates.items():
        if rate < ordinary:
            yield Problem(
                ("calling", "rates", group),
                f"a rate of {rate:g} calls these citizens later than ordinary ones ({ordinary:g})",
                "write a rate of at least the ordinary one, if that is not what you want",
                warning=True,
            )


def kiosk_rules(hall: Hall) -> Iterator[Problem]:
    """ "Are you still there?" is asked within the idle time."""
    if hall.kiosk.still_there_seconds >= hall.kiosk.idle_seconds:
        yield Problem(
            ("kiosk", "still_there_seconds"),
            f"the question lasts no less than the idle time of {hall.kiosk.idle_seconds:g} s",
            "make it shorter than idle_seconds",
        )


def staff(hall: Hall) -> Iterator[Problem]:
    """Somebody can record what was forgotten."""
    if not any(member.role is Role.DUTY_LEADER for member in hall.staff):
        yield Problem(
            ("staff",),
            "nobody is the duty leader, who records forgotten punches",
            'give one member of staff the role "duty-leader"',
            warning=True,
        )


def on_duty(hall: Hall) -> Iterator[Problem]:
    """Where a window opens only for somebody who clocked in, somebody can."""
    if hall.calling.require_on_duty and not hall.readers:
        yield Problem(
            ("calling", "require_on_duty"),
            "nobody could open a window: it wants somebody who clocked in, and there is no reader",
            "write `require_on_duty = false` in [calling], or add the reader to [[readers]]",
        )


def guides(hall: Hall) -> Iterator[Problem]:
    """Somebody can sign in at the guide desk."""
    if hall.guide_desks and not any(member.role in AT_GUIDE_DESK for member in hall.staff):
        yield Problem(
            ("guide_desks",),
            "nobody may sign in at the guide desk",
            'give one member of staff the role "guide" or "duty-leader"',
        )
