"""Who plugs into the hall's network, with no papers or with a kiosk's: what MQTT and TLS allow is
tried, by a foreign client. The hall goes on, and whatever is refused is counted and told."""

from __future__ import annotations

import json
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import paho.mqtt.client as paho
import pytest

from broker.bus.papers import papers_in
from broker.wire.topics import Kind
from tests.flows.test_intruders import (
    PATIENCE,
    REFUSED,
    TOPICS,
    Foreign,
    Hall,
    assert_it_gives_numbers,
    believed,
    hall,
    in_log,
    status,
    strangers,
    told,
    until,
)

__all__ = ["hall"]  # a fixture
pytestmark = pytest.mark.timeout(240)


@contextmanager
def kiosk(at: Hall, name: str = "foreign") -> Iterator[Foreign]:
    """One that holds the papers of kiosk-1, and is connected."""
    with Foreign(at, believed(at.papers("kiosk-1")), name) as client:
        assert client.came.get(timeout=PATIENCE) == "Success"
        yield client


def test_tls_1_2_is_not_spoken(hall: Hall) -> None:
    before, old = strangers(hall), believed(hall.papers("kiosk-1"))
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with Foreign(hall, old) as client:
        assert client.came.get(timeout=PATIENCE).startswith("gone")
    until(lambda: strangers(hall) > before)
    assert_it_gives_numbers(hall)


@pytest.mark.parametrize("name", ["+", "#", "hall/v2/eight/#", "eight-ledger", "x" * 60_000])
def test_a_client_s_id_gives_no_rights(name: str, hall: Hall) -> None:
    with kiosk(hall, name) as client:
        client.hear(TOPICS.reply("panel-1"))
        assert client.say(TOPICS.window(1), b"", retain=True) == REFUSED
        assert_it_gives_numbers(hall)
        assert client.heard.empty()
    told(hall, "kiosk-1")


def test_a_will_on_another_s_topic_is_not_carried_out(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mosquitto takes it, and asks for the right when it would be carried out. Beside it one on the
    kiosk's own topic, which is: the control."""
    with kiosk(hall, "listener") as listener:
        listener.hear(TOPICS.window(1))
        listener.heard.get(timeout=PATIENCE)
        listener.hear(TOPICS.subtree(Kind.KIOSK, "kiosk-1"))
        for topic in (TOPICS.window(1), TOPICS.kiosk("kiosk-1")):
            with left_a_will(monkeypatch, topic), kiosk(hall, "dying") as dying:
                sock: Any = dying._client.socket()
                sock.shutdown(socket.SHUT_RDWR)
                assert dying.came.get(timeout=PATIENCE).startswith("gone")
        assert listener.heard.get(timeout=PATIENCE) == (TOPICS.kiosk("kiosk-1"), b"a will")
        assert listener.heard.empty()


ANOTHER_S = (
    "#",
    "$SYS/#",
    "hall/v2/other/#",
    "$share/us/hall/v2/eight/#",
    TOPICS.requests(),
    TOPICS.reply("panel-1"),
    TOPICS.settings("board-1"),
    TOPICS.settings_part("+", "+"),
    TOPICS.papers_renewed("panel-1"),
)


def test_who_asks_to_hear_what_is_another_s_hears_nothing_of_it(hall: Hall) -> None:
    """Mosquitto says yes to each, and passes on what is the kiosk's."""
    before = counted(hall, "kiosk-1")
    with kiosk(hall) as client:
        for topics in ANOTHER_S:
            client.hear(topics)
        assert_it_gives_numbers(hall)
        client.say(TOPICS.kiosk("kiosk-1"), b"the last")
        heard = iter(
            lambda: client.heard.get(timeout=PATIENCE), (TOPICS.kiosk("kiosk-1"), b"the last")
        )
        mine = ("/window/", "/queue/", "/main/state/catalogue", "/kiosk-1/")
        assert [topic for topic, _ in heard if not any(each in topic for each in mine)] == []
    until(lambda: counted(hall, "kiosk-1") >= before + len(ANOTHER_S))


def test_an_answer_is_not_stolen_by_a_shared_subscription(hall: Hall) -> None:
    """Of a group one alone is sent a message: a stranger in it would take it from its receiver."""
    with kiosk(hall, "thief") as thief:
        thief.hear("$share/thieves/" + TOPICS.reply("panel-1"))
        with Foreign(hall, believed(hall.papers("panel-1")), "panel") as panel:
            panel.came.get(timeout=PATIENCE)
            panel.hear(TOPICS.reply("panel-1"))
            for number in range(3):
                name = f"share-{number}-{time.time_ns()}"
                assert panel.ask("panel-1", "list-waiting", id=name, window=1) == "success"
                assert panel.heard.get(timeout=PATIENCE)[0] == TOPICS.reply("panel-1")
        assert thief.heard.empty()


NOT_ITS_OWN: dict[str, str] = {
    "another hall's request": "hall/v2/other/ledger/main/request/kiosk-1/reserve-ticket",
    "the wire before this": "hall/v1/eight/ledger/main/request/reserve-ticket",
    "facts": TOPICS.facts(),
    "the figures of the day": TOPICS.day(),
    "an alert of the ledger": "hall/v2/eight/service/ledger/$alert/clock",
    "another's settings": TOPICS.settings("board-1"),
    "a part of them": TOPICS.settings_part("board-1", 0),
    "papers in another's name": TOPICS.papers_asked("panel-1"),
    "papers for another": TOPICS.papers_renewed("panel-1"),
    "its own settings": TOPICS.settings("kiosk-1"),
    "an answer to itself": TOPICS.reply("kiosk-1"),
    "the echo of another": TOPICS.echo("panel-1", "panel-1"),
    "what another kiosk offers": TOPICS.kiosk("kiosk-2"),
    "an enrolment": TOPICS.enrol("reader-1"),
    "the broker's own figures": "$SYS/broker/uptime",
    "nothing that is known": "a/b/c",
}


def test_a_kiosk_says_nothing_in_another_s_place(hall: Hall) -> None:
    before = counted(hall, "kiosk-1")
    with kiosk(hall) as client:
        said = {what: client.say(topic, b"{}", retain=True) for what, topic in NOT_ITS_OWN.items()}
    assert said == dict.fromkeys(NOT_ITS_OWN, REFUSED)
    until(lambda: counted(hall, "kiosk-1") >= before + len(NOT_ITS_OWN))


def test_ten_thousand_subscriptions_keep_nobody_waiting(hall: Hall) -> None:
    before = counted(hall, "kiosk-1")
    with kiosk(hall) as client:
        for number in range(10_000):
            client._client.subscribe(f"hall/v2/eight/window/{number}/#", qos=1)
        for _ in range(10_000):
            assert client.came.get(timeout=PATIENCE) == "subscribed"
        assert_it_gives_numbers(hall)
    until(lambda: counted(hall, "kiosk-1") > before + 1000)  # lines of a flood may be lost


def test_two_hundred_who_begin_to_greet_keep_nobody_out(hall: Hall) -> None:
    """A handshake that is begun and not ended: some say nothing at all."""
    with ExitStack() as ends:
        for number in range(200):
            half = ends.enter_context(socket.create_connection(hall.place))
            half.sendall(b"\x16\x03\x01\x02\x00\x01"[: number % 7])
        assert_it_gives_numbers(hall)


def test_a_greeting_that_says_it_is_huge_is_hung_up_on(hall: Hall) -> None:
    """CONNECT with a remaining length of 256 MB less one (MQTT 5, 1.5.5)."""
    with socket.create_connection(hall.place, PATIENCE) as plain:
        context = believed(hall.papers("kiosk-1"))
        with context.wrap_socket(plain, server_hostname=hall.place[0]) as raw:
            raw.sendall(b"\x10\xff\xff\xff\x7f\x00\x04MQTT\x05\x02\x00\x3c\x00")
            raw.sendall(b"x" * 100)
            assert_it_gives_numbers(hall)
            assert hung_up(raw)


def test_nobody_throws_a_program_of_the_hall_out_by_its_id(hall: Hall) -> None:
    """MQTT has a client that comes under an id take the place of who has it. Beside it the control:
    two foreign clients of one id, of which the first is thrown out."""
    taken = in_log(hall, "already connected")
    for name in ("eight-ledger", "eight-command", "eight-ledger-", "ledger"):
        with kiosk(hall, name):
            assert_it_gives_numbers(hall)
    assert in_log(hall, "already connected") == taken
    with kiosk(hall, "same") as first, kiosk(hall, "same"):
        assert first.came.get(timeout=PATIENCE).startswith("gone")


def test_the_id_of_a_program_is_reckoned_from_its_key(hall: Hall) -> None:
    ours, other = (hall.authority.papers(each) for each in ("ledger", "command"))
    secret = ours.secret("eight-ledger")
    assert len(secret) == 32
    assert secret == ours.secret("eight-ledger")
    assert len({secret, other.secret("eight-ledger"), ours.secret("eight-up")}) == 3
    assert papers_in(hall.run, "nobody").secret("eight-ledger") == ""


def test_papers_are_asked_for_a_thousand_times_and_none_are_given(hall: Hall) -> None:
    signed = len(hall.authority.signed())
    with kiosk(hall) as client:
        client.hear(TOPICS.papers_renewed("kiosk-1"))
        asked = json.dumps(
            {"type": "papers-asked", "id": "x" * 8, "at": "2026-11-23T01:00:00Z", "request": "MII"}
        )
        for _ in range(1000):
            client._client.publish(TOPICS.papers_asked("kiosk-1"), asked.encode(), qos=1)
        for _ in range(1000):
            assert client.said.get(timeout=PATIENCE) == "success"
        assert_it_gives_numbers(hall)
        assert client.heard.empty()
    assert len(hall.authority.signed()) == signed


def counted(hall: Hall, name: str) -> int:
    """How often staff are told that it did what is not its own."""
    found = re.search(rf"{name} × (\d+)", status(hall))
    return int(found[1]) if found else 0


def hung_up(end: ssl.SSLSocket) -> bool:
    try:
        return end.recv(100) == b""
    except OSError:
        return True


@contextmanager
def left_a_will(monkeypatch: pytest.MonkeyPatch, topic: str) -> Iterator[None]:
    """Whoever connects meanwhile leaves one there."""
    connect: Callable[..., Any] = paho.Client.connect

    def with_a_will(client: paho.Client, *place: Any) -> Any:
        if client._client_id == b"dying":
            client.will_set(topic, b"a will", qos=1, retain=False)
        return connect(client, *place)

    with monkeypatch.context() as patched:
        patched.setattr(paho.Client, "connect", with_a_will)
        yield
