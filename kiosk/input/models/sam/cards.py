"""What stands on a card, by the kind of card. Pure.

The text has 256 bytes of UTF-16LE; the letter at byte 248 says whose card it is: none of citizens,
J of the residents of 港澳台, I and Y of foreigners (before 2023, and since). Never is a whole name
or a whole number made into a text: the first letter and the ends are taken, and the number itself
stays in bytes that can be wiped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.input.came import CardProblem
from kiosk.input.id_card import IdCard, adds_up, masked_name, masked_number
from kiosk.input.private import Private

_FOR_EVER = "长期".encode("utf-16-le")
_SPACE = b" \x00"
_KIND = slice(248, 250)
_SINCE = slice(188, 204)
_UNTIL = slice(204, 220)
_OLD_NUMBER = range(15, 16)  # of foreigners until 2023: three letters and twelve digits


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand. Of `names` the first that is there counts; `checked`: the number has the
    check digit of GB 11643."""

    names: tuple[slice, ...]
    number: slice
    born: slice
    checked: bool = True


_CITIZEN = Layout((slice(0, 30),), slice(122, 158), slice(36, 52))
_LAYOUTS = {
    _SPACE: _CITIZEN,
    b"J\x00": _CITIZEN,
    b"I\x00": Layout((slice(158, 188), slice(0, 120)), slice(122, 152), slice(220, 236), False),
    b"Y\x00": Layout((slice(0, 30), slice(52, 122)), slice(122, 158), slice(36, 52)),
}


def card_of(text: Private) -> IdCard | CardProblem:
    """The card; or why it tells nothing."""
    view = text.view()
    layout = _LAYOUTS.get(bytes(view[_KIND]))
    if layout is None:
        return CardProblem.UNKNOWN_KIND
    number = _digits(view[layout.number])
    try:
        return _card(view, layout, number.view())
    except ValueError:
        return CardProblem.MISREAD
    finally:
        number.wipe()


def _card(view: memoryview, layout: Layout, number: memoryview) -> IdCard:
    """Raises `ValueError` where something does not add up."""
    sound = adds_up(number) if layout.checked else len(number) in _OLD_NUMBER
    if not sound:
        raise ValueError("the number does not add up")
    until = view[_UNTIL]
    ever = until[: len(_FOR_EVER)] == _FOR_EVER
    return IdCard(
        name=_name(view, layout.names),
        number=masked_number(number),
        identity=Private(number),
        born=_day(view[layout.born]),
        since=_day(view[_SINCE]),
        until=None if ever else _day(until),
    )


def _digits(field: memoryview) -> Private:
    """The letters of ASCII that stand there before the spaces; nothing where others do."""
    end = _filled(field)
    if any(field[1:end:2]):
        return Private(b"")
    return Private(field[:end:2])


def _filled(field: memoryview) -> int:
    """How many bytes stand before the spaces at its end."""
    end = len(field)
    while end and field[end - 2 : end] == _SPACE:
        end -= 2
    return end


def _name(view: memoryview, places: tuple[slice, ...]) -> str:
    field = next((view[each] for each in places if _filled(view[each])), view[places[0]])
    size = 4 if 0xD8 <= field[1] <= 0xDB else 2  # the first of two halves, of a rare character
    first = bytes(field[:size]).decode("utf-16-le", "replace")
    return masked_name(first, 1 + max(0, _filled(field) - size) // 2)


def _day(field: memoryview) -> date:
    """YYYYMMDD. Raises `ValueError`."""
    digits = bytes(field[::2])
    if any(field[1::2]) or len(digits) != 8 or not digits.isdigit():
        raise ValueError("no date")
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return date(year, month, day)
