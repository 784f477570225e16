"""What came to a kiosk from a device beside its glass: values only, and nothing of how. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class InputKind(StrEnum):
    """What the device is for."""

    CARD_READER = "card-reader"
    SCANNER = "scanner"


class InputTrouble(StrEnum):
    """Why nothing can come from a device."""

    UNPLUGGED = "unplugged"  # the port is gone
    SILENT = "silent"  # no answer to repeated questions
    NOT_AUTHORISED = "not-authorised"  # the SAM in a card reader may not read cards
    SELF_TEST = "self-test"  # the device found itself broken
    UNREADABLE = "unreadable"  # it reads no card of several


@dataclass(frozen=True, slots=True)
class InputState:
    """Whether something can come from the device of this kind; `trouble` says why not."""

    kind: InputKind
    trouble: InputTrouble | None = None


class CardProblem(StrEnum):
    """Why a card that was laid down tells nothing."""

    LIFTED = "lifted"  # taken away while it was read
    UNKNOWN_KIND = "unknown-kind"  # of a kind that nobody here knows
    MISREAD = "misread"  # what it says does not add up
    NOT_YET = "not-yet"  # it is not valid yet
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class CardRead:
    """Somebody laid an ID card down. All that leaves the reader's thread: `person` is the same for
    the same person at all kiosks of this hall today, and tells nobody else anything; `name` and
    `number` are masked already (张*, 110101********0015)."""

    person: str
    name: str
    number: str
    elderly: bool = False  # 60 or older today


@dataclass(frozen=True, slots=True)
class CardUnread:
    """A card was laid down and tells nothing; why."""

    why: CardProblem


@dataclass(frozen=True, slots=True)
class CodeRead:
    """A code was held before the scanner, and says `text`, which may be somebody's: no log and no
    traceback shows it."""

    text: str = field(repr=False)


Came: TypeAlias = CardRead | CardUnread | CodeRead | InputState
