"""Lines that Mosquitto 2.0.11 wrote when it was attacked, and what they are read as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.mosquitto_words import OTHERS, TurnedAway
from broker.wire.filters import readable

PLAIN = (
    "1795853562: Client connection from 127.0.0.1 failed: error:0A00010B:SSL routines::wrong"
    " version number."
)
EXPIRED = (
    "1795853564: New connection from 192.0.2.7:40977 on port 33051.",
    "1795853564: OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed",
    "1795853564: Client <unknown> disconnected: Protocol error.",
)
CAME = "1795853569: New client connected from 127.0.0.1:60397 as x (p5, c1, k60, u'kiosk-1')."
DENIED = (
    "1795853569: Denied PUBLISH from x (d0, q1, r0, m1, 'hall/v2/zhenlai/window/1/state/now',"
    " ... (2 bytes))"
)


def test_who_shows_no_papers_is_told_by_address() -> None:
    refused = TurnedAway()
    kept = [refused.take(line) for line in (PLAIN, PLAIN, *EXPIRED)]
    assert refused.strangers == {"127.0.0.1": 2, "192.0.2.7": 1}
    assert not refused.clients
    assert kept == [True, True, False, True, False]


def test_who_does_what_it_may_not_is_told_by_the_name_in_its_papers() -> None:
    refused = TurnedAway()
    assert [refused.take(line) for line in (CAME, DENIED, DENIED)] == [False, True, True]
    assert refused.clients == {"kiosk-1": 2}


def test_a_client_cannot_pass_for_another_by_its_id() -> None:
    """It chose as its id what looks like the end of the line of another."""
    refused = TurnedAway()
    evil = "x (p5, c1, k60, u'ledger')."
    refused.take(CAME.replace(" x ", f" {evil} "))
    refused.take(DENIED.replace(" x ", f" {evil} "))
    assert refused.clients == {"kiosk-1": 1}


def test_an_id_that_was_never_let_in_is_nobodys() -> None:
    refused = TurnedAway()
    refused.take(DENIED)
    assert refused.clients == {OTHERS: 1}


@pytest.mark.parametrize("count", [1, 100, 5000])
def test_as_many_strangers_as_they_like_take_no_more_room(count: int) -> None:
    refused = TurnedAway()
    for number in range(count):
        address = f"198.51.{number // 256}.{number % 256}"
        refused.take(PLAIN.replace("127.0.0.1", address))
        refused.take(CAME.replace(" x ", f" {number} "))
        refused.take(DENIED.replace(" x ", f" {number} "))
    assert refused.strangers.total() == count
    assert refused.clients == {"kiosk-1": count}
    assert len(refused.strangers) <= 101


@given(st.text())
def test_whatever_the_log_says_it_is_only_read(line: str) -> None:
    TurnedAway().take(line)


ASKS = ("1795853570: Received SUBSCRIBE from x", "1795853570: \t{} (QoS 1)")


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ("hall/v2/eight/window/1/state/now", 0),
        ("hall/v2/eight/window/+/state/now", 0),
        ("$share/us/hall/v2/eight/window/+/state/now", 0),
        ("hall/v2/eight/kiosk/kiosk-1/$alert/+", 0),
        ("hall/v2/eight/kiosk/kiosk-1", 0),  # "#" means the level above, too (MQTT 5, 4.7.1.2)
        ("hall/v2/eight/window/+/state/#", 1),
        ("hall/v2/eight/window/+/+/now", 1),
        ("hall/v2/eight/window/1/state", 1),
        ("hall/v2/eight/kiosk/+/$alert/+", 1),
        ("hall/v2/eight/#", 1),
        ("hall/v2/other/window/1/state/now", 1),
        ("#", 1),
        ("+/+/+/+/+/+/+", 1),
        ("$SYS/#", 1),
        ("$share/us/#", 1),
        ("$share/us/hall/v2/eight/service/panel-1/reply", 1),
        ("", 1),
    ],
)
def test_who_asks_to_hear_what_is_not_its_own_is_counted(asked: str, counted: int) -> None:
    """Mosquitto says yes to each of them, and passes on what the rights allow."""
    access = "user kiosk-1\ntopic readwrite hall/v2/eight/kiosk/kiosk-1/#\n"
    access += "topic read hall/v2/eight/window/+/state/now\n\nuser panel-1\ntopic read hall/#\n"
    refused = TurnedAway(may_hear=readable(access))
    for line in (CAME, *ASKS):
        refused.take(line.format(asked))
    assert refused.clients["kiosk-1"] == counted


def test_who_is_in_no_list_may_hear_nothing() -> None:
    refused = TurnedAway(may_hear=readable("user panel-1\ntopic read hall/#\n"))
    for line in (CAME, *ASKS):
        refused.take(line.format("hall/v2/eight/window/1/state/now"))
    assert refused.clients == {"kiosk-1": 1}


def test_who_said_the_most_is_blamed_and_counted() -> None:
    refused = TurnedAway()
    for line in (
        CAME,
        CAME.replace(" x ", " y ").replace("kiosk-1", "panel-1"),
        "1795853571: Received PUBLISH from x (d0, q1, r1, m1, 'a/b', ... (60000 bytes))",
        "1795853571: Received PUBLISH from y (d0, q1, r0, m1, 'a (9999999 bytes))', ... (7 bytes))",
    ):
        refused.take(line)
    assert refused.blame() == "kiosk-1"
    assert refused.clients == {"kiosk-1": 1}
    assert refused.blame() == OTHERS, "what was said before counts no more"
