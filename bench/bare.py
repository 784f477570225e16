"""The floors: paho with nothing around it, and one fdatasync."""

from __future__ import annotations

import os
import socket
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


class Bare:
    """A bare client that asks and waits, one question at a time."""

    def __init__(self, host: str, port: int) -> None:
        words = [sys.executable, "-m", "bench.bare", host, str(port)]
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
    echo(sys.argv[1], int(sys.argv[2]))
