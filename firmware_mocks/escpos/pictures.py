"""Bytes become dots: the ways in which ESC/POS sends pictures, and those a printer keeps.

A picture is rows of text, `#` a dark dot. Bytes run along rows (raster) or down columns, the
highest bit first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Rows: TypeAlias = tuple[str, ...]

_DOTS = str.maketrans("01", " #")
_KINDS = {0: (2, 3), 1: (1, 3), 32: (2, 1), 33: (1, 1)}  # ESC * m: dots across and down for one
_RASTER, _COLUMNS = (67, 83, 112), (68, 84, 113)  # functions of GS ( L that hold a picture
_KEPT_IN_ROM, _KEPT_IN_RAM = (67, 68), (83, 84)
_PRINT_ROM, _PRINT_RAM = 69, 85
_PRINT_STORED = (2, 50)


def raster(data: bytes, across: int) -> Rows:
    """Rows of `across` bytes each."""
    if not across:
        return ()
    whole = (data[at : at + across] for at in range(0, len(data) - across + 1, across))
    return tuple(f"{int.from_bytes(row, 'big'):0{8 * across}b}".translate(_DOTS) for row in whole)


def columns(data: bytes, down: int) -> Rows:
    """Columns of `down` bytes each, from left to right."""
    upright = raster(data, down)
    return tuple(map("".join, zip(*upright, strict=True)))


def enlarged(rows: Rows, across: int, down: int) -> Rows:
    """Each dot so many times as wide and as high."""
    if (across, down) == (1, 1):
        return rows
    wide = ("".join(dot * across for dot in row) for row in rows)
    return tuple(row for row in wide for _ in range(down))


def scaled(rows: Rows, mode: int) -> Rows:
    """By the m of GS v 0, GS / and FS p: 1 is twice as wide, 2 twice as high, 3 both."""
    return enlarged(rows, 1 + (mode & 1), 1 + (mode >> 1 & 1))


def stripe(args: bytes) -> Rows:
    """ESC * m nL nH d…: columns of 8 or 24 dots. Nothing for an m that does not exist."""
    if args[0] not in _KINDS:
        return ()
    return enlarged(columns(args[3:], 3 if args[0] >= 32 else 1), *_KINDS[args[0]])


def raster_command(args: bytes) -> Rows:
    """GS v 0 m xL xH yL yH d…."""
    return scaled(raster(args[6:], int.from_bytes(args[2:4], "little")), args[1])


@dataclass(slots=True)
class Album:
    """The pictures a printer keeps: under a key, or the one that is to be printed next.

    `kept` outlives switching off, `loaded` and `stored` do not.
    """

    kept: dict[object, Rows] = field(default_factory=dict)
    loaded: dict[object, Rows] = field(default_factory=dict)
    stored: Rows = ()

    def graphics(self, args: bytes) -> Rows | None:
        """GS ( L and GS 8 L, from m on: the picture that is printed, if this prints one. None for
        what is not understood."""
        if len(args) < 2 or args[0] != 48:
            return None
        function, rest = args[1], args[2:]
        if function in _PRINT_STORED:
            printed, self.stored = self.stored, ()
            return printed
        if function in (_PRINT_ROM, _PRINT_RAM) and len(rest) == 4:
            book = self.kept if function == _PRINT_ROM else self.loaded
            return enlarged(book.get(rest[:2], ()), _times(rest[2]), _times(rest[3]))
        if function in _RASTER + _COLUMNS:
            return self._store(function, rest)
        return None

    def _store(self, function: int, rest: bytes) -> Rows | None:
        """Keep the picture that was sent. Of several colours the first one counts."""
        if function in (112, 113):  # a bx by c, and the size
            key, size, times, first = None, rest[4:8], (rest[1:2], rest[2:3]), 8
        else:  # a key b, the size, and a colour
            key, size, times, first = rest[1:3], rest[4:8], (b"\1", b"\1"), 9
        if len(size) < 4:
            return None
        across, down = (int.from_bytes(size[at : at + 2], "little") for at in (0, 2))
        data = rest[first:]
        if function in _RASTER:
            rows = tuple(row[:across] for row in raster(data, -(-across // 8)))[:down]
        else:
            rows = columns(data[: across * -(-down // 8)], -(-down // 8))[:down]
        rows = enlarged(rows, _times(times[0][0]), _times(times[1][0]))
        if key is None:
            self.stored = rows
        else:
            (self.kept if function in _KEPT_IN_ROM else self.loaded)[key] = rows
        return ()

    def keep(self, args: bytes) -> None:
        """FS q n, and n pictures, each its size in bytes both ways and its columns."""
        self.kept = {key: rows for key, rows in self.kept.items() if not isinstance(key, int)}
        at = 1
        for number in range(1, args[0] + 1):
            across, down = (
                int.from_bytes(args[at + add : at + add + 2], "little") for add in (0, 2)
            )
            end = at + 4 + across * down * 8
            self.kept[number] = columns(args[at + 4 : end], down)
            at = end

    def load(self, args: bytes) -> None:
        """GS * x y and its columns."""
        self.loaded[0] = columns(args[2:], args[1])


def _times(byte: int) -> int:
    return 2 if byte == 2 else 1
