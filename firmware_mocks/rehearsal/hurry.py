"""A hall whose morning passes in less than a minute: the same hall, with policies to match.

Only what is measured against people's patience is stretched along with the clock: how long an
evaluator stays armed, how long a rating may take to be no surprise, how long somebody who missed
the call may take to come back.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

_REQUEUE_MINUTES = 240  # of hall time: some forty seconds at the desk
_TICKET_SECONDS = 30.0  # a machine may be slow to take the last touch
_TABLE = r"(?ms)^\[{name}\]\n.*?(?=^\[|\Z)"


def hurried(hall: Path, folder: Path, rate: float, armed: float, idle: float) -> Path:
    """Copy a hall into `folder` and return the new file.

    Evaluators stay armed for `armed` real seconds; a kiosk left alone asks after `idle`.
    """
    copy = copied(hall, folder)
    text = copy.read_text("utf-8")
    ratings = {
        "armed_seconds": armed * rate,
        "too_soon_seconds": 0.0,
        "short_visit_seconds": 30.0,
        "burst_ratings": 20,
    }
    text = _with_table(text, "ratings", ratings)
    kiosk = {
        "idle_seconds": idle,
        "still_there_seconds": idle * 0.6,
        "ticket_seconds": _TICKET_SECONDS,
        "px_per_mm": 4.0,
    }
    text = _with_table(text, "kiosk", kiosk)
    text = re.sub(r"(?m)^requeue_minutes = .*$", f"requeue_minutes = {_REQUEUE_MINUTES}", text)
    copy.write_text(text, "utf-8")
    return copy


def copied(hall: Path, folder: Path) -> Path:
    """Copy a hall with what lies beside it into `folder` and return the new file."""
    folder.mkdir(parents=True, exist_ok=True)
    for beside in hall.parent.iterdir():
        if beside.is_file():
            shutil.copy2(beside, folder / beside.name)
    return folder / hall.name


def _with_table(text: str, name: str, values: dict[str, float]) -> str:
    """`text` with one table of TOML put in place of what it said there."""
    table = f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in values.items()) + "\n"
    replaced, times = re.subn(_TABLE.format(name=name), lambda _: table, text, count=1)
    return replaced if times else f"{text}\n{table}"
