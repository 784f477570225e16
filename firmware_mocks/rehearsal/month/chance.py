"""The dice of a month: when citizens come, how long they stay, when windows open. One seed, one
month: each of these has dice of its own, so that one more citizen changes no window."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from broker.domain.hall import Hall, PriorityClass, Window
from broker.domain.opening import Opening
from firmware_mocks.rehearsal.month import makeup

_SPREAD = math.sqrt(math.log(1 + makeup.VISITS_CV**2))
_HIGHER = (
    PriorityClass.ELDERLY,
    PriorityClass.DISABLED,
    PriorityClass.PREGNANT,
    PriorityClass.INFANT,
    PriorityClass.SERVICEMAN,
)


class PlannedSession(NamedTuple):
    """When a window opens, until when it calls at least, and its pauses: from when, and for how
    many seconds."""

    window: Window
    opens: datetime
    closes: datetime
    pauses: list[tuple[datetime, float]]


class Chance:
    """What happens by chance in one hall. Nobody comes to a queue that no window serves but on
    Mondays."""

    def __init__(self, hall: Hall, seed: int, load: float) -> None:
        self._hall = hall
        self._zone = ZoneInfo(hall.hall.timezone)
        self._seed, self._load = seed, load
        self._visits = self._dice("visits")
        self._ways = self._dice("ways")
        self._drift = self._dice("drift")
        self._queues = [each.id for each in hall.queues if posts(hall, each.id)]
        self.means = {key: minutes(hall, key) * 60 for key in self._queues}

    def _dice(self, what: str) -> random.Random:
        return random.Random(f"{self._seed}/{what}")  # noqa: S311  # of a play

    def drift(self) -> None:
        """A new day: each mean is another one."""
        for key in self.means:
            own = minutes(self._hall, key) * 60
            mean = self.means[key] * (1 + self._drift.uniform(-makeup.DRIFT, makeup.DRIFT))
            self.means[key] = min(max(mean, own / makeup.FARTHEST), own * makeup.FARTHEST)

    def visit(self, queue: str) -> float:
        """How long a visit lasts, in seconds."""
        deviation = self._visits.gauss(0.0, _SPREAD)
        return self.means[queue] * math.exp(deviation - _SPREAD**2 / 2)

    def comes(self) -> bool:
        """Whether somebody called comes."""
        return self._visits.random() >= makeup.NO_SHOWS

    def within(self, span: tuple[float, float]) -> float:
        """Seconds between these two."""
        return self._ways.uniform(*span)

    def arrivals(self, day: date) -> Iterator[tuple[datetime, str, PriorityClass]]:
        """Who comes on a day, in no order: to which queue, and of which class."""
        monday = makeup.MONDAY if day.isoweekday() == 1 else 1.0
        for queue in self._queues:
            dice = self._dice(f"{day} {queue}")
            each = minutes(self._hall, queue) * 60 + makeup.AROUND
            base = self._load * posts(self._hall, queue) / each / makeup.BUSIEST
            for begin, end, rate in spans(self._hall.hours):
                at, last = self._at(day, begin), self._at(day, end)
                while (at := at + timedelta(seconds=dice.expovariate(base * rate * monday))) < last:
                    group = PriorityClass.ORDINARY
                    if dice.random() < makeup.PRIORITY:
                        group = dice.choice(_HIGHER)
                    yield at, queue, group

    def sittings(self, day: date) -> Iterator[PlannedSession]:
        """Each window's sessions."""
        late_zone = self._zone_without_reader(day)
        for window in self._hall.windows:
            if window.zone == makeup.MOBILE_ZONE and day.isoweekday() != 1:
                continue
            dice = self._dice(f"{day}/window {window.number}")
            for number, (begin, end) in enumerate(self._hall.hours.sessions):
                opens, closes = self._at(day, _time(begin)), self._at(day, _time(end))
                late = -makeup.EARLY
                if dice.random() < makeup.LATE_WINDOWS:
                    late = dice.expovariate(1 / makeup.LATE_MEAN)
                if number == 0 and window.zone == late_zone:
                    late = max(late, makeup.READER_MINUTES)
                pauses: list[tuple[datetime, float]] = []
                if dice.random() < makeup.PAUSES_A_SESSION:
                    lasts = 60 * dice.expovariate(1 / makeup.PAUSE_MEAN)
                    pauses.append((opens + (closes - opens) * dice.random(), lasts))
                yield PlannedSession(window, opens + timedelta(minutes=late), closes, pauses)

    def dark(self, day: date) -> tuple[int, datetime, datetime] | None:
        """The window whose display is dark today, from when to when."""
        kind, weekday, dice = self._outage(day)
        if kind == "reader" or day.isoweekday() != weekday:
            return None
        begin = self._at(day, dice.choice((time(9), time(10), time(14), time(15))))
        window = dice.choice(self._hall.windows).number
        return window, begin, begin + timedelta(hours=makeup.OUTAGE_HOURS)

    def _zone_without_reader(self, day: date) -> str:
        kind, weekday, dice = self._outage(day)
        mine = kind == "reader" and day.isoweekday() == weekday
        return dice.choice(self._hall.zones).id if mine else ""

    def _outage(self, day: date) -> tuple[str, int, random.Random]:
        """The outage of the week of this day."""
        dice = self._dice("/".join(map(str, day.isocalendar()[:2])))
        return dice.choice(("reader", "display")), dice.randint(1, 5), dice

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone)


def minutes(hall: Hall, queue: str) -> float:
    """The hall's own figure for a visit of this queue."""
    found = hall.queue(queue)
    assert found is not None  # noqa: S101  # whoever asks goes through them
    return found.minutes_each or 5.0


def posts(hall: Hall, queue: str) -> float:
    """How many windows the queue has, where each is shared by all its queues alike."""
    windows = hall.windows_of(queue)
    return sum(1 / len(each.queues) for each in windows if each.zone != makeup.MOBILE_ZONE)


def spans(hours: Opening) -> Iterator[tuple[time, time, float]]:
    """Stretches of a day with one rate each, inside the sessions."""
    begins = [begin for begin, _ in makeup.RATES]
    for (begin, rate), end in zip(makeup.RATES, [*begins[1:], time.max], strict=True):
        for opens, closes in hours.sessions:
            first, last = max(begin, _time(opens)), min(end, _time(closes))
            if first < last:
                yield first, last, rate


def _time(clock: str) -> time:
    return time.fromisoformat(clock)
