"""Commands become lines of paper: what is begun, how it looks, where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from firmware_mocks.escpos import figures
from firmware_mocks.escpos.alphabets import Alphabet, HighBytes
from firmware_mocks.escpos.figures import PrinterFigures
from firmware_mocks.escpos.grammar import Step
from firmware_mocks.escpos.line_buffer import LineBuffer, blank
from firmware_mocks.escpos.page import PageMode
from firmware_mocks.escpos.pictures import Rows, columns, stripe
from firmware_mocks.escpos.setting import changed
from firmware_mocks.escpos.style import LINE_DOTS, at_first
from firmware_mocks.firmware import FeedLine, PaperLine

Lines: TypeAlias = list[PaperLine]

_OWN_FIRST, _OWN_SECOND, _OWN_COLUMN = 0xFE, range(0xA1, 0xFF), 3  # bytes of a column
_UTF8 = 2
_DIGIT = ord("0")  # 0 and "0" mean the same

# Before the first character of a line; later they do nothing (Epson).
_AT_THE_BEGIN = ("esc a", "esc {", "gs L", "gs W")
_NOT_ON_A_PAGE = ("esc a", "gs L", "gs W")


class Composer:
    """`dots`: across the paper. `chinese`: how high bytes are read after ESC @."""

    def __init__(self, dots: int, *, chinese: bool) -> None:
        self._dots = dots
        self._chinese_at_first = chinese
        self._figures = PrinterFigures()
        self.initialise()

    @property
    def reads(self) -> HighBytes:
        """How it reads high bytes now."""
        return self._alphabet.reads

    def initialise(self) -> None:
        """ESC @, and switching on."""
        self._line = LineBuffer(at_first(self._dots))
        self._alphabet = Alphabet(self._chinese_at_first)
        self._own: dict[bytes, Rows] = {}  # Chinese characters of the host's own
        self._figures.initialise()
        self._page: PageMode | None = None

    def forget(self) -> None:
        """Drop the line that was begun."""
        self._line.forget()

    def lines(self, step: Step) -> Lines | None:
        """The lines that a command makes. None: it means nothing to this printer."""
        if step.name in figures.NAMES:
            return self._figure(step)
        deed = _DEEDS.get(step.name)
        return self._set(step) if deed is None else deed(self, step.args)

    def flushed(self) -> Lines:
        """The line that was begun, if there is one."""
        return [] if self._line.empty else self._out(self._line.end())

    def _out(self, lines: Lines) -> Lines:
        """Onto the paper, or onto the page where one is being composed."""
        if self._page is None:
            return lines
        self._page.put(lines)
        return []

    def _figure(self, step: Step) -> Lines | None:
        made = self._figures.take(step, self._line.mode)
        if isinstance(made, bool):
            return [] if made else None
        return [*self.flushed(), *self._out([made])]

    def _set(self, step: Step) -> Lines | None:
        if step.name in _AT_THE_BEGIN and not self._line.empty:
            return None
        if self._page is not None and step.name in _NOT_ON_A_PAGE:
            return None
        after = changed(self._line.mode, step.name, step.args)
        if after is None:
            return None
        self._line.mode = after
        return []

    def char(self, data: bytes) -> Lines:
        if self.reads is HighBytes.CHINESE and (rows := self._own.get(data)):
            return self._out(self._line.own(rows))
        return self._out(self._line.put(self._alphabet.glyph(data)))

    def new_line(self, _args: bytes) -> Lines:
        return self._out(self._line.end())

    def stripe(self, args: bytes) -> Lines | None:
        """ESC *: dots side by side with the characters of the line."""
        rows = stripe(args)
        self._line.stripe(rows)
        return [] if rows else None

    def feed_lines(self, args: bytes) -> Lines:
        """ESC d: a line that was begun is the first of those fed."""
        (count,) = args
        spacing = self._line.mode.line_dots
        if self._line.empty:
            return self._out(_fed(count, spacing))
        line = self._line.end(feed=spacing if count else 0)
        return self._out([*line, *_fed(max(0, count - 1), spacing)])

    def draw_lines_back(self, args: bytes) -> Lines:
        return self.flushed() + self._out(_fed(-args[0], self._line.mode.line_dots))

    def feed_dots(self, args: bytes) -> Lines:
        return self._out(self._line.end(feed=self._line.mode.down(args[0])))

    def draw_dots_back(self, args: bytes) -> Lines:
        return self.flushed() + self._out(_fed(-self._line.mode.down(args[0]), 1))

    def tab(self, _args: bytes) -> Lines:
        self._line.tab()
        return []

    def move_to(self, args: bytes) -> Lines:
        self._line.move(self._line.mode.across(int.from_bytes(args, "little")))
        return []

    def move_by(self, args: bytes) -> Lines:
        by = int.from_bytes(args, "little", signed=True)
        self._line.move(self._line.x + self._line.mode.across(by))
        return []

    def page_of_code(self, args: bytes) -> Lines:
        self._alphabet = replace(self._alphabet, page=args[0])
        return []

    def country(self, args: bytes) -> Lines:
        self._alphabet = replace(self._alphabet, country=args[0])
        return []

    def read_chinese(self, _args: bytes) -> Lines:
        self._alphabet = replace(self._alphabet, chinese=True)
        return []

    def read_no_chinese(self, _args: bytes) -> Lines:
        self._alphabet = replace(self._alphabet, chinese=False)
        return []

    def define(self, args: bytes) -> Lines | None:
        """FS 2 c1 c2 d…: a character of 24 by 24 dots, in columns (Epson's simplified Chinese)."""
        code, dots = args[:2], args[2:]
        if code[0] != _OWN_FIRST or code[1] not in _OWN_SECOND:
            return None
        self._own[code] = columns(dots, _OWN_COLUMN)
        return []

    def undefine(self, args: bytes) -> Lines:
        self._own.pop(args, None)
        return []

    def encoding(self, args: bytes) -> Lines | None:
        """FS ( C: function 48 says whether text is UTF-8; function 60, which font comes first where
        several have a character, and here one has them all."""
        match [each % _DIGIT for each in args]:
            case [12, _, _]:  # 60, less the digit
                return []
            case [0, 1 | 2 as chosen]:
                self._alphabet = replace(self._alphabet, unicode=chosen == _UTF8)
                return []
        return None

    def renew(self, _args: bytes) -> Lines:
        self.initialise()
        return []

    def begin_page(self, _args: bytes) -> Lines:
        """ESC L: only before the first character of a line."""
        if self._page is None and self._line.empty:
            self._page = PageMode(self._dots, self._line.mode)
            self._line.mode = self._page.mode(self._line.mode)
        return []

    def leave_page(self, _args: bytes) -> Lines:
        """ESC S: what was composed is not printed."""
        if self._page is not None:
            self._line.forget()
            self._line.mode = self._page.standard(self._line.mode)
            self._page = None
        return []

    def print_page(self, _args: bytes) -> Lines:
        """ESC FF: the page, which stays to be printed again."""
        self.flushed()
        return [] if self._page is None else [self._page.printed()]

    def form_feed(self, args: bytes) -> Lines:
        """FF: the page, and back to lines. Without a page the line that was begun."""
        if self._page is None:
            return self.flushed()
        printed = self.print_page(args)
        self.leave_page(args)
        return printed

    def cancel(self, _args: bytes) -> Lines:
        """CAN: nothing stands on the page; without one it does nothing."""
        if self._page is not None:
            self._line.forget()
            self._page.clear()
        return []

    def area(self, args: bytes) -> Lines | None:
        """ESC W: a part of the page, in dots from its upper left."""
        return self._on_page(lambda page: page.area(args))

    def direction(self, args: bytes) -> Lines | None:
        return self._on_page(lambda page: page.turn(args[0]))

    def down_to(self, args: bytes) -> Lines | None:
        y = self._line.mode.down(int.from_bytes(args, "little"))
        return self._on_page(lambda page: page.move(y))

    def down_by(self, args: bytes) -> Lines | None:
        by = self._line.mode.down(int.from_bytes(args, "little", signed=True))
        return self._on_page(lambda page: page.move(page.y + by))

    def _on_page(self, deed: Callable[[PageMode], bool]) -> Lines | None:
        """Nothing where no page is composed, or the value does not exist."""
        self.flushed()
        if self._page is None or not deed(self._page):
            return None
        self._line.mode = self._page.mode(self._line.mode)
        return []


def _fed(count: int, spacing: int) -> Lines:
    """So many lines; none is no line."""
    if not count:
        return []
    return [FeedLine(count)] if spacing == LINE_DOTS else blank(count * spacing)


_DEEDS: dict[str, Callable[[Composer, bytes], Lines | None]] = {
    "char": Composer.char,
    "lf": Composer.new_line,
    "ht": Composer.tab,
    "ff": Composer.form_feed,
    "can": Composer.cancel,
    "cr": lambda *_: [],
    "real time": lambda *_: [],
    "esc @": Composer.renew,
    "esc *": Composer.stripe,
    "esc d": Composer.feed_lines,
    "esc J": Composer.feed_dots,
    "esc e": Composer.draw_lines_back,
    "esc K": Composer.draw_dots_back,
    "esc $": Composer.move_to,
    "esc \\": Composer.move_by,
    "esc t": Composer.page_of_code,
    "esc R": Composer.country,
    "fs &": Composer.read_chinese,
    "fs .": Composer.read_no_chinese,
    "fs 2": Composer.define,
    "fs ?": Composer.undefine,
    "fs (C": Composer.encoding,
    "esc L": Composer.begin_page,
    "esc S": Composer.leave_page,
    "esc \x0c": Composer.print_page,
    "esc W": Composer.area,
    "esc T": Composer.direction,
    "gs $": Composer.down_to,
    "gs \\": Composer.down_by,
}
