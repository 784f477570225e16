"""What a page is made from, and what it is: plain values for QML, and what can be touched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct, field

from broker.domain.hall import Hall
from kiosk import words
from kiosk.issuing.events import Moment
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import Touch
from kiosk.ticket.screens import Comfort, Screen
from kiosk.ticket.search import Spelling
from kiosk.ticket.waits import Minutes
from kiosk.ticket.worldview import World
from kiosk.words import Wording

Pair = dict[str, str]  # {"zh": …, "en": …}


class Scene(Struct, frozen=True):
    """Everything a page may show. `wide`: the glass is; there, no low mode is needed."""

    hall: Hall
    catalogue: Catalogue
    world: World
    screen: Screen
    comfort: Comfort
    now: Moment
    local: datetime
    connected: bool = True
    printer_trouble: str = ""
    spelling: Spelling | None = None
    wide: bool = False

    @property
    def flat(self) -> bool:
        """Whether the working area is lower than wide: two columns, fewer at a time."""
        return self.wide or self.comfort.low


class Page(Struct, frozen=True):
    """`data` goes to QML as it is; `touches` says what each named thing on it means. `keys` are
    the frame's, `still` the ring when nobody moves."""

    data: dict[str, object]
    touches: dict[str, Touch] = field(default_factory=dict)
    keys: list[dict[str, object]] = field(default_factory=list)
    still: dict[str, object] = field(default_factory=dict)


def pair(wording: Wording) -> Pair:
    """A wording as QML reads it."""
    return {"zh": wording.zh, "en": wording.en}


def say(key: str, **values: object) -> Pair:
    """Words of the table."""
    return pair(words.say(key, **values))


def name(thing: words.Named | None) -> Pair:
    """The name of a part of the hall."""
    return pair(words.named(thing) if thing else words.NOTHING)


def at_desk(key: str, hall: Hall) -> Pair:
    """Words that send somebody to the guide desk."""
    return say(key, desk=words.desk_of(hall.hall))


def windows(given: Iterable[int]) -> Pair:
    """`2、3 号窗口`; where none is known, a word to look around."""
    known = tuple(given)
    if not known:
        return say("ticket.windows.none")
    return say("ticket.windows", numbers=words.window_numbers(known))


def minutes(wait: Minutes | None) -> Pair:
    """A range of minutes in words; honest where nobody knows."""
    if wait is None:
        return say("ticket.range.unknown")
    if wait.low > LONG_MINUTES:
        return say("ticket.range.long")
    key = "ticket.range" if wait.low else "ticket.range.soon"
    return say(key, low=wait.low, high=wait.high)


LONG_MINUTES = 180  # beyond three hours a range says nothing
