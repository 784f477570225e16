"""The bus in one process, for tests and tools: the same promises, no network.

Every message passes through JSON, so nothing works here that would not work over MQTT.
`LocalBroker.down()` cuts all clients off, `up()` lets them back; `cut(bus)` is the end of one of
them without a goodbye.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct
from paho.mqtt.client import topic_matches_sub

from broker.bus.base import Asked, Connection, Delivery, M, Post, T, Unanswered, anything
from broker.bus.belongings import Belongings, Claim, Ours
from broker.bus.door import read
from broker.bus.enquiries import Enquiries, Handler
from broker.domain.errors import WireError
from broker.domain.requests import Answer, AnyRequest
from broker.wire import codec
from broker.wire.messages import DeviceState, Liveness

Deliver = Callable[[str, bytes, bool], None]
Serve = Callable[[str, bytes, Callable[[Answer], None]], None]


@dataclass(frozen=True, slots=True)
class Presence:
    """A client's own `$state`: where it stands, and what it says."""

    topic: str
    states: Callable[[Liveness], DeviceState]


@dataclass(frozen=True, slots=True)
class _Subscription:
    client: LocalBus
    topics: str
    deliver: Deliver
    others: bool = False  # what the client itself says is not for it


@dataclass
class LocalBroker:
    """Retained messages, and who listens to what."""

    retained: dict[str, bytes] = field(default_factory=dict)
    reachable: bool = True
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _clients: list[LocalBus] = field(default_factory=list)
    _subscriptions: list[_Subscription] = field(default_factory=list)
    server: Serve | None = None
    _serves: LocalBus | None = None

    def attach(self, client: LocalBus) -> None:
        """A client wants to be told of cuts."""
        self._clients.append(client)

    def detach(self, client: LocalBus) -> None:
        """A client is gone: it hears nothing more, and serves nobody."""
        with self._lock:
            self._clients = [each for each in self._clients if each is not client]
            self._subscriptions = [
                each for each in self._subscriptions if each.client is not client
            ]
            if self._serves is client:
                self.server, self._serves = None, None

    def cut(self, client: LocalBus) -> None:
        """A client's power fails: nothing is said or handed over, and it never comes back. What it
        retained stays, and its `$state` says lost, as a broker's last will does."""
        self.detach(client)
        client.die()
        for topic, payload in client.presence(Liveness.LOST).items():
            self.publish(topic, payload, retain=True)

    def subscribe(
        self, client: LocalBus, topics: str, deliver: Deliver, *, others: bool = False
    ) -> None:
        """Deliver what is retained at once, and all that comes; with `others` only theirs."""
        with self._lock:
            self._subscriptions.append(_Subscription(client, topics, deliver, others))
            waiting = [each for each in self.retained.items() if topic_matches_sub(topics, each[0])]
        for topic, payload in waiting:
            deliver(topic, payload, True)

    def publish(
        self, topic: str, payload: bytes, *, retain: bool, by: LocalBus | None = None
    ) -> None:
        """Pass a payload on; an empty retained one clears the topic."""
        with self._lock:
            if retain and payload:
                self.retained[topic] = payload
            elif retain:
                self.retained.pop(topic, None)
            listeners = [
                each.deliver
                for each in self._subscriptions
                if topic_matches_sub(each.topics, topic) and not (each.others and each.client is by)
            ]
        for deliver in listeners:
            deliver(topic, payload, False)

    def serve(self, client: LocalBus, take: Serve) -> None:
        """Requests go to this client from now on."""
        self.server, self._serves = take, client

    def request(self, client: str, payload: bytes, answer: Callable[[Answer], None]) -> None:
        """Hand a client's request to whoever serves; without one it is lost."""
        if self.server is not None:
            self.server(client, payload, answer)

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
    """A client of a `LocalBroker`; without a `presence` it leaves no `$state`, like a guest.
    Without a `client` of whom it is a program it asks for whomever a request names."""

    def __init__(
        self,
        post: Post,
        broker: LocalBroker,
        clock: Callable[[], float] = time.monotonic,
        presence: Presence | None = None,
        client: str = "",
    ) -> None:
        self._client = client
        self._post = post
        self._broker = broker
        self._clock = clock
        self._presence = presence
        self._enquiries = Enquiries()
        self._retained: dict[str, bytes] = {}
        self._belongings = Belongings(self._retained, lambda: self.presence(Liveness.READY))
        self._watchers: list[Callable[[Connection], None]] = []
        self._gone = False
        self.unreadable = 0
        for topic in self.presence(Liveness.READY):
            self.own(topic)

    def start(self) -> None:
        self._broker.attach(self)
        self.connection_changed(Connection(up=self._broker.reachable))

    def stop(self) -> None:
        if self._reaches:
            for topic, payload in self.presence(Liveness.DISCONNECTED).items():
                self._broker.publish(topic, payload, retain=True)
        self._broker.detach(self)
        self.die()

    def die(self) -> None:
        """Nothing is sent from now on, and no handler called."""
        self._gone = True

    def presence(self, liveness: Liveness) -> dict[str, bytes]:
        """Our own `$state` by its topic."""
        if self._presence is None:
            return {}
        return {self._presence.topic: codec.encode(self._presence.states(liveness))}

    def on_connection(self, handler: Callable[[Connection], None]) -> None:
        self._watchers.append(handler)

    def subscribe(self, topics: str, of: type[M], handler: Callable[[Delivery], None]) -> None:
        def deliver(topic: str, payload: bytes, retained: bool) -> None:
            if not self._reaches:
                return
            try:
                message = codec.decode(payload, of) if payload else None
            except WireError:
                self.unreadable += 1
                return
            self._tell(handler, Delivery(topic, message, retained))

        self._broker.subscribe(self, topics, deliver)

    def publish(self, topic: str, message: Struct, *, retain: bool = False) -> None:
        payload = codec.encode(message)
        if retain:
            self._retained[topic] = payload
        if self._reaches:
            self._broker.publish(topic, payload, retain=retain, by=self)

    def clear(self, topic: str) -> None:
        self._retained[topic] = b""
        if self._reaches:
            self._broker.publish(topic, b"", retain=True, by=self)

    def own(self, topics: str, ours: Ours = anything) -> None:
        claim = self._belongings.claim(topics, ours)

        def deliver(topic: str, payload: bytes, _retained: bool) -> None:
            if self._reaches:
                self._tell(self._found, (claim, topic, payload))

        self._broker.subscribe(self, topics, deliver, others=True)

    def ask(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        self._enquiries.begin(request, handler, self._clock())
        self._send(request)

    def serve(self, handler: Callable[[Asked], None]) -> None:
        def take(client: str, payload: bytes, answer: Callable[[Answer], None]) -> None:
            self._tell(handler, read(client, payload, answer))

        self._broker.serve(self, take)

    def next_wakeup(self) -> float | None:
        if self._gone:
            return None
        times = (self._enquiries.next_wakeup(), self._belongings.next_wakeup())
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> None:
        if self._gone:
            return
        again, given_up = self._enquiries.due(now)
        for request in again:
            self._send(request)
        for handler, unanswered in given_up:
            handler(unanswered)
        for topic, payload in self._belongings.due(now) if self._reaches else ():
            self._broker.publish(topic, payload, retain=True, by=self)

    def connection_changed(self, connection: Connection) -> None:
        """The broker's cable was pulled or put back."""
        if connection.up:
            for topic, payload in {**self._retained, **self.presence(Liveness.READY)}.items():
                self._broker.publish(topic, payload, retain=True, by=self)
            for request in self._enquiries.all():
                self._send(request)
        for watcher in self._watchers:
            self._tell(watcher, connection)

    @property
    def _reaches(self) -> bool:
        return self._broker.reachable and not self._gone

    def _send(self, request: AnyRequest) -> None:
        if self._reaches:
            client = self._client or request.source
            self._broker.request(client, codec.encode_request(request), self._reply)

    def _reply(self, answer: Answer) -> None:
        if self._reaches:
            self._tell(self._hear, codec.decode_answer(codec.encode(answer)))

    def _found(self, event: tuple[Claim, str, bytes]) -> None:
        self._belongings.heard(*event, self._clock())

    def _hear(self, answer: Answer) -> None:
        handler: Handler | None = self._enquiries.answered(answer.request)
        if handler is not None:
            handler(answer)

    def _tell(self, handler: Callable[[T], None], event: T) -> None:
        self._post(self._pass_on, (handler, event))

    def _pass_on(self, event: tuple[Callable[[T], None], T]) -> None:
        handler, heard = event
        if not self._gone:
            handler(heard)
