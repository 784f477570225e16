"""What a screen gives back to the machine: it runs for months, and each page makes large pictures.

glibc keeps a freed block for later where it lies below a threshold, and raises the threshold to the
largest block that was ever freed: after the first pictures all of them lie on the heap, between
small things that stay, and the heap only grows. Held at its first value, large blocks go back.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import threading

_LARGE = 128 * 1024  # bytes; glibc's own first value
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of mallopt(3)


def hold_thresholds() -> None:
    """From now on what is large is given back when it is freed. Nothing where the C library has no
    such switch."""
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "mallopt"):
        c_library.mallopt(_MMAP_THRESHOLD, _LARGE)
        c_library.mallopt(_TRIM_THRESHOLD, _LARGE)


def give_back(package: str) -> None:
    """Forget a package that has done its work: its tables, and the memory they lay in.

    On the screen's thread alone. What is collected with it may be objects of Qt: another thread
    that ends them waits for the interpreter with a lock of Qt in its hand, and the screen, which
    has the interpreter, waits for that lock: for ever.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("only the screen's own thread may end objects of Qt")
    names = [each for each in sys.modules if each.split(".")[0] == package]
    if not names:
        return
    for name in names:
        del sys.modules[name]
    gc.collect()
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "malloc_trim"):
        c_library.malloc_trim(0)
