"""The screens of an appointment's code, as frozen values. Pure."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from broker.domain.ids import RequestId


class WhyNoCode(Enum):
    """Why a code brought no number."""

    AWAY = "away"  # the ledger does not answer, and nobody else knows
    REFUSED = "refused"  # the ledger answered no
    OFTEN = "often"  # so many codes were tried here within a minute


class CodeEntry(Struct, frozen=True):
    """预约取号: six digits are typed. `key` is the id of the one number that is asked for here."""

    key: RequestId
    text: str = ""


class CodeRefused(Struct, frozen=True):
    """No number for this code; `zh` and `en` carry the ledger's own sentence."""

    why: WhyNoCode
    zh: str = ""
    en: str = ""


CodeScreen = CodeEntry | CodeRefused
