"""A thousand devices with a connection each, each asking the ledger for something once a second.

What is measured is what the hall's machine spends, broker and ledger together, beside the same
crowd before a bare ledger: SQLite with group commit and nothing around it.
"""

from __future__ import annotations

import resource
import select
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import paho.mqtt.client as mqtt

from bench.bare import PAYLOAD, REQUEST, BareClient, Other
from bench.bus import a_ticket
from bench.children import busy, program
from bench.rows import Row, tail
from bench.site import Site
from broker.domain.tickets.requests import ReserveTicket
from broker.wire.topics import Kind, Topics

TOPICS = Topics("bench")
_DEVICES = 1000
_SECONDS = 10.0
_PATIENCE = 20.0  # seconds for the last answers


class Crowd:
    """Devices on one thread, so that they take little from what is measured."""

    def __init__(self, host: str, port: int, devices: int) -> None:
        _have_room(devices)
        self.late: list[float] = []
        self._asked: dict[bytes, float] = {}
        self._clients = [
            BareClient(host, port, TOPICS.reply(f"crowd-{number}"), self._heard)
            for number in range(devices)
        ]
        self._of_file = {each.file: each for each in self._clients}
        self._ready = select.epoll()
        for each in self._clients:
            self._ready.register(each.file, select.EPOLLIN)

    def ask(self, seconds: float, of_hall: bool) -> None:
        """Each asks once a second, evenly; then what is not answered is waited for."""
        pause = 1 / len(self._clients)
        begun = time.monotonic()
        for number in range(round(seconds / pause)):
            self._listen(begun + number * pause)
            device = self._clients[number % len(self._clients)]
            name, belongs = f"crowd-{number % len(self._clients)}", b"%d" % number
            topic = TOPICS.request(name, ReserveTicket) if of_hall else REQUEST
            payload = a_ticket(name) if of_hall else PAYLOAD
            self._asked[belongs] = time.perf_counter()
            device.ask(topic, payload, TOPICS.reply(name), belongs)
        end = time.monotonic() + _PATIENCE
        while self._asked and time.monotonic() < end:
            self._listen(time.monotonic() + 0.1)

    @property
    def unanswered(self) -> int:
        """How many still wait."""
        return len(self._asked)

    def close(self) -> None:
        """All leave."""
        self._ready.close()
        for each in self._clients:
            each.close()

    def _listen(self, until: float) -> None:
        while True:
            left = until - time.monotonic()
            for file, _ in self._ready.poll(max(0.0, left)):
                self._of_file[file].step(0)
            if left <= 0:
                return

    def _heard(self, message: mqtt.MQTTMessage) -> None:
        begun = self._asked.pop(message.properties.CorrelationData)
        self.late.append(time.perf_counter() - begun)


def _have_room(devices: int) -> None:
    """A socket for each needs more open files than a process is given."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 2 * devices:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2 * devices + 200), hard))


def rows(site: Site, devices: int = _DEVICES, seconds: float = _SECONDS) -> Iterator[Row]:
    """The share of a core, and how long a device waits for its answer."""
    floor = _bare(site, devices, seconds)
    ours = _ours(site, devices, seconds)
    what = f"{devices} devices, 1 request/s: ledger + bus"
    yield Row.beside(what, ours[0] * 100, floor[0] * 100, 40.0, "%")
    yield Row.beside("… p99", tail(ours[1]) * 1000, tail(floor[1]) * 1000, 5.0, "ms")


def _bare(site: Site, devices: int, seconds: float) -> tuple[float, list[float]]:
    file: Path = site.folder / "crowd.db"
    with closing(Other(site.host, site.port, file)) as other:
        return _measured(site, other.process.pid, False, devices, seconds)


def _ours(site: Site, devices: int, seconds: float) -> tuple[float, list[float]]:
    here = site.hall(8)
    words = ("bench.bus", str(here.settings.run), "crowd", str(here.settings.file))
    with program(*words) as child, closing(here.asker()) as asker:
        asker.await_all(Kind.SERVICE, ["ledger"])
        return _measured(site, child.pid, True, devices, seconds)


def _measured(
    site: Site, ledger: int, of_hall: bool, devices: int, seconds: float
) -> tuple[float, list[float]]:
    with ExitStack() as ends:
        crowd = Crowd(site.host, site.port, devices)
        ends.callback(crowd.close)
        used = busy(ledger) + busy(site.broker)
        crowd.ask(seconds, of_hall)
        share = (busy(ledger) + busy(site.broker) - used) / seconds
        if crowd.unanswered:
            raise TimeoutError(f"{crowd.unanswered} were not answered")
        return share, crowd.late
