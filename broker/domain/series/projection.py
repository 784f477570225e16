"""From facts to the series that kiosks hold, of today and of days to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from broker.domain.base import Fact
from broker.domain.hall import Hall
from broker.domain.ids import FIRST_SPARE, number_parts
from broker.domain.series import facts
from broker.domain.series.facts import SeriesGranted, SpareUnmerged
from broker.domain.tickets.facts import TicketActivated
from broker.domain.tickets.projection import TicketFloor

Letter = tuple[date, str]
"""A day and a prefix: numbers are counted for these, whichever queue has the letter."""


@dataclass(slots=True)
class GrantedSeries:
    """One grant. `latest`: when it was granted, and then since when the last of its numbers that
    came back waits: the next was given after that."""

    granted: SeriesGranted
    latest: datetime


class SeriesFloor(TicketFloor):
    """Who holds which spare numbers. Grants of days to come outlive the turn of the day."""

    _series: dict[Letter, list[GrantedSeries]]
    unmerged: list[SpareUnmerged]

    def __init__(self, hall: Hall, items: Any = ()) -> None:
        self._series = {}
        super().__init__(hall, items)

    def begin(self, day: date | None) -> None:
        super().begin(day)
        self.unmerged = []
        if day is not None:
            self._series = {key: each for key, each in self._series.items() if key[0] >= day}

    def next_spare(self, day: date, prefix: str) -> int:
        """The first number that is in nobody's series."""
        lasts = (each.granted.last for each in self._series.get((day, prefix), ()))
        return 1 + max(lasts, default=FIRST_SPARE - 1)

    def series_with(self, day: date, number: str) -> GrantedSeries | None:
        """The series that a number is of."""
        prefix, count = number_parts(number)
        held = self._series.get((day, prefix), ())
        return next((s for s in held if s.granted.first <= count <= s.granted.last), None)

    def take_series(self, fact: SeriesGranted, at: datetime) -> None:
        """One more is granted."""
        self._series.setdefault((fact.day, fact.prefix), []).append(GrantedSeries(fact, at))


def _granted(floor: SeriesFloor, fact: SeriesGranted, at: datetime) -> None:
    floor.take_series(fact, at)


def _unmerged(floor: SeriesFloor, fact: SpareUnmerged, _at: datetime) -> None:
    floor.unmerged.append(fact)


def _joined(floor: SeriesFloor, fact: TicketActivated, _at: datetime) -> None:
    ticket = floor.tickets.get(fact.ticket)
    series = floor.series_with(ticket.day, ticket.number) if ticket else None
    if series is not None:
        series.latest = max(series.latest, fact.joined)


APPLY: Mapping[type[Fact], Callable[[SeriesFloor, Any, datetime], None]] = {
    facts.SeriesGranted: _granted,
    facts.SpareUnmerged: _unmerged,
    TicketActivated: _joined,
}
