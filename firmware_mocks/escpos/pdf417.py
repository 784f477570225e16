"""Data becomes a PDF417 symbol (ISO 15438): rows of code words, each of four bars and four spaces.

How it works. The data become numbers below 929, the code words: letters in pairs, or bytes six at
a time. In front stands how many there are; behind them stand the words that correct errors: the
remainder of a division by a polynomial whose roots are powers of 3, all modulo 929. Row by row each
number is drawn by one of three tables, so that a reader that slips into the next row notices it.
Beside the start and the stop each row tells how many rows and columns there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from firmware_mocks.escpos.pdf417_patterns import START, STOP, pattern

_PRIME = 929
_PAD, _BYTES, _BYTES_BY_SIX = 900, 901, 924
_MOST_WORDS = 928
_ROWS, _COLUMNS = range(3, 91), range(1, 31)
_ACROSS = 17  # modules of a code word

# What each way of writing letters has, by value; what is not a character changes the way.
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ "
_LOWER = "abcdefghijklmnopqrstuvwxyz "
_MIXED = "0123456789&\r\t,:#-.$/+%*=^\0 "
_MARKS = ";<>@[\\]_`~!\r\t,:\n-.$/\"|*()?{}'"
_TO_LOWER, _TO_MIXED, _TO_UPPER, _NEXT_UPPER, _NEXT_MARK = 27, 28, 28, 27, 29
_WAYS = {
    _UPPER: {_LOWER: _TO_LOWER, _MIXED: _TO_MIXED},
    _LOWER: {_MIXED: _TO_MIXED},
    _MIXED: {_LOWER: _TO_LOWER, _UPPER: _TO_UPPER},
}

# Error words wanted (Epson: a share of the data words) → the level that has about as many.
_LEVELS = ((3, 1), (10, 2), (20, 3), (45, 4), (100, 5), (200, 6), (400, 7))


@dataclass(frozen=True, slots=True)
class SymbolShape:
    """GS ( k with cn 48. `columns`, `rows`: 0 is chosen. `level`: None is by `share`, in tenths of
    the data. `module` in dots, `tall` in modules."""

    columns: int = 0
    rows: int = 0
    module: int = 3
    tall: int = 3
    level: int | None = None
    share: int = 1


class NoSymbol(ValueError):
    """The data do not fit."""


def draw(data: bytes, shape: SymbolShape, room: int) -> tuple[str, ...]:
    """Rows of at most `room` modules, `#` dark. Raises `NoSymbol`."""
    words = list(_words(data))
    level = _level(len(words), shape)
    errors = 2 << level
    columns, rows = _shape(1 + len(words) + errors, shape, room)
    room = columns * rows - errors
    words = [room, *words, *[_PAD] * (room - 1 - len(words))]
    words += _correction(words, errors)
    return tuple(
        _row(words[at * columns : (at + 1) * columns], at, rows, level) for at in range(rows)
    )


def _level(words: int, shape: SymbolShape) -> int:
    if shape.level is not None:
        return shape.level
    wanted = words * shape.share // 10
    return next((level for most, level in _LEVELS if wanted <= most), 8)


def _shape(words: int, shape: SymbolShape, room: int) -> tuple[int, int]:
    """Columns and rows: as wanted, else about three times as wide as high."""
    if words > _MOST_WORDS:
        raise NoSymbol(f"{words} code words, and no more than {_MOST_WORDS} fit")
    fitting = [
        (columns, rows)
        for columns in ([shape.columns] if shape.columns else _COLUMNS)
        for rows in (shape.rows or max(_ROWS[0], -(-words // columns)),)
        if rows in _ROWS and words <= columns * rows <= _MOST_WORDS and _wide(columns) <= room
    ]
    if not fitting:
        raise NoSymbol(f"{words} code words do not fit into the rows and columns there are")
    return min(fitting, key=lambda size: abs(_wide(size[0]) - 3 * size[1] * shape.tall))


def _wide(columns: int) -> int:
    return _ACROSS * (columns + 4) + 1


def _words(data: bytes) -> Iterator[int]:
    """Letters in pairs where all are letters, else bytes."""
    values = _values(data.decode("latin-1"))
    if values is None:
        yield from _byte_words(data)
        return
    values += [_NEXT_MARK] * (len(values) % 2)
    yield from (30 * one + other for one, other in zip(values[::2], values[1::2], strict=True))


def _values(text: str) -> list[int] | None:
    values: list[int] = []
    way = _UPPER
    for char in text:
        if char == "\0":
            return None
        if char in way:
            values.append(way.index(char))
        elif char in _MARKS and char not in _MIXED:
            values += [_NEXT_MARK, _MARKS.index(char)]
        elif way == _LOWER and char in _UPPER:
            values += [_NEXT_UPPER, _UPPER.index(char)]
        else:
            other = next((each for each in _WAYS[way] if char in each), None)
            if other is None:
                return None
            values += [_WAYS[way][other], other.index(char)]
            way = other
    return values


def _byte_words(data: bytes) -> Iterator[int]:
    """Six bytes are five words; what is left over, a word each."""
    yield _BYTES if len(data) % 6 else _BYTES_BY_SIX
    whole = len(data) - len(data) % 6
    for at in range(0, whole, 6):
        number = int.from_bytes(data[at : at + 6], "big")
        yield from (number // 900**power % 900 for power in range(4, -1, -1))
    yield from data[whole:]


def _correction(words: list[int], count: int) -> list[int]:
    """The remainder of the words, as a polynomial, by (x − 3)(x − 3²)…, and its complement."""
    divisor = [1]
    for power in range(1, count + 1):
        root = pow(3, power, _PRIME)
        shifted, scaled = [*divisor, 0], [0, *(each * root for each in divisor)]
        divisor = [(a - b) % _PRIME for a, b in zip(shifted, scaled, strict=True)]
    rest = [0] * count
    for word in words:
        factor = (word + rest[0]) % _PRIME
        moved = [*rest[1:], 0]
        rest = [(a - factor * d) % _PRIME for a, d in zip(moved, divisor[1:], strict=True)]
    return [-each % _PRIME for each in rest]


def _row(words: list[int], at: int, rows: int, level: int) -> str:
    """Start, which row it is of how many, the words, how many columns there are, stop."""
    told = ((rows - 1) // 3, 3 * level + (rows - 1) % 3, len(words) - 1)
    first = 30 * (at // 3)
    left, right = first + told[at % 3], first + told[(at + 2) % 3]
    drawn = "".join(pattern(at % 3, word) for word in (left, *words, right))
    return START + drawn + STOP
