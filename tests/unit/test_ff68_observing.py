"""What an installer learns with one press of a key, of simulated devices with known habits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broker import cli
from broker.commands import probe
from broker.commands.conversation import Ended
from broker.domain.errors import ConfigError
from broker.domain.machinery import RepeatHabit
from broker.link.base import Noise
from broker.service.session import Action, Done, Failed, Write
from broker.settings import load
from evaluator.models.ff68 import DRIVER
from evaluator.models.ff68.codec import Choice, FrameDecoder
from evaluator.models.ff68.observing import _BOUNCE, Observe, Observed, ObservingSession
from firmware_mocks.ff68 import MOCK
from firmware_mocks.firmware import Send
from tests.arch.source import ROOT


class Bench:
    """A session and a device on a wire with a clock; `press_at` a finger presses key 3."""

    def __init__(self, options: dict[str, str], *, echoes: bool = False, doubled: bool = False):
        self.session = ObservingSession()
        self.device = MOCK.make(3, options)
        self.now = 0.0
        self.copies = 1 + doubled
        self.echoes = echoes
        self.ends: list[Action] = []
        self.decoder = FrameDecoder()

    def take(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self.device.feed(data, self.now)
                    if self.echoes:
                        self.comes(data)
                case Done() | Failed():
                    self.ends.append(action)

    def comes(self, data: bytes) -> None:
        for heard in self.decoder.feed(data * self.copies):
            assert not isinstance(heard, Noise)
            self.take(self.session.receive(heard, self.now))

    def out(self, outputs: list[object]) -> None:
        for each in outputs:
            if isinstance(each, Send):
                self.comes(each.data)

    def plays(self, press_at: float | None) -> Action:
        self.take(self.session.submit(Observe(3), self.now))
        while not self.ends:
            self.now += 0.01
            if press_at is not None and self.now >= press_at:
                press_at = None
                self.out([*self.device.hand(["key", "3"], self.now)])
            self.out([*self.device.tick(self.now)])
            at = self.session.next_wakeup()
            if at is not None and at <= self.now:
                self.take(self.session.tick(self.now))
            assert self.now < 60.0
        (end,) = self.ends
        return end


@pytest.mark.parametrize(
    ("tries", "every", "habit"),
    [
        ("3", "0.5", RepeatHabit(times=3, every=0.5)),
        ("1", "0.5", RepeatHabit(times=1, every=1.0)),
        ("5", "3", RepeatHabit(times=5, every=3.0)),
        ("1000", "3", RepeatHabit(times=0, every=3.0)),
        ("1000", "0.5", RepeatHabit(times=0, every=0.5)),
    ],
)
@pytest.mark.parametrize("echoes", [False, True])
def test_a_habit_is_found_with_one_press(
    tries: str, every: str, habit: RepeatHabit, echoes: bool
) -> None:
    bench = Bench({"tries": tries, "every": every}, echoes=echoes)
    end = bench.plays(press_at=6.0)
    assert isinstance(end, Done)
    found = end.reply
    assert isinstance(found, Observed)
    assert found.echoes is echoes
    assert found.habit.times == habit.times
    assert found.habit.every == pytest.approx(habit.every, abs=0.02)


def test_a_wire_that_doubles_frames_doubles_no_habit() -> None:
    end = Bench({}, doubled=True).plays(press_at=6.0)
    assert isinstance(end, Done)
    assert end.reply.habit.times == 3


def test_nobody_who_presses_is_no_habit() -> None:
    bench = Bench({})
    end = bench.plays(press_at=None)
    assert isinstance(end, Failed)
    at = bench.session.next_wakeup()
    assert at is None or at > bench.now, "what is over wakes nobody"
    assert end.command == Observe(3)
    assert str(end.error) == "no key of the evaluator was heard"


def presses(*moments: float, address: int = 3) -> list[Action]:
    """What comes of key frames at these moments, and of time."""
    session = ObservingSession()
    session.submit(Observe(3), 0.0)
    ends: list[Action] = []
    for at in moments:
        ends += [each for each in session.receive(Choice(address, 3), at) if isinstance(each, ENDS)]
    while not ends and (at := session.next_wakeup()) is not None:
        ends += [each for each in session.tick(at) if isinstance(each, ENDS)]
    return ends


ENDS = (Done, Failed)


def habit(*moments: float) -> RepeatHabit:
    (end,) = presses(*moments)
    assert isinstance(end, Done)
    assert end.command == Observe(3)
    found = end.reply
    assert isinstance(found, Observed)
    return found.habit


def test_a_key_of_another_evaluator_is_none_of_this_one() -> None:
    (end,) = presses(5.0, 6.0, address=4)
    assert isinstance(end, Failed)


def test_a_rhythm_is_told_in_hundredths_and_never_under_a_twentieth() -> None:
    assert habit(5.0, 5.123, 5.246) == RepeatHabit(times=3, every=0.12)
    assert habit(5.0, 5.0301, 5.0602).every == 0.05
    assert habit(5.0) == RepeatHabit(times=1, every=1.0)


def test_a_bounce_is_no_repetition() -> None:
    assert habit(0.0, _BOUNCE).times == 1
    assert habit(0.0, _BOUNCE + 0.001).times == 2


@pytest.mark.parametrize(
    ("moments", "times"),
    [
        ((24.0, 32.0, 40.0), 3),  # silent for ten seconds when the time is over
        ((24.0, 32.0, 40.01), 0),  # it may have gone on
        ((45.0, 46.0), 0),  # handed over late by a busy loop
        ((45.0,), 1),  # once is no rhythm
    ],
)
def test_who_still_says_it_at_the_end_goes_on(moments: tuple[float, ...], times: int) -> None:
    assert habit(*moments).times == times


def test_it_is_told_as_it_belongs_into_the_file() -> None:
    found = Observed(3, True, RepeatHabit(times=3, every=0.5))
    said = DRIVER.describe(found)
    assert "repeats = { times = 3, every = 0.5 }" in said
    assert "this line echoes" in said


def test_hall_probe_asks_for_a_hand_and_tells_what_to_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Observed(3, False, RepeatHabit(times=2, every=1.5))
    asked: list[object] = []

    def talk(_driver: object, _args: object, commands: list[object], _unsaid: object) -> Ended:
        asked.extend(commands)
        return Ended((Done(commands[0], found),), 12_000)

    monkeypatch.setattr(probe, "ask_device", talk)
    assert cli.main(["probe", "ff68", "--port", "/dev/null", "--address", "3"]) == 0
    assert asked == [Observe(3)]
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("听到一声提示音后")
    assert said[1].startswith("After the beep, press one key")
    assert "address 3: repeats = { times = 2, every = 1.5 }" in said[2]
    assert "this line does not echo" in said[2]


@pytest.mark.parametrize(
    "wrong", ["times = -1", "times = 3, every = 0.01", "every = 0.5", "times = 3, often = 1"]
)
def test_a_habit_that_cannot_be_is_refused_where_it_stands(tmp_path: Path, wrong: str) -> None:
    text = (ROOT / "examples" / "zhenlai" / "hall.toml").read_text("utf-8")
    entry = "repeats = { times = 3, every = 0.5 }"
    assert entry in text
    file = tmp_path / "hall.toml"
    shutil.copy(ROOT / "examples" / "zhenlai" / "catalogue.jsonl", tmp_path)
    file.write_text(text.replace(entry, f"repeats = {{ {wrong} }}", 1), "utf-8")
    with pytest.raises(ConfigError) as refused:
        load(file, tmp_path)
    assert "repeats" in str(refused.value) or "evaluators" in str(refused.value)
