"""What hall.toml says of slips: the roll, the template, the logo, and the page a slip links to."""

from __future__ import annotations

import hashlib
from enum import IntEnum, StrEnum

from broker.domain.ids import RequestId
from broker.domain.tables import HallTable

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: they are read as others
_TOKEN_LETTERS = 16  # of five bits: 80 bits, which nobody guesses


class Roll(IntEnum):
    """The roll, by its width in millimetres."""

    MM_58 = 58
    MM_80 = 80


class SlotSide(StrEnum):
    """Where slips come out of a kiosk, seen from its glass."""

    BELOW = "below"
    LEFT = "left"
    RIGHT = "right"


class SlipRules(HallTable, frozen=True):
    """`[slip]`: how slips look; files lie beside hall.toml. `paper` is the roll of printers that
    name no other."""

    paper: Roll = Roll.MM_80
    template: str = ""
    logo: str = ""


def slip_token(reservation: RequestId) -> str:
    """What a slip's link calls its ticket: nobody who has not seen the slip can guess it, and
    whoever knows the reservation can work it out, so no message carries it."""
    digest = hashlib.sha256(f"slip {reservation}".encode()).digest()
    value = int.from_bytes(digest[: _TOKEN_LETTERS * 5 // 8], "big")
    return "".join(_LETTERS[value >> 5 * place & 31] for place in reversed(range(_TOKEN_LETTERS)))


def slip_link(public_url: str, reservation: RequestId) -> str:
    """The page of one ticket below the hall's public address."""
    return f"{public_url.rstrip('/')}/t/{slip_token(reservation)}"
