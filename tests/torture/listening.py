"""Somebody who reads along on the broker: what is retained, as a newcomer would find it, and what
is said."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from broker.bus.papers import Papers
from broker.domain.clients import COMMAND
from broker.mosquitto import Mosquitto
from tests.stages.guarded import papers


@contextmanager
def retained(mosquitto: Mosquitto, topics: str) -> Iterator[dict[str, bytes]]:
    """The newest payload of every retained topic, from before and from now on."""
    kept: dict[str, bytes] = {}

    def take(topic: str, payload: bytes) -> None:
        if payload:
            kept[topic] = payload
        else:
            kept.pop(topic, None)

    with _listening(mosquitto, topics, take):
        yield kept


@contextmanager
def said(mosquitto: Mosquitto, topics: str) -> Iterator[list[bytes]]:
    """Every payload, one after the other: what is retained now, then what is said."""
    heard: list[bytes] = []
    with _listening(mosquitto, topics, lambda _topic, payload: heard.append(payload)):
        yield heard


def shown_by(mosquitto: Mosquitto) -> Papers:
    """What a command shows this broker; it may hear everything."""
    assert mosquitto._guard is not None
    keys = mosquitto._guard.papers.authority.parent
    return papers(keys.parent, COMMAND)


@contextmanager
def _listening(
    mosquitto: Mosquitto, topics: str, take: Callable[[str, bytes], None]
) -> Iterator[None]:
    ready = threading.Event()

    def message(_client: paho.Client, _userdata: object, raw: paho.MQTTMessage) -> None:
        take(raw.topic, bytes(raw.payload))

    def subscribed(*_: object) -> None:
        ready.set()

    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    client.on_message = message
    client.on_subscribe = subscribed
    client.tls_set_context(shown_by(mosquitto).context())
    client.connect(mosquitto.host, mosquitto.port)
    client.loop_start()
    client.subscribe(topics, qos=1)
    assert ready.wait(20), "no answer to a subscription"
    time.sleep(0.1)  # the retained messages come right behind
    try:
        yield
    finally:
        client.disconnect()
        client.loop_stop()
