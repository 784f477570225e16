"""A hall with one window open, whose steps are taken back, and the shape of its floor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from broker.domain.requests import Granted, Refused
from broker.domain.windows.requests import OpenWindow
from tests.stages.memory import LedgerHall

HERE = {"window": 1, "clerk": "101"}


def opened(folder: Path) -> Iterator[LedgerHall]:
    """The hall, until it is closed again."""
    hall = LedgerHall(folder)
    hall.do(OpenWindow, **HERE)
    yield hall
    hall.close()


def refused(answer: Granted | Refused) -> str:
    """Why."""
    assert isinstance(answer, Refused), answer
    return answer.code


def tickets(desk: LedgerHall) -> dict[str, Any]:
    """Who is where."""
    floor = desk.ledger.floor
    return {
        "tickets": {
            key: (each.state, each.queue, each.window, each.joined, each.started_at, each.missed_at)
            for key, each in floor.tickets.items()
        },
        "waiting": {key: list(line) for key, line in floor.waiting.items()},
    }
