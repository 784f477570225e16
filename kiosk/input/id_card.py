"""An ID card as a kiosk needs it: masked already, and what proves who it is in private bytes. Pure.

GB 11643-1999 has the check digit of an identity number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.input.private import Private

STAR = "*"
MOST_STARS = 3  # a long name does not need more to be seen as one
ELDERLY = 60  # years, as the group 60 岁以上 has it

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = b"10X98765432"
_NUMBER = len(_WEIGHTS) + 1


@dataclass(frozen=True, slots=True)
class IdCard:
    """`name` and `number` are masked. `identity` is the whole number, for whoever makes it into
    something that tells nothing, and then wipes it. `until` None: valid for ever (长期)."""

    name: str
    number: str
    identity: Private
    born: date
    since: date
    until: date | None


def adds_up(number: memoryview) -> bool:
    """Whether the last digit of an identity number is the one that its others make."""
    if len(number) != _NUMBER or not all(0x30 <= digit <= 0x39 for digit in number[:-1]):
        return False
    total = sum(
        weight * (digit - 0x30) for weight, digit in zip(_WEIGHTS, number[:-1], strict=True)
    )
    return number[-1] == _CHECKS[total % len(_CHECKS)]


def masked_name(first: str, letters: int) -> str:
    """A name of so many letters: its first, and stars."""
    shown = first if first.isprintable() and first.strip() else STAR
    return shown + STAR * max(1, min(letters - 1, MOST_STARS))


def masked_number(number: memoryview) -> str:
    """Of an identity number its district and its last four; of any other two at each end."""
    before, after = (6, 4) if len(number) == _NUMBER else (2, 2)
    ends = (number[:before], number[len(number) - after :])
    first, last = (bytes(each).decode("ascii", "replace") for each in ends)
    return first + STAR * (len(number) - before - after) + last


def age(born: date, today: date) -> int:
    """In whole years. Who was born on 29 February is a year older on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
