"""`make bench`: every row of docs/performance that exists so far, with its floor and ratio."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import bus, ledger, screens
from bench.bare import Bare
from bench.rows import Row
from broker.domain.tickets.requests import ReserveTicket
from broker.mosquitto import Mosquitto
from broker.service.clock import VARIABLE
from broker.service.life import BROKER_VARIABLE, broker_place
from broker.settings import Settings, load
from tests.stages.processes import HALL, morning_clock

SAMPLE = Path("examples/zhenlai/hall.toml")
FLIGHT = 50
TICKETS = 3000
FLIGHTS = 3  # interleaved rounds
GOAL = 5000.0  # tickets a second, on the machine where bare paho with group commit makes
REFERENCE = 7400.0
SERVICES = ("displays", "evaluators", "clockin", "ledger")


@contextmanager
def program(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child that ends with the block."""
    child = subprocess.Popen([sys.executable, "-m", *words], stdin=subprocess.PIPE)
    try:
        time.sleep(1.2)
        yield child
    finally:
        child.terminate()
        child.wait()
        if child.stdin:
            child.stdin.close()


def bus_rows(settings: Settings, bare: Bare) -> Iterator[Row]:
    """A message there and back."""
    with program("bench.bus", str(settings.run), "grant"):
        asker = bus.Asker(settings)
        yield bus.bus_row(bare, asker)
        asker.close()


def ticket_rows(settings: Settings, bare: Bare) -> Iterator[Row]:
    """Tickets that survive a power cut, one by one and fifty at a time."""
    with program("bench.bus", str(settings.run), "ledger"):
        asker = bus.Asker(settings)
        yield from bus.ticket_rows(bare, asker, settings.run)
        asker.close()
    group, single, floor = (_median(each) for each in zip(*_flights(settings), strict=True))
    yield Row.more("tickets/s, 50 in flight", group, floor, round(GOAL / REFERENCE, 2))
    yield Row.rate("… against the figure itself", group, GOAL)
    yield Row.more("… beside a commit for each", group, single, 2.0)


def _flights(settings: Settings) -> Iterator[tuple[float, float, float]]:
    """Rounds of: our ledger, our ledger with a commit for each, bare paho with group commit."""
    host, port = broker_place(settings)
    for number in range(FLIGHTS):
        rates = []
        for kind in ("ledger", "single"):
            with program("bench.bus", str(settings.run), kind):
                asker = bus.Asker(settings)
                rates.append(asker.rate(FLIGHT, TICKETS, ReserveTicket, queue="qa"))
                asker.close()
        floor = Bare(host, port, settings.run / f"bare-{number}.db")
        rates.append(floor.rate(FLIGHT, TICKETS))
        floor.close()
        yield rates[0], rates[1], rates[2]


def _median(rates: tuple[float, ...]) -> float:
    return statistics.median(rates)


def service_rows(run: Path) -> Iterator[Row]:
    """The memory of each service of the sample hall."""
    for name in SERVICES:
        words = ("broker.cli", "run", name, "--hall", str(SAMPLE), "--run", str(run))
        with program(*words) as child:
            time.sleep(0.8)
            yield Row.size(f"service {name}: memory", screens.resident(child.pid), 40.0)


def main() -> int:
    """Print the table. It asserts nothing: a figure belongs to the machine it was taken on."""
    os.environ[VARIABLE] = morning_clock()
    os.environ["HALL_LOG"] = "critical"  # lines without devices are no news here
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="var", prefix="bench-") as name:
        folder = Path(name).resolve()
        settings = load(HALL, folder / "run")
        settings.run.mkdir()
        mosquitto = Mosquitto(folder / "mosquitto")
        mosquitto.start()
        os.environ[BROKER_VARIABLE] = f"{mosquitto.host}:{mosquitto.port}"
        bare = Bare(mosquitto.host, mosquitto.port)
        sys.stdout.write(Row.head() + "\n")
        try:
            for row in _rows(settings, bare, folder):
                sys.stdout.write(row.line() + "\n")
                sys.stdout.flush()
        finally:
            bare.close()
            mosquitto.stop()
    return 0


def _rows(settings: Settings, bare: Bare, folder: Path) -> Iterator[Row]:
    yield from bus_rows(settings, bare)
    yield from ticket_rows(settings, bare)
    yield from ledger.rows(folder)
    yield from service_rows(folder / "sample")
    yield from screens.first_frame(folder, SAMPLE, folder / "sample")


if __name__ == "__main__":
    sys.exit(main())
