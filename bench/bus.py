"""The bus and the ticket: rounds of asking, interleaved with their floors."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench.bare import BareAsker, Disk, Other
from bench.children import program
from bench.rows import Row, tail
from bench.site import Site
from broker import logs
from broker.bus.base import Asked
from broker.domain.calling.requests import CallNext
from broker.domain.clients import Client, ClientKind, Rights, clients
from broker.domain.ids import RequestId
from broker.domain.requests import Granted
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.service import FILE, Ledger, build, run
from broker.ledger.store import Store
from broker.mosquitto import Mosquitto
from broker.service.life import Service, serve
from broker.settings import load
from broker.wire import codec
from broker.wire.topics import Kind
from tests.stages.processes import HALL

KIOSK = "kiosk-1"
_CROWD = 1000  # kiosks more than hall.toml has, of the kind "crowd"
_FLIGHT = 50
_FLIGHTS = 3  # interleaved rounds
_GOAL = 5000.0  # tickets a second, on the machine where bare paho with group commit makes
_REFERENCE = 7400.0


def rows(site: Site, asks: int = 2000, tickets: int = 3000) -> Iterator[Row]:
    """A message there and back; a ticket that survives a power cut; fifty of them at a time.

    Ours and floor take turns with every single question, so that whatever else the machine does
    meets both. The first rows are about our bus, so it asks; the ledger is asked by the same bare
    client as its floor.
    """
    with closing(Other(site.host, site.port)), closing(BareAsker(site.host, site.port)) as bare:
        yield from _messages(site, bare, asks)
        yield from _guarded(site, bare, asks)
        yield from _tickets(site, bare, asks)
    group, single, floor = (median(each) for each in zip(*_flights(site, tickets), strict=True))
    yield Row.more("tickets/s, 50 in flight", group, floor, round(_GOAL / _REFERENCE, 2))
    yield Row.rate("… against the figure itself", group, _GOAL)
    yield Row.more("… beside a commit for each", group, single, 2.0)


def _messages(site: Site, bare: BareAsker, asks: int) -> Iterator[Row]:
    """QoS 1 request → reply."""
    ours: list[float] = []
    floor: list[float] = []
    with program("bench.bus", str(site.settings.run), "grant"), closing(site.asker()) as asker:
        asker.await_all(Kind.SERVICE, ["ledger"])
        for _ in range(asks):
            floor.append(bare.ask())
            ours.append(asker.ask(CallNext, window=1, clerk="101"))
    yield Row.times("request → reply", median(ours), median(floor), 1.3)
    yield Row.times("… p99 beside the floor's", tail(ours), tail(floor), 1.3)


def _guarded(site: Site, bare: BareAsker, asks: int) -> Iterator[Row]:
    """What papers and rights cost: the same client at a broker that asks for neither."""
    guarded: list[float] = []
    plain: list[float] = []
    mosquitto = Mosquitto(site.folder / "plain")
    mosquitto.start()
    place = mosquitto.host, mosquitto.port
    try:
        with closing(Other(*place, plain=True)), closing(BareAsker(*place, plain=True)) as other:
            for _ in range(asks):
                guarded.append(bare.ask())
                plain.append(other.ask())
    finally:
        mosquitto.stop()
    yield Row.times("round trip, TLS and rights", median(guarded), median(plain), 1.3)


def _tickets(site: Site, bare: BareAsker, asks: int) -> Iterator[Row]:
    """A durable ticket, alone and with its tail."""
    ours: list[float] = []
    floor: list[float] = []
    with _asked(site, "ledger") as hall, closing(Disk(site.settings.run)) as disk:
        for _ in range(asks):
            floor.append(bare.ask() + disk.write())
            ours.append(hall.ask())
    yield Row.times("durable ticket, median", median(ours), median(floor), 1.5)
    yield Row.times("… p99 beside the floor's", tail(ours), tail(floor), 1.5)
    yield Row.times("… p99 / median", tail(ours), median(ours), 3.0)


def _flights(site: Site, tickets: int) -> Iterator[tuple[float, float, float]]:
    """Rounds of: our ledger, our ledger with a commit for each, bare paho with group commit."""
    for number in range(_FLIGHTS):
        rates = []
        for kind in ("ledger", "single"):
            with _asked(site, kind) as hall:
                rates.append(hall.rate(_FLIGHT, tickets))
        other = Other(site.host, site.port, site.settings.run / f"bare-{number}.db")
        with closing(other), closing(BareAsker(site.host, site.port)) as bare:
            yield rates[0], rates[1], bare.rate(_FLIGHT, tickets)


@contextmanager
def _asked(site: Site, kind: str) -> Iterator[BareAsker]:
    """A ledger of ours, and a bare client that asks it for tickets."""
    with program("bench.bus", str(site.settings.run), kind), closing(site.asker()) as asker:
        asker.await_all(Kind.SERVICE, ["ledger"])
        topics = asker.topics
        topic, reply = topics.request(KIOSK, ReserveTicket), topics.reply(KIOSK)
        with closing(BareAsker(site.host, site.port, topic, a_ticket, reply)) as bare:
            yield bare


def a_ticket(kiosk: str = KIOSK) -> bytes:
    """A request for a number, under an id of its own."""
    name = RequestId(uuid4().hex)
    request = ReserveTicket(id=name, at=datetime.now(UTC), source=kiosk, queue="qa")
    return codec.encode(request)


def _grant_all(service: Service) -> None:
    """A service that grants everything at once: the bus without a ledger."""

    def grant(asked: Asked) -> None:
        if asked.request is not None:
            asked.answer(Granted(request=asked.request.id, at=datetime.now(UTC)))

    service.bus.serve(grant)


class _Single(Ledger):
    """The floor of group commit: the same ledger, with a commit for every request."""

    def _asked(self, asked: Asked) -> None:
        super()._asked(asked)
        self._flush(None)


def _commit_each(service: Service) -> None:
    ledger = _Single(service, lambda: Store(service.settings.run / FILE))
    service.at_end.callback(ledger.close)


def _crowded(service: Service) -> None:
    crowd = (Client(f"crowd-{number}", ClientKind.KIOSK) for number in range(_CROWD))
    build(service, Rights((*clients(service.settings.hall), *crowd)))


def main(folder: str, kind: str, hall: str = str(HALL)) -> None:
    """Be the ledger of a hall, or something simpler in its place."""
    logs.configure("ledger")
    settings = load(Path(hall), Path(folder))
    match kind:
        case "grant":
            serve(settings, "ledger", _grant_all)
        case "single":
            serve(settings, "ledger", _commit_each)
        case "crowd":
            serve(settings, "ledger", _crowded)
        case _:
            run(settings, "")


if __name__ == "__main__":
    main(*sys.argv[1:])
