"""What is kept of home in this runtime directory, and what of it stands there now; before Qt is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from broker.service.clock import hall_clock, real_clock
from kiosk.ticket import kept_home
from kiosk.ticket.home_pages import KeptHome, Shown


class KeptHere(NamedTuple):
    """What is kept in the runtime directory `run`, and what of it stands there now."""

    home: KeptHome
    run: Path
    shown: Shown


def begun() -> float:
    """Now, as the machine says it, in seconds since 1970."""
    return real_clock().now().timestamp()


def find(hall: Path, run: Path | None, key: str) -> KeptHere | None:
    """Home of the kiosk `key` as it is now, where that was kept. Without the directory by name
    there is none: by default it is named after the hall, and hall.toml was not read."""
    named = run or os.environ.get("HALL_RUN")
    if not key or not named:
        return None
    folder = Path(named).absolute()
    kept = kept_home.find(hall, folder, key)
    try:
        shown = kept.at(hall_clock().now()) if kept else None
    except kept_home.DAMAGED:
        return None
    return KeptHere(kept, folder, shown) if kept and shown else None
