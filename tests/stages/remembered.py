"""What Python holds in memory, for tests of what must not stay there."""

from __future__ import annotations

import gc
from collections.abc import Iterator


def texts(reached: set[int]) -> Iterator[str]:
    """Every text that Python holds in something, but for those `reached` already, by their `id`. A
    value that holds texts alone is not tracked: it is looked into where it is found."""
    gc.collect()
    waiting: list[object] = list(gc.get_objects())
    while waiting:
        for each in gc.get_referents(waiting.pop()):
            if id(each) in reached:
                continue
            if isinstance(each, str):
                yield each
            elif not gc.is_tracked(each):
                reached.add(id(each))
                waiting.append(each)
