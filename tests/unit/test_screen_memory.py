"""What a screen gives back once it stands."""

from __future__ import annotations

import subprocess
import sys

_LOADED = """
import linecache
import PySide6.QtCore, kiosk.qt.memory as memory
import kiosk.ticket.search
kept = len(linecache.cache)
memory.forget_sources()
print(kept > 0, len(linecache.cache))
"""


def test_the_texts_of_modules_are_not_kept() -> None:
    """PySide reads each module that is imported after it; two megabytes of a kiosk."""
    words = [sys.executable, "-c", _LOADED]
    said = subprocess.run(words, check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["True", "0"]
