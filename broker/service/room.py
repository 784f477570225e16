"""Whether a disk has room: tried, for a figure of free space knows no quotas and no errors."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def find_room(folder: Path, size: int) -> None:
    """Have the disk take `size` bytes more in `folder`, for a moment and under no name.

    On a disk that is nearly full a small write fits where the next larger one does not. Whoever
    was refused once is not taken for well before there is room again. Raises `OSError`.
    """
    with tempfile.TemporaryFile(dir=folder) as trial:
        trial.write(bytes(size))
        trial.flush()
        os.fsync(trial.fileno())
