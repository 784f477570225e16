"""Dynamic areas in the card's RAM, as A3 06 brings them."""

from __future__ import annotations

from dataclasses import dataclass

from firmware_mocks.onbon.fonts import Fonts
from firmware_mocks.onbon.lettering import Letter, Malformed, letters
from queue_display.models.onbon import spec

_HEAD = 27


@dataclass(frozen=True)
class DynamicArea:
    """One area as the card keeps it."""

    number: int
    x: int
    y: int
    width: int
    height: int
    spacing: int
    alignment: int
    several: bool
    wraps: bool
    effect: int
    speed: int
    stay: int
    lines: tuple[tuple[Letter, ...], ...] = ()

    @property
    def ticks(self) -> bool:
        """Whether it shows the time."""
        return any(letter.clock for line in self.lines for letter in line)


def read_areas(data: bytes, fonts: Fonts) -> list[DynamicArea]:
    """Area count, then length and record of each. Raises `Malformed`."""
    if not data:
        raise Malformed(spec.CardError.COMMAND)
    areas, rest = [], data[1:]
    for _ in range(data[0]):
        size = int.from_bytes(rest[:2], "little")
        record, rest = rest[2 : 2 + size], rest[2 + size :]
        if len(record) != size or size < _HEAD:
            raise Malformed(spec.CardError.COMMAND)
        areas.append(_area(record, fonts))
    if rest:
        raise Malformed(spec.CardError.COMMAND)
    return areas


def _area(record: bytes, fonts: Fonts) -> DynamicArea:
    words = [record[i] | record[i + 1] << 8 for i in (1, 3, 5, 7)]
    told = int.from_bytes(record[23:27], "little")
    if record[14] or record[15] or told != len(record) - _HEAD or not 1 <= record[19] <= 6:
        raise Malformed(spec.CardError.COMMAND)
    width = _dots(words[2])
    several, wraps = record[17] == 2, record[18] == 2
    lines = letters(record[_HEAD:], fonts, several)
    if several and wraps:
        lines = [part for line in lines for part in _wrapped(line, width)]
    return DynamicArea(
        record[9],
        _dots(words[0]),
        words[1],
        width,
        words[3],
        record[10],
        record[16],
        several,
        wraps,
        record[19],
        record[21],
        record[22],
        tuple(tuple(line) for line in lines),
    )


def _dots(value: int) -> int:
    return value & 0x7FFF if value & 0x8000 else value * 8


def _wrapped(line: list[Letter], width: int) -> list[list[Letter]]:
    parts: list[list[Letter]] = [[]]
    for glyph in line:
        if parts[-1] and sum(each.wide for each in parts[-1]) + glyph.wide > width:
            parts.append([])
        parts[-1].append(glyph)
    return parts
