"""Pages of home that were made beforehand, and when they stand there: values only. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

Shown = dict[str, Any]  # a look, as QML is given it
Words = dict[str, dict[str, str]]


class FileSeen(NamedTuple):
    """A file as it was: when it was changed here, in nanoseconds since 1970 (its ctime, which no
    copy can bring along), and its bytes. Both 0: none."""

    name: str
    changed: int
    size: int


class Hour(NamedTuple):
    """From `begins` until before `ends` (seconds since 1970) home looks like `look`, by its place.
    The hall's time is `east` seconds ahead of UTC, and `date` is what it says of the day."""

    begins: float
    ends: float
    east: int
    look: int
    date: dict[str, str]


class KeptHome(NamedTuple):
    """Pages that were kept, by hours. `made_of` are the files they follow from, hall.toml first;
    `program` is our own. `hall` is its name, `px_per_mm` what hall.toml says of the glass; `words`
    is the table of all that screens say."""

    made_of: tuple[FileSeen, ...]
    program: FileSeen
    hall: str
    px_per_mm: float
    words: Words
    looks: tuple[Shown, ...]
    hours: tuple[Hour, ...]

    def at(self, now: datetime) -> Shown | None:
        """What home shows at `now`; None where nobody has thought of that hour."""
        second = now.timestamp()
        for hour in self.hours:
            if hour.begins <= second < hour.ends:
                local = now.astimezone(timezone(timedelta(seconds=hour.east)))
                return {**self.looks[hour.look], "date": hour.date, "time": f"{local:%H:%M}"}
        return None
