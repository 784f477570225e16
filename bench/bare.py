"""The floors: paho with nothing around it, and one fdatasync.

They are made of what ours is made of: the same client library, its bytes moved on the loop that
uses them, TCP_NODELAY, questions at QoS 1 and answers at QoS 0, and where tickets are kept, SQLite
with a write-ahead log and `synchronous=FULL`, everything that waits in one commit.
"""

from __future__ import annotations

import itertools
import os
import select
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus.papers import papers_in
from broker.service.parent_death import bound_to_us

PAYLOAD = b"x" * 150  # about a request of the hall
REQUEST = "bare/request"
BARE = "bare"  # whom the broker knows all of them as
KEYS_VARIABLE = "BENCH_KEYS"  # where their papers lie
_numbers = itertools.count()
_PATIENCE = 10.0  # seconds


class BareClient:
    """A client of paho on the thread that uses it. `hear` is called for each message. It shows
    papers where the environment says where they lie, unless `plain`."""

    def __init__(
        self,
        host: str,
        port: int,
        topic: str,
        hear: Callable[[mqtt.MQTTMessage], None],
        *,
        plain: bool = False,
    ) -> None:
        self._paho = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        self._paho.max_inflight_messages_set(500)
        self._paho.on_message = lambda _client, _userdata, message: hear(message)
        self._paho.on_subscribe = self._subscribed
        self._paho.on_connect = lambda *_: self._paho.subscribe(topic, qos=1)
        self._ready = False
        keys = "" if plain else os.environ.get(KEYS_VARIABLE, "")
        if keys:
            self._paho.tls_set_context(papers_in(Path(keys), BARE).context())
        self._paho.connect(host, port)
        sock: Any = self._paho.socket()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file: int = sock.fileno()
        self._poll = select.poll()
        self.until(lambda: self._ready)

    def ask(self, topic: str, payload: bytes, reply: str, belongs: bytes = b"12345678") -> None:
        """Put a question, at QoS 1."""
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = reply
        properties.CorrelationData = belongs
        self._paho.publish(topic, payload, qos=1, properties=properties)

    def answer(self, asked: mqtt.MQTTMessage) -> None:
        """Say something to whoever asked, at QoS 0."""
        properties = Properties(PacketTypes.PUBLISH)
        properties.CorrelationData = asked.properties.CorrelationData
        self._paho.publish(asked.properties.ResponseTopic, PAYLOAD, properties=properties)

    def step(self, seconds: float) -> None:
        """Move what there is to move; wait at most so long for something to read."""
        self._poll.register(
            self.file, select.POLLIN | (select.POLLOUT if self._paho.want_write() else 0)
        )
        while self._holds() or self._poll.poll(seconds * 1000):
            self._paho.loop_read()
            if self._paho.want_write():
                self._paho.loop_write()
            self._poll.register(self.file, select.POLLIN)
            seconds = 0

    def _holds(self) -> bool:
        sock: Any = self._paho.socket()
        return isinstance(sock, ssl.SSLSocket) and sock.pending() > 0

    def until(self, true: Callable[[], bool]) -> None:
        """Move bytes until something holds."""
        end = time.monotonic() + _PATIENCE
        while not true():
            self.step(0.5)
            if time.monotonic() > end:
                raise TimeoutError("nobody answers")

    def close(self) -> None:
        """Leave."""
        self._paho.disconnect()

    def _subscribed(self, *_: object) -> None:
        self._ready = True


def echo(host: str, port: int) -> None:
    """The other end: answers every request from within paho's own callback."""
    client: BareClient
    client = BareClient(host, port, REQUEST, lambda message: client.answer(message))
    _say_ready()
    while True:
        client.step(1.0)


def ledger(host: str, port: int, file: str) -> None:
    """The other end of a bare ticket: numbers in SQLite, all that wait in one commit."""
    waiting: list[mqtt.MQTTMessage] = []
    client = BareClient(host, port, REQUEST, waiting.append)
    db = _tickets(file)
    _say_ready()
    while True:
        client.step(1.0)
        if waiting:
            db.execute("BEGIN")
            bodies = [(each.payload,) for each in waiting]
            db.executemany("INSERT INTO tickets (body) VALUES (?)", bodies)
            db.execute("COMMIT")
            for each in waiting:
                client.answer(each)
            waiting.clear()


def _tickets(file: str) -> sqlite3.Connection:
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE tickets (number INTEGER PRIMARY KEY, body BLOB)")
    return db


def _payload() -> bytes:
    return PAYLOAD


def _say_ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


class Other:
    """The other end as a process, ready. With `file` it keeps tickets, else it echoes; a `plain`
    one shows no papers."""

    def __init__(
        self, host: str, port: int, file: Path | None = None, *, plain: bool = False
    ) -> None:
        words = [sys.executable, "-m", "bench.bare", host, str(port)]
        words += [str(file)] if file else []
        environment = os.environ | ({KEYS_VARIABLE: ""} if plain else {})
        self.process = subprocess.Popen(bound_to_us(words), stdout=subprocess.PIPE, env=environment)
        if self.process.stdout is None or not self.process.stdout.readline():
            raise TimeoutError("the bare other end does not start")

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


class BareAsker:
    """A bare client that asks: its own other end, or whoever answers at `topic` to what `payload`
    makes, to be heard at `reply`. So ours and a floor are asked by the same client."""

    def __init__(
        self,
        host: str,
        port: int,
        topic: str = REQUEST,
        payload: Callable[[], bytes] = _payload,
        reply: str = "",
        *,
        plain: bool = False,
    ) -> None:
        self._topic, self._payload = topic, payload
        self._left = 0
        self._reply = reply or f"bare/reply/{next(_numbers)}"
        self._client = BareClient(host, port, self._reply, self._heard, plain=plain)

    def ask(self) -> float:
        """Seconds of one round trip."""
        begun = time.perf_counter()
        self._put()
        self._client.until(lambda: not self._left)
        return time.perf_counter() - begun

    def rate(self, flight: int, total: int) -> float:
        """Questions a second with `flight` of them in the air."""
        begun, sent = time.perf_counter(), 0
        while sent < total:
            while self._left < flight and sent < total:
                self._put()
                sent += 1
            self._client.step(0.5)
        self._client.until(lambda: not self._left)
        return total / (time.perf_counter() - begun)

    def close(self) -> None:
        """Leave."""
        self._client.close()

    def _put(self) -> None:
        self._left += 1
        self._client.ask(self._topic, self._payload(), self._reply)

    def _heard(self, _message: mqtt.MQTTMessage) -> None:
        self._left -= 1


class Disk:
    """One durable write, as a log commits once it has its length: a page over an older one in the
    midst of the file, and fdatasync."""

    _PAGES = 1024

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "sync.bin", os.O_CREAT | os.O_RDWR, 0o600)
        self._page = os.urandom(4096)
        self._place = 0
        os.pwrite(self._file, self._page * self._PAGES, 0)
        os.fsync(self._file)

    def write(self) -> float:
        """Seconds of one."""
        begun = time.perf_counter()
        os.pwrite(self._file, self._page, self._place * len(self._page))
        os.fdatasync(self._file)
        self._place = (self._place + 1) % self._PAGES
        return time.perf_counter() - begun

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


if __name__ == "__main__":
    place = (sys.argv[1], int(sys.argv[2]))
    ledger(*place, sys.argv[3]) if len(sys.argv) > 3 else echo(*place)
