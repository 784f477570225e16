"""Who cannot reach the broker says why, some seconds after the first try, once for each reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import paho.mqtt.client as mqtt

from broker.bus.account import Account, Place
from broker.bus.approach import Approach
from broker.bus.client import Told
from broker.wire.messages import DeviceState, Liveness

REFUSED = "no broker is reached at 127.0.0.1:9: Connection refused"


class NoWay:
    """A pump that gets nowhere."""

    def __init__(self) -> None:
        self.tries = 0

    def start(self, _client: mqtt.Client, _host: str, _port: int, _keepalive: int) -> None:
        self.tries += 1

    def stop(self, client: mqtt.Client) -> None: ...

    def written(self) -> None: ...

    def goodbye(self, client: mqtt.Client, seconds: float) -> None: ...

    def next_wakeup(self) -> float | None:
        return None

    def tick(self, now: float) -> None: ...


class Way:
    """An approach on a clock by hand, and what was said of it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.place: Place | None = ("127.0.0.1", 9)
        self.said: list[str] = []
        self.pump = NoWay()
        account = Account(lambda: self.place, "me", _state)
        client: Callable[[], Any] = lambda: None  # noqa: E731  # nobody looks at it
        self.approach = Approach(
            account, self.pump, lambda: self.now, None, client, self.said.append
        )
        self.approach.go()

    def fail(self, reason: str, seconds: float) -> None:
        """So long every try ends so."""
        until = self.now + seconds
        while self.now < until:
            if self.approach.next_wakeup() is None:
                self.approach.again(reason)
            self.now += 0.1
            self.approach.tick(self.now)


def _state(_liveness: Liveness) -> DeviceState:
    raise AssertionError("nobody is told of it")


def test_a_broker_that_starts_meanwhile_is_not_spoken_of() -> None:
    way = Way()
    way.fail("Connection refused", 4.9)
    assert way.said == []
    assert way.pump.tries > 3
    way.approach.arrived()
    way.now += 3600
    way.fail("Connection refused", 4.9)
    assert way.said == []


def test_the_reason_is_said_once_and_again_when_it_is_another() -> None:
    way = Way()
    way.fail("Connection refused", 60)
    assert way.said == [REFUSED]
    tries = way.pump.tries
    way.fail("timed out", 60)
    assert way.said == [REFUSED, "no broker is reached at 127.0.0.1:9: timed out"]
    assert way.pump.tries > tries + 10
    way.approach.arrived()
    way.fail("timed out", 60)
    assert way.said[2:] == way.said[1:2]


def test_where_no_broker_is_known_that_is_said() -> None:
    way = Way()
    way.place = None
    way.fail("Connection refused", 60)
    assert way.said == [
        "no broker is known: one is started by `hall up`, or named in [broker] of hall.toml"
    ]


def test_the_machines_own_words_are_the_reason() -> None:
    lost: list[str] = []
    told = Told(_no, _no, lambda event: lost.append(event[1]), _no)
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    told.on_connect_fail(client, ConnectionRefusedError(111, "Connection refused"))
    told.on_connect_fail(client, TimeoutError("timed out"))
    told.on_connect_fail(client, None)
    assert lost == ["Connection refused", "timed out", "nobody answers"]


def _no(_event: object) -> None:
    raise AssertionError("nothing else was told")
