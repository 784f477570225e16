"""The line that is being filled, dot by dot, before the head prints it.

A printer of these makes prints nothing until its line is full or is told to end. Until then
characters and stripes of pictures stand side by side on one bottom edge; a character that does
not fit begins the next line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from firmware_mocks.escpos.alphabets import FontChar
from firmware_mocks.escpos.pictures import enlarged
from firmware_mocks.escpos.style import FONT_A, LINE_DOTS, PrintMode, Style
from firmware_mocks.firmware import FeedLine, PaperLine, RasterLine, Run, Stripe, TextLine

_TALLEST = 8  # times the ordinary height


@dataclass(frozen=True, slots=True)
class _Char:
    """A character where it stands."""

    glyph: FontChar
    style: Style
    x: int

    @property
    def across(self) -> int:
        return self.style.advance(self.glyph)

    @property
    def down(self) -> int:
        return self.style.cell(self.glyph)[1]

    @property
    def plain(self) -> bool:
        """It is as `TextLine` says a character is when nothing else is said of it."""
        ordinary = not (self.style.small or self.style.spacing or self.style.turned)
        return ordinary and self.glyph.chinese is not self.glyph.char.isascii()


@dataclass(slots=True)
class LineBuffer:
    """What stands on the line so far, and where the next thing will."""

    mode: PrintMode
    x: int = 0
    _chars: list[_Char] = field(default_factory=list)
    _stripes: list[Stripe] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self._chars or self._stripes)

    def put(self, glyph: FontChar) -> list[PaperLine]:
        """Add a character; the line it pushed out, if any."""
        style = self.mode.of(glyph)
        pushed: list[PaperLine] = []
        if self.x and self.x + style.cell(glyph)[0] > self.mode.room:
            pushed = self.end(wrapped=True)
        self._chars.append(_Char(glyph, style, self.x))
        self.x += style.advance(glyph)
        return pushed

    def own(self, rows: tuple[str, ...]) -> list[PaperLine]:
        """Add a Chinese character whose dots the host has sent; the line it pushed out, if any."""
        style = self.mode.chinese
        drawn = enlarged(rows, style.width, style.height)
        pushed: list[PaperLine] = []
        if self.x and self.x + len(drawn[0]) > self.mode.room:
            pushed = self.end(wrapped=True)
        self.stripe(drawn)
        self.x += style.spacing * style.width
        return pushed

    def stripe(self, rows: tuple[str, ...]) -> None:
        """Add dots; what stands out over the edge is not printed."""
        space = max(0, self.mode.room - self.x)
        seen = tuple(row[:space] for row in rows)
        if seen and seen[0]:
            self._stripes.append(Stripe(seen, self.x))
            self.x += len(seen[0])

    def tab(self) -> None:
        """To the next stop; nothing where there is none on this line."""
        self.x = next((stop for stop in self.mode.tabs if self.x < stop < self.mode.room), self.x)

    def move(self, x: int) -> None:
        """To a place on the line; nothing where it is outside."""
        if 0 <= x < self.mode.room:
            self.x = x

    def end(self, *, wrapped: bool = False, feed: int | None = None) -> list[PaperLine]:
        """The line as it is now, `feed` dots or more below which the next one begins; a blank one
        is fed. `wrapped` marks one that ran over."""
        feed = self.mode.line_dots if feed is None else feed
        if self.empty:
            self.forget()
            return blank(feed)
        line = self._line(max(feed, self._tallest()), wrapped)
        self.forget()
        return [line]

    def forget(self) -> None:
        """Drop the line that was begun."""
        self.x = 0
        self._chars.clear()
        self._stripes.clear()

    def _tallest(self) -> int:
        chars = (each.down for each in self._chars)
        return max((*chars, *(len(each.rows) for each in self._stripes)))

    def _line(self, feed: int, wrapped: bool) -> PaperLine:  # as `end` was told
        set_ = self.mode
        if not self._chars:
            rows = _beside(self._stripes)
            return RasterLine(
                len(rows[0]),
                len(rows),
                set_.align,
                rows,
                None if feed == len(rows) else feed,
                left=set_.left,
                room=set_.edge,
            )
        runs: tuple[Run | Stripe, ...] = (*_runs(self._chars), *self._stripes)
        styles = [each.style for each in self._chars]
        height = max(each.height for each in styles)
        usual = max(LINE_DOTS, FONT_A[1] * height)
        return TextLine(
            _text(self._chars),
            min(_TALLEST, max(each.width for each in styles)),
            min(_TALLEST, height),
            set_.align,
            bold=any(each.bold for each in styles),
            wrapped=wrapped,
            underline=max(each.underline for each in styles),
            reverse=any(each.reverse for each in styles),
            upside_down=set_.upside_down,
            feed=None if feed == usual else feed,
            runs=() if self._is_plain() else runs,
            left=set_.left,
            room=set_.edge,
        )

    def _is_plain(self) -> bool:
        """One look, no gap, nothing but characters: the words of a `TextLine` say it all."""
        first = self._chars[0]
        return (
            not self._stripes
            and first.x == 0
            and all(each.plain and each.style == first.style for each in self._chars)
            and not any(_gap(one, other) for one, other in pairwise(self._chars))
        )


def blank(dots: int) -> list[PaperLine]:
    """Paper without anything on it, or drawn back."""
    if not dots:
        return []
    return [FeedLine(1) if dots == LINE_DOTS else FeedLine(0, dots)]


def _gap(one: _Char, other: _Char) -> int:
    return other.x - one.x - one.across


def _text(chars: list[_Char]) -> str:
    """The characters as words: a gap becomes as many blanks as fit into it."""
    words = chars[0].glyph.char
    for one, other in pairwise(chars):
        words += " " * (_gap(one, other) // FONT_A[0]) + other.glyph.char
    return words


def _runs(chars: list[_Char]) -> list[Run]:
    """The characters, those together that look alike and stand in a row."""
    runs: list[list[_Char]] = []
    for char in chars:
        last = runs[-1][-1] if runs else None
        if last is not None and _alike(last, char) and not _gap(last, char):
            runs[-1].append(char)
        else:
            runs.append([char])
    return [_run(each) for each in runs]


def _alike(one: _Char, other: _Char) -> bool:
    return one.style == other.style and one.glyph.chinese is other.glyph.chinese


def _run(chars: list[_Char]) -> Run:
    first = chars[0]
    across, down = first.style.cell(first.glyph)
    return Run(
        "".join(each.glyph.char for each in chars),
        first.x,
        across,
        down,
        first.across,
        first.style.bold,
        first.style.underline,
        first.style.reverse,
        first.style.turned,
    )


def _beside(stripes: list[Stripe]) -> tuple[str, ...]:
    """Stripes as one picture, standing on their bottom edge."""
    tall = max(len(each.rows) for each in stripes)
    wide = max(each.x + len(each.rows[0]) for each in stripes)
    rows = [[" "] * wide for _ in range(tall)]
    for each in stripes:
        for y, row in enumerate(each.rows, tall - len(each.rows)):
            for x, dot in enumerate(row, each.x):
                if dot == "#":
                    rows[y][x] = "#"
    return tuple(map("".join, rows))
