"""How long each command is, and what it is called: the printer takes one after another.

A command is taken with all its data before it is carried out, known or not. What is of no use to
this printer must still not come out as text: so the lengths of all commands of the manual stand
here, also of those that nothing is done for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from firmware_mocks.escpos.alphabets import HighBytes
from kiosk.printing.models.escpos import spec


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: `char`, `lf`, `esc a`, `gs V`, `fs &`, `gs (k`, `real time` or `junk`."""

    name: str
    args: bytes = b""


Held: TypeAlias = bytes | bytearray
_Length: TypeAlias = Callable[[Held], int | None]
"""The whole length of a command from what has come of it; None while that cannot be told yet."""

_CONTROLS = {
    spec.HT: "ht", spec.LF: "lf", spec.FF: "ff", spec.CR: "cr", spec.CAN: "can",
}  # fmt: skip
_FAMILY = {spec.ESC: "esc", spec.FS: "fs", spec.GS: "gs"}
_TRAIL = (*range(0x40, 0x7F), *range(0x80, 0xFF))  # second byte of a Chinese character
_LEAD = range(0x81, 0xFF)
_DIGITS = range(0x30, 0x3A)  # second and fourth byte of a character of four
_UTF8_LEADS = (range(0x80), range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5))
_UTF8_TRAIL = range(0x80, 0xC0)
_STRING_MOST = 255  # a barcode without its end is one no more


def take(held: Held, reads: HighBytes) -> tuple[Step, int] | None:
    """The first thing in `held` and how many bytes it takes; None while it is not whole."""
    if not held:
        return None
    first = held[0]
    if first >= spec.FIRST_PRINTABLE:
        length = _CHARS[reads](held)
        return None if length is None else (Step("char", bytes(held[:length])), length)
    if first in _CONTROLS:
        return Step(_CONTROLS[first]), 1
    if first == spec.DLE:
        return _real_time(held)
    if first not in _FAMILY:
        return Step("junk", bytes(held[:1])), 1
    return _command(held)


def _command(held: Held) -> tuple[Step, int] | None:
    if len(held) < 2:
        return None
    letter, head = chr(held[1]), 2
    if letter == "(":  # a function: GS ( L is another than GS ( k
        if len(held) < 3:
            return None
        letter, head = f"({chr(held[2])}", 5
    family = _FAMILY[held[0]]
    length = _whole(held, family, letter)
    if length is None or len(held) < length:
        return None
    if length == 0:
        return Step("junk", bytes(held[:2])), 2
    return Step(f"{family} {letter}", bytes(held[head:length])), length


def _whole(held: Held, family: str, letter: str) -> int | None:
    """The length of the command; None: not known yet, 0: there is none of that letter."""
    if letter[0] == "(":
        return _after(held, 3, 2, 5)
    if (varying := _VARYING.get(f"{family} {letter}")) is not None:
        return varying(held)
    count = spec.PARAMETERS[held[0]].get(letter)
    return 0 if count is None else 2 + count


def _chinese_char(held: Held) -> int | None:
    """Bytes of the character. One that is broken is its first byte alone: what follows is a
    character or a command of its own."""
    if held[0] < 0x80 or held[0] not in _LEAD:  # ASCII, or none at all
        return 1
    if len(held) < 2:
        return None
    if held[1] in _TRAIL:
        return 2
    if held[1] not in _DIGITS:
        return 1
    for at, wanted in ((2, _LEAD), (3, _DIGITS)):
        if len(held) <= at:
            return None
        if held[at] not in wanted:
            return 1
    return 4


def _unicode_char(held: Held) -> int | None:
    """The same in UTF-8: the first byte says how many there are."""
    length = next((n for n, first in enumerate(_UTF8_LEADS, 1) if held[0] in first), 1)
    for at in range(1, length):
        if len(held) <= at:
            return None
        if held[at] not in _UTF8_TRAIL:
            return 1
    return length


_CHARS: dict[HighBytes, _Length] = {
    HighBytes.PAGE: lambda _: 1,
    HighBytes.CHINESE: _chinese_char,
    HighBytes.UNICODE: _unicode_char,
}


def _real_time(held: Held) -> tuple[Step, int] | None:
    """What was obeyed when it came, and now has its turn: nothing is left to do."""
    if len(held) < 2:
        return None
    length = {spec.EOT: 3, spec.ENQ: 3}.get(held[1], 1)
    if held[1] == spec.DC4:
        if len(held) < 3:
            return None
        length = spec.DC4_LENGTHS.get(held[2], 1)
    if len(held) < length:
        return None
    return Step("real time" if length > 1 else "junk", bytes(held[:length])), length


def _number(held: Held, at: int, size: int) -> int | None:
    return None if len(held) < at + size else int.from_bytes(held[at : at + size], "little")


def _after(held: Held, at: int, size: int, head: int) -> int | None:
    """`head` bytes, and as many as the number of `size` bytes at `at` says."""
    count = _number(held, at, size)
    return None if count is None else head + count


def _until_nul(held: Held, start: int, most: int) -> int | None:
    end = held.find(0, start, start + most + 1)
    if end >= 0:
        return end + 1
    return None if len(held) <= start + most else start + most


def _raster(held: Held) -> int | None:
    across, down = _number(held, 4, 2), _number(held, 6, 2)
    return None if across is None or down is None else 8 + across * down


def _column_picture(held: Held) -> int | None:
    columns = _number(held, 3, 2)
    if columns is None:
        return None
    return 5 + columns * spec.COLUMN_BYTES.get(held[2], 0)


def _barcode(held: Held) -> int | None:
    if len(held) < 3:
        return None
    return _until_nul(held, 3, _STRING_MOST) if held[2] < spec.COUNTED else _after(held, 3, 1, 4)


def _tabs(held: Held) -> int | None:
    """Stops rise; where one does not, they end, and it is data again."""
    for at in range(2, 2 + spec.TABS_MOST):
        if len(held) <= at:
            return None
        if held[at] == 0:
            return at + 1
        if at > 2 and held[at] <= held[at - 1]:
            return at
    return 2 + spec.TABS_MOST


def _characters_defined(held: Held) -> int | None:
    """ESC & y c1 c2, and for each character x and x × y bytes."""
    if len(held) < 5:
        return None
    at = 5
    for _ in range(held[3], held[4] + 1):
        if len(held) <= at:
            return None
        at += 1 + held[at] * held[2]
    return at


def _downloaded(held: Held) -> int | None:
    return None if len(held) < 4 else 4 + held[2] * held[3] * 8


def _stored(held: Held) -> int | None:
    """FS q n, and for each picture its size in bytes of eight dots both ways, and its bytes."""
    if len(held) < 3:
        return None
    at = 3
    for _ in range(held[2]):
        across, down = _number(held, at, 2), _number(held, at + 2, 2)
        if across is None or down is None:
            return None
        at += 4 + across * down * 8
    return at


def _chosen(held: Held, lengths: dict[int, int]) -> int | None:
    """The third byte says how long it is."""
    return None if len(held) < 3 else lengths.get(held[2], 3)


_CUTS_AFTER_FEED = dict.fromkeys(spec.CUT_AFTER_FEED, 4)
_VARYING: dict[str, _Length] = {
    "esc *": _column_picture,
    "esc D": _tabs,
    "esc &": _characters_defined,
    "fs q": _stored,
    "gs *": _downloaded,
    "gs 8": lambda held: _after(held, 3, 4, 7),
    "gs k": _barcode,
    "gs v": _raster,
    "gs V": lambda held: _chosen(held, _CUTS_AFTER_FEED),
    "gs C": lambda held: _chosen(held, {0x30: 5, 0x31: 9, 0x32: 5}),
    "gs g": lambda held: _chosen(held, {0x30: 6, 0x32: 6}),
    "gs z": lambda held: _chosen(held, {0x30: 5}),
}
