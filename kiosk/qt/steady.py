"""Which touches are meant for the page on the glass, and not for the one before it. Pure.

A finger that taps twice must not press a key of the page that its first tap brought; a finger that
came while the old page was on the glass did not mean the new one; and a page that came by itself
comes under fingers that know nothing of it. Whoever sees the new page and moves to a key of it is
heard at once, so the first letter that is typed on a new page is never lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

STEADY_SECONDS = 0.4  # between the taps of a double tap
LOST_FRAME_SECONDS = 2.0  # a page nobody says is drawn is taken to be
_NEAR = 0.05  # of the glass's longer side: a fingertip on a kiosk's


class Contact(Protocol):
    """A finger on the glass: when it `came`, in monotonic seconds, however late it is handled; and
    where, in shares of the glass's longer side."""

    @property
    def came(self) -> float:
        """Of the first contact."""

    @property
    def x(self) -> float:
        """From the left."""

    @property
    def y(self) -> float:
        """From above."""


@dataclass(slots=True)
class Steady:
    """Tells touches apart. Times are monotonic seconds."""

    shown_at: float = float("-inf")
    _glass_tells: bool = False
    _drawn: bool = True
    _turned_by: Contact | None = None

    def light(self, now: float) -> None:
        """The glass is lit, and may be touched at once."""
        self.shown_at = now - STEADY_SECONDS

    def turned(self, now: float, by: Contact | None) -> None:
        """Another page: because of this touch, or by itself."""
        self.shown_at = now
        self._drawn = not self._glass_tells
        self._turned_by = by

    def drawn(self, now: float) -> None:
        """The page is on the glass."""
        self._glass_tells = True
        if not self._drawn:
            self._drawn = True
            self.shown_at = now

    def means(self, touch: Contact, now: float) -> bool:
        """Whether `touch`, handled `now`, is meant for the page."""
        if not self._drawn and now < self.shown_at + LOST_FRAME_SECONDS:
            return False
        by = self._turned_by
        aimed = by is not None and not _near(touch, by)
        return touch.came >= self.shown_at + (0.0 if aimed else STEADY_SECONDS)


def _near(one: Contact, other: Contact) -> bool:
    return abs(one.x - other.x) <= _NEAR and abs(one.y - other.y) <= _NEAR
