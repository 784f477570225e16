"""A second ledger, a second kiosk, a second board, again and again, while numbers are taken: the
first of each goes on undisturbed, the second says so and ends."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from broker.bus.papers import KEYS
from broker.ledger.service import FILE
from broker.mosquitto import Mosquitto
from broker.settings import Settings, load
from broker.wire import codec
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, Topics
from tests.stages.victims import Victim, broker, with_screens
from tests.torture.conftest import KILLS, Say, times
from tests.torture.crowd import Crowd
from tests.torture.inspection import inspect
from tests.torture.listening import said
from tests.torture.waiting import until

COPIES = "tests.torture.copies"
ROLES = {"ledger": ("ledger",), "kiosk-1": ("kiosk", "kiosk-1"), "board-1": ("board",)}
LONG = times(KILLS, 60)
SHORT_AND_LONG = [
    pytest.param(len(ROLES), marks=pytest.mark.timeout(240)),
    pytest.param(LONG, marks=[pytest.mark.torture, pytest.mark.timeout(600 + 15 * LONG)]),
]
_ENDING = 60.0  # seconds a second has to find out, on a busy machine

States = dict[str, list[bytes]]


@contextmanager
def firsts(mosquitto: Mosquitto, settings: Settings) -> Iterator[tuple[dict[str, Victim], States]]:
    """One of each, and every `$state` that is said of it."""
    topics = Topics(settings.hall.hall.id)
    with ExitStack() as undo:
        heard = {
            name: undo.enter_context(said(mosquitto, topics.liveness(Kind.SERVICE, name)))
            for name in ROLES
        }
        yield (
            {
                name: undo.enter_context(Victim(settings, COPIES, "honest", *role))
                for name, role in ROLES.items()
            },
            heard,
        )


def disturbed(ones: dict[str, Victim], states: States) -> list[str]:
    """Who said anything but once that it is ready, or is not there any more."""
    found = [name for name, one in ones.items() if not one.running]
    for name, payloads in states.items():
        said_of_it = [codec.decode(each, DeviceState).state for each in payloads if each]
        found += [] if said_of_it == [Liveness.READY] else [f"{name}: {said_of_it}"]
    return found


def joined(settings: Settings, run: Path) -> Settings:
    """Another machine of the same hall, which has the same papers."""
    run.mkdir()
    (run / KEYS).symlink_to(settings.run / KEYS)
    return load(settings.file, run)


@pytest.mark.parametrize("copies", SHORT_AND_LONG)
def test_the_first_hears_nothing_of_the_second(
    copies: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    chance, hall = random.Random(copies), with_screens(tmp_path / "hall")
    with (
        broker(tmp_path, monkeypatch, hall) as (mosquitto, settings),
        firsts(mosquitto, settings) as (ones, states),
        Crowd(settings) as crowd,
    ):
        until(lambda: all(states.values()), "one of each")
        elsewhere = joined(settings, tmp_path / "elsewhere")
        for number in range(copies):
            role = list(ROLES.values())[number % len(ROLES)]
            place = chance.choice((settings, elsewhere))
            with Victim(place, COPIES, "honest", *role) as second:
                assert second.ended(_ENDING) == 1
            crowd.hears(20)
            say(number, copies, f"copies, {len(crowd.witness.told)} answers")
        assert disturbed(ones, states) == []
    assert crowd.witness.contradictions == []
    assert inspect(settings.run / FILE, crowd.witness.told) == []


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", ROLES)
def test_a_second_that_does_not_ask_is_caught(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it takes the name, and the first is disturbed."""
    hall = with_screens(tmp_path / "hall")
    with (
        broker(tmp_path, monkeypatch, hall) as (mosquitto, settings),
        firsts(mosquitto, settings) as (ones, states),
        Crowd(settings),
    ):
        until(lambda: all(states.values()), "one of each")
        with Victim(joined(settings, tmp_path / "elsewhere"), COPIES, "rude", *ROLES[name]):
            until(lambda: any(name in each for each in disturbed(ones, states)), name)
