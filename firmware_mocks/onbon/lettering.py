"""The text of an area, read as the card reads it: into characters with size and colour."""

from __future__ import annotations

from dataclasses import dataclass

from firmware_mocks.firmware import Ink
from firmware_mocks.onbon.fonts import Fonts, drawn
from queue_display.models.onbon import spec

_COLOURS: dict[int, Ink] = {0x31: "red", 0x32: "green", 0x33: "yellow"}
_BACKSLASH = 0x5C
_CLOCK = b"HMS"  # live hours, minutes and seconds, two digits each


class Malformed(Exception):
    """The payload breaks the form of A3 06. `error` is what the card answers."""

    def __init__(self, error: spec.CardError) -> None:
        super().__init__(error.name)
        self.error = error


@dataclass(frozen=True, slots=True)
class Letter:
    """One character, still without a place. `clock` says which digit of the time stands there
    (`H0` the tens of the hours), "" that it is none."""

    char: str
    wide: int
    high: int
    colour: Ink
    clock: str = ""


def letters(text: bytes, fonts: Fonts, several: bool) -> list[list[Letter]]:
    r"""The lines of a text. `\n` breaks a line only where `several` are allowed.

    Raises `Malformed` for a font the card has not.
    """
    pen = _Pen(fonts, several)
    while text:
        text = text[pen.take(text) :]
    return pen.lines


class _Pen:
    """Walks the text: a double-byte character goes before a code, whatever its second byte."""

    def __init__(self, fonts: Fonts, several: bool) -> None:
        self.lines: list[list[Letter]] = [[]]
        self._fonts = fonts
        self._several = several
        self._colour: Ink = "red"
        self._charset = fonts.first
        self._chinese = fonts.begins
        self._latin = fonts.begins

    def take(self, text: bytes) -> int:
        """Read one thing at the front of `text`; return its length in bytes."""
        if text[0] >= 0x81 and len(text) > 1:
            char = drawn(text[:2], self._charset)
            self._put(Letter(char, self._chinese, self._chinese, self._colour))
            return 2
        if text[0] == _BACKSLASH and len(text) > 1:
            length = self._code(text)
            if length:
                return length
        self._put(Letter(chr(text[0]), self._latin // 2, self._latin, self._colour))
        return 1

    def _put(self, letter: Letter) -> None:
        if letter.high not in self._fonts.sizes:
            raise Malformed(spec.CardError.FONT_MISSING)
        self.lines[-1].append(letter)

    def _code(self, text: bytes) -> int:
        match text[1:2]:
            case b"n":
                self._break()
                return 2
            case b"C" if len(text) > 2 and text[2] in _COLOURS:
                self._colour = _COLOURS[text[2]]
                return 3
            case b"F" if text[2:3] in (b"O", b"E"):
                self._font(text[2:3], text[3:6])
                return 6
            case b"D" if len(text) > 2 and text[2] in _CLOCK:
                self._time(chr(text[2]))
                return 3
            case _:
                return 0  # no code known: an ordinary backslash

    def _break(self) -> None:
        if self._several:
            self.lines.append([])

    def _font(self, kind: bytes, digits: bytes) -> None:
        if len(digits) < 3 or not digits.isdigit():
            raise Malformed(spec.CardError.COMMAND)
        found = self._fonts.named(digits)
        if found is None:
            raise Malformed(spec.CardError.FONT_MISSING)
        charset, size = found
        if kind == b"O":
            self._chinese, self._charset = size, charset
        else:
            self._latin = size

    def _time(self, unit: str) -> None:
        for digit in "01":
            self._put(Letter("0", self._latin // 2, self._latin, self._colour, unit + digit))
