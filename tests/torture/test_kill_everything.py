"""kill -9 on every process of a hall at work, in any order: what anybody was told stays true, and
whoever was killed is there again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import pytest

from broker.ledger.service import FILE
from broker.mosquitto import Mosquitto
from broker.settings import Settings
from broker.wire import codec
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, Topics
from tests.stages.victims import LEDGERS, Victim, broker, with_screens
from tests.torture.conftest import KILLS, Say, times
from tests.torture.crowd import Crowd
from tests.torture.inspection import inspect
from tests.torture.listening import retained
from tests.torture.waiting import until

ROLES = {
    "displays": ("displays",),
    "evaluators": ("evaluators",),
    "clockin": ("clockin",),
    "board-1": ("board",),
    "panel-8": ("panel", "8"),
    "kiosk-1": ("kiosk", "kiosk-1"),
    "guide-1": ("guide", "guide-1"),
}
SCREENS = ("board-1", "panel-8", "kiosk-1", "guide-1")
DEVICES = tuple(name for name in ROLES if name not in SCREENS)
# Kills of each. Once, at every run: screens that die are tried one by one in
# `tests/flows/test_screens.py`, a ledger that dies more often in `test_kill_ledger.py`.
SHORT, LONG = 1, times(KILLS, 10)


class Everybody:
    """Broker, ledger, and every other process of the hall, or these of them."""

    def __init__(
        self, mosquitto: Mosquitto, settings: Settings, kind: str, others: Iterable[str] = ROLES
    ) -> None:
        self._mosquitto = mosquitto
        self._topics = Topics(settings.hall.hall.id)
        self.victims = {"ledger": Victim(settings, LEDGERS, kind)} | {
            name: Victim(settings, "broker.cli", "run", *ROLES[name]) for name in others
        }

    def blows(self) -> dict[str, Callable[[], None]]:
        """What kills each and starts it anew."""
        return {"mosquitto": self._blow(self._mosquitto)} | {
            name: self._blow(victim) for name, victim in self.victims.items()
        }

    def missing(self) -> list[str]:
        """Who does not say of itself that it is ready."""
        with retained(self._mosquitto, self._topics.livenesses()) as kept:
            states = {topic: codec.decode(each, DeviceState).state for topic, each in kept.items()}
        return [
            name
            for name in self.victims
            if states.get(self._topics.liveness(Kind.SERVICE, name)) is not Liveness.READY
        ]

    @staticmethod
    def _blow(one: Mosquitto | Victim) -> Callable[[], None]:
        def fall() -> None:
            one.kill()
            one.start()

        return fall


def fall(
    kind: str,
    kills: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    say: Say,
    others: Iterable[str] = ROLES,
) -> list[str]:
    """Kill each so often, in any order; a sentence for everything that is wrong then."""
    chance = random.Random(kills)
    with (
        broker(folder, monkeypatch, with_screens(folder / "hall")) as (mosquitto, settings),
        ExitStack() as undo,
        Crowd(settings) as crowd,
    ):
        everybody = Everybody(mosquitto, settings, kind, others)
        for victim in everybody.victims.values():
            undo.enter_context(victim)
        blows = everybody.blows()
        order = [name for name in blows for _ in range(kills)]
        chance.shuffle(order)
        for number, name in enumerate(order):
            crowd.hears(chance.randrange(1, 100))
            blows[name]()
            say(number, len(order), f"kills, {len(crowd.witness.told)} answers")
        crowd.hears(50)
        until(lambda: not everybody.missing(), "everybody to be there again")
        everybody.victims["ledger"].kill()
    return [*crowd.witness.contradictions, *inspect(settings.run / FILE, crowd.witness.told)]


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(SHORT, marks=pytest.mark.timeout(300)),
        pytest.param(LONG, marks=[pytest.mark.torture, pytest.mark.timeout(300 + 80 * LONG)]),
    ],
)
def test_whoever_is_killed_comes_back_and_nothing_told_is_lost(
    kills: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    assert fall("honest", kills, tmp_path, monkeypatch, say) == []


@pytest.mark.timeout(600)
def test_a_hall_whose_ledger_answers_before_it_commits_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The control: such kills must find the loss, if not in the first few, then in some more: a
    kill between two answers takes nothing. Screens hear no answers of the crowd and lose none."""
    folders = (tmp_path / f"{n}" for n in range(5))
    assert any(fall("hasty", 2, folder, monkeypatch, say, DEVICES) for folder in folders)


@pytest.mark.timeout(300)
def test_somebody_who_does_not_come_back_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: of three processes one is killed for good."""
    with broker(tmp_path, monkeypatch, with_screens(tmp_path / "hall")) as (mosquitto, settings):
        everybody = Everybody(mosquitto, settings, "honest")
        some = ("displays", "evaluators", "clockin")
        with ExitStack() as undo:
            for name in some:
                undo.enter_context(everybody.victims[name])
            until(lambda: not {*everybody.missing()} & {*some}, "all three")
            everybody.victims["clockin"].kill()
            until(lambda: "clockin" in everybody.missing(), "the one that is gone")
            assert not {*everybody.missing()} & {"displays", "evaluators"}
