"""Days and months as somebody types them."""

from __future__ import annotations

import argparse
from datetime import date, datetime

from broker.domain.reckoning import is_reckonable


def day(words: str) -> date:
    """A day like 2026-11-23. Raises `ArgumentTypeError`."""
    try:
        return _reckonable(date.fromisoformat(words))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{words}: no day like 2026-11-23") from error


def month(words: str) -> date:
    """The first day of a month like 2026-11. Raises `ArgumentTypeError`."""
    try:
        return _reckonable(datetime.strptime(words, "%Y-%m").date())  # noqa: DTZ007  # no zone
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{words}: no month like 2026-11") from error


def moment(words: str) -> datetime:
    """A moment like 2026-11-20T08:05, of the hall where it names no zone. Raises `ValueError`."""
    read = datetime.fromisoformat(words)
    _reckonable(read.date())
    return read


def _reckonable(read: date) -> date:
    if not is_reckonable(read):
        raise ValueError(read)
    return read
