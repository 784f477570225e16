"""From facts to the floor: what each fact changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from broker.domain.attendance import projection as attendance
from broker.domain.base import Fact
from broker.domain.calling import projection as calling
from broker.domain.desks import projection as desks
from broker.domain.enrolment import projection as enrolment
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ground import OUTLIVED, Touched
from broker.domain.opinions import projection as opinions
from broker.domain.ratings import projection as ratings
from broker.domain.series import projection as series
from broker.domain.tickets import projection as tickets
from broker.domain.waiting import projection as waiting
from broker.domain.windows import projection as windows

Projection = Callable[[Floor, Any, datetime], None]

_TOPICS = (
    attendance.APPLY,
    enrolment.APPLY,
    opinions.APPLY,
    tickets.APPLY,
    series.APPLY,
    desks.APPLY,
    windows.APPLY,
    calling.APPLY,
    ratings.APPLY,
    waiting.APPLY,
)

APPLY: dict[type[Fact], tuple[Projection, ...]] = {}
for _topic in _TOPICS:
    for _kind, _change in _topic.items():
        APPLY[_kind] = (*APPLY.get(_kind, ()), _change)


def apply(floor: Floor, fact: AnyFact, at: datetime) -> None:
    """Take over one fact, written at `at`; a fact of a new business day begins that day."""
    turn_to(floor, at)
    floor.latest = floor.time_at(at)
    for change in APPLY[type(fact)]:
        change(floor, fact, at)


def turn_to(floor: Floor, now: datetime) -> None:
    """Begin the business day of `now`, unless it has begun or a later one has."""
    if is_new_day(floor, now):
        floor.latest = floor.time_at(now)
        floor.begin(floor.day_of(now))


def is_new_day(floor: Floor, now: datetime) -> bool:
    """Whether `now` lies in a business day that has not begun. No day begins at a time that
    cannot be: no later one would ever come after it."""
    return floor.day is None or (now < OUTLIVED and floor.day_of(now) > floor.day)


def take_touched(floor: Floor) -> Touched:
    """What changed since this was asked last."""
    touched, floor.touched = floor.touched, Touched()
    return touched
