"""A screen that cannot be opened: one sentence and an exit status, where Qt itself would abort.

Qt tells why in messages before the fatal one, and ends the process after that. Whoever opens a
screen hands in Qt's own hooks, for nothing here may know Qt.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from broker.terminal import complain, finish

STATUS = 69  # "unavailable", as sysexits.h has it: `hall up` does not start it again for ever

SAID = "HALL_NO_SCREEN_SAID"  # in the environment of a screen
REMEDY = "run it in a graphical session, or set DISPLAY"

_Handler = Callable[[Any, Any, str], None]


@contextmanager
def told(install: Callable[[_Handler | None], Any], fatal: object) -> Iterator[None]:
    """While the block opens a screen, what Qt says is kept; where `fatal` comes, the first of it is
    told and the process ends with `STATUS`. `install` is `qInstallMessageHandler`."""
    heard: list[str] = []

    def hear(kind: object, _context: object, message: str) -> None:
        if kind == fatal:
            end(heard[0] if heard else message.partition("\n")[0])
        heard.append(message)

    before = install(hear)
    try:
        yield
    finally:
        install(before)
    for message in heard:
        complain(message)


def end(reason: str) -> NoReturn:
    """Say that there is no screen, and end at once: Qt would abort on return. Whoever started it
    may say so himself, once for all his screens (`SAID`)."""
    if SAID not in os.environ:
        complain(f"There is no screen here ({reason.strip()}): {REMEDY}.")
    finish()
    os._exit(STATUS)
