"""Whoever takes numbers in the package test, with the programs that were installed: run it with
their Python, as the hall's user, with $HALL_CLOCK as the hall has it.

    visitor.py take 3      takes so many numbers of the first queue as kiosk-1, and says them
    visitor.py waiting     says who waits, first who would be called first
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broker.bus.pumps import LoopPump
from broker.commands.visiting import Guest, visit
from broker.domain.requests import Granted, Listed
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import ActivateTicket, ListWaiting, ReserveTicket
from broker.service.clock import hall_clock
from broker.service.life import connect, new_id
from broker.service.runner import Runner
from broker.settings import Settings, load_without_items

_KIOSK = "kiosk-1"


def main(words: list[str]) -> int:
    """0 where all went well."""
    settings = load_without_items(Path("/etc/hall/hall.toml"), Path("/var/lib/hall"))
    told = _take(settings, int(words[1])) if words[0] == "take" else _waiting(settings)
    sys.stdout.write(f"{' '.join(told)}\n")
    return 0


def _take(settings: Settings, count: int) -> list[str]:
    with _kiosk(settings) as guest:
        queue = settings.hall.queues[0].id
        return [_taken(guest, queue) for _ in range(count)]


def _waiting(settings: Settings) -> list[str]:
    with visit(settings, "waiting", hall_clock()) as guest:
        _arrive(guest)
        question = ListWaiting(id=new_id(), at=hall_clock().now(), source="waiting")
        answer = guest.ask(question)
    if not isinstance(answer, Listed):
        raise SystemExit(f"no list: {answer}")
    return [each.number for each in answer.tickets]


@contextmanager
def _kiosk(settings: Settings) -> Iterator[Guest]:
    runner = Runner()
    pump = LoopPump(runner, runner.clock)
    bus = connect(settings, _KIOSK, runner.post, hall_clock(), pump)
    runner.add(bus)
    guest = Guest(runner, bus)
    try:
        _arrive(guest)
        yield guest
    finally:
        bus.stop()


def _arrive(guest: Guest) -> None:
    if not guest.connected():
        raise SystemExit("nobody answers")


def _taken(guest: Guest, queue: str) -> str:
    now = hall_clock().now()
    answer = guest.ask(ReserveTicket(id=new_id(), at=now, source=_KIOSK, queue=queue))
    if not isinstance(answer, Granted):
        raise SystemExit(f"no number: {answer}")
    reserved = next(each for each in answer.facts if isinstance(each, TicketReserved))
    paper = ActivateTicket(
        id=new_id(), at=now, source=_KIOSK, ticket=reserved.ticket, paper=HeldAs.PRINTED
    )
    if not isinstance(given := guest.ask(paper), Granted):
        raise SystemExit(f"not given: {given}")
    return reserved.number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
