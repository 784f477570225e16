"""The values the clerk's panel shows. QML reads them by these names."""

from __future__ import annotations

from msgspec import Struct

from kiosk.words import NOTHING, Wording


class Ticket(Struct, frozen=True):
    """The ticket at the window, or what the window does without one."""

    number: str
    headline: Wording
    queue: Wording
    line: Wording
    group: Wording
    warning: Wording


class KeyLook(Struct, frozen=True):
    """One key. `busy` replaces the label while its request is out."""

    name: str
    label: Wording
    icon: str
    hint: str
    enabled: bool
    busy: Wording = NOTHING


class Coming(Struct, frozen=True):
    """One of the next few."""

    number: str
    queue: Wording
    group: Wording
    waited: Wording


class Bar(Struct, frozen=True):
    """How many wait in one queue."""

    label: Wording
    count: int


class Dot(Struct, frozen=True):
    """The state of a device, in a word."""

    tone: str
    label: Wording


class Option(Struct, frozen=True):
    """One entry. `value` is what `PanelFlow.choose` takes; `digit` is its key."""

    value: str
    label: Wording
    detail: Wording
    digit: str


class Pick(Struct, frozen=True):
    """The open list, one page of it; without options nothing is being chosen."""

    title: Wording = NOTHING
    options: tuple[Option, ...] = ()
    page: int = 1
    pages: int = 1


class PanelLook(Struct, frozen=True):
    """Everything on the panel."""

    title: Wording
    clerk: str
    signed_in: bool
    ticket: Ticket
    main: KeyLook
    small: tuple[KeyLook, ...]
    sign_out: bool
    coming: tuple[Coming, ...]
    bars: tuple[Bar, ...]
    most: int
    dots: tuple[Dot, ...]
    sentence: Wording
    away: bool
    pick: Pick
