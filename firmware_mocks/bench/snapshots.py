"""Pictures of one line of simulated devices, without a window: `shot` of `hall mock`."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from firmware_mocks.bench import pictures
from firmware_mocks.bench.drawing import prepare_qt
from firmware_mocks.firmware import CutSlip, Look
from firmware_mocks.hosting.hosted_line import HostedLine

_SECONDS = 5.0


def take(
    folder: Path, name: str, line: HostedLine, addresses: Iterable[int], slips: deque[CutSlip]
) -> list[Path]:
    """Save every sign, the paper in every printer, and `slips` that were cut off. From the main
    thread. `OSError` where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    prepare_qt(visible=False)
    files = [*pictures.of_slips(folder, tuple(slips))]
    for address in addresses:
        looks: queue.SimpleQueue[Look] = queue.SimpleQueue()
        line.see(address, looks.put)
        files += pictures.of_look(folder / f"{name}-{address}.png", looks.get(timeout=_SECONDS))
    return files
