"""What is too long at the door takes nobody along: ways back, complaints, facts, histories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus import listeners
from broker.bus.base import Delivery
from broker.bus.door import taken_in
from broker.bus.listeners import Listeners
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.calling.requests import CallNext, ReportDelivery
from broker.domain.errors import WireError
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_REQUEST
from broker.domain.requests import Found, Granted, Listed, Refused
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import (
    ActivateTicket,
    FindTicket,
    ListWaiting,
    ReserveTicket,
)
from broker.domain.windows.requests import OpenWindow
from broker.ledger.publisher import batches
from broker.wire import codec
from broker.wire.messages import FactsRecorded, QueueState, Recorded
from broker.wire.topics import Topics
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall

LONG = "𠮷" * 200  # four bytes each in JSON


TOPICS = Topics("test")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    desk = LedgerHall(tmp_path)
    yield desk
    desk.close()


def raw(client: str, data: bytes, elsewhere: str = "") -> mqtt.MQTTMessage:
    """A request as paho hands it over."""
    message = mqtt.MQTTMessage(topic=f"hall/v2/test/ledger/main/request/{client}/x".encode())
    message.payload = codec.encode(
        ReserveTicket(id="request-1", at=MORNING, source="stranger", queue="qa")  # type: ignore[arg-type]  # an id
    )
    message.properties = Properties(PacketTypes.PUBLISH)
    if elsewhere:
        message.properties.ResponseTopic = elsewhere
    message.properties.CorrelationData = data
    return message


@pytest.mark.parametrize(
    ("client", "data", "taken"),
    [
        ("t" * 448, b"d" * 64, True),
        ("t" * 449, b"d" * 64, False),
        ("号" * 171, b"", False),  # three bytes each
        ("t" * 33_000, b"d" * 32_000, False),
    ],
)
def test_a_way_back_that_is_too_long_is_none(client: str, data: bytes, taken: bool) -> None:
    """The answer carries both: larger than the broker takes, it threw out the ledger."""
    said: list[str] = []
    asked = taken_in(raw(client, data), TOPICS, lambda to, *_: said.append(to), 0.0)
    assert (asked.request is not None) is taken
    asked.answer(Granted(request=NO_REQUEST, at=MORNING))
    assert said == ([TOPICS.reply(client)] if taken else [])
    assert taken or "512" in asked.trouble


def test_nobody_has_the_ledger_write_where_he_may_not() -> None:
    """A response topic was believed: any client could clear a window's state through it."""
    said: list[str] = []
    message = raw("kiosk-1", b"d", elsewhere=TOPICS.window(1))
    asked = taken_in(message, TOPICS, lambda to, *_: said.append(to), 0.0)
    asked.answer(Granted(request=NO_REQUEST, at=MORNING))
    assert asked.client == "kiosk-1"
    assert said == [TOPICS.reply("kiosk-1")]


@pytest.mark.parametrize("length", [30_000, 60_000])
def test_whoever_sends_a_novel_as_a_type_is_told_in_a_line(desk: LedgerHall, length: int) -> None:
    heard: list[Any] = []
    assert desk.broker.server is not None
    words = b'{"id":"request-1","type":"' + b"x" * length + b'"}'
    desk.broker.server("kiosk-1", words, heard.append)
    desk.settle()
    (refused,) = heard
    assert isinstance(refused, Refused)
    assert len(codec.encode(refused)) < 1500
    with pytest.raises(WireError) as trouble:
        codec.decode_request(words)
    assert len(str(trouble.value)) <= 200


def test_facts_as_long_as_they_may_be_are_told_all(desk: LedgerHall) -> None:
    """Sixty-four of them were more than one message holds: the ledger threw its floor away."""
    told: list[Recorded] = []

    def hear(delivery: Delivery) -> None:
        assert isinstance(delivery.message, FactsRecorded)
        told.extend(delivery.message.facts)

    desk.bus.subscribe(desk.topics.facts(), FactsRecorded, hear)
    source = LONG[:64]
    asked = [
        desk.make(ReserveTicket, queue="qa", source=source, id=f"{source[:60]}{n:04d}")
        for n in range(100)
    ]
    assert len(desk.ask_all(*asked)) == 100
    desk.settle()
    assert desk.retained(desk.topics.queue("qa"), QueueState).issued == 100
    numbers = [each.fact.number for each in told if isinstance(each.fact, TicketReserved)]
    assert numbers == [f"A{n:03d}" for n in range(1, 101)]


def test_batches_keep_order_and_length() -> None:
    facts = [
        Recorded(
            seq=n,
            at=MORNING,
            source=LONG[: n % 64],
            request=NO_REQUEST,
            hash="",
            fact=TicketReserved(
                ticket="t",  # type: ignore[arg-type]  # an id
                day=MORNING.date(),
                queue="qa",
                number="A001",
                group=PriorityClass.ORDINARY,
                ahead=0,
            ),
        )
        for n in range(1000)
    ]
    made = list(batches(facts))
    assert [each for batch in made for each in batch] == facts
    assert 1 < len(made) < 30
    assert all(
        len(codec.encode(FactsRecorded(id="facts-1", at=MORNING, facts=batch))) < codec.LARGEST
        for batch in made
    )
    assert list(batches([])) == []


def test_a_ticket_with_a_story_as_long_as_it_may_be_is_found(desk: LedgerHall) -> None:
    """It could not be told, and who asked in the same turn was not answered either."""
    reserved = desk.fact(ReserveTicket, queue="qa")
    desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
    desk.do(OpenWindow, window=1, clerk="101")
    called = desk.fact(CallNext, window=1, clerk="101")
    for turn in range(60):
        desk.clock.pass_by(1)
        desk.do(
            ReportDelivery,
            call=called.call,
            device="display-1",
            delivered=turn % 2 == 1,
            reason=UndeliveredReason.NO_ANSWER,
            detail=LONG,
            source=LONG[:64],
        )
    found, other = desk.ask_all(
        desk.make(FindTicket, number="A001"), desk.make(ReserveTicket, queue="qb")
    )
    if isinstance(other, Found):
        found, other = other, found
    assert isinstance(other, Granted)
    assert isinstance(found, Found)
    assert len(codec.encode(found)) <= codec.LARGEST
    assert len(found.history) > 10
    assert found.history[-1].at - MORNING == timedelta(seconds=60), "the newest are told"


def test_a_queue_that_is_named_often_is_listed_once(desk: LedgerHall) -> None:
    """Some thousand names of one queue were some thousand times its tickets to be put in order."""
    reserved = desk.fact(ReserveTicket, queue="qa")
    desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
    listed = desk.ask(desk.make(ListWaiting, queues=("qa", "qb", "qa") * 100))
    assert isinstance(listed, Listed)
    assert listed.total == 1


def test_long_topics_are_not_remembered() -> None:
    """Ten thousand of 64 KB were 640 MB of memory, in each client that heard them."""
    heard: list[str] = []
    many = Listeners()
    many.add("a/+", lambda raw: heard.append(raw.topic))
    topics = ["a/b", "a/" + "x" * 60_000]
    for topic in topics * 2:
        for take in many.of(topic):
            take(mqtt.MQTTMessage(topic=topic.encode()))
    assert heard == topics * 2
    assert list(many._now._found) == ["a/b"]


@pytest.mark.expects_warnings
def test_a_complaint_names_no_more_than_the_beginning_of_a_topic(
    caplog: pytest.LogCaptureFixture,
) -> None:
    unreadable = listeners.Unreadable(lambda: 0.0)
    for _ in range(2):
        unreadable.add("a/" + "x" * 60_000, WireError("no"))
    assert unreadable.count == 2
    (entry,) = caplog.messages
    assert len(entry) < 300


@pytest.mark.expects_warnings
def test_a_stranger_does_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """20,000 topics wrote 10,000 lines, within seconds, and nobody found the others any more."""
    now = 0.0
    unreadable = listeners.Unreadable(lambda: now)
    for number in range(20_000):
        unreadable.add(f"hall/v2/here/{number}", WireError("no"))
    assert unreadable.count == 20_000
    assert len(caplog.messages) == 5
    assert unreadable.next_wakeup() == 60.0
    unreadable.tick(59.9)
    assert len(caplog.messages) == 5
    unreadable.tick(60.0)
    assert caplog.messages[5:] == ["19995 more messages that cannot be read were dropped"]
    assert unreadable.next_wakeup() is None
    now = 70.0
    unreadable.add("hall/v2/here/0", WireError("no"))  # was said, and is not said again
    unreadable.add("hall/v2/there/1", WireError("no"))
    assert [each[:15] for each in caplog.messages[6:]] == ["hall/v2/there/1"]
    assert unreadable.next_wakeup() is None, "there is nothing more to say"
