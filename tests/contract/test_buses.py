"""One contract for every bus: in memory, and over a real Mosquitto with either pump."""

from __future__ import annotations

import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus.account import Account
from broker.bus.base import Asked, Bus, Connection, Delivery, Unanswered
from broker.bus.local import LocalBroker, LocalBus, Presence
from broker.bus.mqtt import MqttBus
from broker.bus.papers import Papers
from broker.bus.properties import Packed, answered_at, asking
from broker.bus.pumps import LoopPump, Pump
from broker.certificates.authority import Authority
from broker.domain.calling.requests import CallNext
from broker.domain.ids import RequestId
from broker.domain.refusals import No
from broker.domain.requests import Answer, Granted, Refused
from broker.mosquitto import Guard, Mosquitto
from broker.service.runner import Runner
from broker.wire import codec
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

    def bus(self, name: str, runner: Runner) -> Bus:
        presence = Presence(TOPICS.liveness(Kind.SERVICE, name), liveness)
        return LocalBus(runner.post, self.broker, runner.clock, presence)

    def kill(self, bus: Bus) -> None:
        assert isinstance(bus, LocalBus)
        self.broker.cut(bus)

    def crash(self) -> None:
        self.broker.down()

    def back(self) -> None:
        self.broker.up(forget=True)

    def raw(self, topic: str, payload: bytes) -> None:
        self.broker.publish(topic, payload, retain=False)

    def close(self) -> None:
        """Nothing runs."""


class MqttWorld:
    """Clients on a real Mosquitto, which can be killed; paho's own thread moves their bytes."""

    def __init__(self, folder: Path) -> None:
        self.mosquitto = Mosquitto(folder)
        self.mosquitto.start()

    def bus(self, name: str, runner: Runner) -> Bus:
        account = Account(self.place, name, liveness)
        return MqttBus(account, TOPICS, runner.post, runner.clock, self.pump(runner))

    def place(self) -> tuple[str, int]:
        return self.mosquitto.host, self.mosquitto.port

    def pump(self, _runner: Runner) -> Pump | None:
        return None

    def kill(self, bus: Bus) -> None:
        """Its power fails: whoever looks after it is gone too, so nothing connects anew."""
        assert isinstance(bus, MqttBus)
        socket = bus._client.socket()
        assert socket is not None
        socket.shutdown(2)

    def crash(self) -> None:
        self.mosquitto.kill()

    def back(self) -> None:
        self.mosquitto.start()

    def raw(self, topic: str, payload: bytes) -> None:
        self._say(topic, payload, None)

    def _say(self, topic: str, payload: bytes, context: ssl.SSLContext | None) -> None:
        client = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        if context is not None:
            client.tls_set_context(context)
        client.connect(self.mosquitto.host, self.mosquitto.port)
        client.loop_start()
        client.publish(topic, payload, qos=0).wait_for_publish(3)
        client.disconnect()
        client.loop_stop()

    def close(self) -> None:
        self.mosquitto.stop()


class LoopWorld(MqttWorld):
    """The same, and each client's own loop moves its bytes, as services do."""

    def pump(self, runner: Runner) -> Pump:
        return LoopPump(runner, runner.clock)


class GuardedWorld(LoopWorld):
    """The same, as in a hall: everybody shows papers, and whoever has a line may do what it says.
    Here each may say and hear everything."""

    def __init__(self, folder: Path) -> None:
        self._authority = Authority(folder / "keys", "test")
        self._authority.found()
        self._admitted: list[str] = []
        papers = self._authority.provide("broker", _today(), ["127.0.0.1"])
        guard = Guard(papers, self._authority.revocations, self._access("stranger"))
        self.mosquitto = Mosquitto(folder / "mosquitto", guard=guard)
        self.mosquitto.start()

    def bus(self, name: str, runner: Runner) -> Bus:
        self.mosquitto.admit(self._access(name))
        account = Account(self.place, name, liveness, papers=self._papers(name))
        return MqttBus(account, TOPICS, runner.post, runner.clock, self.pump(runner))

    def raw(self, topic: str, payload: bytes) -> None:
        self._say(topic, payload, self._papers("stranger").context())

    def _papers(self, name: str) -> Papers:
        return self._authority.provide(name, _today())

    def _access(self, name: str) -> str:
        self._admitted.append(name)
        return "".join(f"user {each}\ntopic readwrite #\n" for each in self._admitted)


def _today() -> datetime:
    return datetime.now(UTC)


World = LocalWorld | MqttWorld


@pytest.fixture(params=[LocalWorld, MqttWorld, LoopWorld, GuardedWorld])
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
        world.raw("hall/v2/test/unknown/thing", payload[:100])
        sender.bus.publish(TOPICS.duty(), duty("101"))
        reader.until(lambda: duty("101") in reader.messages())
    assert set(map(type, reader.messages())) == {DutyState}


def present(name: str, watcher: Client) -> list[Liveness]:
    """What a watcher has heard of a client's `$state`."""
    topic = TOPICS.liveness(Kind.SERVICE, name)
    heard = [each for each in watcher.heard if isinstance(each, Delivery) and each.topic == topic]
    return [each.message.state for each in heard]


def test_a_killed_client_is_said_to_be_lost(client: Callable[[str], Client], world: World) -> None:
    watcher, victim = client("watcher"), client("victim")
    watcher.listen(TOPICS.liveness(Kind.SERVICE, "victim"), DeviceState)
    up(watcher)
    up(victim)
    watcher.until(lambda: present("victim", watcher) == [Liveness.READY])
    world.kill(victim.bus)
    watcher.until(lambda: present("victim", watcher) == [Liveness.READY, Liveness.LOST])


def test_a_stopped_client_says_goodbye_and_is_not_lost(
    client: Callable[[str], Client], world: World
) -> None:
    watcher, leaver = client("watcher"), client("leaver")
    watcher.listen(TOPICS.liveness(Kind.SERVICE, "leaver"), DeviceState)
    up(watcher)
    up(leaver)
    watcher.until(lambda: present("leaver", watcher) == [Liveness.READY])
    leaver.bus.stop()
    watcher.until(lambda: present("leaver", watcher) == [Liveness.READY, Liveness.DISCONNECTED])
    world.raw(TOPICS.liveness(Kind.SERVICE, "leaver"), b"")  # behind anything a will would say
    watcher.until(lambda: len(watcher.messages()) == 3)
    assert watcher.messages()[-1] is None


def test_after_its_stop_a_client_sends_nothing(client: Callable[[str], Client]) -> None:
    leaver, reader, server = client("a"), client("b"), client("ledger")
    served: list[Asked] = []
    server.bus.serve(served.append)
    reader.listen(TOPICS.duty())
    for each in (leaver, reader, server):
        up(each)
    leaver.bus.publish(TOPICS.duty(), duty("101"), retain=True)
    reader.until(lambda: reader.messages() == [duty("101")])
    leaver.bus.stop()
    leaver.bus.publish(TOPICS.duty(), duty("102"), retain=True)
    leaver.bus.clear(TOPICS.duty())
    leaver.bus.ask(CallNext(id="late-0001", at=NOW, source="a", window=1, clerk="1"), served.append)
    leaver.bus.tick(leaver.runner.clock() + 60.0)
    server.bus.publish(TOPICS.duty(), duty("103"))
    reader.until(lambda: reader.messages()[-1] == duty("103"))
    server.runner.step(0.1)
    assert reader.messages() == [duty("101"), duty("103")]
    assert served == []


def test_after_its_stop_a_client_calls_no_handler(
    client: Callable[[str], Client], world: World
) -> None:
    """What came in before, and lies in the loop's inbox, is not passed on either."""
    leaver, sender = client("a"), client("b")
    answers: list[Answer | Unanswered] = []
    leaver.listen(TOPICS.duty())
    up(leaver)
    up(sender)
    leaver.bus.ask(
        CallNext(id="open-0001", at=NOW, source="a", window=1, clerk="1"), answers.append
    )
    sender.bus.publish(TOPICS.duty(), duty("101"))
    leaver.until(lambda: leaver.messages() == [duty("101")])
    before = list(leaver.heard)
    sender.bus.publish(TOPICS.duty(), duty("102"))
    until = time.monotonic() + 8
    while not leaver.runner._inbox:  # it has come in, and nobody has been told yet
        assert time.monotonic() < until
        sender.runner.step(0.01)
        if isinstance(world, LoopWorld):
            for key, _ in leaver.runner._selector.select(0.01):
                key.data()
    leaver.bus.stop()
    world.crash()
    now = leaver.runner.clock()
    for _ in range(5):
        now += 3.1
        leaver.bus.tick(now)
        leaver.runner.step(0.02)
    assert leaver.heard == before
    assert answers == []
    assert leaver.bus.next_wakeup() is None


def test_stopping_twice_or_before_the_start_does_no_harm(client: Callable[[str], Client]) -> None:
    never, twice = client("a"), client("b")
    never.bus.stop()
    up(twice)
    twice.bus.stop()
    twice.bus.stop()
    assert never.heard == []


def test_what_is_ours_is_put_right_and_ghosts_are_removed(client: Callable[[str], Client]) -> None:
    owner, stranger, reader = client("a"), client("b"), client("c")
    ghost = TOPICS.reader("gone")
    up(stranger)
    stranger.bus.publish(ghost, duty("ghost"), retain=True)
    owner.bus.own(TOPICS.duty())
    owner.bus.publish(TOPICS.duty(), duty("101"), retain=True)
    up(owner)
    owner.bus.own(TOPICS.readers())  # claimed before or after the connection, it is the same
    for topic in (TOPICS.duty(), TOPICS.readers()):
        reader.listen(topic)
    up(reader)
    reader.until(lambda: len(reader.messages()) >= 2)
    reader.heard.clear()

    def heard(*last: DutyState | None) -> bool:
        stranger.runner.step(0.01)
        owner.runner.step(0.01)
        return reader.messages()[-len(last) :] == list(last)

    reader.until(lambda: heard(None))  # the ghost
    stranger.bus.publish(TOPICS.duty(), duty("forged"), retain=True)
    reader.until(lambda: heard(duty("forged"), duty("101")))
    stranger.bus.clear(TOPICS.duty())
    reader.until(lambda: heard(None, duty("101")))
    for _ in range(60):
        assert heard(duty("101"))  # and then there is quiet
    assert len(reader.messages()) == 5


def test_nobody_else_says_whether_we_are_there(client: Callable[[str], Client]) -> None:
    owner, stranger = client("a"), client("b")
    topic = TOPICS.liveness(Kind.SERVICE, "a")
    up(owner)
    stranger.listen(topic, DeviceState)
    up(stranger)
    stranger.bus.publish(topic, liveness(Liveness.LOST), retain=True)

    def right() -> bool:
        owner.runner.step(0.01)
        states = [each.state for each in stranger.messages() if each is not None]
        return Liveness.LOST in states and states[-1] is Liveness.READY

    stranger.until(right)


@pytest.mark.expects_warnings
def test_an_answer_that_no_broker_would_take_throws_nobody_out(tmp_path: Path) -> None:
    """What comes in fits, and what goes out carries the same way back and more words."""
    world = MqttWorld(tmp_path)
    runner = Runner()
    server = Client(runner, world.bus("server", runner))
    runner.add(server.bus)
    lost: list[Connection] = []
    server.bus.on_connection(server.heard.append)
    server.bus.on_connection(lambda each: None if each.up else lost.append(each))
    no = Refused(request=RequestId("trip-0001"), at=NOW, code=No.CLOSED, zh="x" * 300, en="")
    server.bus.serve(lambda asked: asked.answer(no))
    server.listen(TOPICS.duty())
    up(server)
    stranger = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    stranger.connect(world.mosquitto.host, world.mosquitto.port)
    stranger.loop_start()
    long = Packed(answered_at("t" * 33_000)._packed[3:] + asking("d" * 33_400, 9)._packed[3:])
    for topic in (TOPICS.request("x", CallNext), TOPICS.echo("server", "server")):
        stranger.publish(topic, b"{}", qos=1, properties=long).wait_for_publish(5.0)
    stranger.disconnect()
    stranger.loop_stop()
    world.raw(TOPICS.duty(), codec.encode(duty("101")))
    server.until(lambda: server.messages()[-1:] == [duty("101")], seconds=20.0)
    heard_back: list[Answer | Unanswered] = []  # a round trip: what was said before has been taken
    request = CallNext(id="trip-0001", at=NOW, source="a", window=1, clerk="1")
    server.bus.ask(request, heard_back.append)
    server.until(lambda: bool(heard_back))
    assert not lost
    assert server.bus.unreadable == 1
    server.bus.stop()
    world.close()


class Stranger:
    """Somebody with an MQTT client who hears everything, and may say anything."""

    def __init__(self, world: MqttWorld) -> None:
        self.heard: queue.Queue[str] = queue.Queue()
        hear = self.heard.put  # nothing of ours in paho's hands: a circle would outlive us
        self._paho = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        ready = threading.Event()
        self._paho.on_subscribe = lambda *_: ready.set()
        self._paho.on_message = lambda _client, _userdata, each: hear(each.topic)
        self._paho.connect(world.mosquitto.host, world.mosquitto.port)
        self._paho.loop_start()
        self._paho.subscribe("#", qos=1)
        assert ready.wait(20.0)

    def say(self, topic: str, payload: bytes, answered: str, belongs: bytes = b"1") -> None:
        properties = Properties(PacketTypes.PUBLISH)
        properties.ResponseTopic = answered
        properties.CorrelationData = belongs
        self._paho.publish(topic, payload, qos=1, properties=properties)

    def until(self, topic: str) -> list[str]:
        """Where something was said until something is said there, that topic included."""
        seen: list[str] = []
        end = time.monotonic() + 20.0
        while not seen or seen[-1] != topic:
            seen.append(self.heard.get(timeout=max(0.0, end - time.monotonic())))
        return seen

    def close(self) -> None:
        self._paho.disconnect()
        self._paho.loop_stop()


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[tuple[Client, Stranger]]:
    """A server that grants everything, on a real broker, and a stranger."""
    world, runner = MqttWorld(tmp_path), Runner()
    server = Client(runner, world.bus("ledger", runner))
    runner.add(server.bus)
    server.bus.on_connection(server.heard.append)
    server.bus.serve(
        lambda asked: asked.request and asked.answer(Granted(request=asked.request.id, at=NOW))
    )
    thread = threading.Thread(target=runner.run)
    up(server)
    thread.start()
    stranger = Stranger(world)
    yield server, stranger
    stranger.close()
    runner.stop()
    thread.join()
    server.bus.stop()
    world.close()


def test_the_server_writes_nowhere_but_to_whoever_asks(guarded: tuple[Client, Stranger]) -> None:
    """It was a deputy: it wrote the answer to whatever topic a client named."""
    _, stranger = guarded
    request = CallNext(id="deputy-001", at=NOW, source="kiosk-1", window=1, clerk="1")
    asking = TOPICS.request("kiosk-1", CallNext)
    stranger.say(asking, codec.encode_request(request), TOPICS.reply("panel-1"))
    stranger.say(asking, codec.encode_request(request), TOPICS.window(1))
    before = stranger.until(TOPICS.reply("kiosk-1")) + stranger.until(TOPICS.reply("kiosk-1"))
    assert TOPICS.reply("panel-1") not in before
    assert TOPICS.window(1) not in before


def test_an_echo_is_sent_to_programs_of_the_same_client_alone(
    guarded: tuple[Client, Stranger],
) -> None:
    """Asked whether it lives, it answered wherever it was told to."""
    _, stranger = guarded
    ours = TOPICS.echo("ledger", "ledger")
    foreign = (
        *(TOPICS.window(1), TOPICS.reply("panel-1"), TOPICS.echo("kiosk-1", "kiosk-1")),
        *(TOPICS.request("kiosk-1", CallNext), TOPICS.echo("ledger", "") + "a/b"),
    )
    for topic in (*foreign, TOPICS.echo("ledger", "another")):
        stranger.say(ours, b"{}", topic)
    seen = stranger.until(TOPICS.echo("ledger", "another"))
    assert not set(foreign) & set(seen)


def test_a_packet_of_properties_silences_nobody(tmp_path: Path) -> None:
    """700 KB of user properties: paho would read them for two minutes, and hear nothing else."""
    world = MqttWorld(tmp_path)
    runner = Runner()
    reader = Client(runner, world.bus("reader", runner))
    runner.add(reader.bus)
    reader.bus.on_connection(reader.heard.append)
    reader.listen(TOPICS.duty())
    up(reader)
    stranger = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    stranger.connect(world.mosquitto.host, world.mosquitto.port)
    stranger.loop_start()
    flood = Packed(b"\x26\x00\x00\x00\x00" * 140_000)
    stranger.publish(TOPICS.duty(), b"{}", qos=0, properties=flood)
    time.sleep(0.5)
    stranger.disconnect()
    stranger.loop_stop()
    world.raw(TOPICS.duty(), codec.encode(duty("101")))
    reader.until(lambda: reader.messages()[-1:] == [duty("101")], seconds=20.0)
    reader.bus.stop()
    world.close()
