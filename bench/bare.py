"""The floors: paho with nothing around it, and one fdatasync."""

from __future__ import annotations

import os
import queue
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PAYLOAD = b"x" * 150  # about a request of the hall


def _client(host: str, port: int) -> mqtt.Client:
    client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    client.max_inflight_messages_set(500)

    def no_delay(_client: mqtt.Client, _userdata: object, sock: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    client.on_socket_open = no_delay
    client.connect(host, port)
    client.loop_start()
    return client


def echo(host: str, port: int) -> None:
    """The other end: answers every request from within paho's own callback."""
    client = _client(host, port)

    def answer(_client: mqtt.Client, _userdata: object, message: mqtt.MQTTMessage) -> None:
        properties = Properties(PacketTypes.PUBLISH)
        properties.CorrelationData = message.properties.CorrelationData
        client.publish(message.properties.ResponseTopic, PAYLOAD, qos=1, properties=properties)

    client.on_message = answer
    client.subscribe("bare/request", qos=1)
    sys.stdin.read()


def ledger(host: str, port: int, file: str) -> None:
    """The other end of a bare ticket: numbers in SQLite, all that wait in one commit."""
    waiting: queue.SimpleQueue[mqtt.MQTTMessage] = queue.SimpleQueue()
    client = _client(host, port)
    client.on_message = lambda _client, _userdata, message: waiting.put(message)
    client.subscribe("bare/request", qos=1)
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE tickets (number INTEGER PRIMARY KEY, body BLOB)")
    while True:
        together = [waiting.get()]
        while not waiting.empty():
            together.append(waiting.get())
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO tickets (body) VALUES (?)", [(each.payload,) for each in together]
        )
        db.execute("COMMIT")
        for message in together:
            properties = Properties(PacketTypes.PUBLISH)
            properties.CorrelationData = message.properties.CorrelationData
            client.publish(message.properties.ResponseTopic, PAYLOAD, qos=1, properties=properties)


class Bare:
    """A bare client that asks. The other end only echoes, or with `file` keeps tickets there."""

    def __init__(self, host: str, port: int, file: Path | None = None) -> None:
        words = [sys.executable, "-m", "bench.bare", host, str(port)]
        words += [str(file)] if file else []
        self._other = subprocess.Popen(words, stdin=subprocess.PIPE)
        self._client = _client(host, port)
        self._answered = threading.Event()
        self._client.on_message = lambda *_: self._answered.set()
        self._client.subscribe("bare/reply", qos=1)
        time.sleep(0.7)  # until both subscriptions stand

    def ask(self) -> float:
        """Seconds of one round trip."""
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = "bare/reply"
        properties.CorrelationData = b"12345678"
        self._answered.clear()
        begun = time.perf_counter()
        self._client.publish("bare/request", PAYLOAD, qos=1, properties=properties)
        if not self._answered.wait(5):
            raise TimeoutError("the bare echo does not answer")
        return time.perf_counter() - begun

    def rate(self, flight: int, total: int) -> float:
        """Questions a second with `flight` of them in the air."""
        room, left = threading.Semaphore(flight), [total]

        def answered(*_: object) -> None:
            left[0] -= 1
            room.release()
            if not left[0]:
                self._answered.set()

        self._answered.clear()
        self._client.on_message = answered
        begun = time.perf_counter()
        for number in range(total):
            room.acquire()
            properties = Properties(PacketTypes.PUBLISH)
            properties.ResponseTopic = "bare/reply"
            properties.CorrelationData = b"%08d" % number
            self._client.publish("bare/request", PAYLOAD, qos=1, properties=properties)
        self._answered.wait(60)
        return total / (time.perf_counter() - begun)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
        if self._other.stdin:
            self._other.stdin.close()
        self._other.terminate()
        self._other.wait()


class Disk:
    """One durable append, as a log commits: a page at the end of a file, and fdatasync."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "sync.bin", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        self._page = os.urandom(4096)

    def append(self) -> float:
        """Seconds of one."""
        begun = time.perf_counter()
        os.write(self._file, self._page)
        os.fdatasync(self._file)
        return time.perf_counter() - begun

    def close(self) -> None:
        os.close(self._file)


if __name__ == "__main__":
    place = (sys.argv[1], int(sys.argv[2]))
    ledger(*place, sys.argv[3]) if len(sys.argv) > 3 else echo(*place)
