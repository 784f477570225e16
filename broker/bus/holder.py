"""Before a client takes its name: does another hold it?

MQTT lets the newcomer win: who connects under a client id throws out whoever had it. Two programs
of one name would throw each other out for ever. So a newcomer first comes under an id nobody else
has, without a last will, and looks at the `$state` of the name. Where it says that nobody is there
(nothing retained, lost, ended), the name is free. Otherwise it asks the
holder for a sign of life: an `Echo` on the holder's echo topic that names our own as the place to
answer. A holder that lives answers within a turn of its loop; one that does not answer for
`PATIENCE` is dead, though the broker has not noticed yet.

Where papers are asked for, an id has a part that only who has the key of that client can reckon
(`Papers.secret`): a stranger who came under it would throw the holder out, whoever he is.

Why it cannot end with two: should both find the name free at the same moment, the broker lets the
later one win and says so to the other (`taken over`). That one claims the name again, this time
without believing any `$state`, hears the other's sign of life, and ends.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import paho.mqtt.client as mqtt
from paho.mqtt.reasoncodes import ReasonCode

from broker.bus.account import Place
from broker.bus.base import Post
from broker.bus.client import Told, fresh
from broker.bus.papers import Papers
from broker.bus.properties import answered_at
from broker.bus.pumps import Pump
from broker.domain.errors import WireError
from broker.wire import codec
from broker.wire.messages import DeviceState, Echo, Liveness
from broker.wire.topics import Kind, Topics

PATIENCE = 4.0  # seconds a holder has for a sign of life
_AGAIN = 0.5  # seconds between two questions
_KEEPALIVE = 15  # seconds
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # a sign of life needs no time
_GONE = (Liveness.LOST, Liveness.DISCONNECTED)


class NameClaim:
    """Claims the name of one client, as often as it connects. On the loop.

    `held` hears when another lives under that name.
    """

    def __init__(
        self,
        name: str,
        topics: Topics,
        post: Post,
        clock: Callable[[], float],
        held: Callable[[], None],
        papers: Papers | None = None,
    ) -> None:
        self._papers = papers
        self._name = name
        self._held = held
        self._topics = topics
        self._post = post
        self._clock = clock
        self._own = f"{name}-{uuid.uuid4().hex[:8]}"
        self._wary = False
        self._client: mqtt.Client | None = None
        self._pump: Pump | None = None
        self._free: Callable[[], None] = _nobody
        self._away: Callable[[str], None] = _nowhere
        self._state: DeviceState | None = None
        self._ask_at: float | None = None
        self._ends_at = 0.0

    def begin(
        self, pump: Pump, place: Place, free: Callable[[], None], away: Callable[[str], None]
    ) -> None:
        """Ask the broker at `place`. Unless `stop` comes first, one is called, once: `free` where
        nobody holds the name, `away`, with the reason, where the broker could not be asked, or
        `held`."""
        told = Told(
            connected=lambda event: self._post(self._connected, event),
            subscribed=lambda client: self._post(self._ask_first, client),
            lost=lambda event: self._post(self._lost, event),
            message=self._message,
        )
        client = fresh(f"{self._topics.hall}-{self._own}", {}, told, self._papers)
        self._client, self._pump = client, pump
        self._free, self._away = free, away
        self._state = None
        pump.start(client, *place, _KEEPALIVE)

    def be_wary(self) -> None:
        """Another took the name while we held it: from now on believe no `$state`."""
        self._wary = True

    def stop(self) -> None:
        """Ask no more, and leave the broker."""
        client, self._client, self._ask_at = self._client, None, None
        if client is not None and self._pump is not None:
            client.disconnect()
            self._pump.stop(client)

    def next_wakeup(self) -> float | None:
        """When to ask the holder again, or to believe that there is none."""
        return self._ask_at

    def tick(self, now: float) -> None:
        """Ask again, or give the holder up."""
        if self._ask_at is None or now < self._ask_at:
            return
        if now >= self._ends_at:
            self._take()
        else:
            self._ask()

    def _connected(self, event: tuple[mqtt.Client, ReasonCode]) -> None:
        client, reason = event
        if client is not self._client:
            return
        if reason.is_failure:
            self._decide(partial(self._away, str(reason)))
            return
        state = self._topics.liveness(Kind.SERVICE, self._name)
        client.subscribe([(state, 0), (self._topics.echo(self._name, self._own), 0)])
        self._written()

    def _ask_first(self, client: mqtt.Client) -> None:
        """Ask the holder, and then ourselves: our own echo comes behind all that is retained."""
        if client is self._client:
            self._ends_at = self._clock() + PATIENCE
            self._ask()
            self._send(self._own, "fence")

    def _ask(self) -> None:
        self._ask_at = self._clock() + _AGAIN
        self._send(self._name, "sign")

    def _send(self, name: str, word: str) -> None:
        if self._client is not None:
            echo = codec.encode(Echo(id=word, at=_ANY_TIME))
            ours = self._topics.echo(self._name, self._own)
            properties = answered_at(ours) if name == self._name else None
            topic = self._topics.echo(self._name, name)
            self._client.publish(topic, echo, qos=0, properties=properties)
            self._written()

    def _message(self, raw: mqtt.MQTTMessage) -> None:
        try:
            if raw.topic == self._topics.echo(self._name, self._own):
                self._post(self._heard, codec.decode(bytes(raw.payload), Echo))
            elif raw.payload:
                self._post(self._seen, codec.decode(bytes(raw.payload), DeviceState))
        except WireError:  # somebody's scribble: as if it had not come
            return

    def _seen(self, state: DeviceState) -> None:
        self._state = state

    def _heard(self, echo: Echo) -> None:
        if self._client is None:
            return
        if echo.id == "sign":
            self._decide(self._held)
        elif not self._wary and self._is_free():
            self._take()

    def _is_free(self) -> bool:
        state = self._state
        return state is None or state.state in _GONE

    def _lost(self, event: tuple[mqtt.Client, str]) -> None:
        if event[0] is self._client:
            self._decide(partial(self._away, event[1]))

    def _take(self) -> None:
        self._wary = False
        self._decide(self._free)

    def _decide(self, verdict: Callable[[], None]) -> None:
        self.stop()
        verdict()

    def _written(self) -> None:
        if self._pump is not None:
            self._pump.written()


def _nobody() -> None:
    """Before the first claim."""


def _nowhere(_reason: str) -> None:
    """The same."""
