"""A child process ends when whoever started it is gone, however they went."""

from __future__ import annotations

import os
import shutil
import signal
import threading

VARIABLE = "HALL_LEASH"
HANDS = "HALL_HANDS"  # such a process reads its standard input itself, and ends with it


def put_on() -> None:
    """Where the environment says so: end in good order when our standard input ends."""
    if os.environ.get(VARIABLE) and not os.environ.get(HANDS):
        threading.Thread(target=_hang_on, name="leash", daemon=True).start()


def _hang_on() -> None:
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def tied(words: list[str]) -> list[str]:
    """A command line for a program that cannot wear our leash: the kernel ends it with us."""
    setpriv = shutil.which("setpriv")  # util-linux
    return [setpriv, "--pdeathsig", "TERM", *words] if setpriv else words
