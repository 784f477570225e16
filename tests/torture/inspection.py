"""What was told, held against the ledger's file."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from broker.commands.audit import read, troubles
from broker.domain.facts import AnyFact
from broker.domain.requests import Answer, Granted
from broker.domain.tickets.facts import TicketReserved
from broker.ledger.store import recorded
from broker.wire import codec


def inspect(file: Path, told: Mapping[str, Answer]) -> list[str]:
    """A sentence for everything that was told and is not so, and for every gap."""
    rows = list(read(file))
    facts: dict[str, list[AnyFact]] = defaultdict(list)
    for row in rows:
        facts[row.request].append(recorded(row).fact)
    answers = _answers(file)
    found = troubles(rows) + _gaps([fact for each in facts.values() for fact in each])
    for request, answer in told.items():
        written = facts.get(request, [])
        promised = list(answer.facts) if isinstance(answer, Granted) else []
        if answers.get(request) != answer:
            found.append(f"{request}: told {answer}, the file says {answers.get(request)}")
        if written != promised:
            found.append(f"{request}: told {promised}, written {written}")
    return found


def _answers(file: Path) -> dict[str, Answer]:
    db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        kept = db.execute("SELECT request, body FROM answers").fetchall()
    finally:
        db.close()
    return {request: codec.decode_answer(body) for request, body in kept}


def _gaps(facts: list[AnyFact]) -> list[str]:
    given: dict[str, list[int]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, TicketReserved):
            given[fact.queue].append(int(fact.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    return [
        f"queue {queue}: numbers are missing or out of order"
        for queue, numbers in given.items()
        if numbers != list(range(1, len(numbers) + 1))
    ]
