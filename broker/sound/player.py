"""The program that plays sound: ALSA's `aplay`, which PipeWire and PulseAudio take for their own.

A process and no library: what hangs in a sound driver hangs there, and is killed by its id. It is
handed sound through its standard input, never a file's name.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess

from broker.service.parent_death import bound_to_us

PROGRAM = "aplay"  # of Debian's alsa-utils
PACKAGE = "alsa-utils"


def installed() -> bool:
    """Whether this machine has it."""
    return shutil.which(PROGRAM) is not None


_STAYS = 0.2  # seconds that a killed program has, before the loop goes on without it
_stuck: list[subprocess.Popen[bytes]] = []  # killed, and held by a driver of the kernel's


def start(
    words: list[str], stdin: int, stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """A program of its own session, which ends with us. Raises `OSError` where there is none, and
    while one that was killed hangs in its driver still."""
    _stuck[:] = [each for each in _stuck if each.poll() is None]
    if _stuck:
        raise OSError(words[0])
    if shutil.which(words[0]) is None:
        raise FileNotFoundError(words[0])
    return subprocess.Popen(  # noqa: S603  # a program that hall.toml names by a word we know
        bound_to_us(words),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it and what it started, by its id, now; and take in that it ended. One that a driver
    holds is not waited for."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    try:
        process.wait(_STAYS)
    except subprocess.TimeoutExpired:
        _stuck.append(process)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
