"""Logging of a process: one line an entry on standard error, as systemd likes it.

No name, id-card number or fingerprint is ever logged; staff appear by number.
"""

from __future__ import annotations

import logging
import os
import sys

from broker.terminal import plain

VARIABLE = "HALL_LOG"


def configure(name: str) -> None:
    """Log to standard error; the level comes from `$HALL_LOG` (default warning)."""
    level = os.environ.get(VARIABLE, "warning").upper()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Plain(f"%(asctime)s %(levelname)s {name} %(name)s: %(message)s"))
    logging.basicConfig(
        handlers=[handler],
        level=level if level in logging.getLevelNamesMapping() else "WARNING",
    )


class _Plain(logging.Formatter):
    """An entry may quote what came over the bus."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record))
