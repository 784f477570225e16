"""What a person sees of a device, one shape for each kind: the bench draws from these alone.

So it draws every device of a kind, whoever wrote it. A device that has more to tell extends the
look of its kind (`class CardLook(SignLook): program: str = ""`): the bench ignores what it does
not know, `hall mock` tells it. A kind that nobody draws yet extends `Look` itself and is shown as
words.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from firmware_mocks.firmware.paper import PaperLine

Dots: TypeAlias = Annotated[int, Meta(ge=1, le=4096)]
Count: TypeAlias = Annotated[int, Meta(ge=0)]
Ink: TypeAlias = Literal["red", "green", "yellow", "blue", "magenta", "cyan", "white"]
CapColour: TypeAlias = Literal["grey", "red", "orange", "blue", "green"]


class Look(Struct, frozen=True):
    """All a person can see of a device now. Nothing but numbers, words and other looks."""


class Glyph(Struct, frozen=True):
    """One lit character: its upper left dot, from the sign's upper left, and its height.

    It is half as wide as high where it is ASCII, as wide as high otherwise.
    """

    char: Annotated[str, Meta(min_length=1, max_length=1)]
    x: int
    y: int
    size: Annotated[int, Meta(ge=5, le=256)] = 16
    colour: Ink = "red"

    @property
    def wide(self) -> int:
        """Dots across."""
        return self.size // 2 if self.char.isascii() else self.size


class SignArea(Struct, frozen=True):
    """A part of the sign outside of which its characters are cut.

    Several pages take turns, each for `seconds`. A page wider than the area runs through it to
    the left where it `runs`, and is cut where it does not.
    """

    x: int
    y: int
    width: Count
    height: Count
    pages: tuple[tuple[Glyph, ...], ...] = ()
    seconds: Annotated[float, Meta(gt=0)] = 1.0
    runs: bool = False


class DotPicture(Struct, frozen=True):
    """Dots that were sent as dots, from there on: a row is a line of text, and `#` in it is lit."""

    x: int
    y: int
    rows: tuple[str, ...]
    colour: Ink = "red"


class SignLook(Look, frozen=True):
    """An LED sign of so many dots. `text` is what can be read on it, for those who do not draw.

    A card with fonts shows `areas`, one that is sent dots shows `pictures`, and one may have both.
    """

    width: Dots
    height: Dots
    on: bool = True
    text: str = ""
    areas: tuple[SignArea, ...] = ()
    pictures: tuple[DotPicture, ...] = ()


class KeyCap(Struct, frozen=True):
    """A key: what is printed on it, the words by which a hand presses it, its colour when lit."""

    label: str
    hand: str
    colour: CapColour = "grey"


class KeypadLook(Struct, frozen=True):
    """The clerk's keypad. A display that is blank is empty."""

    waiting: str = ""
    ticket: str = ""
    keys: tuple[KeyCap, ...] = ()


class EvaluatorLook(Struct, frozen=True):
    """The applicant's evaluator: the clerk's stars, what it says, whether its keys are lit."""

    stars: Annotated[int, Meta(ge=0, le=5)] = 0
    said: str = ""
    lit: bool = False
    keys: tuple[KeyCap, ...] = ()


class CounterLook(Look, frozen=True):
    """What stands on a window's counter at one address: either of the two, or both."""

    keypad: KeypadLook | None = None
    evaluator: EvaluatorLook | None = None


class ReaderLook(Look, frozen=True):
    """A fingerprint reader: whose invented finger lies on it, and who is enrolled, by slot.

    The hands of every reader are `finger NAME` and `lift`.
    """

    finger: str | None = None
    capacity: Count = 0
    enrolled: dict[str, str] = {}  # msgspec copies it for each


class PrinterLook(Look, frozen=True):
    """A slip printer. `hanging`: printed since the last cut; `slip`: cut last, and not torn off."""

    columns: Annotated[int, Meta(ge=1, le=200)]
    hanging: tuple[PaperLine, ...] = ()
    slip: tuple[PaperLine, ...] = ()
    paper: Literal["there", "near end", "out"] = "there"
    cover: Literal["closed", "open"] = "closed"
    online: bool = True


def plain(look: Look) -> dict[str, Any]:
    """A look as JSON and QML know it."""
    found: dict[str, Any] = msgspec.to_builtins(look)
    return found


def written(
    text: str, x: int = 0, y: int = 0, *, size: int = 16, colour: Ink = "red"
) -> tuple[Glyph, ...]:
    """`text` in a row from there on: a page for a sign that has one font and one colour."""
    row: list[Glyph] = []
    for char in text:
        row.append(Glyph(char, x, y, size, colour))
        x += row[-1].wide
    return tuple(row)
