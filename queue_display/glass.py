"""A sign as a picture of rows, and what the glass of a make can show of it. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from broker.domain.text.folding import Shows
from broker.domain.text.kinds import LONGEST_SENTENCE


class Ink(Enum):
    """Colour of a row."""

    RED = "red"
    GREEN = "green"
    YELLOW = "yellow"


class Motion(Enum):
    """Whether a row stands or runs to the left."""

    STILL = "still"
    SCROLL = "scroll"


@dataclass(frozen=True, slots=True)
class Glass:
    """Size of a sign in dots."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class GlassProfile:
    """What the glass of a make can show, whatever its size.

    - `sizes`: heights of its fonts in dots. An ASCII character is half as wide as it is high,
      every other one square.
    - `sure_sizes`: those of them that every card of the make has; where a card lacks the others,
      it is given these. Empty: it has them all.
    - `column`: text begins and ends with whole columns of so many dots.
    - `inks`: its colours; the first stands for any it has not.
    - `shows` says of a character whether its fonts have it; what they have not is folded to what
      says the same, or else to `missing`.
    - `longest`: characters of a row; what is longer ends in "…", for nobody reads it to its end.

    `ValueError` where no text could stand on it.
    """

    sizes: tuple[int, ...]
    sure_sizes: tuple[int, ...] = ()
    column: int = 1
    inks: tuple[Ink, ...] = tuple(Ink)
    shows: Shows = str.isprintable
    missing: str = "？"
    longest: int = LONGEST_SENTENCE

    def __post_init__(self) -> None:
        if not self.sizes or min(self.sizes) < 1 or not set(self.sure_sizes) <= set(self.sizes):
            raise ValueError(f"a glass needs fonts: sizes {self.sizes}, sure {self.sure_sizes}")
        if self.column < 1 or not self.inks:
            raise ValueError(f"a glass needs columns and inks: {self.column}, {self.inks}")

    @property
    def sure(self) -> GlassProfile:
        """The same with only those fonts that every card has."""
        return replace(self, sizes=self.sure_sizes or self.sizes)

    def ink(self, wanted: Ink) -> Ink:
        """The colour that stands for `wanted` on this glass."""
        return wanted if wanted in self.inks else self.inks[0]


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of text, in the middle of a band `height` dots high that begins at `top`."""

    top: int
    height: int
    text: str
    size: int
    ink: Ink
    motion: Motion


EDITIONS = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """All a sign shows; the bands of its strips cover the whole glass.

    - `edition` tells a picture from the one before it: 0 to `EDITIONS` - 1, in turn. A card that
      says which areas it holds can so be asked which of the two it shows. None: nobody will ask.
    - `own_fonts`: no font is asked for, since the card refused those that were.
    """

    glass: Glass
    strips: tuple[Strip, ...]
    edition: int | None = None
    own_fonts: bool = False

    @property
    def text(self) -> str:
        """The rows as a person reads them."""
        return " ".join(strip.text for strip in self.strips)
