"""Dynamic areas in the card's RAM, and where each of their characters is lit.

The dots themselves are drawn by whoever shows the sign: a card is known here by which character
stands where, how high and in which colour.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from firmware_mocks.onbon.lettering import Glyph, Malformed, letters
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
    lines: tuple[tuple[Glyph, ...], ...] = field(default=())

    def look(self, colours: int) -> dict[str, Any]:
        """The area and its pages of placed characters, all red on a sign of one colour."""
        pages = [_placed(self, page, colours) for page in _pages(self)]
        return {
            "number": self.number,
            "x": self.x,
            "y": self.y,
            "width": self.width,
            "height": self.height,
            "effect": spec.Effect(self.effect).name.lower(),
            "speed": self.speed,
            "stay": self.stay,
            "text": "".join(glyph.char for line in self.lines for glyph in line),
            "pages": pages,
            "cut": any(_cut(self, each) for page in pages for each in page),
        }


def read_areas(data: bytes, fonts: frozenset[int]) -> list[DynamicArea]:
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


def _area(record: bytes, fonts: frozenset[int]) -> DynamicArea:
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


def _wrapped(line: list[Glyph], width: int) -> list[list[Glyph]]:
    parts: list[list[Glyph]] = [[]]
    for glyph in line:
        if parts[-1] and sum(each.wide for each in parts[-1]) + glyph.wide > width:
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _high(line: tuple[Glyph, ...]) -> int:
    return max((glyph.high for glyph in line), default=16)


def _pages(area: DynamicArea) -> list[list[tuple[Glyph, ...]]]:
    pages: list[list[tuple[Glyph, ...]]] = [[]]
    for line in area.lines:
        taken = sum(_high(each) + area.spacing for each in pages[-1])
        if pages[-1] and taken + _high(line) > area.height:
            pages.append([])
        pages[-1].append(line)
    return pages


def _placed(area: DynamicArea, page: list[tuple[Glyph, ...]], colours: int) -> list[dict[str, Any]]:
    block = sum(_high(line) for line in page) + area.spacing * (len(page) - 1)
    y = area.y + _offset(area.height - block, area.alignment >> 2 & 3)
    out = []
    for line in page:
        free = area.width - sum(glyph.wide for glyph in line)
        x = area.x + _offset(free, area.alignment & 3)
        for glyph in line:
            colour = glyph.colour if colours > 1 else "red"
            drop = _high(line) - glyph.high
            place = {"char": glyph.char, "x": x, "y": y + drop, "size": glyph.high}
            out.append({**place, "colour": colour})
            x += glyph.wide
        y += _high(line) + area.spacing
    return out


def _offset(free: int, alignment: int) -> int:
    """0 begin, 1 end, 2 middle; what is too large begins at the edge."""
    if free <= 0:
        return 0
    return {1: free, 2: free // 2}.get(alignment, 0)


def _cut(area: DynamicArea, placed: dict[str, Any]) -> bool:
    """Whether a character reaches out of its area; sideways a scrolling one may."""
    scrolls = area.effect in (spec.Effect.LEFT, spec.Effect.RIGHT)
    wide = placed["size"] // 2 if placed["char"].isascii() else placed["size"]
    over = placed["x"] < area.x or placed["x"] + wide > area.x + area.width
    high = placed["y"] < area.y or placed["y"] + placed["size"] > area.y + area.height
    return high or (over and not scrolls)
