"""What a screen gives back to the machine: it runs for months, and each page makes large pictures.

glibc keeps a freed block for later where it lies below a threshold, and raises the threshold to the
largest block that was ever freed: after the first pictures all of them lie on the heap, between
small things that stay, and the heap only grows. Held at its first value, large blocks go back.
"""

from __future__ import annotations

import ctypes
import linecache

_LARGE = 128 * 1024  # bytes; glibc's own first value
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of mallopt(3)


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
