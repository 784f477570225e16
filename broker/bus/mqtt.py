"""The bus over MQTT 5 with paho.

How this works and why it cannot lose: paho's callbacks decode and post, nothing else, whoever pumps
its bytes (see `pumps`); all that this bus knows is changed on the loop alone. So a connection that
comes up while the loop publishes is taken up between two messages, never in the midst of one. A
client that lost its connection is thrown away with all it holds, and the next one begins empty:
what is retained is published anew from here, open questions are asked again, and nothing old comes
late.

Each callback is guarded, because an exception there would end the pumping while the client still
believes it is connected; for the same reason `is_connected` is not trusted: a message to itself
must come back. With a `claim`, each connection begins by asking who holds our name (see `holder`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import paho.mqtt.client as mqtt
from msgspec import Struct
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from broker.bus.account import Account
from broker.bus.approach import Approach
from broker.bus.base import Asked, Connection, Delivery, M, Post, T, Unanswered, anything
from broker.bus.belongings import Belongings, Claim, Ours
from broker.bus.client import Told, fresh
from broker.bus.door import fits, taken_in
from broker.bus.echoes import Echoes
from broker.bus.enquiries import EXPIRY, Enquiries
from broker.bus.holder import NameClaim
from broker.bus.listeners import Listeners, Take, Unreadable
from broker.bus.properties import asking
from broker.bus.pumps import Pump, ThreadPump
from broker.domain.errors import WireError
from broker.domain.requests import Answer, AnyRequest
from broker.wire import codec
from broker.wire.messages import Echo, Liveness
from broker.wire.topics import Topics

log = logging.getLogger(__name__)

_ALL = SubscribeOptions(qos=1)
_OTHERS = SubscribeOptions(qos=1, noLocal=True)
_GOODBYE = 1.0  # seconds to have the last words written


class MqttBus:
    """One client of the hall's broker. Reconnects for ever and replays its retained state."""

    def __init__(
        self,
        account: Account,
        topics: Topics,
        post: Post,
        clock: Callable[[], float] = time.monotonic,
        pump: Pump | None = None,
        claim: NameClaim | None = None,
        away: Callable[[str], None] = log.warning,
    ) -> None:
        self._account = account
        self._pump = pump or ThreadPump()
        self._topics = topics
        self._post = post
        self._clock = clock
        self._enquiries = Enquiries()
        self._listeners = Listeners()
        self._unreadable = Unreadable(clock)
        self._echoes = Echoes()
        self._retained: dict[str, bytes] = {}
        self._belongings = Belongings(self._retained, lambda: self._own(Liveness.READY))
        self._watchers: list[Callable[[Connection], None]] = []
        self._taken = False  # the broker took us, and was told of our subscriptions
        self._up = False  # and they are in place
        self._stopped = False
        self._approach = Approach(account, self._pump, clock, claim, lambda: self._client, away)
        self._client = self._make()
        self._add(topics.reply(account.client), self._take_answer)
        self._echo = topics.echo(account.client, account.name)
        self._add(self._echo, self._take_echo)
        for topic in self._own(Liveness.READY):
            self.own(topic)

    @property
    def unreadable(self) -> int:
        """How many messages could not be read."""
        return self._unreadable.count

    def start(self) -> None:
        self._approach.go()

    def stop(self) -> None:
        if self._stopped:
            return
        self._stopped = True
        self._approach.stop()
        if self._up:
            for topic, state in self._own(Liveness.DISCONNECTED).items():
                self._client.publish(topic, state, qos=1, retain=True)
        self._pump.goodbye(self._client, _GOODBYE)
        self._pump.stop(self._client)
        self._up = False

    def on_connection(self, handler: Callable[[Connection], None]) -> None:
        self._watchers.append(handler)

    def subscribe(self, topics: str, of: type[M], handler: Callable[[Delivery], None]) -> None:
        def take(raw: mqtt.MQTTMessage) -> None:
            message = codec.decode(bytes(raw.payload), of) if raw.payload else None
            self._post(self._pass_on, (handler, Delivery(raw.topic, message, raw.retain)))

        self._add(topics, take)

    def serve(self, handler: Callable[[Asked], None]) -> None:
        def take(raw: mqtt.MQTTMessage) -> None:
            asked = taken_in(raw, self._topics, self._say, self._clock())
            if asked.request is None:
                self._post(self._complain, (raw.topic, WireError(asked.trouble)))
            self._post(self._pass_on, (handler, asked))

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

    def own(self, topics: str, ours: Ours = anything) -> None:
        claim = self._belongings.claim(topics, ours)

        def take(raw: mqtt.MQTTMessage) -> None:
            self._post(self._found, (claim, raw.topic, bytes(raw.payload)))

        self._listeners.add(topics, take)
        if self._taken and not self._stopped:
            self._client.subscribe(topics, options=_OTHERS)
            self._pump.written()

    def ask(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        self._enquiries.begin(request, handler, self._clock())
        self._send(request)

    def next_wakeup(self) -> float | None:
        if self._stopped:
            return None
        parts = (self._pump, self._enquiries, self._belongings, self._echoes, self._approach)
        times = (each.next_wakeup() for each in (*parts, self._unreadable))
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> None:
        if self._stopped:
            return
        pumping = self._pump.next_wakeup()
        if pumping is not None and now >= pumping:
            self._pump.tick(now)
        self._unreadable.tick(now)
        again, given_up = self._enquiries.due(now)
        for request in again:
            self._send(request)
        for handler, unanswered in given_up:
            handler(unanswered)
        self._approach.tick(now)
        for topic, payload in self._belongings.due(now) if self._up else ():
            self._client.publish(topic, payload, qos=1, retain=True)
            self._pump.written()
        if self._echoes.take(now) and self._up:
            self._check_echo(now)

    def _make(self) -> mqtt.Client:
        name = f"{self._topics.hall}-{self._account.name}"
        told = Told(
            connected=lambda event: self._post(self._came_up, event),
            subscribed=lambda client: self._post(self._in_place, client),
            lost=lambda event: self._post(self._lost, event),
            message=self._message,
        )
        return fresh(name, self._own(Liveness.LOST), told, self._account.papers)

    def _own(self, liveness: Liveness) -> dict[str, bytes]:
        return self._account.presence(self._topics, liveness)

    def _came_up(self, event: tuple[mqtt.Client, ReasonCode]) -> None:
        client, reason = event
        if client is not self._client or self._stopped:
            return
        if reason.is_failure:
            log.warning("the broker at %s:%d refused us: %s", *self._approach.place, reason)
            return
        self._taken = True
        owned, topics = self._belongings.topics(), self._listeners.topics()
        client.subscribe([(each, _OTHERS if each in owned else _ALL) for each in topics])
        self._pump.written()

    def _in_place(self, client: mqtt.Client) -> None:
        """Only now are we up: an answer to a question asked before would have been lost."""
        if self._up or client is not self._client or self._stopped:
            return
        self._up = True
        for topic, payload in {**self._retained, **self._own(Liveness.READY)}.items():
            client.publish(topic, payload, qos=1, retain=True)
        for request in self._enquiries.all():
            self._send(request)
        self._pump.written()
        self._approach.arrived()
        self._echoes.begin(self._clock())
        for watcher in self._watchers:
            watcher(Connection(up=True))

    def _lost(self, event: tuple[mqtt.Client, str]) -> None:
        """Plan to begin anew with an empty client: what the old one still held would overwrite
        newer states and repeat questions long answered."""
        client, reason = event
        if client is not self._client or self._stopped:
            return
        was_up, self._up, self._taken = self._up, False, False
        self._pump.stop(client)
        self._client = self._make()
        self._approach.again(reason)
        if was_up:
            for watcher in self._watchers:
                watcher(Connection(up=False, reason=reason))

    def _message(self, raw: mqtt.MQTTMessage) -> None:
        for take in self._listeners.of(raw.topic):
            try:
                take(raw)
            except WireError as error:
                self._post(self._complain, (raw.topic, error))

    def _complain(self, event: tuple[str, WireError]) -> None:
        self._unreadable.add(*event)

    def _pass_on(self, event: tuple[Callable[[T], None], T]) -> None:
        handler, heard = event
        if not self._stopped:
            handler(heard)

    def _add(self, topics: str, take: Take) -> None:
        self._listeners.add(topics, take)
        if self._taken and not self._stopped:
            self._client.subscribe(topics, qos=1)
            self._pump.written()

    def _send(self, request: AnyRequest) -> None:
        if not self._up:
            return
        properties = asking(request.id, EXPIRY)
        topic = self._topics.request(self._account.client, type(request))
        payload = codec.encode_request(request)
        self._client.publish(topic, payload, qos=1, properties=properties)
        self._pump.written()

    def _say(self, topic: str, payload: bytes, properties: Properties | None) -> None:
        if not self._up:
            return
        # QoS 0: one that is lost is asked for again, with the same id (ADR 0010)
        self._client.publish(topic, payload, qos=0, properties=properties)
        self._pump.written()

    def _take_answer(self, raw: mqtt.MQTTMessage) -> None:
        self._post(self._hear, codec.decode_answer(bytes(raw.payload)))

    def _found(self, event: tuple[Claim, str, bytes]) -> None:
        self._belongings.heard(*event, self._clock())

    def _hear(self, answer: Answer) -> None:
        handler = self._enquiries.answered(answer.request)
        if handler is not None and not self._stopped:
            handler(answer)

    def _take_echo(self, raw: mqtt.MQTTMessage) -> None:
        if asker := getattr(raw.properties, "ResponseTopic", None):
            if fits(asker) and self._topics.is_echo(self._account.client, asker):
                self._post(lambda asked: self._say(*asked, None), (asker, bytes(raw.payload)))
        else:
            self._post(self._echoes.heard, self._clock())

    def _check_echo(self, now: float) -> None:
        if self._echoes.is_late(now):
            log.warning("the bus at %s:%d no longer echoes; connecting anew", *self._approach.place)
            self._client.disconnect()
            self._lost((self._client, "no echo"))
        else:
            state = self._account.states(Liveness.READY)
            echo = codec.encode(Echo(id=state.id, at=state.at))
            self._client.publish(self._echo, echo, qos=0)
