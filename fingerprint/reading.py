"""What a clock-in reader of any make tells the hall, and the one thing it is told.

A reader's session is asked once to `Watch`; from then on it reports these events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Watch:
    """Identify everyone who touches the reader, from now on."""


class ReaderTrouble(StrEnum):
    """Why nobody can be identified."""

    SILENT = "silent"  # no bytes at all: power, cable, a hung module
    GARBLED = "garbled"  # bytes that are no answer: baud rate, interference, another device
    WRONG_PASSWORD = "wrong-password"  # noqa: S105  # the name of a trouble
    REFUSED = "refused"  # the module answers, and will not work


class Unclear(StrEnum):
    """Why a touch named nobody."""

    UNKNOWN = "unknown"  # a good picture of a finger the reader does not hold
    POOR = "poor"  # no features could be taken: wet, dry, beside the glass


@dataclass(frozen=True, slots=True)
class Ready:
    """The reader works (again). `capacity` is how many templates it can hold."""

    capacity: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """The finger on the glass is the one in `slot`. Scores of two models cannot be compared."""

    slot: int
    score: int


@dataclass(frozen=True, slots=True)
class NotRecognised:
    """A finger touched the glass and named nobody."""

    why: Unclear


@dataclass(frozen=True, slots=True)
class GreyPicture:
    """A picture of a finger: a byte for each pixel, row by row, ridges dark. It is compared in
    memory and is written nowhere, neither to a disk nor to a log."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


class Captured(Protocol):
    """What a reader took of a finger."""

    def grey(self) -> GreyPicture:
        """The picture to compare. It may take a tenth of a second: not on the loop."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A finger touched a reader that knows nobody: whose it is, its picture tells whoever has
    another one of it."""

    capture: Captured


@dataclass(frozen=True, slots=True)
class Lifted:
    """The finger that was pictured, or named nobody, has left the glass. Readers that enrol by
    themselves do not say it."""


@dataclass(frozen=True, slots=True)
class Away:
    """The reader does not work. Said once, until `Ready` ends it."""

    trouble: ReaderTrouble


@dataclass(frozen=True, slots=True)
class Stuck:
    """Asking has not brought the reader back for a while: open its port anew."""


Reading = Ready | Recognised | NotRecognised | Pictured | Lifted | Away | Stuck
