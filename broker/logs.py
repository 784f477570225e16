"""Logging of a process: one line an entry on standard error, as systemd likes it.

No name, id-card number or fingerprint is ever logged; staff appear by number.
"""

from __future__ import annotations

import logging
import os
import sys

VARIABLE = "HALL_LOG"


def configure(name: str) -> None:
    """Log to standard error; the level comes from `$HALL_LOG` (default warning)."""
    level = os.environ.get(VARIABLE, "warning").upper()
    logging.basicConfig(
        stream=sys.stderr,
        level=level if level in logging.getLevelNamesMapping() else "WARNING",
        format=f"%(asctime)s %(levelname)s {name} %(name)s: %(message)s",
    )
