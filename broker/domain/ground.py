"""What the floors of all topics stand on: the hall, its calendar, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from broker.domain.catalogue import Item
from broker.domain.hall import Hall
from broker.domain.ids import ItemId

WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this is wrong: the program is younger
OUTLIVED = datetime(2046, 1, 1, tzinfo=UTC)  # and from here on too: it will not be in use then

LONGEST_CLOSED = timedelta(days=40)  # a hall at its new year, and then some


@dataclass(slots=True)
class Touched:
    """What changed since somebody last looked."""

    windows: set[int] = field(default_factory=set)
    queues: set[str] = field(default_factory=set)
    calls: bool = False
    duty: bool = False
    fingers: bool = False


class Ground:
    """The bare floor of one business day; each topic lays what it knows on top of it.

    Readable by all, changed by projections alone.
    """

    def __init__(self, hall: Hall, items: Sequence[Item] = ()) -> None:
        self.hall = hall
        self.queues_of_item: dict[ItemId, frozenset[str]] = {}
        self.offer(items)
        self.zone = ZoneInfo(hall.hall.timezone)
        self.touched = Touched()
        never = datetime.max.replace(tzinfo=UTC)
        self._known_day = (never, never, date.max)  # asked for with every fact, so remembered
        self.latest: datetime | None = None  # nothing that happens from now on is earlier
        self.begin(None)

    def begin(self, day: date | None) -> None:
        """A new business day: what the day before left behind is history. None: no day yet."""
        self.day = day

    def offer(self, items: Iterable[Item]) -> None:
        """A catalogue that is in use from now on. What those before it had is known as well, for
        a kiosk takes the new one only when nobody stands before it."""
        for item in items:
            known = self.queues_of_item.get(item.id, frozenset())
            self.queues_of_item[item.id] = known | {item.queue}

    def time_at(self, clock: datetime) -> datetime:
        """The ledger's time when the machine's clock says `clock`: the clock's own, but never
        earlier than what has happened. Were it to go back with a clock that is set back, numbers
        of a day that has them would be given once more, waits would be negative and who came last
        would be called first. So it stands still until the clock has caught up."""
        return clock if self.latest is None else max(clock, self.latest)

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
        latest = now if last is None else max(now, last)
        yesterday = self.day_of(latest) - timedelta(days=1)
        day = yesterday if last is None else min(yesterday, self.day_of(last))
        return day_begins(day, self.zone, self.hall.hall.day_cutoff)


def business_day(now: datetime, zone: ZoneInfo, cutoff: int) -> date:
    """The hall's local day; before `cutoff` o'clock it is still the day before."""
    return (now.astimezone(zone) - timedelta(hours=cutoff)).date()


def day_begins(day: date, zone: ZoneInfo, cutoff: int) -> datetime:
    """The moment a business day begins."""
    return datetime.combine(day, time(cutoff), zone)
