"""What was told, held against the ledger's file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from broker.commands.audit import read, troubles
from broker.domain.facts import AnyFact
from broker.domain.ids import RequestId, is_spare
from broker.domain.requests import Answer, Granted
from broker.domain.tickets.facts import TicketReserved
from broker.ledger.rows import recorded
from broker.ledger.store import Store


def inspect(file: Path, told: Mapping[str, Answer]) -> list[str]:
    """A sentence for everything that was told and is not so, and for every gap."""
    rows = list(read(file))
    contents = {row.request: row.content or b"" for row in rows}
    facts: dict[str, list[AnyFact]] = defaultdict(list)
    for row in rows:
        facts[row.request].append(recorded(row).fact)
    found = troubles(rows) + _gaps([fact for each in facts.values() for fact in each])
    store = Store(file)
    for request, answer in told.items():
        written = facts.get(request, [])
        promised = list(answer.facts) if isinstance(answer, Granted) else []
        if written != promised:
            found.append(f"{request}: told {promised}, written {written}")
        elif (
            promised
            and (again := store.answer_to(RequestId(request), contents[RequestId(request)]))
            != answer
        ):
            found.append(f"{request}: told {answer}, told again {again}")
    store.close()
    return found


def _gaps(facts: list[AnyFact]) -> list[str]:
    given: dict[tuple[date, str], list[int]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, TicketReserved) and not is_spare(fact.number):
            number = int(fact.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            given[fact.day, fact.queue].append(number)
    return [
        f"queue {queue} on {day}: numbers are missing or out of order"
        for (day, queue), numbers in given.items()
        if numbers != list(range(1, len(numbers) + 1))
    ]
