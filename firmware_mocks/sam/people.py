"""Cards of invented people: the text of 256 bytes as a reader gives it. Nobody here exists.

Written against the tables in docs/protocols/sam.md, apart from our driver.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_DISTRICT = "110101"
_RESIDENT = "810000"
_FOREIGNER = "911840"  # since 2023: 9, a province, a nationality
_LETTERS = 128
_PHOTO = 1024
_SPACE = " ".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """A card with its owner. `kind` is the letter that says whose it is; "" of citizens."""

    name: str
    born: str = "19900101"
    kind: str = ""
    until: str = "20401231"
    misprinted: bool = False  # its number does not add up

    @property
    def number(self) -> str:
        """An identity number with its check digit; of the old card for foreigners without one."""
        serial = int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:4], "big") % 900 + 100
        if self.kind == "I":
            return f"USA{self.born[2:]}{serial:03d}000"
        first = {"J": _RESIDENT, "Y": _FOREIGNER}.get(self.kind, _DISTRICT)
        body = f"{first}{self.born}{serial:03d}"
        return body + check_letter(body, off=self.misprinted)


def check_letter(body: str, *, off: bool = False) -> str:
    """ISO 7064, MOD 11-2, over seventeen digits; `off`: another one."""
    rest = 0
    for digit in body:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest + off) % 11]


def text(card: PrintedCard) -> bytes:
    """What stands on it."""
    letters = bytearray(_SPACE * _LETTERS)

    def put(at: int, length: int, words: str) -> None:
        there = words.encode("utf-16-le")[:length]
        letters[at : at + len(there)] = there

    if card.kind == "I":
        put(0, 120, "INVENTED, PERSON")
        put(120, 2, "1")
        put(122, 30, card.number)
        put(152, 6, "USA")
        put(158, 30, card.name)
        put(220, 16, card.born)
        put(236, 12, "011500")
    else:
        put(0, 30, card.name)
        put(30, 2, "1")
        put(32, 4, "01")
        put(36, 16, card.born)
        put(52, 70, "INVENTED, PERSON" if card.kind == "Y" else "北京市东城区测试路1号")
        put(122, 36, card.number)
        put(158, 30, "" if card.kind == "Y" else "北京市公安局东城分局")
    put(188, 16, "20200101")
    put(204, 16, card.until)
    put(248, 2, card.kind)
    return bytes(letters)


def photo() -> bytes:
    """No picture: nothing but zeros."""
    return bytes(_PHOTO)
