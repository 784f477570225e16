"""From facts to what is known of waiting: paces, habits, and whether the ranges held."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from broker.domain.base import Fact
from broker.domain.calling.facts import (
    ClerkStep,
    ServiceFinished,
    StepUndone,
    TicketCalled,
    TicketMissed,
)
from broker.domain.calling.projection import CallingFloor
from broker.domain.hall import PriorityClass
from broker.domain.ids import TicketId, VisitId
from broker.domain.tickets.facts import TicketReserved
from broker.domain.waiting import facts
from broker.domain.waiting.pace import VisitPace, VisitsSeen, logarithm
from broker.domain.waiting.playing import WindowHabits
from broker.domain.waiting.ranging import Minutes
from broker.domain.windows.facts import WindowPaused, WindowResumed

LEVEL = 0.96  # of the first day: the share of waits that a range tries to hold
MISSES = 0.05  # so many ranges may miss that were not held to their bound
_STEP = 0.01  # how fast the level follows what happened
_LEAST, _HIGHEST = 0.80, 0.995
LATELY = timedelta(minutes=30)
_NO_GAP = 300.0  # seconds between two visits that were no going on


@dataclass(slots=True)
class Mean:
    """A mean that begins with an assumption worth `weight` cases."""

    total: float
    weight: float

    def add(self, value: float) -> None:
        """One case more."""
        self.total, self.weight = self.total + value, self.weight + 1

    @property
    def value(self) -> float:
        """The mean so far."""
        return self.total / self.weight


@dataclass(slots=True)
class HabitsSeen:
    """What goes on between visits today, beginning with what is assumed."""

    between: Mean = field(default_factory=lambda: Mean(10.0 * 20, 20))
    absent: Mean = field(default_factory=lambda: Mean(0.05 * 40, 40))
    waited_for: Mean = field(default_factory=lambda: Mean(90.0 * 10, 10))
    pause: Mean = field(default_factory=lambda: Mean(600.0 * 4, 4))
    pausing: Mean = field(default_factory=lambda: Mean(0.01 * 100, 100))

    @property
    def habits(self) -> WindowHabits:
        """As they are reckoned with."""
        return WindowHabits(
            self.between.value,
            self.absent.value,
            self.waited_for.value,
            self.pause.value,
            self.pausing.value,
        )


class WaitingFloor(CallingFloor):
    """What a day teaches of waiting, and what the last day that was measured left behind."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        if day is None:
            self.measured: facts.WaitsMeasured | None = None
            self.level = LEVEL
        self.seen: dict[str, VisitsSeen] = {}
        self.lasted: dict[VisitId, tuple[str, float]] = {}
        self.given: dict[TicketId, Minutes] = {}
        self.judged: dict[TicketId, bool] = {}
        self.arrivals: deque[tuple[datetime, str, PriorityClass]] = deque()
        self.habits_seen = HabitsSeen()
        self.left_at: dict[int, datetime] = {}
        self.paused_at: dict[int, datetime] = {}

    def morning_pace(self, queue: str) -> VisitPace | None:
        """What was known of a queue before today: by the last day, else by the hall's own
        figure."""
        for each in self.measured.paces if self.measured else ():
            if each.queue == queue:
                return VisitPace(each.middle, each.doubt, each.spread).next_day()
        found = self.hall.queue(queue)
        return VisitPace.of_minutes(found.minutes_each) if found and found.minutes_each else None


def _reserved(floor: WaitingFloor, fact: TicketReserved, at: datetime) -> None:
    if fact.wait_high:
        floor.given[fact.ticket] = Minutes(fact.wait_low, fact.wait_high)
    floor.arrivals.append((at, fact.queue, fact.group))
    while floor.arrivals and at - floor.arrivals[0][0] > LATELY:
        floor.arrivals.popleft()


def _called(floor: WaitingFloor, fact: TicketCalled, at: datetime) -> None:
    _window_changed(floor, fact.window)
    ticket = floor.tickets[fact.ticket]
    left = floor.left_at.pop(fact.window, None)
    if left is not None and ticket.joined is not None and ticket.joined < left:
        gap = (at - left).total_seconds()
        if gap < _NO_GAP:
            floor.habits_seen.between.add(gap)
    given = floor.given.get(ticket.id)
    if given is not None and ticket.joined is not None and ticket.id not in floor.judged:
        _judge(floor, ticket.id, given, (at - ticket.joined).total_seconds())


def _judge(floor: WaitingFloor, ticket: TicketId, given: Minutes, waited: float) -> None:
    """Whether the range held. One that could have been wider moves the level (adaptive conformal
    inference: Gibbs and Candès 2021): each miss asks for more, each hit for a little less, so that
    in the long run one in twenty misses, however wrong the assumptions are."""
    held = given.holds(waited)
    floor.judged[ticket] = held
    if not given.widest:
        level = floor.level + _STEP * ((not held) - MISSES)
        floor.level = min(max(level, _LEAST), _HIGHEST)


def _finished(floor: WaitingFloor, fact: ServiceFinished, at: datetime) -> None:
    _window_changed(floor, fact.window)
    floor.left_at[fact.window] = at
    floor.habits_seen.absent.add(0.0)
    floor.habits_seen.pausing.add(0.0)
    ticket = floor.tickets[fact.ticket]
    if ticket.called_at is not None:
        value = logarithm((at - ticket.called_at).total_seconds(), floor.morning_pace(ticket.queue))
        floor.lasted[fact.visit] = (ticket.queue, value)
        floor.seen.setdefault(ticket.queue, VisitsSeen()).add(value)


def _missed(floor: WaitingFloor, fact: TicketMissed, at: datetime) -> None:
    _window_changed(floor, fact.window)
    floor.left_at[fact.window] = at
    floor.habits_seen.absent.add(1.0)
    called = floor.tickets[fact.ticket].called_at
    if called is not None:
        floor.habits_seen.waited_for.add((at - called).total_seconds())


def _undone(floor: WaitingFloor, fact: StepUndone, _at: datetime) -> None:
    _window_changed(floor, fact.window)
    floor.left_at.pop(fact.window, None)
    if fact.step is ClerkStep.CALL:
        floor.judged.pop(fact.ticket, None)
    lasted = floor.lasted.pop(fact.visit, None) if fact.step is ClerkStep.FINISH else None
    if lasted is not None:
        floor.seen[lasted[0]].add(lasted[1], times=-1)


def _paused(floor: WaitingFloor, fact: WindowPaused, at: datetime) -> None:
    _window_changed(floor, fact.window)
    floor.left_at.pop(fact.window, None)
    floor.paused_at[fact.window] = at
    floor.habits_seen.pausing.total += 1


def _resumed(floor: WaitingFloor, fact: WindowResumed, at: datetime) -> None:
    begun = floor.paused_at.pop(fact.window, None)
    if begun is not None:
        floor.habits_seen.pause.add((at - begun).total_seconds())
    _window_changed(floor, fact.window)


def _window_changed(floor: WaitingFloor, number: int) -> None:
    """Whoever waits for any queue of the window waits longer now, or less long."""
    window = floor.hall.window(number)
    floor.touched.queues.update(window.queues if window else ())


def _measured(floor: WaitingFloor, fact: facts.WaitsMeasured, _at: datetime) -> None:
    floor.measured, floor.level = fact, fact.level


APPLY: Mapping[type[Fact], Callable[[WaitingFloor, Any, datetime], None]] = {
    TicketReserved: _reserved,
    TicketCalled: _called,
    ServiceFinished: _finished,
    TicketMissed: _missed,
    StepUndone: _undone,
    WindowPaused: _paused,
    WindowResumed: _resumed,
    facts.WaitsMeasured: _measured,
}
