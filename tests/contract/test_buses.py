"""One contract for every bus: in memory and over a real Mosquitto."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from broker.bus.base import Asked, Bus, Connection, Delivery, Unanswered
from broker.bus.local import LocalBroker, LocalBus
from broker.bus.mqtt import Account, MqttBus
from broker.domain.calling.requests import CallNext
from broker.domain.requests import Answer, Granted
from broker.mosquitto import Mosquitto
from broker.service.runner import Runner
from broker.wire.codec import LARGEST
from broker.wire.messages import DeviceState, DutyState, Liveness
from broker.wire.topics import Kind, Topics

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOPICS = Topics("test")


def duty(*staff: str) -> DutyState:
    return DutyState(id="x", at=NOW, on_duty=staff)


def liveness(state: Liveness) -> DeviceState:
    return DeviceState(id="x", at=NOW, state=state)


@dataclass
class Client:
    """A bus with its loop stepped by hand, and everything it heard."""

    runner: Runner
    bus: Bus
    heard: list[Any] = field(default_factory=list)

    def listen(self, topics: str, of: type[Any] = DutyState) -> None:
        self.bus.subscribe(topics, of, self.heard.append)

    def until(self, true: Callable[[], bool], seconds: float = 8.0) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"waited in vain; heard {self.heard}"
            self.runner.step(0.05)

    def messages(self) -> list[Any]:
        return [each.message for each in self.heard if isinstance(each, Delivery)]


class LocalWorld:
    """Clients on a broker in memory."""

    def __init__(self, _folder: Path) -> None:
        self.broker = LocalBroker()

    def bus(self, _name: str, runner: Runner) -> Bus:
        return LocalBus(runner.post, self.broker)

    def crash(self) -> None:
        self.broker.down()

    def back(self) -> None:
        self.broker.up(forget=True)

    def raw(self, topic: str, payload: bytes) -> None:
        self.broker.publish(topic, payload, retain=False)

    def close(self) -> None:
        """Nothing runs."""


class MqttWorld:
    """Clients on a real Mosquitto, which can be killed."""

    def __init__(self, folder: Path) -> None:
        self.mosquitto = Mosquitto(folder)
        self.mosquitto.start()

    def bus(self, name: str, runner: Runner) -> Bus:
        account = Account(self.mosquitto.host, self.mosquitto.port, name, liveness)
        return MqttBus(account, TOPICS, runner.post)

    def crash(self) -> None:
        self.mosquitto.kill()

    def back(self) -> None:
        self.mosquitto.start()

    def raw(self, topic: str, payload: bytes) -> None:
        client = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        client.connect(self.mosquitto.host, self.mosquitto.port)
        client.loop_start()
        client.publish(topic, payload, qos=0).wait_for_publish(3)
        client.disconnect()
        client.loop_stop()

    def close(self) -> None:
        self.mosquitto.stop()


World = LocalWorld | MqttWorld


@pytest.fixture(params=[LocalWorld, MqttWorld])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    world: World = request.param(tmp_path)
    yield world
    world.close()


@pytest.fixture
def client(world: World) -> Iterator[Callable[[str], Client]]:
    made: list[Client] = []

    def make(name: str) -> Client:
        runner = Runner()
        each = Client(runner, world.bus(name, runner))
        runner.add(each.bus)
        each.bus.on_connection(each.heard.append)
        made.append(each)
        return each

    yield make
    for each in made:
        each.bus.stop()


def up(client: Client) -> None:
    client.bus.start()
    client.until(lambda: Connection(up=True) in client.heard)


def test_a_message_arrives_as_it_was_sent(client: Callable[[str], Client]) -> None:
    sender, reader = client("a"), client("b")
    reader.listen(TOPICS.duty())
    up(reader)
    up(sender)
    sender.bus.publish(TOPICS.duty(), duty("101"))
    reader.until(lambda: reader.messages() == [duty("101")])


def test_a_late_joiner_sees_what_is_retained(client: Callable[[str], Client]) -> None:
    sender, late = client("a"), client("b")
    up(sender)
    sender.bus.publish(TOPICS.duty(), duty("101"), retain=True)
    late.listen(TOPICS.duty())
    up(late)
    late.until(lambda: late.messages() == [duty("101")])
    sender.bus.clear(TOPICS.duty())
    late.until(lambda: late.messages() == [duty("101"), None])


def test_what_was_retained_is_there_again_after_the_broker_forgot_it(
    client: Callable[[str], Client], world: World
) -> None:
    sender, late = client("a"), client("b")
    up(sender)
    sender.bus.publish(TOPICS.duty(), duty("101"), retain=True)
    world.crash()
    sender.until(lambda: any(isinstance(e, Connection) and not e.up for e in sender.heard))
    sender.bus.publish(TOPICS.duty(), duty("101", "102"), retain=True)
    world.back()
    sender.until(lambda: sender.heard.count(Connection(up=True)) == 2)
    late.listen(TOPICS.duty())
    up(late)
    late.until(lambda: late.messages()[-1:] == [duty("101", "102")])


def test_a_question_is_answered_once_though_the_first_try_was_lost(
    client: Callable[[str], Client],
) -> None:
    asker, server = client("a"), client("ledger")
    answers: list[Answer | Unanswered] = []
    served: list[str] = []

    def serve(asked: Asked) -> None:
        assert asked.request is not None
        served.append(asked.request.id)
        if len(served) > 1:  # the first one is lost on the way back
            granted = Granted(request=asked.request.id, at=NOW)
            asked.answer(granted)
            asked.answer(granted)

    server.bus.serve(serve)
    up(server)
    up(asker)
    asker.bus.ask(CallNext(id="once-0001", at=NOW, source="a", window=1, clerk="1"), answers.append)
    both = time.monotonic() + 10
    while not answers and time.monotonic() < both:
        server.runner.step(0.02)
        asker.runner.step(0.02)
    for _ in range(5):
        asker.runner.step(0.02)
    assert [each.request for each in answers if isinstance(each, Granted)] == ["once-0001"]
    assert served == ["once-0001", "once-0001"]


def test_nobody_there_is_said_after_all_tries(client: Callable[[str], Client]) -> None:
    asker = client("a")
    up(asker)
    request = CallNext(id="lost-0001", at=NOW, source="a", window=1, clerk="1")
    answers: list[Answer | Unanswered] = []
    asker.bus.ask(request, answers.append)
    now = asker.runner.clock()
    for _ in range(3):
        now += 3.1
        asker.bus.tick(now)
    assert answers == [Unanswered(request)]


@pytest.mark.parametrize(
    "payload",
    [b"{", b"[]", b'{"type":"duty-state"}', b"\xff\xfe\x00", b"[" * 5000, b'"' + b"x" * LARGEST],
    ids=["cut", "list", "empty", "binary", "nested", "oversized"],
)
def test_bad_payloads_are_dropped_and_nothing_stops(
    payload: bytes, client: Callable[[str], Client], world: World, caplog: pytest.LogCaptureFixture
) -> None:
    reader, sender = client("a"), client("b")
    reader.listen(TOPICS.duty())
    up(reader)
    up(sender)
    with caplog.at_level("CRITICAL"):
        if len(payload) <= LARGEST:
            world.raw(TOPICS.duty(), payload)
        world.raw("hall/v1/test/unknown/thing", payload[:100])
        sender.bus.publish(TOPICS.duty(), duty("101"))
        reader.until(lambda: duty("101") in reader.messages())
    assert set(map(type, reader.messages())) == {DutyState}


def test_a_killed_client_is_said_to_be_lost(tmp_path: Path) -> None:
    world = MqttWorld(tmp_path)
    watcher_runner, lost_runner = Runner(), Runner()
    watcher = Client(watcher_runner, world.bus("watcher", watcher_runner))
    watcher.bus.on_connection(watcher.heard.append)
    watcher.listen(TOPICS.liveness(Kind.SERVICE, "victim"), DeviceState)
    up(watcher)
    victim = Client(lost_runner, world.bus("victim", lost_runner))
    victim.bus.on_connection(victim.heard.append)
    up(victim)
    watcher.until(lambda: [m.state for m in watcher.messages()][-1:] == [Liveness.READY])
    sock = victim.bus._client.socket()  # type: ignore[attr-defined]
    sock.shutdown(2)
    watcher.until(lambda: Liveness.LOST in [m.state for m in watcher.messages()])
    victim.bus.stop()
    watcher.bus.stop()
    world.close()
