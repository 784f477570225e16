"""What a hosted line tells whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from firmware_mocks.firmware import Look, Show
from firmware_mocks.hosting.faults import Way


@dataclass(frozen=True, slots=True)
class Shown:
    """The device at `address` showed or did something a person would notice."""

    address: int
    show: Show


@dataclass(frozen=True, slots=True)
class Looked:
    """What a person sees of the device at `address` now."""

    address: int
    look: Look


@dataclass(frozen=True, slots=True)
class Plugged:
    """The line's port came (place) or went (None)."""

    place: str | None


@dataclass(frozen=True, slots=True)
class Powered:
    """The device at `address` was put back on its bus, or pulled off it."""

    address: int
    on: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """Bytes came out at one end of the wire, faults and all."""

    way: Way
    data: bytes


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A hand was not understood, in a sentence."""

    sentence: str


Event: TypeAlias = Shown | Looked | Plugged | Powered | Passed | Misunderstood
