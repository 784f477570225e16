"""What the clock-in service needs of a maker's protocol beyond what every driver has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from broker.registry import Group
from broker.service.driver import Driver


@dataclass(frozen=True, kw_only=True)
class ReaderDriver(Driver):
    """A driver of clock-in readers. Its session takes `fingerprint.reading.Watch`, once, and
    reports the events of `fingerprint.reading` from then on."""

    group: ClassVar[Group | None] = Group.FINGERPRINT

    pictures: bool = False
    """Whether it knows nobody and reports `Pictured`: then the hall keeps fingers for it, and
    whoever touches it types a staff number first."""
