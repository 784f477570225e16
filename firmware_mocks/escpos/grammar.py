"""How long each command is, and what it is called: the printer takes one after another."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.printing.models.escpos import spec

_FOUR_BYTE_SECOND = range(0x30, 0x3A)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: `char`, `lf`, `esc a`, `gs V`, `fs &`, `symbol`, `raster` or `junk`."""

    name: str
    args: bytes = b""


# Command letters and how many parameter bytes follow them (Epson TM command manuals; the clones'
# ESC B and FS W from their programmer's manuals).
_FIXED = {
    spec.ESC: {
        "@": 0, "a": 1, "E": 1, "d": 1, "B": 2, "t": 1, "M": 1, "-": 1, "{": 1, "!": 1, "3": 1,
        "2": 0, "G": 1, "R": 1, " ": 1, "V": 1, "p": 3, "c": 2, "=": 1, "$": 2, "\\": 2, "J": 1,
        "i": 0, "m": 0, "v": 0,
    },
    spec.FS: {"&": 0, ".": 0, "!": 1, "W": 1, "-": 1, "S": 2, "C": 1},
    spec.GS: {
        "!": 1, "B": 1, "b": 1, "L": 2, "W": 2, "H": 1, "h": 1, "w": 1, "f": 1, "r": 1, "a": 1,
        "P": 2, "I": 1, "V": 1,
    },
}  # fmt: skip
_FAMILY = {spec.ESC: "esc", spec.FS: "fs", spec.GS: "gs"}
_CUT_AFTER_FEED = b"AB"  # GS V 65 n, GS V 66 n
_RASTER = bytes((spec.GS, ord("v"), ord("0")))
_RASTER_HEAD = 8
_SYMBOL_HEAD = 5


def take(held: bytes, *, chinese: bool) -> tuple[Step, int] | None:
    """The first thing in `held` and how many bytes it takes; None while it is not whole."""
    if not held:
        return None
    first = held[0]
    if first >= spec.FIRST_PRINTABLE:
        return _char(held, chinese=chinese)
    if first == spec.LF:
        return Step("lf"), 1
    if first not in _FIXED:
        return Step("junk", held[:1]), 1
    if len(held) == 1:
        return None
    if first == spec.GS and chr(held[1]) == "(":
        return _symbol(held)
    if _RASTER.startswith(held[:3]) or held.startswith(_RASTER):
        return _raster(held)
    return _fixed(held)


def _fixed(held: bytes) -> tuple[Step, int] | None:
    letter = chr(held[1])
    count = _FIXED[held[0]].get(letter)
    if count is None:
        return Step("junk", held[:2]), 2
    if held[0] == spec.GS and letter == "V" and held[2:3] and held[2] in _CUT_AFTER_FEED:
        count = 2
    if len(held) < 2 + count:
        return None
    return Step(f"{_FAMILY[held[0]]} {letter}", held[2 : 2 + count]), 2 + count


def _char(held: bytes, *, chinese: bool) -> tuple[Step, int] | None:
    if held[0] < 0x80 or not chinese:  # ASCII
        return Step("char", held[:1]), 1
    if len(held) == 1:
        return None
    if held[1] < _FOUR_BYTE_SECOND.start:
        return Step("char", held[:1]), 1  # half a character before a control byte
    length = 4 if held[1] in _FOUR_BYTE_SECOND else 2
    return (Step("char", held[:length]), length) if len(held) >= length else None


def _symbol(held: bytes) -> tuple[Step, int] | None:
    if len(held) < _SYMBOL_HEAD:
        return None
    length = _SYMBOL_HEAD + int.from_bytes(held[3:5], "little")
    if len(held) < length:
        return None
    name = "symbol" if held[2] == ord("k") else "junk"
    return Step(name, held[_SYMBOL_HEAD:length]), length


def _raster(held: bytes) -> tuple[Step, int] | None:
    if len(held) < _RASTER_HEAD:
        return None
    across, down = (int.from_bytes(held[at : at + 2], "little") for at in (4, 6))
    length = _RASTER_HEAD + across * down
    return (Step("raster", held[4:8]), length) if len(held) >= length else None
