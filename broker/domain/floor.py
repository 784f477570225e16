"""The floor as the facts tell it: tickets, windows, visits and people of one business day.

`broker.domain.projection.apply` is the only way anything changes, so the floor after a restart is
the floor before it. What earlier days left behind stays in the ledger; numbers, queues and duty
begin anew each day.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from broker.domain.hall import Hall
from broker.domain.ratings import Visit
from broker.domain.tickets import Ticket, business_day, day_begins

BOARD = 8  # calls kept for the hall board
_PACE = 20  # visits that tell how long one takes lately


@dataclass(slots=True)
class Counter:
    """A window now."""

    number: int
    clerk: str = ""
    paused: str | None = None  # the reason, while paused
    ticket: str = ""
    undelivered: bool = False
    finished: str = ""  # the visit that may be rated
    served: int = 0
    presses: deque[datetime] = field(default_factory=lambda: deque(maxlen=50))


@dataclass(slots=True)
class Called:
    """One call, for the board."""

    call: str
    number: str
    window: int
    at: datetime
    recalls: int = 0
    undelivered: bool = False


@dataclass(slots=True)
class Tally:
    """The figures of the day."""

    issued: int = 0
    called: int = 0
    served: int = 0
    missed: int = 0
    rated: int = 0
    unrated: int = 0
    punches: int = 0
    undelivered: int = 0
    strays: int = 0


@dataclass(slots=True)
class Touched:
    """What changed since somebody last looked."""

    windows: set[int] = field(default_factory=set)
    queues: set[str] = field(default_factory=set)
    calls: bool = False
    duty: bool = False


class Floor:
    """A projection of the facts. Readable by all, changed by `projection.apply` alone."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.zone = ZoneInfo(hall.hall.timezone)
        self.day: date | None = None
        self.touched = Touched()
        never = datetime.max.replace(tzinfo=UTC)
        self._known_day = (never, never, date.max)  # asked for with every fact, so remembered
        self._clear()

    def _clear(self) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.waiting: dict[str, dict[str, Ticket]] = {q.id: {} for q in self.hall.queues}
        self.issued: dict[str, int] = defaultdict(int)
        self.counters = {w.number: Counter(w.number) for w in self.hall.windows}
        self.visits: dict[str, Visit] = {}
        self.calls: deque[Called] = deque(maxlen=BOARD)
        self.reported: dict[str, bool] = {}
        self.punches: dict[str, list[datetime]] = defaultdict(list)
        self.pace: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_PACE))
        self.tally = Tally()
        self.touched.windows.update(self.counters)
        self.touched.queues.update(self.waiting)
        self.touched.calls = self.touched.duty = True

    def day_of(self, now: datetime) -> date:
        """The business day of a moment."""
        begin, end, day = self._known_day
        if begin <= now < end:
            return day
        day = business_day(now, self.zone, self.hall.hall.day_cutoff)
        begin, end = (
            day_begins(each, self.zone, self.hall.hall.day_cutoff).astimezone(UTC)
            for each in (day, day + timedelta(days=1))
        )
        self._known_day = (begin, end, day)
        return day

    def tells_from(self, now: datetime, last: datetime | None) -> datetime:
        """The moment from which facts tell all about today, and about the last day there was:
        over a weekend or a holiday nobody closed it. `last` is the time of the last fact."""
        yesterday = self.day_of(now) - timedelta(days=1)
        day = yesterday if last is None else min(yesterday, self.day_of(last))
        return day_begins(day, self.zone, self.hall.hall.day_cutoff)

    def begin(self, day: date) -> None:
        """A new business day: yesterday's tickets, calls and punches are history."""
        self.day = day
        self._clear()

    def line_of(self, ticket: Ticket) -> dict[str, Ticket]:
        """Who waits in the ticket's queue, about to change."""
        self.touched.queues.add(ticket.queue)
        return self.waiting.setdefault(ticket.queue, {})

    def counter(self, number: int) -> Counter:
        """A window, about to change."""
        self.touched.windows.add(number)
        return self.counters.setdefault(number, Counter(number))

    def release(self, window: int, ticket: str) -> Counter:
        """The ticket leaves the window."""
        counter = self.counter(window)
        if counter.ticket == ticket:
            counter.ticket, counter.undelivered = "", False
        return counter
