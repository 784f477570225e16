"""After the broker or the ledger was killed, what is retained is what the facts say."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.commands.audit import read
from broker.domain.floor import Floor
from broker.domain.projection import apply
from broker.ledger import views
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.mosquitto import Mosquitto
from broker.service.clock import hall_clock
from broker.settings import Settings
from broker.wire import codec
from broker.wire.messages import CatalogueState
from broker.wire.topics import Topics
from tests.stages.victims import LEDGERS, Victim, broker
from tests.torture.crowd import Crowd
from tests.torture.listening import retained

_PATIENCE = 12.0  # seconds

States = dict[str, dict[str, Any]]
Blow = Callable[[Mosquitto, Victim], None]


def by_the_facts(settings: Settings, told: Callable[[str], datetime]) -> States:
    """Every retained state as the ledger's file alone tells it; and which catalogue it knows.
    `told` is when each was told, for how long people wait is reckoned of that moment."""
    floor, topics = Floor(settings.hall), Topics(settings.hall.hall.id)
    for row in read(settings.run / FILE):
        apply(floor, recorded(row).fact, recorded(row).at)
    now = told(topics.catalogue())
    states: dict[str, msgspec.Struct] = {
        topics.day(): views.day_state(floor, told(topics.day()), ""),
        topics.duty(): views.duty_state(floor, told(topics.duty()), ""),
        topics.calls(): views.calls_state(floor, told(topics.calls()), ""),
        topics.catalogue(): CatalogueState(
            id="", at=now, catalogue=settings.catalogue, items=len(settings.items)
        ),
    }
    for number in floor.counters:
        topic = topics.window(number)
        states[topic] = views.window_state(floor, number, told(topic), "")
    for key in floor.waiting:
        topic = topics.queue(key)
        states[topic] = views.queue_state(floor, key, told(topic), "")
    return {topic: _value(codec.encode(state)) for topic, state in states.items()}


def _value(payload: bytes) -> dict[str, Any]:
    """What a state says, without the message's own name and time."""
    value: dict[str, Any] = msgspec.json.decode(payload)
    return {key: each for key, each in value.items() if key not in ("id", "at")}


def differences(mosquitto: Mosquitto, settings: Settings) -> list[str]:
    """Where a newcomer is shown something else than the facts say."""
    with retained(mosquitto, "hall/v2/eight/#") as kept:
        messages = {topic: payload for topic, payload in kept.items() if "/state/" in topic}
    times = {topic: _told(payload) for topic, payload in messages.items()}
    now = hall_clock().now()
    wanted = by_the_facts(settings, lambda topic: times.get(topic, now))
    shown = {topic: _value(payload) for topic, payload in messages.items()}
    return [
        f"{topic}: shown {shown.get(topic)}, by the facts {wanted.get(topic)}"
        for topic in sorted(shown.keys() | wanted.keys())
        if shown.get(topic) != wanted.get(topic)
    ]


def _told(payload: bytes) -> datetime:
    return datetime.fromisoformat(msgspec.json.decode(payload)["at"])


def _broker_dies(mosquitto: Mosquitto, _ledger: Victim) -> None:
    mosquitto.kill()
    mosquitto.start()


def _ledger_dies(_mosquitto: Mosquitto, ledger: Victim) -> None:
    ledger.kill()
    ledger.start()


def _both_die(mosquitto: Mosquitto, ledger: Victim) -> None:
    ledger.kill()
    mosquitto.kill()
    ledger.start()
    time.sleep(0.5)
    mosquitto.start()


def lasting_differences(
    mosquitto: Mosquitto, settings: Settings, patience: float = _PATIENCE
) -> list[str]:
    """The differences that are still there after a while."""
    end = time.monotonic() + patience
    while (found := differences(mosquitto, settings)) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def _after(
    kind: str, blows: list[Blow], patience: float, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The differences that last, after people came and blows fell, one of them in the end."""
    with (
        broker(folder, monkeypatch) as (mosquitto, settings),
        Victim(settings, LEDGERS, kind) as ledger,
    ):
        with Crowd(settings) as crowd:
            for blow in blows:
                crowd.hears(100)
                blow(mosquitto, ledger)
            crowd.hears(100)
        blows[-1](mosquitto, ledger)
        return lasting_differences(mosquitto, settings, patience)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("blow", [_broker_dies, _ledger_dies, _both_die])
def test_a_newcomer_is_shown_what_the_facts_say(
    blow: Blow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _after("honest", [blow], _PATIENCE, tmp_path, monkeypatch) == []


@pytest.mark.torture
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(6))
def test_after_many_blows_a_newcomer_is_shown_it_too(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blows = random.Random(seed).choices([_broker_dies, _ledger_dies, _both_die], k=8)
    assert _after("honest", blows, _PATIENCE, tmp_path, monkeypatch) == []


@pytest.mark.timeout(60)
def test_a_ledger_that_leaves_its_states_to_the_broker_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: after a kill -9 the broker shows nothing, and this test sees it."""
    assert _after("forgetful", [_broker_dies], _PATIENCE / 3, tmp_path, monkeypatch) != []
