"""What the hall asks of a card, and what a card answers, as values.

Formatting is missing on purpose: it wipes the fonts, and no sign needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from queue_display.models.onbon import spec
from queue_display.models.onbon.text import Piece


@dataclass(frozen=True, slots=True)
class Ping:
    """Are you there?"""


@dataclass(frozen=True, slots=True)
class Power:
    """Light the sign, or make it dark."""

    on: bool


@dataclass(frozen=True, slots=True)
class Clear:
    """Remove everything that is lit."""


@dataclass(frozen=True, slots=True)
class SetClock:
    """Set the card's clock; `at` is the hall's local time without a zone, whole seconds."""

    at: datetime


@dataclass(frozen=True, slots=True)
class LockProgram:
    """Hold the stored program `name` on the glass, or let it go.

    With `stored` the lock outlives the power.
    """

    locked: bool
    name: str = "P000"
    stored: bool = False


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """What is your number? Meant for `spec.ANY` with one card on the wire."""


@dataclass(frozen=True, slots=True)
class QueryStatus:
    """What do you show, and are you on?"""


@dataclass(frozen=True, slots=True)
class Area:
    """One dynamic area, in dots. `x` and `width` are multiples of eight.

    `speed` 0 fastest to 24, `stay` in half seconds, `timeout` in seconds (see `RunMode`).
    """

    number: int
    x: int
    y: int
    width: int
    height: int
    text: tuple[Piece, ...]
    effect: spec.Effect = spec.Effect.STATIC
    speed: int = 0
    stay: int = 0
    run: spec.RunMode = spec.RunMode.LOOP
    timeout: int = 0
    spacing: int = 0
    across: spec.Across = spec.Across.LEFT
    down: spec.Down = spec.Down.TOP
    lines: spec.Lines = spec.Lines.SEVERAL
    wrap: spec.Wrap = spec.Wrap.HOST


@dataclass(frozen=True, slots=True)
class ShowAreas:
    """Delete dynamic areas (`None`: all of them), then show `areas`.

    They live in the card's RAM: no wear, gone with the power. `process` is the r0 byte of the
    request: 0 keeps the other areas (clients in the field send other values, cards accept them).
    """

    areas: tuple[Area, ...] = ()
    delete: tuple[int, ...] | None = ()
    process: int = 0


@dataclass(frozen=True, slots=True)
class Unsent:
    """A request this driver reads in a recording and never sends, format above all."""

    op: int
    data: bytes


What: TypeAlias = (
    Ping | Power | Clear | SetClock | LockProgram | ReadNumber | QueryStatus | ShowAreas | Unsent
)


@dataclass(frozen=True, slots=True)
class Order:
    """A request to the card at `address`; `answered` False tells it to stay silent.

    `spec.BROADCAST` reaches all cards and none answers.
    """

    address: int
    what: What
    answered: bool = True

    @property
    def expects_reply(self) -> bool:
        """Whether anybody will answer."""
        return self.answered and self.address != spec.BROADCAST


@dataclass(frozen=True, slots=True)
class Ack:
    """The card at `address` did it."""

    address: int


@dataclass(frozen=True, slots=True)
class Nack:
    """The card at `address` did not do it; `code` is a `CardError`, or one newer than ours."""

    address: int
    code: int

    @property
    def error(self) -> spec.CardError | None:
        """The name of the code, None where it has none."""
        return spec.CardError(self.code) if self.code in set(spec.CardError) else None


@dataclass(frozen=True, slots=True)
class Number:
    """The card at `address` says its number."""

    address: int
    number: int


@dataclass(frozen=True, slots=True)
class Status:
    """What a card shows. The clock is left as bytes: sources contradict each other on its order.

    `brightness` 0 to 15; `areas` are the numbers of the dynamic areas in its RAM.
    """

    address: int
    on: bool
    brightness: int
    clock: bytes
    programs: int
    current: bytes
    areas: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """An answer that carries data this driver has no use for."""

    address: int
    op: int
    error: int
    data: bytes


Reply: TypeAlias = Ack | Nack | Number | Status | Other
