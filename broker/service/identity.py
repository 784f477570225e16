"""One holder of an identity on this machine: a lock in the run directory, which dies with its
process. Between machines the bus decides (`broker.bus.claim`).
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from urllib.parse import quote

from broker.domain.errors import IdentityHeld
from broker.service.process_lock import LockTaken, take_lock

log = logging.getLogger(__name__)

FOLDER = "holders"


def hold(run: Path, name: str) -> contextlib.AbstractContextManager[object]:
    """Hold `name` until the end of the context. Raises `IdentityHeld` where another process has it.

    A lock that cannot be made (a full disk, a directory of somebody else) stops nobody: the bus
    still knows one holder only.
    """
    file = run / FOLDER / f"{quote(name, safe='')}.lock"
    try:
        return take_lock(file)
    except LockTaken as taken:
        raise IdentityHeld(name, f"process {taken.owner} of this machine") from taken
    except OSError as error:
        log.warning("%s: cannot be made (%s); only the bus knows who is %s", file, error, name)
        return contextlib.nullcontext()
