"""Appointments (预约): what people booked beforehand, elsewhere, and bring a code for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from broker.domain.ids import NO_ITEM, ItemId
from broker.domain.tables import HallTable

CODE_DIGITS = 6


def is_code(text: str) -> bool:
    """Whether this is the form of a code."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()


class AppointmentRules(HallTable, frozen=True):
    """`[appointments]`: a table of appointments beside hall.toml, "" where the hall has none;
    whether it ends with a row that counts its rows; and how many codes a kiosk tries in a minute,
    so that nobody finds one by trying."""

    file: str = ""
    counted: bool = False
    tries_a_minute: Annotated[int, Meta(ge=1, le=60)] = 10


class Appointment(Struct, frozen=True):
    """One of them: on `day` at `slot`, by the hall's clock."""

    code: str
    day: date
    slot: time
    queue: str
    item: ItemId = NO_ITEM

    def begins(self, zone: ZoneInfo) -> datetime:
        """The booked moment."""
        return datetime.combine(self.day, self.slot, zone)


Appointments = Mapping[str, tuple[Appointment, ...]]
"""By code; of one code at most one a day, in the order of the days."""


def by_code(appointments: Iterable[Appointment]) -> Appointments:
    """The table as it is looked up."""
    found: dict[str, list[Appointment]] = {}
    for each in appointments:
        found.setdefault(each.code, []).append(each)
    return {
        code: tuple(sorted(theirs, key=lambda each: each.day)) for code, theirs in found.items()
    }


def nearest(appointments: Iterable[Appointment], day: date) -> Appointment:
    """That of `day`; else the next one to come; else the last one that was."""
    theirs = tuple(appointments)
    return next((each for each in theirs if each.day >= day), theirs[-1])


class TimeOfGiving(Struct, frozen=True):
    """From when until when a booked number is given."""

    first: datetime
    last: datetime


def honoured_within(appointment: Appointment, minutes: int, zone: ZoneInfo) -> TimeOfGiving:
    """So many minutes before and after the booked moment."""
    begins, tolerance = appointment.begins(zone), timedelta(minutes=minutes)
    return TimeOfGiving(begins - tolerance, begins + tolerance)
