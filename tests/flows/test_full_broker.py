"""A client of the hall that fills the broker's memory: it is emptied, and the client named."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker import own_broker
from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.own_broker import OwnBroker
from broker.service.life import broker_place
from broker.settings import Settings, load
from tests.flows.test_intruders import PATIENCE, REFUSED, TOPICS, Foreign, Hall, believed
from tests.stages.processes import HALL

LITTLE = 24 << 20  # bytes; an empty one has ten
PIECE = b"x" * 60_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(HALL, tmp_path / "run")


@pytest.fixture
def broker(settings: Settings) -> Iterator[OwnBroker]:
    settings.run.mkdir()
    made = OwnBroker(settings, ["ledger"])
    made.start(time.monotonic())
    try:
        yield made
    finally:
        made.stop()


def held(broker: OwnBroker) -> int:
    assert broker._mosquitto is not None
    return broker._mosquitto.held


@pytest.mark.expects_warnings
def test_whoever_fills_it_is_named_and_it_begins_anew(
    settings: Settings, broker: OwnBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(settings.run / KEYS, "eight")
    hall = Hall(settings.run, broker_place(settings), authority)
    monkeypatch.setattr(own_broker, "_MOST_MEMORY", LITTLE)
    with Foreign(hall, believed(hall.papers("kiosk-1"))) as kiosk:
        assert kiosk.came.get(timeout=PATIENCE) == "Success"
        number = 0
        while held(broker) <= LITTLE:
            assert kiosk.say(f"{TOPICS.kiosk('kiosk-1')}/{number}", PIECE, retain=True) != REFUSED
            number += 1
        assert number > 100
        broker.watch(time.monotonic())
        assert kiosk.came.get(timeout=PATIENCE).startswith("gone")
    assert held(broker) < LITTLE
    told = broker.turned_away()
    assert told is not None
    assert "kiosk-1 × 1" in told.en
    with Foreign(hall, believed(hall.papers("kiosk-1")), "again") as kiosk:
        assert kiosk.came.get(timeout=PATIENCE) == "Success"
        kiosk.hear(TOPICS.everything())
        assert kiosk.say(TOPICS.kiosk("kiosk-1"), b"{}") == "success"
        assert kiosk.heard.get(timeout=PATIENCE)[1] == b"{}", "nothing of before is kept"


def test_one_that_holds_little_is_left_alone(settings: Settings, broker: OwnBroker) -> None:
    assert 0 < held(broker) < own_broker._MOST_MEMORY
    before = (settings.run / "mosquitto" / "mosquitto.pid").read_text()
    broker.watch(time.monotonic())
    assert (settings.run / "mosquitto" / "mosquitto.pid").read_text() == before
    assert broker.turned_away() is None
