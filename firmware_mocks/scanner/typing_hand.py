"""How a scanner says a code: as the kernel's records of keys, or as bytes of a serial port.

Written against `input-event-codes.h`, apart from our driver: a letter is looked up by its place on
the keyboard.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import StrEnum

_RECORD = struct.Struct("@llHHi")
_SYN = (0, 0, 0)
_DROPPED = (0, 3, 0)
_SHIFT, _ENTER, _TAB = 42, 28, 15
_KEYBOARD = (  # the key of the first, then what follows it
    (2, "1234567890-="),
    (16, "qwertyuiop[]"),
    (30, "asdfghjkl;'`"),
    (43, "\\zxcvbnm,./"),
    (57, " "),
)
_ABOVE = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))


class CodeEnd(StrEnum):
    """What follows a code."""

    ENTER = "enter"
    TAB = "tab"
    NONE = "nothing"


class Fault(StrEnum):
    """How a scanner, or its wire, misbehaves."""

    NONE = "ok"
    STUCK = "stuck"
    LOST = "lost"


def records_of(text: str, ending: CodeEnd, fault: Fault) -> bytes:
    """Keys. `ValueError` where a letter stands on no key of a US keyboard."""
    events = [event for letter in text for event in _typed(letter)]
    if fault is Fault.LOST:
        events[len(events) // 2 :] = [_DROPPED, *events[-2:], _SYN]
    if fault is Fault.STUCK:
        events += [(1, _place(text[-1])[0], 2), _SYN] * 20
    if ending is not CodeEnd.NONE:
        events += _pressed(_ENTER if ending is CodeEnd.ENTER else _TAB)
    return b"".join(_RECORD.pack(0, 0, *each) for each in events)


def bytes_of(text: str, ending: CodeEnd, fault: Fault) -> bytes:
    """Bytes: they know neither keys nor a kernel that loses some; half a letter is lost instead."""
    said = text.encode("utf-8")
    if fault is Fault.LOST:
        said += b"\xe4\xb8"
    return said + {CodeEnd.ENTER: b"\r", CodeEnd.TAB: b"\t", CodeEnd.NONE: b""}[ending]


def _typed(letter: str) -> Iterator[tuple[int, int, int]]:
    key, above = _place(letter)
    if above:
        yield from ((1, _SHIFT, 1), _SYN)
    yield from _pressed(key)
    if above:
        yield from ((1, _SHIFT, 0), _SYN)


def _pressed(key: int) -> list[tuple[int, int, int]]:
    return [(4, 4, 0x70000 + key), (1, key, 1), _SYN, (1, key, 0), _SYN]


def _place(letter: str) -> tuple[int, bool]:
    """Its key, and whether it is the upper sign of it."""
    above = letter in _ABOVE or letter != letter.lower()
    low = _ABOVE.get(letter, letter.lower())
    for first, row in _KEYBOARD:
        if low in row:
            return first + row.index(low), above
    raise ValueError(f"no key of a US keyboard types {letter!r}")
