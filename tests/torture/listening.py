"""Somebody who reads along on the broker: what is retained, as a newcomer would find it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from broker.mosquitto import Mosquitto


@contextmanager
def retained(mosquitto: Mosquitto, topics: str) -> Iterator[dict[str, bytes]]:
    """The newest payload of every retained topic, from before and from now on."""
    kept: dict[str, bytes] = {}
    ready = threading.Event()

    def message(_client: paho.Client, _userdata: object, raw: paho.MQTTMessage) -> None:
        if raw.payload:
            kept[raw.topic] = bytes(raw.payload)
        else:
            kept.pop(raw.topic, None)

    def subscribed(*_: object) -> None:
        ready.set()

    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    client.on_message = message
    client.on_subscribe = subscribed
    client.connect(mosquitto.host, mosquitto.port)
    client.loop_start()
    client.subscribe(topics, qos=1)
    assert ready.wait(5), "no answer to a subscription"
    time.sleep(0.1)  # the retained messages come right behind
    try:
        yield kept
    finally:
        client.disconnect()
        client.loop_stop()
