"""A ledger of a million facts: its start, what reading it takes, what a commit takes and writes.

`python -m bench.ledger lay FILE FACTS` lays one down, through the store as it is, so that its chain
is right; ten million facts take ten minutes and three gigabytes. Memory is taken in processes of
their own, the bytes from `/proc/self/io`, which counts whole pages of the machine as they are
written.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from bench.children import most_resident
from bench.rows import Row, tail
from bench.site import Site
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
_DAY = "2016-11-23"  # a day that every such ledger has
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


def command(*words: str) -> tuple[float, float]:
    """Seconds that a command of ours took, and megabytes it used at most."""
    words = (sys.executable, "-m", "bench.ledger", "run", *words)
    said = subprocess.run(words, check=True, capture_output=True).stdout
    seconds, size = said.split()[-2:]
    return float(seconds), float(size)


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _commit(store: Store, number: int) -> None:
    """A durable commit of one fact, beginning with the look for an older answer."""
    request = RequestId(os.urandom(16).hex())
    store.begin()
    store.answer_to(request, bytes(16))
    store.record([next(visits(number))], datetime.now(UTC), "kiosk-1", request, bytes(16))
    store.commit()


def bytes_a_commit(file: Path, commits: int = _COMMITS) -> float:
    """Kilobytes written by the machine for one durable commit of one fact, checkpoints included."""
    store = Store(file)
    before = _written()
    for number in range(commits):
        _commit(store, number)
    written = _written() - before
    store.close()
    return written / commits / 1024


def _written() -> int:
    for line in Path("/proc/self/io").read_text("ascii").splitlines():
        if line.startswith("write_bytes"):
            return int(line.split()[1])
    raise OSError("/proc/self/io has no write_bytes")


def rows(site: Site, facts: int = FACTS, times: int = 500) -> Iterator[Row]:
    """The rows of the table."""
    young, file = site.folder / "young.db", site.folder / "old.db"
    lay_down(file, facts)
    what = f"ledger of {facts:,} facts"
    yield Row.within(f"{what}: start", median(start(file) for _ in range(3)), 1.0, "s")
    yield from _one_commit(young, file, times)
    seconds, size = command("audit", str(file))
    yield Row.size(f"… audit ({seconds:.1f} s): memory", size, 60.0)
    yield Row.size("… report of all: memory", command("report", str(file))[1], 60.0)
    yield Row.within("… report of a day", command("report", str(file), _DAY)[0], 1.0, "s")
    yield Row.within("… bytes a commit", bytes_a_commit(file, times * 32), 9.0, "KB")


def _one_commit(young: Path, old: Path, times: int) -> Iterator[Row]:
    """In turns, one by one: a ledger that is new, and one that is old."""
    ours: list[float] = []
    floor: list[float] = []
    with closing(Store(young)) as new, closing(Store(old)) as grown:
        for number in range(times):
            floor.append(_took(partial(_commit, new, number)))
            ours.append(_took(partial(_commit, grown, number)))
    yield Row.times("… one commit, beside an empty one", median(ours), median(floor), 1.2)
    yield Row.times("… p99 of both", tail(ours), tail(floor), 1.5)


def main(words: list[str]) -> None:
    """`lay FILE FACTS`, `start FILE`, `bytes FILE`, or `run COMMAND …`, whose memory is told."""
    match words:
        case ["lay", file, facts]:
            lay_down(Path(file), int(facts))
        case ["start", file]:
            print(f"{start(Path(file)):.3f} s")
        case ["bytes", file]:
            print(f"{bytes_a_commit(Path(file)):.2f} KB")
        case ["run", *words]:
            begun = time.perf_counter()
            cli.main(words)
            print(time.perf_counter() - begun)
            print(most_resident())
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
