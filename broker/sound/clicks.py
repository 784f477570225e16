"""A short click for each touch, on a player that stays open.

Why a process that is kept, fed raw samples: to start one for each touch costs the touch 20 to 60 ms
on a small machine before anything is heard, and a library of ALSA in our own process would hang
with its driver. The pipe is written without waiting: a click that finds it full is dropped, for it
would be late. It is let go (`release`) before a text is read, since some cards play one thing at a
time, and opened anew by the next click.
"""

from __future__ import annotations

import os
import subprocess
from array import array
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from math import exp, pi, sin

from broker.sound import player

RATE = 48_000
HERTZ, DECAY, LENGTH, REST = 1800.0, 0.004, 0.03, 0.06  # seconds; the rest is silence
LOUD = 12_000  # of 32,767
AGAIN_AFTER = 60.0  # seconds, until a player that ended is tried anew


class ClickTrouble(StrEnum):
    """Why no click is heard."""

    MISSING = "player-missing"
    ENDED = "player-ended"


Told = Callable[["ClickTrouble | None"], None]


@cache
def click() -> bytes:
    """The sound: signed 16-bit samples, one channel. It ends in silence, and so does every piece of
    it that a player holds back until its next period is full."""
    samples = array("h", bytes(2 * round(RATE * (LENGTH + REST))))
    for nth in range(round(RATE * LENGTH)):
        at = nth / RATE
        samples[nth] = round(LOUD * exp(-at / DECAY) * sin(2 * pi * HERTZ * at))
    return samples.tobytes()


class Clicks:
    """The clicks of one screen. `told` hears, once each, that there is trouble, and that it is
    over. On the loop only; nothing here waits."""

    def __init__(self, seconds: Callable[[], float], told: Told) -> None:
        self._seconds = seconds
        self._told = told
        self._player: subprocess.Popen[bytes] | None = None
        self._trouble: ClickTrouble | None = None
        self._again_at = float("-inf")

    def click(self) -> None:
        """Be heard, if anything is."""
        playing = self._player
        if playing is not None and playing.poll() is not None:
            self._lost(ClickTrouble.ENDED)
        if self._player is None and self._seconds() >= self._again_at:
            self._open()
        self._write()

    def release(self) -> None:
        """Leave the sound card to others, now; the next click opens it anew."""
        if self._player is not None:
            player.kill(self._player)
            self._player = None

    def _open(self) -> None:
        words = ["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE)]
        quick = ["--start-delay=1", "--buffer-time=60000", "-"]
        try:
            self._player = player.start([player.PROGRAM, *words, *quick], subprocess.PIPE)
        except OSError:
            self._lost(ClickTrouble.MISSING)
        else:
            if self._player.stdin is not None:
                os.set_blocking(self._player.stdin.fileno(), False)

    def _write(self) -> None:
        playing = self._player
        if playing is None or playing.stdin is None:
            return
        try:
            os.write(playing.stdin.fileno(), click())
        except BlockingIOError:
            return  # late is worse than never
        except OSError:
            self._lost(ClickTrouble.ENDED)
        else:
            self._tell(None)

    def _lost(self, trouble: ClickTrouble) -> None:
        self.release()
        self._again_at = self._seconds() + AGAIN_AFTER
        self._tell(trouble)

    def _tell(self, trouble: ClickTrouble | None) -> None:
        if trouble is not self._trouble:
            self._trouble = trouble
            self._told(trouble)
