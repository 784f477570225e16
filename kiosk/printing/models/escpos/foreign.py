"""Commands as others send them, and pictures, ours too, with their dots: read by `hall decode`, for
whoever looks at the bytes of a program that talks to the same printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.printing.models.escpos import spec

_FAMILIES = {spec.ESC: "ESC", spec.FS: "FS", spec.GS: "GS"}
_CELL_ACROSS, _CELL_DOWN = 2, 4  # dots of a Braille character
_BRAILLE = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # of its dots, row by row
_WIDEST = 72  # characters: a wider picture is shrunk
_SHOWN = 24  # bytes of a command's data

_MEANINGS = {
    "ESC !": "font, bold, height, width and underline", "ESC $": "place on the line",
    "ESC *": "picture in columns", "ESC -": "underline", "ESC 2": "ordinary line spacing",
    "ESC 3": "line spacing", "ESC D": "tab stops", "ESC G": "printed twice", "ESC J": "feed dots",
    "ESC K": "draw back dots", "ESC L": "begin a page", "ESC M": "font", "ESC R": "country",
    "ESC S": "leave the page", "ESC T": "direction on the page", "ESC V": "turned by a quarter",
    "ESC W": "area of the page", "ESC \\": "place from here", "ESC e": "draw back lines",
    "ESC i": "cut", "ESC m": "cut, not through", "ESC p": "open the drawer", "ESC t": "code page",
    "ESC {": "upside down", "ESC  ": "space behind letters", "FS !": "mode of Chinese characters",
    "FS -": "underline Chinese characters", "FS S": "space around Chinese characters",
    "FS W": "Chinese characters twice as large", "FS p": "print a kept picture",
    "FS q": "keep pictures", "GS $": "place down the page", "GS ( L": "graphics",
    "GS ( k": "two-dimensional code", "GS *": "load a picture", "GS /": "print the loaded picture",
    "GS 8": "graphics", "GS B": "white on black", "GS H": "where its digits stand",
    "GS I": "who are you", "GS L": "left margin", "GS P": "units of length",
    "GS V": "feed and cut", "GS W": "width of what is printed", "GS f": "font of its digits",
    "GS h": "height of a bar code", "GS k": "bar code", "GS v": "picture in rows",
    "GS w": "width of its modules", "GS \\": "place from here, down the page",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Foreign:
    """A command by its letters, with its data."""

    name: str
    data: bytes

    def __str__(self) -> str:
        more = f" … {len(self.data)} bytes" if len(self.data) > _SHOWN else ""
        said = f"{self.name} {self.data[:_SHOWN].hex(' ').upper()}".rstrip() + more
        return f"{said}: {_MEANINGS.get(self.name, 'a command we never send')}"


@dataclass(frozen=True, slots=True)
class PictureRows:
    """A part of a picture from left to right: a character is two dots wide and four high."""

    drawn: str


def length(held: bytes) -> int | None:
    """How many bytes the command takes that `held` begins with; None: not known yet, 0: none."""
    if held[0] not in _FAMILIES:
        return 1 if held[0] in (spec.HT, spec.FF, spec.CR, spec.CAN) else 0
    if len(held) < 2:
        return None
    name = _FAMILIES[held[0]] + " " + chr(held[1])
    if held[1] == ord("("):
        return _counted(held, 5, 3, 2)
    if name in _LENGTHS:
        return _LENGTHS[name](held)
    count = spec.PARAMETERS[held[0]].get(chr(held[1]))
    return 0 if count is None else 2 + count


def values(command: bytes) -> Iterator[Foreign | PictureRows]:
    """What it is, and, where it is a picture, its dots."""
    if command[0] not in _FAMILIES:
        yield Foreign({spec.HT: "HT", spec.FF: "FF", spec.CR: "CR"}.get(command[0], "CAN"), b"")
        return
    letters, data = chr(command[1]), command[2:]
    if letters == "(":
        letters, data = f"( {chr(command[2])}", command[5:]
    told = Foreign(f"{_FAMILIES[command[0]]} {letters}", data)
    yield told
    for drawn in _braille(_dots(told)):
        yield PictureRows(drawn)


def _dots(told: Foreign) -> list[list[bool]]:
    """The dots of a picture, row by row; none where it is no picture."""
    data = told.data
    match told.name:
        case "GS v":
            return _rows(data[6:], int.from_bytes(data[2:4], "little"))
        case "ESC *":
            return _turned(_rows(data[3:], spec.COLUMN_BYTES.get(data[0], 0)))
        case "GS *":
            return _turned(_rows(data[2:], data[1]))
        case "GS ( L" | "GS 8":
            body = data[5:] if told.name == "GS 8" else data
            across = int.from_bytes(body[6:8], "little")
            if body[:2] == b"0p":  # function 112: raster, to be printed next
                return [row[:across] for row in _rows(body[10:], -(-across // 8))]
    return []


def _rows(data: bytes, across: int) -> list[list[bool]]:
    if not across:
        return []
    return [
        [bool(byte >> bit & 1) for byte in data[at : at + across] for bit in range(7, -1, -1)]
        for at in range(0, len(data) - across + 1, across)
    ]


def _turned(columns: list[list[bool]]) -> list[list[bool]]:
    return [list(row) for row in zip(*columns, strict=True)]


def _braille(rows: list[list[bool]]) -> Iterator[str]:
    """Rows of Braille; a dot of a shrunk picture is dark where any of its own is."""
    wide = max(map(len, rows), default=0)
    step = max(1, -(-wide // (_WIDEST * _CELL_ACROSS)))
    small = [
        [any(any(row[x : x + step]) for row in rows[y : y + step]) for x in range(0, wide, step)]
        for y in range(0, len(rows), step)
    ]
    for top in range(0, len(small), _CELL_DOWN):
        band = small[top : top + _CELL_DOWN]
        yield "".join(_cell(band, left) for left in range(0, len(band[0]), _CELL_ACROSS))


def _cell(band: list[list[bool]], left: int) -> str:
    lit = (
        bit
        for row, bits in zip(band, _BITS, strict=False)
        for dot, bit in zip(row[left : left + _CELL_ACROSS], bits, strict=False)
        if dot
    )
    return chr(_BRAILLE + sum(lit))


def _counted(held: bytes, head: int, at: int, size: int, unit: int = 1) -> int | None:
    """`head` bytes and, `unit` by `unit`, as many as the number at `at` says."""
    if len(held) < at + size:
        return None
    return head + unit * int.from_bytes(held[at : at + size], "little")


def _raster(held: bytes) -> int | None:
    down = _counted(held, 0, 6, 2)
    return None if down is None else _counted(held, 8, 4, 2, down)


def _columns(held: bytes) -> int | None:
    return _counted(held, 5, 3, 2, spec.COLUMN_BYTES.get(held[2], 0)) if len(held) > 2 else None


def _bars(held: bytes) -> int | None:
    if len(held) > 2 and held[2] >= spec.COUNTED:
        return _counted(held, 4, 3, 1)
    return held.find(0, 3) + 1 or None  # find says -1 for none


def _stops(held: bytes) -> int | None:
    """Up to the first that does not rise; a NUL belongs to them."""
    before = 0
    for at, stop in enumerate(held[2 : 2 + spec.TABS_MOST], 2):
        if stop <= before:
            return at + (stop == 0)
        before = stop
    whole = len(held) >= 2 + spec.TABS_MOST
    return 2 + spec.TABS_MOST if whole else None


def _glyphs(held: bytes) -> int | None:
    if len(held) < 5:
        return None
    at = 5
    for _ in range(held[4] - held[3] + 1):
        if at >= len(held):
            return None
        at += 1 + held[2] * held[at]
    return at


def _album(held: bytes) -> int | None:
    if len(held) < 3:
        return None
    at = 3
    for _ in range(held[2]):
        if len(held) < at + 4:
            return None
        across, down = (int.from_bytes(held[at + add : at + add + 2], "little") for add in (0, 2))
        at += 4 + 8 * across * down
    return at


def _third(**lengths: int) -> Callable[[bytes], int | None]:
    """By the third byte, given as `x30`; else three."""
    known = {int(name[1:], 16): count for name, count in lengths.items()}
    return lambda held: known.get(held[2], 3) if len(held) > 2 else None


_LENGTHS: dict[str, Callable[[bytes], int | None]] = {
    "ESC *": _columns,
    "ESC D": _stops,
    "ESC &": _glyphs,
    "FS q": _album,
    "GS *": lambda held: 4 + 8 * held[2] * held[3] if len(held) > 3 else None,
    "GS 8": lambda held: _counted(held, 7, 3, 4),
    "GS k": _bars,
    "GS v": _raster,
    "GS V": lambda held: (4 if held[2] in spec.CUT_AFTER_FEED else 3) if len(held) > 2 else None,
    "GS C": _third(x30=5, x31=9, x32=5),
    "GS g": _third(x30=6, x32=6),
    "GS z": _third(x30=5),
}
