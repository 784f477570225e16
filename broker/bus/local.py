"""The bus in one process, for tests and tools: the same promises, no network.

Every message passes through JSON, so nothing works here that would not work over MQTT.
`LocalBroker.down()` cuts all clients off, `up()` lets them back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct
from paho.mqtt.client import topic_matches_sub

from broker.bus.base import Asked, Connection, Delivery, M, Post, Unanswered
from broker.bus.enquiries import Enquiries, Handler
from broker.domain.errors import WireError
from broker.domain.requests import Answer, AnyRequest
from broker.wire import codec

Deliver = Callable[[str, bytes, bool], None]


@dataclass
class LocalBroker:
    """Retained messages, and who listens to what."""

    retained: dict[str, bytes] = field(default_factory=dict)
    reachable: bool = True
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _subscribers: list[tuple[str, Deliver]] = field(default_factory=list)
    _clients: list[LocalBus] = field(default_factory=list)
    server: Callable[[bytes, Callable[[Answer], None]], None] | None = None

    def attach(self, client: LocalBus) -> None:
        """A client wants to be told of cuts."""
        self._clients.append(client)

    def subscribe(self, topics: str, deliver: Deliver) -> None:
        """Deliver what is retained at once, and all that comes."""
        with self._lock:
            self._subscribers.append((topics, deliver))
            waiting = [each for each in self.retained.items() if topic_matches_sub(topics, each[0])]
        for topic, payload in waiting:
            deliver(topic, payload, True)

    def publish(self, topic: str, payload: bytes, *, retain: bool) -> None:
        """Pass a payload on; an empty retained one clears the topic."""
        with self._lock:
            if retain and payload:
                self.retained[topic] = payload
            elif retain:
                self.retained.pop(topic, None)
            listeners = [d for topics, d in self._subscribers if topic_matches_sub(topics, topic)]
        for deliver in listeners:
            deliver(topic, payload, False)

    def down(self) -> None:
        """Pull the cable of every client."""
        self.reachable = False
        for client in self._clients:
            client.connection_changed(Connection(up=False, reason="cut"))

    def up(self, *, forget: bool = False) -> None:
        """Put it back; with `forget` the broker lost its retained messages meanwhile."""
        self.reachable = True
        if forget:
            self.retained.clear()
        for client in self._clients:
            client.connection_changed(Connection(up=True))


class LocalBus:
    """A client of a `LocalBroker`."""

    def __init__(
        self,
        post: Post,
        broker: LocalBroker,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._post = post
        self._broker = broker
        self._clock = clock
        self._enquiries = Enquiries()
        self._retained: dict[str, bytes] = {}
        self._watchers: list[Callable[[Connection], None]] = []
        self.unreadable = 0

    def start(self) -> None:
        self._broker.attach(self)
        self.connection_changed(Connection(up=self._broker.reachable))

    def stop(self) -> None:
        self.connection_changed(Connection(up=False, reason="stopped"))

    def on_connection(self, handler: Callable[[Connection], None]) -> None:
        self._watchers.append(handler)

    def subscribe(self, topics: str, of: type[M], handler: Callable[[Delivery], None]) -> None:
        def deliver(topic: str, payload: bytes, retained: bool) -> None:
            if not self._broker.reachable:
                return
            try:
                message = codec.decode(payload, of) if payload else None
            except WireError:
                self.unreadable += 1
                return
            self._post(handler, Delivery(topic, message, retained))

        self._broker.subscribe(topics, deliver)

    def publish(self, topic: str, message: Struct, *, retain: bool = False) -> None:
        payload = codec.encode(message)
        if retain:
            self._retained[topic] = payload
        if self._broker.reachable:
            self._broker.publish(topic, payload, retain=retain)

    def clear(self, topic: str) -> None:
        self._retained[topic] = b""
        if self._broker.reachable:
            self._broker.publish(topic, b"", retain=True)

    def ask(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        self._enquiries.begin(request, handler, self._clock())
        self._send(request)

    def serve(self, handler: Callable[[Asked], None]) -> None:
        def take(payload: bytes, answer: Callable[[Answer], None]) -> None:
            try:
                asked = Asked(codec.decode_request(payload), "", answer)
            except WireError as error:
                asked = Asked(None, str(error), answer)
            self._post(handler, asked)

        self._broker.server = take

    def next_wakeup(self) -> float | None:
        return self._enquiries.next_wakeup()

    def tick(self, now: float) -> None:
        again, given_up = self._enquiries.due(now)
        for request in again:
            self._send(request)
        for handler, unanswered in given_up:
            handler(unanswered)

    def connection_changed(self, connection: Connection) -> None:
        """The broker's cable was pulled or put back."""
        if connection.up:
            for topic, payload in self._retained.items():
                self._broker.publish(topic, payload, retain=True)
            for request in self._enquiries.all():
                self._send(request)
        for watcher in self._watchers:
            self._post(watcher, connection)

    def _send(self, request: AnyRequest) -> None:
        if self._broker.reachable and self._broker.server is not None:
            self._broker.server(codec.encode(request), self._reply)

    def _reply(self, answer: Answer) -> None:
        if self._broker.reachable:
            self._post(self._hear, codec.decode_answer(codec.encode(answer)))

    def _hear(self, answer: Answer) -> None:
        handler: Handler | None = self._enquiries.answered(answer.request)
        if handler is not None:
            handler(answer)
