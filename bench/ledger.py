"""A ledger of a million facts: its start, what reading all of it takes, what a commit writes.

`python -m bench.ledger FILE FACTS` lays one down. Starts and memory are taken in processes of their
own, the bytes from `/proc/self/io`, which counts whole pages of the machine as they are written.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.rows import Row
from broker import cli
from broker.domain.calling.facts import ServiceFinished, TicketCalled
from broker.domain.facts import AnyFact
from broker.domain.hall import PriorityClass
from broker.domain.ids import RequestId, StaffId, call_id, ticket_id, ticket_number, visit_id
from broker.domain.ratings.facts import Level, RatingGiven
from broker.domain.tickets.facts import HeldAs, TicketActivated, TicketReserved
from broker.ledger.store import Store

FACTS = 1_000_000
_TICKETS = 1000  # a day, five facts each
_GROUP = 500
_COMMITS = 16384  # one folding of the index among them
_FIRST = datetime(2016, 11, 23, 1, tzinfo=UTC)


def visits(number: int) -> Iterator[AnyFact]:
    """What happens to the ticket of this number, one fact a request."""
    place = number % _TICKETS
    day = (_FIRST + timedelta(days=number // _TICKETS)).date()
    name = ticket_number("A", place + 1)
    ticket = ticket_id(day, name)
    visit = visit_id(ticket, 1)
    now = _FIRST + timedelta(days=number // _TICKETS, seconds=20 * place)
    yield TicketReserved(
        ticket=ticket, day=day, queue="qa", number=name, group=PriorityClass.ORDINARY
    )
    yield TicketActivated(ticket=ticket, joined=now, paper=HeldAs.PRINTED)
    here = {"visit": visit, "window": 1, "clerk": StaffId("101")}
    yield TicketCalled(ticket=ticket, number=name, call=call_id(visit, 0), **here)
    yield ServiceFinished(ticket=ticket, seconds=93.5, **here)
    press = {"device": "evaluator-1", "armed_at": now, "pressed_at": now}
    yield RatingGiven(level=Level.SATISFIED, **here, **press)


def lay_down(file: Path, facts: int) -> None:
    """A ledger of so many facts, a request for each, through the store as it is."""
    store = Store(file)
    everything = ((number, fact) for number in range(facts // 5) for fact in visits(number))
    store.begin()
    for count, (number, fact) in enumerate(everything, 1):
        at = _FIRST + timedelta(days=number // _TICKETS, seconds=20 * (number % _TICKETS))
        store.record([fact], at, "kiosk-1", RequestId(os.urandom(16).hex()), bytes(16))
        if count % _GROUP == 0:
            store.commit()
            store.begin()
    store.commit()
    store.close()


def start(file: Path) -> float:
    """Seconds until the ledger knows its last day."""
    begun = time.perf_counter()
    store = Store(file)
    day = (store.last_at or _FIRST).replace(hour=0)
    for _ in store.since(day):
        pass
    taken = time.perf_counter() - begun
    store.close()
    return taken


def memory(*words: str) -> float:
    """Megabytes a command of ours used at most."""
    words = (sys.executable, "-m", "bench.ledger", "run", *words)
    said = subprocess.run(words, check=True, capture_output=True).stdout
    return float(said.split()[-1])


def bytes_a_commit(file: Path, commits: int = _COMMITS) -> float:
    """Kilobytes written by the machine for one durable commit of one fact, checkpoints included."""
    store = Store(file)
    before = _written()
    for number in range(commits):
        fact = next(visits(number))
        store.begin()
        request = RequestId(os.urandom(16).hex())
        store.answer_to(request, bytes(16))
        store.record([fact], datetime.now(UTC), "kiosk-1", request, bytes(16))
        store.commit()
    written = _written() - before
    store.close()
    return written / commits / 1024


def _written() -> int:
    for line in Path("/proc/self/io").read_text("ascii").splitlines():
        if line.startswith("write_bytes"):
            return int(line.split()[1])
    raise OSError("/proc/self/io has no write_bytes")


def rows(folder: Path, facts: int = FACTS) -> Iterator[Row]:
    """The rows of the table."""
    file = folder / "million.db"
    lay_down(file, facts)
    what = f"ledger of {facts:,} facts"
    yield Row.within(f"{what}: start", statistics.median(start(file) for _ in range(3)), 1.0, "s")
    yield Row.size("… audit: memory", memory("audit", str(file)), 60.0)
    yield Row.size("… report: memory", memory("report", str(file)), 60.0)
    yield Row.within("… bytes a commit", bytes_a_commit(file), 9.0, "KB")


def main(words: list[str]) -> None:
    """`lay FILE FACTS`, `start FILE`, `bytes FILE`, or `run COMMAND …`, whose memory is told."""
    match words:
        case ["lay", file, facts]:
            lay_down(Path(file), int(facts))
        case ["start", file]:
            print(f"{start(Path(file)):.3f} s")
        case ["bytes", file]:
            print(f"{bytes_a_commit(Path(file)):.2f} KB")
        case ["run", *command]:
            cli.main(command)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
