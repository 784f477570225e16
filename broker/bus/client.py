"""A fresh client of paho, its callbacks guarded."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from broker.bus.papers import Papers

log = logging.getLogger(__name__)

_IN_FLIGHT = 500


@dataclass(frozen=True, slots=True)
class Told:
    """Where to post what paho tells, on whatever thread moves its bytes."""

    connected: Callable[[tuple[mqtt.Client, ReasonCode]], None]  # the broker took us, or refused
    subscribed: Callable[[mqtt.Client], None]  # what was asked for is in place
    lost: Callable[[tuple[mqtt.Client, str]], None]  # the connection ended, or never began
    message: Callable[[mqtt.MQTTMessage], None]

    def on_connect(
        self,
        client: mqtt.Client,
        _userdata: object,
        _flags: mqtt.ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        """As paho calls it, like those below."""
        self.connected((client, reason))

    def on_connect_fail(self, client: mqtt.Client, error: object) -> None:
        """Nobody listens there. paho says no more; our own pump says what the machine said."""
        reason = getattr(error, "strerror", None) or (str(error) if error else "nobody answers")
        self.lost((client, reason))

    def on_disconnect(
        self,
        client: mqtt.Client,
        _userdata: object,
        _flags: mqtt.DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        """By the broker, or by the way to it."""
        self.lost((client, str(reason)))

    def on_subscribe(self, client: mqtt.Client, *_: object) -> None:
        """What was asked for is in place."""
        self.subscribed(client)

    def on_message(self, _client: mqtt.Client, _userdata: object, raw: mqtt.MQTTMessage) -> None:
        """Its bytes, unread."""
        self.message(raw)


def fresh(
    client_id: str, wills: dict[str, bytes], told: Told, papers: Papers | None = None
) -> mqtt.Client:
    """A client that holds nothing yet. `wills` are published for us when we are lost; `papers`
    are read when it connects, by whatever thread does; its id is then one that nobody knows who has
    no such papers."""
    client = mqtt.Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        protocol=MQTTProtocolVersion.MQTTv5,
        reconnect_on_failure=False,
    )
    client.max_inflight_messages_set(_IN_FLIGHT)
    client.on_socket_open = _no_delay
    client.on_connect = _guarded(told.on_connect)
    client.on_connect_fail = _guarded(told.on_connect_fail)
    client.on_disconnect = _guarded(told.on_disconnect)
    client.on_subscribe = _guarded(told.on_subscribe)
    client.on_message = _guarded(told.on_message)
    if papers is not None:
        client.on_pre_connect = lambda client, _: _show(client, client_id, papers)
    for topic, state in wills.items():
        client.will_set(topic, state, qos=1, retain=True)
    return client


def _show(client: mqtt.Client, client_id: str, papers: Papers) -> None:
    client.tls_set_context(papers.context())
    known_to_us = f"{client_id}-{papers.secret(client_id)}".encode()
    client._client_id = known_to_us  # noqa: SLF001  # paho takes one only when it is made


def _guarded(callback: Callable[..., None]) -> Callable[..., None]:
    def call(*arguments: Any) -> None:
        try:
            callback(*arguments)
        except Exception:
            log.exception("a bus callback failed; the bus goes on")

    return call


def _no_delay(_client: mqtt.Client, _userdata: object, sock: Any) -> None:
    """Without this a request and its reply wait for each other's delayed ACK: 40 ms and more."""
    with contextlib.suppress(OSError, AttributeError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
