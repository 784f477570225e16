"""The ledger's door: what comes in as a request, whose it is, until when, where its answer goes.

Its answer goes to the client that asked, whatever response topic it named: with another's it would
have the ledger write where it may not write itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Protocol

import msgspec
import paho.mqtt.client as mqtt
from msgspec import Meta, Struct
from paho.mqtt.properties import Properties

from broker.bus.base import Asked
from broker.bus.properties import answering
from broker.domain.errors import WireError
from broker.domain.ids import LONGEST, NO_REQUEST, RequestId
from broker.domain.requests import Answer
from broker.wire import codec
from broker.wire.topics import Topics, asker

LONGEST_RETURN = 512  # bytes of the name of a client, or of correlation data


class Say(Protocol):
    """Sends an answer to a topic."""

    def __call__(self, topic: str, payload: bytes, properties: Properties | None, /) -> None: ...


class _Named(Struct):
    id: Annotated[str, Meta(max_length=LONGEST)] = NO_REQUEST


def taken_in(raw: mqtt.MQTTMessage, topics: Topics, say: Say, now: float) -> Asked:
    """A request as it came over MQTT. One that its sender has given up by the time it is looked
    at (MQTT 5, message expiry interval) is void: `until` says when, in seconds of the loop."""
    seconds = getattr(raw.properties, "MessageExpiryInterval", None)
    until = None if seconds is None else now + seconds
    data = getattr(raw.properties, "CorrelationData", None)
    client = asker(raw.topic)
    if fits(client, data):
        return read(client, bytes(raw.payload), _answerer(topics.reply(client), data, say), until)
    return Asked("", None, f"client or correlation data exceed {LONGEST_RETURN} bytes", _nobody)


def fits(place: str, data: bytes | None = None) -> bool:
    """Whether an answer can be sent back this way. It carries both, beside what it says: with more
    than this it may be larger than the broker takes, which would throw out whoever answers."""
    return len(place.encode()) + len(data or b"") <= LONGEST_RETURN


def read(
    client: str, payload: bytes, answer: Callable[[Answer], None], until: float | None = None
) -> Asked:
    """A payload as a request, or as what is wrong with it, under the id it came with: whoever
    asked is told, and does not ask for ever."""
    try:
        return Asked(client, codec.judged_request(payload), "", answer, until=until)
    except WireError as error:
        return Asked(client, None, str(error), answer, named(payload), until)


def named(payload: bytes) -> RequestId:
    """The id of a request that cannot be read otherwise; `NO_REQUEST` where it has none."""
    try:
        return RequestId(msgspec.json.decode(payload[: codec.LARGEST], type=_Named).id)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NO_REQUEST


def _nobody(_answer: Answer) -> None:
    """Hears the answer to what came without a way back."""


def _answerer(topic: str, data: bytes | None, say: Say) -> Callable[[Answer], None]:
    def answer(value: Answer) -> None:
        say(topic, codec.encode(value), answering(data) if data is not None else None)

    return answer
