"""What a screen gives back to the machine: it runs for months, and each page makes large pictures.

glibc keeps a freed block for later where it lies below a threshold, and raises the threshold to the
largest block that was ever freed: after the first pictures all of them lie on the heap, between
small things that stay, and the heap only grows. Held at its first value, large blocks go back.

Fonts and libraries are mapped, and what was read of them stays in a process for as long as the
machine has room. Most of it was wanted once: to start, or for a character that few names have. It
can be let go: what is wanted again is there at once, for the machine itself still has the file.
"""

from __future__ import annotations

import ctypes
import gc
import linecache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kiosk.qt import mappings

if TYPE_CHECKING:
    from PySide6.QtQml import QQmlEngine
    from PySide6.QtQuick import QQuickWindow

_LARGE = 128 * 1024  # bytes; glibc's own first value
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of mallopt(3)
_DONT_NEED = 4  # of madvise(2)


def hold_thresholds() -> None:
    """From now on what is large is given back when it is freed. Nothing where the C library has no
    such switch."""
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "mallopt"):
        c_library.mallopt(_MMAP_THRESHOLD, _LARGE)
        c_library.mallopt(_TRIM_THRESHOLD, _LARGE)


def forget_sources() -> None:
    """PySide reads the text of each module that is imported after it, to see whether that names
    PySide, and `linecache` keeps all of it for tracebacks; those read anew what they show."""
    linecache.clearcache()


def forget_start() -> None:
    """All is there that a screen needs: what only its start needed may go."""
    forget_sources()
    _let_go()


def give_back(window: QQuickWindow) -> None:
    """Nobody is at `window`: what those before left may go. On its thread, which it takes for some
    hundredths of a second."""
    from PySide6.QtQml import qmlEngine

    gc.collect()
    cast("QQmlEngine", qmlEngine(window)).collectGarbage()
    _let_go()


def _let_go() -> None:
    """Freed memory that glibc still holds, and what was read of files. Nothing where a machine
    tells of no mappings, or the C library has no such call."""
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "malloc_trim"):
        c_library.malloc_trim(0)
    for begin, end in _clean():
        c_library.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), _DONT_NEED)


def _clean() -> list[tuple[int, int]]:
    try:
        told = Path("/proc/self/smaps").read_text("utf-8", errors="replace")
    except OSError:
        return []
    return list(mappings.clean(told))
