"""Programs of the hall begun warm: in a fork of a process that has imported what they import.

Starting Python and importing our rules is most of what a short-lived program costs, and tests begin
hundreds. A warm start has the words, environment, folder, streams, session and process group that a
real one would have, and is a child of whoever began it; `tests/flows/test_warm_starts.py` holds the
two against each other. What acts before Python runs cannot be given to a fork: where that is
another (`LD_PRELOAD`, `PYTHONPATH`, the folder of another `broker`) the start is a real one. So it
is with `WARM_STARTS=0`, where starting is what a test is about, and while coverage is measured.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable  # a test may put another into its place
HOUSES = ("broker", "kiosk", "queue_display", "evaluator", "fingerprint", "firmware_mocks")
BEFORE_PYTHON = ("LD_", "PYTHON", "LANG", "LC_", "MALLOC_", "GLIBC_")
BEGINNERS = ("up", "demo")  # commands whose children are looked for by their words
_LARGEST = 1 << 20  # bytes of a command line and its environment
_SUBREAPER = 36  # prctl's PR_SET_CHILD_SUBREAPER


class WarmStart(subprocess.Popen[Any]):
    """`subprocess.Popen`, which begins `python -m …` warm where that makes no difference."""

    def _execute_child(self, args: Any, *how: Any) -> None:
        _executable, before, _close, kept, folder, given, _info, _flags, shell, *more = how
        streams, (*rights, session, group) = more[:6], more[6:]
        environment = os.environ if given is None else given
        plain = not (before or kept or shell) and rights == [True, None, None, None, -1]
        if not (plain and _ours(args, Path(folder or "").resolve()) and _alike(environment)):
            super()._execute_child(args, *how)  # type: ignore[misc]  # typeshed does not know it
            return
        order = {
            "words": list(map(os.fspath, args[2:])),
            "folder": str(Path(folder or "").resolve()),
            "environment": {os.fsdecode(k): os.fsdecode(v) for k, v in environment.items()},
            "session": session,
            "group": os.getpgrp() if group == -1 else group,
        }
        ends = (streams[0], streams[3], streams[5])  # what the child reads, says and complains on
        try:
            fds = [own if end == -1 else end for own, end in enumerate(ends)]
            self.pid = _hearth().start(order, fds)
            self._child_created = True
        finally:
            self._close_pipe_fds(*streams)  # type: ignore[attr-defined]  # nor this


def _ours(args: Any, folder: Path) -> bool:
    """Whether it is a program of this tree, for Python looks into the folder first."""
    if isinstance(args, str | bytes) or list(args[:2]) != [PYTHON, "-m"]:
        return False
    if {*BEGINNERS} & {*args[3:6]}:
        return False
    house = str(args[2]).partition(".")[0]
    if folder != ROOT and (folder / "broker").exists():
        return False
    return house in HOUSES or (house == "tests" and folder == ROOT)


def _alike(environment: Mapping[str, str]) -> bool:
    """Whether Python would begin in it as the process that forks did."""
    measured = any(key.startswith("COVERAGE_") for key in environment)
    wanted = environment.get("WARM_STARTS") != "0" and not measured
    return wanted and _early(environment) == _hearth().early


def _early(environment: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in environment.items() if key.startswith(BEFORE_PYTHON)}


class Hearth:
    """The process that forks, seen from whoever begins programs; it ends with them."""

    def __init__(self) -> None:
        self.early = _early(os.environ)
        self._lock = threading.Lock()
        self._ear, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        real = WarmStart.__base__  # whatever `subprocess.Popen` is by now
        with far:
            words = [PYTHON, "-m", "tests.stages.warm", str(far.fileno())]
            self._process = real(words, cwd=ROOT, pass_fds=(far.fileno(),), process_group=0)
        atexit.register(self.close)

    def close(self) -> None:
        """It ends as soon as nobody can order anything."""
        self._ear.close()
        self._process.wait()

    def start(self, order: Mapping[str, Any], fds: Sequence[int]) -> int:
        """The process id of a new child of ours."""
        prctl = ctypes.CDLL(None).prctl
        with self._lock:
            prctl(_SUBREAPER, 1, 0, 0, 0)  # whose parent ends at once becomes our child
            socket.send_fds(self._ear, [json.dumps(order).encode()], fds)
            told = self._ear.recv(64)
            prctl(_SUBREAPER, 0, 0, 0, 0)
        return int(told)


@cache
def _hearth() -> Hearth:
    """Lit at the first start."""
    return Hearth()


# The process that forks.


def _import_all() -> None:
    for house in HOUSES:
        for each in pkgutil.walk_packages(import_module(house).__path__, f"{house}."):
            with suppress(ImportError):  # what runs under the system's Python alone
                import_module(each.name)
    gc.collect()
    gc.freeze()


def _serve(ear: socket.socket) -> None:
    while True:
        order, fds, _, _ = socket.recv_fds(ear, _LARGEST, 3)
        if not order:
            return
        ear.send(str(_born(json.loads(order), fds, ear)).encode())
        for each in fds:
            os.close(each)


def _born(order: dict[str, Any], fds: list[int], ear: socket.socket) -> int:
    """The id of a process whose parent has ended."""
    here, there = os.pipe()
    parent = os.fork()
    if parent == 0:
        child = os.fork()
        if child == 0:
            for each in (here, there):
                os.close(each)
            ear.close()
            _be(order, fds)
        os.write(there, str(child).encode())
        os._exit(0)
    os.waitpid(parent, 0)
    os.close(there)
    with os.fdopen(here) as told:
        return int(told.read())


def _be(order: dict[str, Any], fds: list[int]) -> NoReturn:
    """Be what was ordered, as if Python had just begun."""
    os.setpgid(0, order["group"])
    if order["session"]:
        os.setsid()
    for own, each in enumerate(fds):  # Python's own streams are unused yet, and stand on these
        os.dup2(each, own)
        os.close(each)
    coerced = {key: os.environ[key] for key in ("LC_CTYPE",) if key in os.environ}  # PEP 538
    os.environ.clear()
    os.environ.update(coerced | order["environment"])
    os.chdir(order["folder"])
    module, *words = order["words"]
    sys.path[0] = order["folder"]
    sys.argv[:] = [module, *words]
    sys.orig_argv[:] = [sys.executable, "-m", module, *words]
    sys.modules.pop(module, None)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    raise SystemExit


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as ear:
        _import_all()
        _serve(ear)
