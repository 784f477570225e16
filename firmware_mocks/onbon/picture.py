"""Where each character of a dynamic area is lit, page by page.

The dots themselves are drawn by whoever shows the sign: a card is known here by which character
stands where, how high and in which colour.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from firmware_mocks.firmware import Glyph, SignArea
from firmware_mocks.onbon.dynamic_area import DynamicArea
from firmware_mocks.onbon.lettering import Letter
from queue_display.models.onbon import spec

_STAY = 0.5  # seconds in one unit of an area's stay


class CardArea(SignArea, frozen=True):
    """What the card knows of an area besides. `cut`: a character reaches out of it."""

    number: int = 0
    effect: str = ""
    speed: int = 0
    stay: int = 0
    text: str = ""
    cut: bool = False


def placed(area: DynamicArea, colours: int, time: datetime) -> CardArea:
    """The area and its pages of placed characters at a time of the card's clock, all red on a sign
    of one colour."""
    area = replace(area, lines=told(area, time))
    pages = tuple(_placed(area, page, colours) for page in _pages(area))
    return CardArea(
        x=area.x,
        y=area.y,
        width=area.width,
        height=area.height,
        pages=pages,
        seconds=max(1, area.stay) * _STAY,
        runs=area.effect == spec.Effect.LEFT,
        number=area.number,
        effect=spec.Effect(area.effect).name.lower(),
        speed=area.speed,
        stay=area.stay,
        text="".join(letter.char for line in area.lines for letter in line),
        cut=any(_cut(area, each) for page in pages for each in page),
    )


def told(area: DynamicArea, time: datetime) -> tuple[tuple[Letter, ...], ...]:
    """The lines of an area with the digits of the time where they stand."""
    digits = {"H": f"{time:%H}", "M": f"{time:%M}", "S": f"{time:%S}"}
    return tuple(
        tuple(
            replace(each, char=digits[each.clock[0]][int(each.clock[1])]) if each.clock else each
            for each in line
        )
        for line in area.lines
    )


def _high(line: tuple[Letter, ...]) -> int:
    return max((letter.high for letter in line), default=16)


def _pages(area: DynamicArea) -> list[list[tuple[Letter, ...]]]:
    pages: list[list[tuple[Letter, ...]]] = [[]]
    for line in area.lines:
        taken = sum(_high(each) + area.spacing for each in pages[-1])
        if pages[-1] and taken + _high(line) > area.height:
            pages.append([])
        pages[-1].append(line)
    return pages


def _placed(area: DynamicArea, page: list[tuple[Letter, ...]], colours: int) -> tuple[Glyph, ...]:
    block = sum(_high(line) for line in page) + area.spacing * (len(page) - 1)
    y = area.y + _offset(area.height - block, area.alignment >> 2 & 3)
    out: list[Glyph] = []
    for line in page:
        free = area.width - sum(letter.wide for letter in line)
        x = area.x + _offset(free, area.alignment & 3)
        for letter in line:
            drop = _high(line) - letter.high
            colour = letter.colour if colours > 1 else "red"
            out.append(Glyph(letter.char, x, y + drop, letter.high, colour))
            x += letter.wide
        y += _high(line) + area.spacing
    return tuple(out)


def _offset(free: int, alignment: int) -> int:
    """0 begin, 1 end, 2 middle; what is too large begins at the edge."""
    if free <= 0:
        return 0
    return {1: free, 2: free // 2}.get(alignment, 0)


def _cut(area: DynamicArea, glyph: Glyph) -> bool:
    """Whether a character reaches out of its area; sideways a scrolling one may."""
    scrolls = area.effect in (spec.Effect.LEFT, spec.Effect.RIGHT)
    over = glyph.x < area.x or glyph.x + glyph.wide > area.x + area.width
    high = glyph.y < area.y or glyph.y + glyph.size > area.y + area.height
    return high or (over and not scrolls)
