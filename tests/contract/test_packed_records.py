"""Messages that come in one TLS record: all are heard at once, though the socket says nothing more.

Mosquitto sends a record for each packet, so a front stands before it that does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.bus import pumps
from broker.bus.account import Account
from broker.bus.mqtt import MqttBus
from broker.bus.papers import Papers
from broker.bus.pumps import LoopPump
from broker.certificates.authority import Authority
from broker.mosquitto import Mosquitto
from broker.service.runner import Runner
from tests.contract.test_buses import TOPICS, Client, duty, liveness
from tests.stages.packing_front import PackingFront

MANY = 150  # messages, of more than a hundred bytes each


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    made = Authority(tmp_path / "keys", "test")
    made.found()
    return made


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    running = Mosquitto(tmp_path / "mosquitto")
    running.start()
    yield running
    running.stop()


def client(name: str, place: tuple[str, int], papers: Papers | None) -> Client:
    runner = Runner()
    account = Account(lambda: place, name, liveness, papers=papers)
    bus = MqttBus(account, TOPICS, runner.post, runner.clock, LoopPump(runner, runner.clock))
    runner.add(bus)
    made = Client(runner, bus)
    bus.on_connection(made.heard.append)
    bus.start()
    return made


def heard_without_another_byte(
    mosquitto: Mosquitto, authority: Authority, seconds: float = 3.0
) -> int:
    """How many of the messages are heard once the last record has come: nothing else is said to
    the client in that time, for its echo is not due and its broker holds nothing more."""
    now = datetime.now(UTC)
    server = authority.provide("broker", now, ["127.0.0.1"])
    place = (mosquitto.host, mosquitto.port)
    speaker = client("speaker", place, None)
    with PackingFront(server, place) as front:
        listener = client("listener", front.place, authority.provide("listener", now))
        listener.listen(TOPICS.duty())
        listener.until(lambda: bool(listener.heard))
        speaker.until(lambda: bool(speaker.heard))
        listener.runner.step(0.3)
        front.hold()
        for number in range(MANY):
            speaker.bus.publish(TOPICS.duty(), duty(f"{number:03d}"))
        size = MANY * len(TOPICS.duty())
        speaker.runner.step(0.2)
        front.release(size)
        end = listener.runner.clock() + seconds
        while listener.runner.clock() < end and len(listener.messages()) < MANY:
            listener.runner.step(0.05)
        count = len(listener.messages())
        listener.bus.stop()
    speaker.bus.stop()
    return count


@pytest.mark.timeout(60)
def test_all_of_a_record_is_heard(mosquitto: Mosquitto, authority: Authority) -> None:
    assert heard_without_another_byte(mosquitto, authority, 20.0) == MANY


@pytest.mark.timeout(60)
def test_control_who_asks_the_socket_alone_misses_some(
    mosquitto: Mosquitto, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pumps, "_holds", lambda _client: False)
    assert heard_without_another_byte(mosquitto, authority) < MANY


@pytest.mark.timeout(60)
def test_a_turn_that_ends_with_some_left_has_another(
    mosquitto: Mosquitto, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five packets a turn: what is unlocked already is not waited for in the socket."""
    monkeypatch.setattr(pumps, "_AT_ONCE", 5)
    assert heard_without_another_byte(mosquitto, authority, 20.0) == MANY
