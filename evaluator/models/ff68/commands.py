"""What can be said to the devices of an FF 68 bus. One value is one frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ShowNumbers:
    """Keypad display: people waiting and the ticket's number, 0..999 each, None blank."""

    address: int
    waiting: int | None
    number: int | None


@dataclass(frozen=True, slots=True)
class ShowStars:
    """Evaluator: the stars of the clerk, 0..5."""

    address: int
    stars: int


@dataclass(frozen=True, slots=True)
class Beep:
    """Keypad: one beep, "that cannot be done"."""

    address: int


@dataclass(frozen=True, slots=True)
class StartEvaluation:
    """Evaluator: light the keys and ask the applicant."""

    address: int


@dataclass(frozen=True, slots=True)
class AckKeys:
    """Host to keypad: the key frame heard, as it was."""

    address: int
    data: bytes


@dataclass(frozen=True, slots=True)
class AckChoice:
    """Host to evaluator: the choice is stored."""

    address: int
    choice: int


Picture: TypeAlias = ShowNumbers | ShowStars
Signal: TypeAlias = Beep | StartEvaluation
Command: TypeAlias = Picture | Signal | AckKeys | AckChoice
