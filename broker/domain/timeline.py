"""Ticket, window, punch and rating of a day in one row; and where a post was vacant (空岗). Pure.

A post is vacant while a window is open and its clerk is not on duty, and when a clerk is on duty
within a session and sits at no window for more than `vacant_minutes` of `[attendance]`. Both follow
from the same facts as everything else, so a report of an old day says what an alert said then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from broker.domain.attendance.facts import DutyCorrected, PunchRecorded
from broker.domain.attendance.punching import is_on_duty
from broker.domain.attendance.turns import sessions
from broker.domain.base import Fact
from broker.domain.calling.facts import (
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketMissed,
)
from broker.domain.catalogue import Item
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.hall import Hall, Role
from broker.domain.ids import NO_STAFF, NO_VISIT, StaffId, TicketId, VisitId, ticket_of
from broker.domain.projection import apply
from broker.domain.ratings.facts import RatingGiven
from broker.domain.windows.facts import WindowClosed, WindowOpened, WindowPaused, WindowResumed


class VacancyKind(StrEnum):
    """In which way a post is vacant."""

    UNMANNED = "unmanned"  # the window is open, and its clerk is not on duty
    UNSEATED = "unseated"  # the clerk is on duty, and sits at no window


class Vacant(NamedTuple):
    """A post that is vacant now; no window (0) for who sits at none."""

    kind: VacancyKind
    window: int
    staff: StaffId


class Vacancy(NamedTuple):
    """A post that was vacant from `begin` until `end`."""

    post: Vacant
    begin: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        """How long."""
        return (self.end - self.begin).total_seconds() / 60


class Happening(NamedTuple):
    """Something that happened: to whom or where, with which number."""

    at: datetime
    fact: AnyFact
    window: int
    staff: StaffId
    number: str


class Timeline(NamedTuple):
    """A day, the oldest first."""

    lines: tuple[Happening, ...]
    vacancies: tuple[Vacancy, ...]


class At(NamedTuple):
    """A fact and when it was written."""

    at: datetime
    fact: AnyFact


_TOLD: tuple[type[Fact], ...] = (
    PunchRecorded,
    DutyCorrected,
    WindowOpened,
    WindowPaused,
    WindowResumed,
    WindowClosed,
    TicketCalled,
    ServiceStarted,
    ServiceFinished,
    TicketMissed,
    RatingGiven,
)


def vacant(floor: Floor) -> frozenset[Vacant]:
    """The posts that are vacant on this floor. Nothing in a hall whose clerks need not clock in:
    there nobody knows who is here."""
    if not floor.hall.calling.require_on_duty:
        return frozenset()
    seated = {each.clerk for each in floor.counters.values() if each.clerk}
    return frozenset(
        [
            *(
                Vacant(VacancyKind.UNMANNED, each.number, each.clerk)
                for each in floor.counters.values()
                if each.clerk and not is_on_duty(floor, each.clerk)
            ),
            *(
                Vacant(VacancyKind.UNSEATED, 0, staff)
                for staff in floor.touches
                if staff not in seated and _is_clerk(floor, staff) and is_on_duty(floor, staff)
            ),
        ]
    )


def _is_clerk(floor: Floor, staff: StaffId) -> bool:
    member = floor.hall.member(staff)
    return member is not None and member.role is Role.CLERK


def timeline(hall: Hall, items: Sequence[Item], facts: Iterable[At], until: datetime) -> Timeline:
    """The business day of these facts. `until`: when it is over, or now."""
    floor = Floor(hall, items)
    lines, vacancies = list[Happening](), list[Vacancy]()
    since: dict[Vacant, datetime] = {}
    for at, fact in facts:
        apply(floor, fact, at)
        if isinstance(fact, _TOLD):
            lines.append(_line(floor, at, fact))
        vacancies += _changed(since, vacant(floor), at)
    vacancies += _changed(since, frozenset(), until)
    counted = (part for each in vacancies for part in _counted(floor, each))
    lines.sort(key=lambda each: each.at)  # a punch may have been noted later
    return Timeline(tuple(lines), tuple(sorted(counted, key=lambda each: each.begin)))


def _changed(
    since: dict[Vacant, datetime], now: frozenset[Vacant], at: datetime
) -> Iterator[Vacancy]:
    """The posts that are vacant no more; `since` is brought up to now."""
    for post in [each for each in since if each not in now]:
        yield Vacancy(post, since.pop(post), at)
    for post in now:
        since.setdefault(post, at)


def _counted(floor: Floor, vacancy: Vacancy) -> Iterator[Vacancy]:
    """The parts that count: within a session, and where no window is held, of some length."""
    if vacancy.post.kind is VacancyKind.UNMANNED:
        if vacancy.minutes > 0:
            yield vacancy
        return
    least = floor.hall.attendance.vacant_minutes
    day = floor.day or floor.day_of(vacancy.begin)
    for begin, end in session_times(floor, day):
        part = Vacancy(vacancy.post, max(vacancy.begin, begin), min(vacancy.end, end))
        if part.minutes > least:
            yield part


def session_times(floor: Floor, day: date) -> Sequence[tuple[datetime, datetime]]:
    """When the sessions of a day begin and end; all of it in a hall without a timetable."""
    midnight = datetime.combine(day, time(), floor.zone)
    spans = sessions(floor.hall.attendance) or [(0, 24 * 60)]
    return [
        (midnight + timedelta(minutes=begin), midnight + timedelta(minutes=end))
        for begin, end in spans
    ]


def _line(floor: Floor, at: datetime, fact: AnyFact) -> Happening:
    window: int = getattr(fact, "window", 0)
    staff: StaffId = getattr(fact, "staff", NO_STAFF) or getattr(fact, "clerk", NO_STAFF)
    if not staff and window in floor.counters:
        staff = floor.counters[window].clerk
    moment = fact.at if isinstance(fact, PunchRecorded | DutyCorrected) else at
    return Happening(moment, fact, window, staff, _number(floor, fact))


def _number(floor: Floor, fact: AnyFact) -> str:
    visit: VisitId = getattr(fact, "visit", NO_VISIT)
    key: TicketId = getattr(fact, "ticket", None) or ticket_of(visit)
    ticket = floor.tickets.get(key)
    return ticket.number if ticket else ""
