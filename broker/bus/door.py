"""The ledger's door: what comes in as a request, until when, and where its answer goes."""

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

LONGEST_RETURN = 512  # bytes of response topic and correlation data together


class Say(Protocol):
    """Sends an answer to a topic."""

    def __call__(self, topic: str, payload: bytes, properties: Properties | None, /) -> None: ...


class _Named(Struct):
    id: Annotated[str, Meta(max_length=LONGEST)] = NO_REQUEST


def taken_in(raw: mqtt.MQTTMessage, say: Say, now: float) -> Asked:
    """A request as it came over MQTT. One that its sender has given up by the time it is looked
    at (MQTT 5, message expiry interval) is void: `until` says when, in seconds of the loop."""
    seconds = getattr(raw.properties, "MessageExpiryInterval", None)
    until = None if seconds is None else now + seconds
    topic = getattr(raw.properties, "ResponseTopic", "")
    data = getattr(raw.properties, "CorrelationData", None)
    if returns(topic, data):
        return read(bytes(raw.payload), _answerer(topic, data, say), until)
    return Asked(None, f"response topic and correlation data exceed {LONGEST_RETURN}", _nobody)


def returns(topic: str, data: bytes | None = None) -> bool:
    """Whether an answer can be sent back this way. It carries both, beside what it says: with more
    than this it may be larger than the broker takes, which would throw out whoever answers."""
    return len(topic.encode()) + len(data or b"") <= LONGEST_RETURN


def read(payload: bytes, answer: Callable[[Answer], None], until: float | None = None) -> Asked:
    """A payload as a request, or as what is wrong with it, under the id it came with: whoever
    asked is told, and does not ask for ever."""
    try:
        return Asked(codec.judged_request(payload), "", answer, until=until)
    except WireError as error:
        return Asked(None, str(error), answer, named(payload), until)


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
        if topic:
            say(topic, codec.encode(value), answering(data) if data is not None else None)

    return answer
