"""One holder of an identity on this machine: a lock in the run directory, which dies with its
process. Between machines the bus decides (`broker.bus.claim`).
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
from pathlib import Path
from typing import IO
from urllib.parse import quote

from broker.domain.errors import IdentityHeld

log = logging.getLogger(__name__)

FOLDER = "holders"


def hold(run: Path, name: str) -> contextlib.AbstractContextManager[object]:
    """Hold `name` until the end of the context. Raises `IdentityHeld` where another process has it.

    A lock that cannot be made (a full disk, a directory of somebody else) stops nobody: the bus
    still knows one holder only.
    """
    file = run / FOLDER / f"{quote(name, safe='')}.lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.open("a+", encoding="utf-8")
    except OSError as error:
        log.warning("%s: cannot be made (%s); only the bus knows who is %s", file, error, name)
        return contextlib.nullcontext()
    return _locked(lock, name)


def _locked(lock: IO[str], name: str) -> IO[str]:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        owner = lock.read().strip() or "?"
        lock.close()
        raise IdentityHeld(name, f"process {owner} of this machine") from error
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
        os.ftruncate(lock.fileno(), 0)
        os.write(lock.fileno(), str(os.getpid()).encode())
    return lock
