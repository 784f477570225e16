"""The bus over MQTT 5 with paho.

paho's callbacks decode and post, nothing else, whoever pumps its bytes (see `pumps`). Each is
guarded, because an exception there would end the pumping while the client still believes it is
connected; for the same reason `is_connected` is not trusted: a message to itself must come back.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import paho.mqtt.client as mqtt
from msgspec import Struct
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from broker.bus.base import Asked, Connection, Delivery, M, Post, Unanswered
from broker.bus.enquiries import EXPIRY, Enquiries
from broker.bus.listeners import Listeners, Take
from broker.bus.properties import Packed, correlation, expiry, response_topic
from broker.bus.pumps import Pump, ThreadPump
from broker.domain.backoff import Backoff
from broker.domain.errors import WireError
from broker.domain.requests import Answer, AnyRequest
from broker.wire import codec
from broker.wire.messages import DeviceState, Echo, Liveness
from broker.wire.topics import Kind, Topics

log = logging.getLogger(__name__)

_KEEPALIVE = 15  # seconds
_ECHO_EVERY = 5.0
_ECHO_LATE = 12.0
_IN_FLIGHT = 500
_GOODBYE = 1.0  # seconds to have the last words written


@dataclass(frozen=True, slots=True)
class Account:
    """Where the broker is, and who we are there. `name` is unique in the hall.

    A `guest` comes for one question: nobody misses it when it goes, so it leaves no `$state`.
    """

    host: str
    port: int
    name: str
    states: Callable[[Liveness], DeviceState]
    guest: bool = False


class MqttBus:
    """One client of the hall's broker. Reconnects for ever and replays its retained state."""

    def __init__(
        self,
        account: Account,
        topics: Topics,
        post: Post,
        clock: Callable[[], float] = time.monotonic,
        pump: Pump | None = None,
    ) -> None:
        self._account = account
        self._pump = pump or ThreadPump()
        self._topics = topics
        self._post = post
        self._clock = clock
        self._enquiries = Enquiries()
        self._listeners = Listeners()
        self._retained: dict[str, bytes] = {}
        self._watchers: list[Callable[[Connection], None]] = []
        self._up = False
        self._stopped = False
        self._echoed_at = 0.0
        self._echo_due: float | None = None
        self._retry_at: float | None = None
        self._backoff = Backoff(first=0.2, most=3.0)
        self._client = self._make()
        self._add(topics.reply(account.name), self._take_answer)
        self._add(topics.echo(account.name), self._take_echo)

    @property
    def unreadable(self) -> int:
        """How many messages could not be read."""
        return self._listeners.unreadable

    def start(self) -> None:
        self._pump.start(self._client, *self._place(), _KEEPALIVE)

    def stop(self) -> None:
        self._stopped = True
        if self._up:
            for topic, state in self._own(Liveness.DISCONNECTED).items():
                self._client.publish(topic, state, qos=1, retain=True)
        self._client.disconnect()
        self._pump.flush(self._client, _GOODBYE)
        self._pump.stop(self._client)
        self._up = False

    def on_connection(self, handler: Callable[[Connection], None]) -> None:
        self._watchers.append(handler)

    def subscribe(self, topics: str, of: type[M], handler: Callable[[Delivery], None]) -> None:
        def take(raw: mqtt.MQTTMessage) -> None:
            message = codec.decode(bytes(raw.payload), of) if raw.payload else None
            self._post(handler, Delivery(raw.topic, message, raw.retain))

        self._add(topics, take)

    def serve(self, handler: Callable[[Asked], None]) -> None:
        def take(raw: mqtt.MQTTMessage) -> None:
            answer = self._answerer(raw.properties)
            try:
                request = codec.decode_request(bytes(raw.payload))
            except WireError as error:
                self._listeners.complain(raw.topic, error)
                self._post(handler, Asked(None, str(error), answer))
            else:
                self._post(handler, Asked(request, "", answer))

        self._add(self._topics.requests(), take)

    def publish(self, topic: str, message: Struct, *, retain: bool = False) -> None:
        payload = codec.encode(message)
        if retain:
            self._retained[topic] = payload
        if self._up:
            self._client.publish(topic, payload, qos=1, retain=retain)
            self._pump.written()

    def clear(self, topic: str) -> None:
        self._retained[topic] = b""
        if self._up:
            self._client.publish(topic, b"", qos=1, retain=True)
            self._pump.written()

    def ask(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        self._enquiries.begin(request, handler, self._clock())
        self._send(request)

    def next_wakeup(self) -> float | None:
        pump, enquiries = self._pump.next_wakeup(), self._enquiries.next_wakeup()
        times = (enquiries, self._echo_due, self._retry_at, pump)
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> None:
        pumping = self._pump.next_wakeup()
        if pumping is not None and now >= pumping:
            self._pump.tick(now)
        again, given_up = self._enquiries.due(now)
        for request in again:
            self._send(request)
        for handler, unanswered in given_up:
            handler(unanswered)
        if self._retry_at is not None and now >= self._retry_at:
            self._retry_at = None
            self.start()
        if self._echo_due is not None and now >= self._echo_due:
            self._check_echo(now)

    def _make(self) -> mqtt.Client:
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"{self._topics.hall}-{self._account.name}",
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        client.max_inflight_messages_set(_IN_FLIGHT)
        client.on_socket_open = _no_delay
        client.on_connect = self._guarded(self._connected)
        client.on_connect_fail = self._guarded(self._unreachable)
        client.on_disconnect = self._guarded(self._disconnected)
        client.on_message = self._guarded(self._message)
        for topic, state in self._own(Liveness.LOST).items():
            client.will_set(topic, state, qos=1, retain=True)
        return client

    def _own(self, liveness: Liveness) -> dict[str, bytes]:
        """Our own `$state` by its topic; a guest has none."""
        if self._account.guest:
            return {}
        topic = self._topics.liveness(Kind.SERVICE, self._account.name)
        return {topic: codec.encode(self._account.states(liveness))}

    def _connected(
        self,
        client: mqtt.Client,
        _userdata: object,
        _flags: mqtt.ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            log.warning("the broker at %s:%d refused us: %s", *self._place(), reason)
            return
        for topics in self._listeners.topics():
            client.subscribe(topics, qos=1)
        self._up = True
        for topic, payload in {**self._retained, **self._own(Liveness.READY)}.items():
            client.publish(topic, payload, qos=1, retain=True)
        self._post(self._after_connect, Connection(up=True))

    def _after_connect(self, connection: Connection) -> None:
        self._backoff.clear()
        self._echoed_at = self._clock()
        self._echo_due = self._echoed_at + _ECHO_EVERY
        for request in self._enquiries.all():
            self._send(request)
        for watcher in self._watchers:
            watcher(connection)

    def _disconnected(
        self,
        client: mqtt.Client,
        _userdata: object,
        _flags: mqtt.DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._post(self._lost, (client, str(reason)))

    def _unreachable(self, client: mqtt.Client, _userdata: object) -> None:
        self._post(self._lost, (client, "nobody answers"))

    def _lost(self, event: tuple[mqtt.Client, str]) -> None:
        """Plan to begin anew with an empty client: what the old one still held would overwrite
        newer states and repeat questions long answered."""
        client, reason = event
        if client is not self._client or self._stopped:
            return
        was_up, self._up = self._up, False
        self._pump.stop(client)
        self._client = self._make()
        self._retry_at = self._clock() + self._backoff.step()
        if was_up:
            for watcher in self._watchers:
                watcher(Connection(up=False, reason=reason))

    def _message(self, _client: mqtt.Client, _userdata: object, raw: mqtt.MQTTMessage) -> None:
        self._listeners.hear(raw)

    def _add(self, topics: str, take: Take) -> None:
        self._listeners.add(topics, take)
        if self._up:
            self._client.subscribe(topics, qos=1)

    def _send(self, request: AnyRequest) -> None:
        if not self._up:
            return
        reply = self._topics.reply(self._account.name)
        properties = Packed(
            expiry(EXPIRY) + response_topic(reply) + correlation(request.id.encode())
        )
        topic = self._topics.request(type(request))
        self._client.publish(topic, codec.encode(request), qos=1, properties=properties)
        self._pump.written()

    def _answerer(self, asked: Properties | None) -> Callable[[Answer], None]:
        topic = getattr(asked, "ResponseTopic", None)
        data = getattr(asked, "CorrelationData", None)

        def answer(value: Answer) -> None:
            if not topic or not self._up:
                return
            properties = Packed(correlation(data)) if data is not None else None
            try:  # QoS 0: one that is lost is asked for again, with the same id (ADR 0010)
                self._client.publish(topic, codec.encode(value), qos=0, properties=properties)
            except ValueError as error:  # a wildcard, which Mosquitto lets through
                self._listeners.complain(topic, WireError(f"nobody can be answered there: {error}"))
            self._pump.written()

        return answer

    def _take_answer(self, raw: mqtt.MQTTMessage) -> None:
        self._post(self._hear, codec.decode_answer(bytes(raw.payload)))

    def _hear(self, answer: Answer) -> None:
        handler = self._enquiries.answered(answer.request)
        if handler is not None:
            handler(answer)

    def _take_echo(self, _raw: mqtt.MQTTMessage) -> None:
        self._echoed_at = self._clock()

    def _check_echo(self, now: float) -> None:
        self._echo_due = now + _ECHO_EVERY
        if not self._up:
            return
        if now - self._echoed_at > _ECHO_LATE:
            log.warning("the bus at %s:%d no longer echoes; connecting anew", *self._place())
            self._client.disconnect()
            self._lost((self._client, "no echo"))
        else:
            state = self._account.states(Liveness.READY)
            echo = Echo(id=state.id, at=state.at)
            self._client.publish(self._topics.echo(self._account.name), codec.encode(echo), qos=0)

    def _place(self) -> tuple[str, int]:
        return self._account.host, self._account.port

    @staticmethod
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
