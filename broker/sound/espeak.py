"""espeak-ng as a process: it makes sound of a text, a player beside it plays it.

How this works, and why a screen never waits for it. `speak` starts two programs, joined by a pipe,
hands the first its text through standard input (a command line is read by everybody on the machine)
and returns. The player's own output says nothing; it ends when the player does, and that is what
the loop watches. Whoever is not at the end when a text of its length must be long over is killed,
by its id, and its trouble told: a sound card that hangs costs nobody more than silence.

espeak-ng is GPL-3: a program that is called, not a part of ours. `cmn` would take Latin letters for
English; `cmn-latn-pinyin` is the voice that reads characters.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess

from broker.service.runner import Runner
from broker.sound import player
from broker.sound.saying import Tongue
from broker.sound.voice import LOUDEST, Over, VoiceTrouble

PROGRAM = PACKAGE = "espeak-ng"
VOICES = {Tongue.ZH: "cmn-latn-pinyin", Tongue.EN: "en-gb"}
LOUDEST_AMPLITUDE = 200  # -a; 100 is its own default
AT_LEAST, FOR_EACH = 10.0, 0.8  # seconds a text may take, and each of its characters more
_LONGEST = 16_000  # bytes of a text: they fit into the pipe, so that writing never waits


def missing() -> tuple[str, ...]:
    """Debian's packages without which nothing is heard on this machine."""
    needed = ((PROGRAM, PACKAGE), (player.PROGRAM, player.PACKAGE))
    return tuple(package for program, package in needed if shutil.which(program) is None)


class Espeak:
    """The voice of one screen. `speed` is words a minute; a part of the loop of `runner`."""

    def __init__(self, runner: Runner, volume: int, speed: int) -> None:
        self.volume = volume
        self._speed = speed
        self._runner = runner
        self._over: Over | None = None
        self._programs: tuple[subprocess.Popen[bytes], ...] = ()
        self._until: float | None = None
        runner.add(self)

    def speak(self, text: str, tongue: Tongue, over: Over) -> None:
        """Say `text`; a trouble that is known at once is told by the loop, too."""
        self.stop()
        self._over = over
        try:
            self._start(text.encode("utf-8")[:_LONGEST], tongue)
        except FileNotFoundError:
            self._runner.post(self._told, (over, VoiceTrouble.MISSING))
        except OSError:
            self._runner.post(self._told, (over, VoiceTrouble.FAILED))
        else:
            self._until = self._runner.clock() + AT_LEAST + FOR_EACH * len(text)

    def stop(self) -> None:
        """Be silent, now; nobody is told."""
        self._over, self._until = None, None
        programs, self._programs = self._programs, ()
        for program in programs:
            if program.stdout is not None:
                self._runner.forget(program.stdout.fileno())
            player.kill(program)

    def next_wakeup(self) -> float | None:
        return self._until

    def tick(self, now: float) -> None:
        if self._until is not None and self._until <= now:
            self._end(VoiceTrouble.SILENT)

    def _start(self, text: bytes, tongue: Tongue) -> None:
        heard, made = os.pipe()
        try:
            amplitude = str(self.volume * LOUDEST_AMPLITUDE // LOUDEST)
            words = [PROGRAM, "--stdin", "--stdout", "-b", "1", "-v", VOICES[tongue]]
            speaks = player.start(
                [*words, "-a", amplitude, "-s", str(self._speed)], subprocess.PIPE, made
            )
            self._programs = (speaks,)
            plays = player.start([player.PROGRAM, "-q", "-"], heard, subprocess.PIPE)
            self._programs = (speaks, plays)
        finally:
            os.close(heard)
            os.close(made)
        if speaks.stdin is not None and plays.stdout is not None:
            with contextlib.suppress(BrokenPipeError):  # it says why when it ends
                speaks.stdin.write(text)
                speaks.stdin.close()
            self._runner.watch(plays.stdout.fileno(), self._ended)

    def _ended(self) -> None:
        """The player has closed its output: it ends in this moment, and espeak-ng before it."""
        for program in self._programs:
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(0.05)
        bad = any(program.poll() != 0 for program in self._programs)
        self._end(VoiceTrouble.FAILED if bad else None)

    def _end(self, trouble: VoiceTrouble | None) -> None:
        over = self._over
        self.stop()
        if over is not None:
            over(trouble)

    def _told(self, told: tuple[Over, VoiceTrouble]) -> None:
        if self._over is told[0]:
            self._end(told[1])
