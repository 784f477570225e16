"""Data becomes bars: the codes of GS k, from the standards that define them.

Each code is a row of modules, `#` dark. Data that the code has no character for, or a check digit
that is wrong, makes none, as a printer prints nothing then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle

from firmware_mocks.escpos import bar_patterns as p


@dataclass(frozen=True, slots=True)
class Barcode:
    """`data` as a person reads it, with its check digit where it has one."""

    system: str
    data: str
    bars: str


class NoBarcode(ValueError):
    """The data does not fit the code."""


def barcode(kind: int, data: bytes) -> Barcode | None:
    """The code of GS k `kind`; None for one that this printer does not know. Raises `NoBarcode`."""
    known = _KINDS.get(kind)
    if known is None:
        return None
    system, draw = known
    try:
        shown, bars = draw(data.decode("latin-1"))
    except (KeyError, IndexError, ValueError) as error:
        raise NoBarcode(f"{data!r} is no {system}") from error
    return Barcode(system, shown, bars)


def _widths(widths: str) -> str:
    """Widths of bar, space, bar …: `212` is `##.##`."""
    return "".join(mark * int(wide) for mark, wide in zip(cycle("# "), widths, strict=False))


def check_digit(digits: str) -> str:
    """Of EAN and UPC: from the right, every other digit counts three times."""
    total = sum(int(each) * (3, 1)[at % 2] for at, each in enumerate(reversed(digits)))
    return str(-total % 10)


def _checked(data: str, length: int) -> str:
    """`length` digits of which the last one checks; it is added where it was left out."""
    if not (data.isascii() and data.isdigit()) or len(data) not in (length - 1, length):
        raise NoBarcode(f"not {length - 1} or {length} digits")
    whole = data[: length - 1] + check_digit(data[: length - 1])
    if data not in (whole, whole[:-1]):
        raise NoBarcode("wrong check digit")
    return whole


def _ean13(data: str) -> tuple[str, str]:
    digits = _checked(data, 13)
    left = zip(digits[1:7], p.EAN_PARITY[int(digits[0])], strict=True)
    return digits, p.EAN_GUARD + _left(left) + p.EAN_MIDDLE + _right(digits[7:]) + p.EAN_GUARD


def _ean8(data: str) -> tuple[str, str]:
    digits = _checked(data, 8)
    left = _left(zip(digits[:4], "LLLL", strict=True))
    return digits, p.EAN_GUARD + left + p.EAN_MIDDLE + _right(digits[4:]) + p.EAN_GUARD


def _upc_a(data: str) -> tuple[str, str]:
    digits = _checked(data, 12)
    return digits, _ean13("0" + digits)[1]


def _upc_e(data: str) -> tuple[str, str]:
    """Six digits that stand for eleven; the whole number's check digit is in the parity."""
    if len(data) in (11, 12):
        whole = _checked(data, 12)
        six = _shortened(whole)
    else:
        six = data[-6:] if len(data) in (6, 7) else data[1:7]
        whole = _checked(_lengthened(six), 12)
        if len(data) not in (6, 7, 8) or (len(data) > 6 and data[0] != "0"):
            raise NoBarcode("not 6, 7, 8, 11 or 12 digits that begin with 0")
        if len(data) == 8 and data[7] != whole[-1]:
            raise NoBarcode("wrong check digit")
    left = zip(six, p.UPC_E_PARITY[int(whole[-1])], strict=True)
    return f"0{six}{whole[-1]}", p.EAN_GUARD + _left(left) + p.UPC_E_END


def _lengthened(six: str) -> str:
    """What the six digits of UPC-E stand for, by the last of them."""
    one, last = six[:5], six[5]
    if last in "012":
        return f"0{one[:2]}{last}0000{one[2:]}"
    if last == "3":
        return f"0{one[:3]}00000{one[3:]}"
    if last == "4":
        return f"0{one[:4]}00000{one[4:]}"
    return f"0{one}0000{last}"


def _shortened(whole: str) -> str:
    forms = (
        *(f"{whole[1:3]}{whole[8:11]}{last}" for last in "012"),
        f"{whole[1:4]}{whole[9:11]}3",
        f"{whole[1:5]}{whole[10]}4",
        f"{whole[1:6]}{whole[10]}",
    )
    fitting = (each for each in forms if _lengthened(each) == whole[:11])
    six = next(fitting, None)
    if six is None:
        raise NoBarcode("no number that UPC-E can shorten")
    return six


def _left(digits: Iterable[tuple[str, str]]) -> str:
    return "".join(p.EAN_LEFT[parity][int(digit)] for digit, parity in digits)


def _right(digits: str) -> str:
    inverse = str.maketrans("# ", " #")
    return "".join(p.EAN_LEFT["L"][int(each)].translate(inverse) for each in digits)


def _code39(data: str) -> tuple[str, str]:
    """Nine elements a character, three of them wide; an asterisk at both ends."""
    shown = data.strip("*")
    drawn = (_wide(p.CODE39[char]) for char in f"*{shown}*")
    return shown, " ".join(drawn)


def _wide(elements: str) -> str:
    """Narrow and wide elements as modules: 1 and 3."""
    return _widths(elements.translate(str.maketrans("nw", "13")))


def _itf(data: str) -> tuple[str, str]:
    """Digits in pairs: one as five bars, the next one as the spaces between them."""
    if not (data.isascii() and data.isdigit()) or len(data) % 2:
        raise NoBarcode("not an even count of digits")
    pairs = zip(data[::2], data[1::2], strict=True)
    drawn = (
        _wide("".join(a + b for a, b in zip(p.ITF[int(bar)], p.ITF[int(space)], strict=True)))
        for bar, space in pairs
    )
    return data, "# # " + "".join(drawn) + "### #"


def _codabar(data: str) -> tuple[str, str]:
    upper = data.upper()
    if len(upper) < 2 or upper[0] not in "ABCD" or upper[-1] not in "ABCD":
        raise NoBarcode("does not begin and end with A, B, C or D")
    return data, " ".join(_wide(p.CODABAR[char]) for char in upper)


def _code93(data: str) -> tuple[str, str]:
    """Characters of nine modules, two check characters modulo 47, and a bar at the end."""
    values = [value for char in data for value in p.code93_values(char)]
    for most in (20, 15):
        total = sum(v * (at % most + 1) for at, v in enumerate(reversed(values)))
        values.append(total % 47)
    drawn = "".join(_widths(p.CODE93[value]) for value in values)
    return data, _widths(p.CODE93_EDGE) + drawn + _widths(p.CODE93_EDGE) + "#"


def _code128(data: str) -> tuple[str, str]:
    """`{A`, `{B` and `{C` choose a set of characters; the first must (Epson)."""
    shown, values = _sets(data)
    if not values or values[0] < p.CODE128_START_A:
        raise NoBarcode("does not begin with a code set")
    total = values[0] + sum(at * value for at, value in enumerate(values))
    values += [total % 103, p.CODE128_STOP]
    return shown, "".join(_widths(p.CODE128[value]) for value in values)


def _sets(data: str) -> tuple[str, list[int]]:
    """The characters, and the values that draw them: switches of the set among them."""
    shown, values, chosen = "", list[int](), ""
    chars = iter(data)
    for char in chars:
        word = next(chars, "") if char == "{" else ""
        if word and word in "ABC":
            values.append((p.CODE128_SWITCH if chosen else p.CODE128_START)[word])
            chosen = word
        elif char == "{" and word != "{":
            values.append(p.CODE128_FUNCTION[chosen][word])
        else:
            values.append(p.code128_value(char, chosen))
            shown += f"{ord(char):02d}" if chosen == "C" else char
    return shown, values


_Draw = Callable[[str], tuple[str, str]]
_OLD: tuple[tuple[str, _Draw], ...] = (
    ("UPC-A", _upc_a),
    ("UPC-E", _upc_e),
    ("EAN13", _ean13),
    ("EAN8", _ean8),
    ("CODE39", _code39),
    ("ITF", _itf),
    ("CODABAR", _codabar),
)
# m of GS k m: 0 to 6, and the same again from 65 on, with more behind.
_KINDS: dict[int, tuple[str, _Draw]] = {
    **dict(enumerate(_OLD)),
    **dict(enumerate((*_OLD, ("CODE93", _code93), ("CODE128", _code128)), 65)),
}
