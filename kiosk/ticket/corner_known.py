"""What a kiosk's staff corner tells: values only. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kiosk.issuing.events import Moment


class GivenHere(Struct, frozen=True):
    """A number that was shown here at `at`, a clock time of the hall in UTC."""

    number: str
    at: Moment


class CornerKnown(Struct, frozen=True):
    """What the kiosk knows of itself, for staff: its last numbers, the newest first, and its
    alerts, each a code and a reason."""

    numbers: tuple[GivenHere, ...] = ()
    alarms: tuple[tuple[str, str], ...] = ()
