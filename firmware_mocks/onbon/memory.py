"""What a card is made of and remembers: build, flash, RAM and the clock on its battery."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from firmware_mocks.onbon.dynamic_area import DynamicArea
from firmware_mocks.onbon.fonts import Fonts
from firmware_mocks.onbon.lettering import Malformed
from queue_display.models.onbon import spec

ALL_FONTS = Fonts()
BRIGHTEST = 15
HALF_HOURS = 48


@dataclass(frozen=True)
class Build:
    """What is soldered and burnt in. `delay` is the card's working time in seconds."""

    width: int = 128
    height: int = 32
    colours: int = 3
    fonts: Fonts = ALL_FONTS
    most_areas: int = 8
    programs: tuple[str, ...] = ("P000",)
    device_type: int = 0x51
    delay: float = 0.004


@dataclass(frozen=True)
class Light:
    """Brightness: one `level` 0 to 15, or one for each half hour of the day."""

    level: int = BRIGHTEST
    halves: tuple[int, ...] = ()

    def at(self, time: datetime) -> int:
        """How bright it is then."""
        return self.halves[time.hour * 2 + time.minute // 30] if self.halves else self.level


def light(payload: bytes) -> Light:
    """The payload of A3 02. How long it is no source tells: the half hours may be missing where
    they do not count. Raises `Malformed`."""
    kind, values = payload[:1], payload[1:]
    if len(values) not in (1, 1 + HALF_HOURS) or any(each > BRIGHTEST for each in values):
        raise Malformed(spec.CardError.COMMAND)
    if kind == b"\x01":
        return Light(values[0])
    if kind == b"\x02" and len(values) > 1:
        return Light(values[0], tuple(values[1:]))
    raise Malformed(spec.CardError.COMMAND)


@dataclass
class CardFlash:
    """What outlives the power."""

    fonts: Fonts
    programs: tuple[str, ...]
    lock: str = ""
    light: Light = field(default_factory=lambda: Light())


@dataclass
class CardRam:
    """What does not."""

    on: bool = True
    lock: str = ""
    cleared: bool = False
    areas: dict[int, DynamicArea] = field(default_factory=dict)


_DEAD_BATTERY = datetime(2000, 1, 1)  # noqa: DTZ001  # a card's clock knows no zone


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

    def time(self, now: float) -> datetime:
        """Its time; from a Saturday in 2000 on after a dead battery."""
        at, since = self._set or (_DEAD_BATTERY, now)
        if self._set is None:
            self._set = at, since
        return at + timedelta(seconds=now - since)

    def read(self, now: float) -> bytes:
        """The time in the same eight bytes."""
        at = self.time(now)
        year = f"{at.year % 100:02d}{at.year // 100:02d}"
        return bytes.fromhex(f"{year}{at:%m%d%H%M%S}{at.isoweekday():02d}")
