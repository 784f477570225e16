"""Many commands in one process: each runs in a fork, so that what is imported is imported once.

`python -m tests.stages.forks` reads lists of words as JSON, and writes status and speech of each.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import sys
import time
import traceback

from broker import cli, terminal

_DROP = 24  # prctl's PR_CAPBSET_DROP
_ABOVE_MODES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_PATIENCE = 60.0


def without_rights() -> None:
    """What is executed from here on may not read and write all that root may."""
    libc = ctypes.CDLL(None)
    for right in _ABOVE_MODES:
        libc.prctl(_DROP, right, 0, 0, 0)


def _child(words: list[str], out: int) -> None:
    os.setsid()
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
    for each in json.load(sys.stdin):
        sys.stdout.write(json.dumps(run(each)) + "\n")
        sys.stdout.flush()
