"""What a process has mapped from files, and which parts of it stand there as they do on disk. Pure.

As `/proc/PID/smaps` tells it, see proc(5): a line for each mapping, and lines of its sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEAD = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \d+ +/(?!memfd:)", re.ASCII)
_CLEAN = ("r--p", "r-xp")  # nobody writes to them
_CHANGED = re.compile(r"^(?:Private_Dirty|Shared_Dirty|Anonymous): +[1-9]", re.ASCII | re.MULTILINE)
_NEXT = re.compile(r"^(?=[0-9a-f]+-[0-9a-f]+ )", re.ASCII | re.MULTILINE)


def clean(smaps: str) -> Iterator[tuple[int, int]]:
    """Where each mapping begins and ends that a file on disk could fill again to the letter."""
    for told in _NEXT.split(smaps):
        head = _HEAD.match(told)
        if head and head[3] in _CLEAN and not _CHANGED.search(told):
            yield int(head[1], 16), int(head[2], 16)
