"""What paho tells on a thread of its own changes nothing there: it is decoded, posted, and done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from broker.bus.account import Account
from broker.bus.base import Asked, Connection, Delivery
from broker.bus.mqtt import MqttBus
from broker.wire import codec
from broker.wire.messages import DeviceState, DutyState, Liveness
from broker.wire.topics import Topics

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOPICS = Topics("test")
DUTY = DutyState(id="x", at=NOW, on_duty=("101",))


def _state(state: Liveness) -> DeviceState:
    return DeviceState(id="x", at=NOW, state=state)


class Still:
    """A pump that moves nothing."""

    def start(self, client: paho.Client, host: str, port: int, keepalive: int) -> None:
        """Nobody is connected to."""

    def stop(self, client: paho.Client) -> None:
        """Nothing moved."""

    def written(self) -> None:
        """It stays in paho's queue."""

    def goodbye(self, client: paho.Client, seconds: float) -> None:
        """Nobody hears it."""

    def next_wakeup(self) -> float | None:
        return None

    def tick(self, now: float) -> None:
        """Nothing to see to."""


class Inbox:
    """Keeps what is posted; the test hands it out when it likes."""

    def __init__(self) -> None:
        self.posted: list[tuple[Callable[[Any], None], Any]] = []

    def post(self, handler: Callable[[Any], None], event: Any) -> None:
        self.posted.append((handler, event))

    def work(self) -> None:
        while self.posted:
            handler, event = self.posted.pop(0)
            handler(event)


class Recording(paho.Client):
    """Keeps what it is asked to send."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.sent: list[str] = []

    def publish(self, topic: str, *words: Any, **more: Any) -> Any:
        self.sent.append(f"publish {topic}")
        return super().publish(topic, *words, **more)

    def subscribe(self, topic: Any, *words: Any, **more: Any) -> Any:
        self.sent.append(f"subscribe {topic}")
        return super().subscribe(topic, *words, **more)


@pytest.fixture(autouse=True)
def _recording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paho, "Client", Recording)


class World:
    """A bus that nobody moves, and what its owner heard."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.heard: list[Any] = []
        self.bus = MqttBus(
            Account(lambda: ("127.0.0.1", 1), "me", _state),
            TOPICS,
            self.inbox.post,
            lambda: 100.0,
            Still(),
        )
        self.bus.on_connection(self.heard.append)
        self.bus.subscribe(TOPICS.duty(), DutyState, self.heard.append)
        self.bus.serve(self.heard.append)
        self.bus.publish(TOPICS.duty(), DUTY, retain=True)

    @property
    def client(self) -> paho.Client:
        return self.bus._client

    @property
    def sent(self) -> list[str]:
        assert isinstance(self.client, Recording)
        return self.client.sent

    def known(self) -> dict[str, str]:
        """All that the bus knows and has its client send."""
        return {
            **{name: repr(value) for name, value in vars(self.bus).items()},
            "subscriptions": repr(self.bus._listeners._now.listeners),
            "unreadable": repr(vars(self.bus._unreadable)),
            "echoes": repr(vars(self.bus._echoes)),
            "sent": repr(self.sent),
        }

    def comes_up(self) -> None:
        connects(self)
        self.inbox.work()
        subscribed(self)
        self.inbox.work()


def on_another_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def message(topic: str, payload: bytes) -> paho.MQTTMessage:
    raw = paho.MQTTMessage(topic=topic.encode())
    raw.payload = payload
    raw.properties = Properties(PacketTypes.PUBLISH)
    return raw


def connects(world: World) -> None:
    assert world.client.on_connect is not None
    reason = ReasonCode(PacketTypes.CONNACK, "Success")
    world.client.on_connect(world.client, None, paho.ConnectFlags(False), reason, None)


def is_refused(world: World) -> None:
    assert world.client.on_connect is not None
    reason = ReasonCode(PacketTypes.CONNACK, "Not authorized")
    world.client.on_connect(world.client, None, paho.ConnectFlags(False), reason, None)


def subscribed(world: World) -> None:
    assert world.client.on_subscribe is not None
    world.client.on_subscribe(world.client, None, 1, [], None)


def disconnects(world: World) -> None:
    assert world.client.on_disconnect is not None
    reason = ReasonCode(PacketTypes.DISCONNECT, "Server shutting down")
    flags = paho.DisconnectFlags(is_disconnect_packet_from_server=True)
    world.client.on_disconnect(world.client, None, flags, reason, None)


def nobody_answers(world: World) -> None:
    assert world.client.on_connect_fail is not None
    world.client.on_connect_fail(world.client, None)


def hears(topic: str, payload: bytes) -> Callable[[World], None]:
    def told(world: World) -> None:
        assert world.client.on_message is not None
        world.client.on_message(world.client, None, message(topic, payload))

    return told


EVENTS = {
    "connected": connects,
    "refused": is_refused,
    "subscribed": subscribed,
    "disconnected": disconnects,
    "nobody answers": nobody_answers,
    "a message": hears(TOPICS.duty(), codec.encode(DUTY)),
    "a cleared topic": hears(TOPICS.duty(), b""),
    "a message that cannot be read": hears(TOPICS.duty(), b"{"),
    "a request that cannot be read": hears(TOPICS.requests().replace("+", "x"), b"{"),
    "an echo": hears(TOPICS.echo("me", "me"), b"{}"),
    "an answer that cannot be read": hears(TOPICS.reply("me"), b"{"),
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("is_up", [False, True], ids=["down", "up"])
def test_what_comes_on_pahos_thread_is_posted_and_changes_nothing_there(
    event: str, is_up: bool
) -> None:
    world = World()
    if is_up:
        world.comes_up()
    before, heard = world.known(), list(world.heard)
    on_another_thread(lambda: EVENTS[event](world))
    assert world.known() == before
    assert world.heard == heard
    assert world.inbox.posted


def test_the_control_a_callback_that_does_the_work_itself_is_seen() -> None:
    world = World()
    before = world.known()
    on_another_thread(lambda: world.bus._came_up((world.client, _fine())))
    assert world.known() != before


def _fine() -> ReasonCode:
    return ReasonCode(PacketTypes.CONNACK, "Success")


def test_the_bus_is_up_once_its_subscriptions_are_in_place_and_not_before() -> None:
    world = World()
    connects(world)
    world.inbox.work()
    assert world.heard == []
    subscribed(world)
    world.inbox.work()
    assert world.heard == [Connection(up=True)]
    subscribed(world)  # of one more, later
    world.inbox.work()
    assert world.heard == [Connection(up=True)]


def test_what_was_posted_is_handled_in_its_order() -> None:
    world = World()
    world.comes_up()
    hears(TOPICS.duty(), codec.encode(DUTY))(world)
    hears(TOPICS.duty(), b"")(world)
    world.inbox.work()
    messages = [each.message for each in world.heard if isinstance(each, Delivery)]
    assert messages == [DUTY, None]


@pytest.mark.expects_warnings
def test_what_cannot_be_read_is_counted_on_the_loop_and_said_once_for_each_topic(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World()
    request = TOPICS.requests().replace("+", "x")
    for topic in (TOPICS.duty(), TOPICS.duty(), request):
        hears(topic, b"{")(world)
    assert world.bus.unreadable == 0
    world.inbox.work()
    assert world.bus.unreadable == 3
    assert len(caplog.records) == 2
    (asked,) = (each for each in world.heard if isinstance(each, Asked))
    assert asked.request is None
    assert asked.trouble


@pytest.mark.expects_warnings
def test_a_broker_that_refuses_us_is_named_and_we_are_not_up() -> None:
    world = World()
    is_refused(world)
    world.inbox.work()
    assert world.heard == []


def test_what_an_old_client_still_tells_is_passed_over() -> None:
    world = World()
    world.comes_up()
    old = world.client
    disconnects(world)
    world.inbox.work()
    assert world.client is not old
    told = len(world.heard)
    assert old.on_connect is not None
    old.on_connect(old, None, paho.ConnectFlags(False), _fine(), None)
    assert old.on_subscribe is not None
    old.on_subscribe(old, None, 1, [], None)
    world.inbox.work()
    assert len(world.heard) == told


def test_a_listener_added_while_messages_come_misses_none_of_the_later_ones() -> None:
    """The table that paho's thread reads is replaced, so nothing found in the old one stays."""
    world = World()
    world.comes_up()
    hears(TOPICS.duty(), codec.encode(DUTY))(world)
    late: list[Delivery] = []
    world.bus.subscribe(TOPICS.duty(), DutyState, late.append)
    hears(TOPICS.duty(), codec.encode(DUTY))(world)
    world.inbox.work()
    assert [each.message for each in late] == [DUTY]


def test_what_is_retained_is_said_with_our_own_state_once_we_are_up() -> None:
    world = World()
    world.comes_up()
    state = "hall/v2/test/service/me/$state"
    assert [name for name in world.sent if "$state" in name or "duty" in name][-2:] == [
        f"publish {TOPICS.duty()}",
        f"publish {state}",
    ]
