"""A voice, as everybody who speaks knows it: one text at a time, stopped at any moment.

`Voice` is what a page of a kiosk is read aloud with, and what a call of the hall will be spoken
with. A voice never waits for its end: `over` of an utterance is called on the loop, once, with what
went wrong; after `stop` it is not called any more.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from broker.sound.saying import Tongue

LOUDEST = 100


class VoiceTrouble(StrEnum):
    """Why nothing is heard, or not all of it."""

    MISSING = "voice-missing"  # the engine, or the player, is not installed
    FAILED = "voice-failed"  # one of them ended with an error: no sound card, no such voice
    SILENT = "voice-silent"  # one of them did not come to an end


Over = Callable[["VoiceTrouble | None"], None]


class Voice(Protocol):
    """Says texts. On the loop only. `volume` is 0 to `LOUDEST`, and holds from the next text on."""

    volume: int

    def speak(self, text: str, tongue: Tongue, over: Over) -> None:
        """Say `text`, which is as `saying.said` has it. What was being said is cut off."""

    def stop(self) -> None:
        """Be silent, now."""


class Recorder:
    """A silent voice that keeps what it was to say: for tests, and where no sound is wanted.
    `end` brings the text to its end."""

    def __init__(self, volume: int = LOUDEST) -> None:
        self.volume = volume
        self.spoken: list[tuple[str, Tongue, int]] = []
        self._over: Over | None = None

    @property
    def speaking(self) -> bool:
        """Whether a text was begun and is not over."""
        return self._over is not None

    def speak(self, text: str, tongue: Tongue, over: Over) -> None:
        """Keep `text`."""
        self.spoken.append((text, tongue, self.volume))
        self._over = over

    def stop(self) -> None:
        """Nobody is told of its end."""
        self._over = None

    def end(self, trouble: VoiceTrouble | None = None) -> None:
        """The text has been heard, or there was `trouble`."""
        over, self._over = self._over, None
        if over is not None:
            over(trouble)
