"""A child process ends when whoever started it is gone, however they went."""

from __future__ import annotations

import os
import shutil
import signal
import threading

VARIABLE = "HALL_PARENT"
REMOTE = "HALL_REMOTE"  # such a process reads its standard input itself, and ends with it


def is_followed() -> bool:
    """Whether whoever started this process looks after it."""
    return bool(os.environ.get(VARIABLE))


def follow() -> None:
    """Where the environment says so: end in good order when our standard input ends."""
    if os.environ.get(VARIABLE) and not os.environ.get(REMOTE):
        threading.Thread(target=_await_the_end, name="parent", daemon=True).start()


def _await_the_end() -> None:
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def bound_to_us(words: list[str]) -> list[str]:
    """The command line of a program that reads no standard input: the kernel ends it with us."""
    setpriv = shutil.which("setpriv")  # util-linux
    return [setpriv, "--pdeathsig", "TERM", *words] if setpriv else words
