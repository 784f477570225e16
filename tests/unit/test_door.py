"""The ledger's door: an unreadable request is answered by its name, a given-up one is void."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus.base import Asked
from broker.bus.door import named, taken_in
from broker.domain.requests import Refused
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.requests import ReserveTicket
from broker.wire import codec
from broker.wire.topics import Topics
from tests.stages.memory import LedgerHall

TOPICS = Topics("test")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (b'{"id":"request-1","type":"no-such-type"}', "request-1"),
        (b'{"type":"reserve-ticket","id":"request-1","queue":7}', "request-1"),
        (b'{"id":"' + b"x" * 65 + b'"}', ""),
        (b'{"id":7}', ""),
        (b"{}", ""),
        (b"{", ""),
        (b"[" * 5000, ""),
        (b"\xff", ""),
    ],
)
def test_the_name_of_what_cannot_be_read(payload: bytes, name: str) -> None:
    assert named(payload) == name


def test_who_asks_what_cannot_be_read_is_told_under_its_own_id(desk: LedgerHall) -> None:
    """Else an outbox would ask it for ever, and hold up all that is behind it."""
    words = b'{"type":"count-stray","id":"request-9","at":"2026-11-23T01:00:00Z","source":"e",'
    heard: list[Any] = []
    assert desk.broker.server is not None
    desk.broker.server(
        "evaluators", words + b'"window":1,"device":"' + b"x" * 65 + b'","key":"1"}', heard.append
    )
    desk.settle()
    (refused,) = heard
    assert isinstance(refused, Refused)
    assert (refused.request, refused.code) == ("request-9", "unreadable")


def raw(payload: bytes, seconds: int | None) -> mqtt.MQTTMessage:
    """A message as paho hands it over."""
    message = mqtt.MQTTMessage(topic=b"request/kiosk-1/t")
    message.payload = payload
    properties = Properties(PacketTypes.PUBLISH)
    if seconds is not None:
        properties.MessageExpiryInterval = seconds
    message.properties = properties
    return message


@pytest.mark.parametrize(("seconds", "until"), [(None, None), (9, 109.0), (0, 100.0)])
def test_the_expiry_of_a_request_comes_with_it(seconds: int | None, until: float | None) -> None:
    asked = taken_in(raw(b"{}", seconds), TOPICS, lambda *_: None, 100.0)
    assert asked.until == until


@pytest.mark.parametrize(("left", "given"), [(5.0, 1), (-0.1, 0)])
def test_a_request_that_was_given_up_is_not_carried_out(
    desk: LedgerHall, left: float, given: int
) -> None:
    """The disk was slow: whoever asked has been told to see our staff, and is gone."""
    heard: list[Any] = []
    request = desk.make(ReserveTicket, queue="qa")
    until = desk.runner.clock() + left
    desk.ledger._asked(
        Asked("kiosk-1", codec.decode_request(codec.encode(request)), "", heard.append, until=until)
    )
    desk.settle()
    assert len(desk.facts(TicketReserved)) == len(heard) == given
