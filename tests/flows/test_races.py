"""Eight clients and eight windows at once, through the real broker and a real ledger process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from broker.commands.audit import read, troubles
from broker.domain.calling.facts import TicketCalled
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.requests import Granted
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.rows import recorded
from tests.stages.processes import Person, house


def together(works: list[Callable[[], None]]) -> None:
    """Run all at once; raise what any of them raised."""
    failures: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # carried to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@pytest.mark.timeout(60)
def test_no_number_twice_and_no_ticket_called_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(tmp_path, ["ledger"], monkeypatch) as (_, settings):
        numbers: list[str] = []
        called: list[str] = []

        def citizen(name: str) -> Callable[[], None]:
            def take() -> None:
                with Person(settings, name) as person:
                    for _ in range(50):
                        given = person.do(ReserveTicket, queue="qa")
                        person.do(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)
                        numbers.append(given.number)

            return take

        def clerk(window: int) -> Callable[[], None]:
            who = {"window": window, "clerk": str(100 + window)}

            def call() -> None:
                with Person(settings, f"clerk-{window}") as person:
                    person.do(OpenWindow, **who)
                    while isinstance(answer := person.ask(CallNext, **who), Granted):
                        called.append(answer.facts[0].ticket)  # type: ignore[union-attr]  # a call
                        person.do(StartService, **who)
                        person.do(FinishService, **who)

            return call

        together([citizen(f"kiosk-{n}") for n in range(8)])
        assert sorted(numbers) == [f"A{n:03d}" for n in range(1, 401)]
        together([clerk(n) for n in range(1, 9)])
        assert len(called) == len(set(called)) == 400
        rows = list(read(settings.run / "ledger.db"))
    assert troubles(rows) == []
    order = [fact.number for row in rows if isinstance(fact := recorded(row).fact, TicketCalled)]
    assert sorted(order) == sorted(numbers)
