"""Whether a kiosk's clock tells the ledger's time. Pure.

Its hours, and the time on a slip, are its own machine's; the ledger tells its time with each state.
What is retained was said before, and no more can be told of it than that time has passed since.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

APART_SECONDS = 120.0  # of a wrist watch; a state is on its way for less


def apart(
    said: datetime, now: datetime, real_seconds: Callable[[float], float], *, live: bool
) -> bool | None:
    """Whether the clock at `now` is another than that of who `said` so; None where that cannot be
    known."""
    ahead = real_seconds((now - said).total_seconds())
    if ahead < -APART_SECONDS:
        return True
    return ahead > APART_SECONDS if live else None
