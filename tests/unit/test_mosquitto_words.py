"""Lines that Mosquitto 2.0.11 wrote when it was attacked, and what they are read as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.mosquitto_words import OTHERS, TurnedAway

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
