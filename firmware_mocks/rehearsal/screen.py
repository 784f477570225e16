"""A screen and whoever stands before it: eyes and fingers that wait as long as it takes.

A slow screen may not have taken a touch: somebody who sees that nothing came of it touches again,
as people do. What types a letter is never touched twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from firmware_mocks.rehearsal.channel import Channel, NotDone
from firmware_mocks.rehearsal.patience import Clock, Endurance

_LOOK = 0.5  # seconds the screen itself looks for what is wanted
_LETTER = "key-"
_GLANCE = 0.2  # seconds
_STILL_THERE = "continue"  # the question of a screen that was left alone


class Lost(NotDone):
    """The screen has gone back to its first page in the meantime."""


class Screen:
    """One screen. `steady` is the pause before a touch; `home` a name on its first page alone, by
    which somebody sees that the screen has gone back there by itself."""

    def __init__(
        self,
        channel: Channel,
        steady: float = 0.0,
        home: str = "",
        *,
        clock: Clock = time.monotonic,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._channel = channel
        self._steady = steady
        self._home = home
        self._clock = clock
        self._pause = pause
        self._last = ""  # what was touched last, for all that is known in vain

    def touch(self, name: str) -> None:
        """Touch what can be pressed; the eyes need a moment first. Raises `NotDone`."""
        self._until_done(f"wait {name} {_LOOK}", name)
        self._pause(self._steady)
        self._until_done(f"touch {name} {_LOOK}", name)
        self._last = name

    def see(self, name: str) -> None:
        """Wait for something to be there. Raises `NotDone`."""
        self._until_done(f"wait {name} {_LOOK}", name)

    def first_of(self, *names: str) -> str:
        """Which of these is there first; a page may be one of several. Raises `NotDone`."""
        patience = Endurance(self._clock())
        while True:
            for name in names:
                if self.sees(name, _GLANCE):
                    return name
            if not patience.lasts(self._clock(), None):
                raise NotDone(f"none of {', '.join(names)} comes")
            self._go_along(names[0])

    def sees(self, name: str, seconds: float = 0.01) -> bool:
        """Whether it is there now, or within seconds."""
        return self.tried(f"wait {name} {seconds}")

    def tried(self, words: str) -> bool:
        """Whether the screen went along with it, at once."""
        try:
            self._channel.ask(words)
        except NotDone:
            return False
        return True

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self._channel.ask(f"type {text}")

    def press(self, key: str) -> None:
        """Press a key of the keyboard."""
        self._channel.ask(f"key {key}")

    def read(self, name: str, value: str) -> object:
        """A property of something on the screen."""
        return self._channel.ask(f"read {name} {value}")["value"]

    def shot(self, file: Path) -> None:
        """Keep the screen as a picture."""
        self._channel.ask(f"shot {file}")

    def _until_done(self, words: str, wanted: str) -> None:
        patience = Endurance(self._clock())
        while True:
            try:
                self._channel.ask(words)
            except NotDone:
                if not patience.lasts(self._clock(), None):
                    raise
                self._go_along(wanted)
            else:
                return

    def _go_along(self, wanted: str) -> None:
        """What is wanted is not there: perhaps the last touch was not taken, or the screen asks
        whether anybody is."""
        if self.tried(f"touch {_STILL_THERE}"):
            return
        if self._home and wanted != self._home != self._last and self.sees(self._home):
            raise Lost(f"no {wanted!r} any more: the screen went back to its first page")
        if self._last and self._last != wanted and not self._last.startswith(_LETTER):
            self.tried(f"touch {self._last}")
