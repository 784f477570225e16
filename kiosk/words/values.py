"""What looks alike on every screen, as values that QML reads: a page, a tone, a bar, a dot. Pure.

A struct has the name of the QML file that draws it; rows that their page draws inline need no file.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from math import ceil

from msgspec import Struct

from kiosk.words import NOTHING, Wording, say

FULL = 10  # the least number of people that fills a bar


class Page(Struct, frozen=True, tag=True, tag_field="name"):
    """Base: all that one page shows. QML loads `<class>.qml` for it and hands it over whole."""


class PagedPage(Page, frozen=True, kw_only=True):
    """Base of pages with a list that may be longer than its room: `page` of `pages`, from 1."""

    page: int
    pages: int


class Tone(StrEnum):
    """How something is meant; `Theme.tone` has a colour for each, and an icon always stands by."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    PRIMARY = "primary"
    QUIET = "quiet"


class KeyLook(Struct, frozen=True):
    """A key of a staff screen. `hint` is its key on a keyboard; `busy` replaces the label while
    what it asked for is under way."""

    name: str
    label: Wording
    icon: str
    hint: str
    enabled: bool
    busy: Wording = NOTHING


class ChoiceKey(Struct, frozen=True):
    """Something that may be chosen, and pressed again to take it back."""

    value: str
    label: Wording
    icon: str
    chosen: bool


class Option(Struct, frozen=True):
    """One entry of a list to choose from. `digit` is its key on a keyboard."""

    value: str
    label: Wording
    digit: str


class CountBar(Struct, frozen=True):
    """How many wait somewhere."""

    label: Wording
    count: int


class DotWord(Struct, frozen=True):
    """The state of a thing, in a word."""

    tone: Tone
    label: Wording


class UndoKey(Struct, frozen=True):
    """What may be taken back, and for how many seconds more."""

    label: Wording
    left: Wording


def undo_key(step: str, number: str, seconds: float) -> UndoKey:
    """Of a step with a ticket, by their codes; a begun second counts."""
    return UndoKey(
        say("undo", step=say(f"step.{step}"), number=number),
        say("undo.left", seconds=max(0, ceil(seconds))),
    )


def full(bars: Iterable[CountBar]) -> int:
    """The count of a full bar, for bars that stand under each other."""
    return max((FULL, *(bar.count for bar in bars)))
