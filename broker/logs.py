"""Logging of a process: one line an entry on standard error, as systemd likes it.

Whoever logs never waits for who reads it: see `terminal.Pen`.

No name, id-card number or fingerprint is ever logged; staff appear by number.
"""

from __future__ import annotations

import logging
import os
import sys

from broker.terminal import pen, plain

VARIABLE = "HALL_LOG"


def configure(name: str) -> None:
    """Log to standard error; the level comes from `$HALL_LOG` (default warning)."""
    level = os.environ.get(VARIABLE, "warning").upper()
    handler = _Handler()
    handler.setFormatter(_Plain(f"%(asctime)s %(levelname)s {name} %(name)s: %(message)s"))
    logging.basicConfig(
        handlers=[handler],
        level=level if level in logging.getLevelNamesMapping() else "WARNING",
    )


class _Handler(logging.Handler):
    """Hands lines to the pen of standard error."""

    def __init__(self) -> None:
        super().__init__()
        self._pen = pen(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._pen.write(self.format(record))
        except Exception:  # noqa: BLE001  # an entry that cannot be put into words ends nobody
            self.handleError(record)


class _Plain(logging.Formatter):
    """An entry may quote what came over the bus."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record))
