"""Qt's libraries, brought in by the second core while Python imports ours on the first.

How it works. The dynamic linker needs some 10 ms for them, and Python waits for it wherever an
import brings it to. A call through `ctypes` lets the interpreter go, so a thread has the linker do
that work before any import asks for it; the import then finds them there. It cannot fail: where
the libraries lie elsewhere, or the linker refuses, the import does what it would have done anyway.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

LAST = "Qt/lib/libQt6QuickShapes.so.6"  # stands on all others that a screen needs


def fetch() -> None:
    """Have it done, and wait for nothing."""
    threading.Thread(target=bring, name="libraries", daemon=True).start()


def bring(last: str = LAST) -> bool:
    """Load `last` of PySide's folder and all it needs; whether it is there."""
    import ctypes

    found = find_spec("PySide6")  # imports nothing
    if found is None or not found.submodule_search_locations:
        return False
    file = Path(found.submodule_search_locations[0]) / last
    with suppress(OSError, AttributeError):  # a system whose linker is another
        linker = ctypes.CDLL(None)
        linker.dlopen.restype = ctypes.c_void_p
        return bool(linker.dlopen(os.fsencode(file), ctypes.c_int(os.RTLD_LAZY)))
    return False
