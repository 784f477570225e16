"""Where a visitor is: the screen, the way back from it, and how they want it. Pure."""

from __future__ import annotations

from kiosk.issuing.events import Moment
from kiosk.ticket.screens import HOME, PLAIN, Comfort, Screen


class Navigation:
    """From screen to screen. `screen` is the one now, `comfort` how this visitor wants it."""

    def __init__(self) -> None:
        self._trail: list[Screen] = []
        self._shown_at = self._touched_at = float("-inf")
        self.screen: Screen = HOME
        self.comfort: Comfort = PLAIN

    def go(self, screen: Screen, now: Moment) -> None:
        """On to `screen`; 返回 leads back to where it was opened."""
        if type(screen) is not type(self.screen):
            self._trail.append(self.screen)
        self.show(screen, now)

    def show(self, screen: Screen, now: Moment) -> None:
        """Put `screen` in the place of this one."""
        if type(screen) is not type(self.screen):
            self._shown_at = now.seconds
        self._touched_at = now.seconds
        self.screen = screen

    def back(self, now: Moment) -> None:
        """One step back; home where there is none."""
        if self._trail:
            self.show(self._trail.pop(), now)
        else:
            self.home(now)

    def home(self, now: Moment) -> None:
        """Home, for the same visitor."""
        self.start_anew(HOME, now)

    def start_anew(self, screen: Screen, now: Moment) -> None:
        """`screen`, and no way back."""
        self._trail.clear()
        self.show(screen, now)

    def leave(self, now: Moment) -> None:
        """Home, with nothing of this visitor left."""
        self.comfort = PLAIN
        self.home(now)
