"""What a card is made of and remembers: build, flash, RAM and the clock on its battery."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from firmware_mocks.onbon.dynamic_area import DynamicArea
from firmware_mocks.onbon.lettering import Malformed
from queue_display.models.onbon import spec


@dataclass(frozen=True)
class Build:
    """What is soldered and burnt in. `delay` is the card's working time in seconds."""

    width: int = 128
    height: int = 32
    colours: int = 3
    fonts: frozenset[int] = frozenset({16, 24, 32})
    most_areas: int = 8
    programs: tuple[str, ...] = ("P000",)
    device_type: int = 0x51
    delay: float = 0.004


@dataclass
class CardFlash:
    """What outlives the power."""

    fonts: frozenset[int]
    programs: tuple[str, ...]
    lock: str = ""


@dataclass
class CardRam:
    """What does not."""

    on: bool = True
    lock: str = ""
    cleared: bool = False
    areas: dict[int, DynamicArea] = field(default_factory=dict)


class ClockChip:
    """Keeps time through a power cut, once it was set."""

    def __init__(self) -> None:
        self._set: tuple[datetime, float] | None = None

    def set(self, bcd: bytes, now: float) -> None:
        """Eight BCD bytes of A2 03. Raises `Malformed` where they are no time."""
        if any(byte >> 4 > 9 or byte & 15 > 9 for byte in bcd):
            raise Malformed(spec.CardError.CLOCK_FORMAT)
        low, high, month, day, hour, minute, second, weekday = (int(f"{b:02x}") for b in bcd)
        try:
            at = datetime(high * 100 + low, month, day, hour, minute, second)  # noqa: DTZ001  # a card's clock knows no zone
        except ValueError as error:
            raise Malformed(spec.CardError.CLOCK_FORMAT) from error
        if not 1 <= weekday <= 7:
            raise Malformed(spec.CardError.CLOCK_FORMAT)
        self._set = (at, now)

    def read(self, now: float) -> bytes:
        """The time in the same eight bytes; a Saturday in 2000 after a dead battery."""
        if self._set is None:
            return bytes.fromhex("0020010100000006")
        at = self._set[0] + timedelta(seconds=now - self._set[1])
        year = f"{at.year % 100:02d}{at.year // 100:02d}"
        return bytes.fromhex(f"{year}{at:%m%d%H%M%S}{at.isoweekday():02d}")
