"""What services hold in memory with their devices on their wires, after visitors were served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing

from bench.asker import Asker
from bench.children import program, resident, run
from bench.rows import Row
from bench.signs import wired
from bench.site import Site
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.wire.topics import Kind

_WINDOWS = 64
_VISITS = 500
_SERVICES = ("ledger", "displays", "evaluators", "clockin")


def rows(site: Site, windows: int = _WINDOWS, visits: int = _VISITS) -> Iterator[Row]:
    """Each service, while all of them and their simulated devices are there."""
    here = site.hall(windows)
    with ExitStack() as ends:
        ends.enter_context(wired(here.settings))
        children = {
            name: ends.enter_context(program(*run(name, here.settings.file, here.settings.run)))
            for name in _SERVICES
        }
        asker = ends.enter_context(closing(here.asker()))
        asker.await_all(Kind.SERVICE, list(_SERVICES))
        asker.await_all(Kind.DISPLAY, list(range(1, windows + 1)))
        for window in range(1, windows + 1):
            asker.granted(OpenWindow, window=window, clerk=str(100 + window))
        for number in range(visits):
            _serve(asker, 1 + number % windows)
        for name, child in children.items():
            what = f"{name}, {windows} windows: memory"
            yield Row.size(what, resident(child.pid), 40.0)


def _serve(asker: Asker, window: int) -> None:
    """A visitor from the kiosk to the end of the visit."""
    here = {"window": window, "clerk": str(100 + window)}
    ticket = asker.granted(ReserveTicket, queue="qa").ticket
    asker.granted(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
    for step in (CallNext, StartService, FinishService):
        asker.granted(step, **here)
