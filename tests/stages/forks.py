"""Many commands in one process: each runs in a fork, so that what is imported is imported once.

`python -m tests.stages.forks` imports all that a command may want, reads a line of words as JSON
after another, and writes status and speech of each.
"""

from __future__ import annotations

import ctypes
import json
import os
import pkgutil
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from broker import cli, terminal

_DROP = 24  # prctl's PR_CAPBSET_DROP
_ABOVE_MODES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_PATIENCE = 60.0


def without_rights() -> None:
    """What is executed from here on may not read and write all that root may."""
    libc = ctypes.CDLL(None)
    for right in _ABOVE_MODES:
        libc.prctl(_DROP, right, 0, 0, 0)


class Forks:
    """The process that forks, seen from a test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, words: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
        """Status and speech of each command, one after another."""
        return [self._told(each) for each in words]

    def _told(self, words: Sequence[str]) -> tuple[int, str]:
        ear, mouth = self._process.stdout, self._process.stdin
        assert ear is not None
        assert mouth is not None
        mouth.write(json.dumps(words) + "\n")
        mouth.flush()
        status, said = json.loads(ear.readline())
        return status, said


@contextmanager
def forks(folder: Path, environment: Mapping[str, str]) -> Iterator[Forks]:
    """Commands in this folder, without the right to read and write everything."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.stages.forks"],
        cwd=folder,
        env=environment,
        preexec_fn=without_rights,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Forks(process)
        assert process.stdin is not None
        process.stdin.close()


def _import_all() -> None:
    for house in ("broker", "firmware_mocks", "fingerprint", "queue_display", "evaluator"):
        for each in pkgutil.walk_packages(import_module(house).__path__, f"{house}."):
            with suppress(ImportError):  # what runs under the system's Python alone
                import_module(each.name)


def _child(words: list[str], out: int) -> None:
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the next words are not for it
    os.dup2(out, 1)
    os.dup2(out, 2)
    status = 70
    try:
        status = cli.main(words)
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001  # it is what is looked for
        traceback.print_exc()
    sys.stdout.flush()
    terminal.finish()
    os._exit(status)


def _heard(out: int) -> bytes:
    """All that is said until it ends; what goes on is interrupted."""
    said, until = b"", time.monotonic() + _PATIENCE
    while select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
        data = os.read(out, 65536)
        if not data:
            return said
        said += data
    return said + b"(goes on)"


def run(words: list[str]) -> tuple[int, str]:
    """Exit status, 124 where it went on, and all that was said."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        _child(words, mouth)
    os.close(mouth)
    said = _heard(ear)
    os.close(ear)
    if said.endswith(b"(goes on)"):
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 124, said.decode("utf-8", "replace")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode("utf-8", "replace")


if __name__ == "__main__":
    _import_all()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
