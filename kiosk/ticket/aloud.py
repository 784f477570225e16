"""What is heard of a ticket kiosk: its page, read aloud on request, and a click at a touch. Pure.

朗读 reads the page that is shown; pressed again, or with any other touch, it stops, and so it does
when another page comes by itself. Whoever listens is there: the screen waits as long as it reads,
though not for ever, and a number that must be noted keeps its own time. How loud is a wish of this
visitor, forgotten with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.ticket.events import PageDrawn, PageRead, Press, Pressed, Touch
from kiosk.ticket.screens import Comfort, Printing, Remember

if TYPE_CHECKING:
    from kiosk.issuing.events import Effect, Moment
    from kiosk.ticket.navigation import Navigation

LONGEST = 600.0  # seconds of one page
STEP = 20  # of 100
LEAST, MOST = 12, 100  # 18 dB apart (EN 301 549 8.2.1.1); never silent: 静音 is the key itself


def loudness(first: int, comfort: Comfort) -> int:
    """How loud this visitor wants a voice that is `first` at first, 0 to 100."""
    return min(MOST, max(LEAST, first + STEP * comfort.louder))


class Aloud:
    """`clicks` counts the touches that were taken; `reading` is which reading of this kiosk goes
    on, counted from 1, or None. `first` is how loud the hall has it."""

    def __init__(self, navigation: Navigation, first: int) -> None:
        self._navigation = navigation
        self._first = first
        self._count = 0
        self._page: type | None = None
        self._until = 0.0
        self.clicks = 0

    @property
    def reading(self) -> int | None:
        """Another page is not what was asked for."""
        same = self._page is type(self._navigation.screen)
        return self._count if self._page is not None and same else None

    def touched(self, touch: Touch, now: Moment) -> bool:
        """Whether a touch was about what is heard; whatever else it is, it stops the reading."""
        self.clicks += 1
        going = self.reading is not None
        match touch:
            case Pressed(Press.SOFTER | Press.LOUDER as key):
                self._turn(1 if key is Press.LOUDER else -1)
            case Pressed(Press.READ) if not going:
                self._page = type(self._navigation.screen)
                self._count += 1
                self._until = now.seconds + LONGEST
            case _:
                self._page = None
                return touch == Pressed(Press.READ)
        return True

    def heard(self, told: PageDrawn | PageRead, now: Moment) -> list[Effect]:
        """The page is on the glass, or has been read out."""
        match told:
            case PageDrawn(seconds):
                self._navigation.steady.drawn(seconds)
            case PageRead():
                self._over(now)
        return []

    def _over(self, now: Moment) -> None:
        """It is read out, or the voice has failed: the visitor's time begins anew."""
        if self.reading is not None:
            self._navigation.stay(now)
        self._page = None

    def due(self, time_out: float | None) -> float | None:
        """When this screen has waited in vain, of which `time_out` is said while all is silent."""
        own = isinstance(self._navigation.screen, Printing | Remember)
        return time_out if own or self.reading is None else self._until

    def given_up(self, now: Moment) -> bool:
        """Whether a reading has gone on for too long, which is over now."""
        if self.reading is None or now.seconds < self._until:
            return False
        self._over(now)
        return True

    def _turn(self, way: int) -> None:
        comfort = self._navigation.comfort
        wanted = replace(comfort, louder=comfort.louder + way)
        if loudness(self._first, wanted) != loudness(self._first, comfort):
            self._navigation.wish(wanted)
