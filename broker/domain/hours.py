"""Whether the hall gives numbers at a moment. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from broker.domain.holidays import works
from broker.domain.opening import Opening


def is_open(opening: Opening, now: datetime, zone: ZoneInfo) -> bool:
    """Inside a session of a day on which the hall opens, local time; the minute of its end is
    outside."""
    local = now.astimezone(zone)
    clock = f"{local.hour:02d}:{local.minute:02d}"
    return works(opening, local.date()) and any(
        begin <= clock < end for begin, end in opening.sessions
    )
