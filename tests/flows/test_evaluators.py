"""From a finished visit to a rating in the ledger, with simulated counters on a cable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import (
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketMissed,
    TicketRecalled,
    TicketTransferred,
)
from broker.domain.errors import StoreKnown
from broker.domain.machinery import RepeatHabit
from broker.domain.ratings.facts import Level, UnratedReason
from broker.domain.ratings.requests import GiveRating
from broker.domain.windows.facts import PauseReason, WindowPaused, WindowResumed
from broker.service.outbox import Outbox
from broker.wire.messages import EvaluatorPhase, Liveness
from broker.wire.topics import Kind
from evaluator import sentences
from tests.stages.counter_hall import CounterHall, counters_hall

Make = Callable[..., CounterHall]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    rigs: list[CounterHall] = []

    def build(**changes: Any) -> CounterHall:
        rigs.append(CounterHall(tmp_path, **changes))
        return rigs[-1]

    yield build
    for each in rigs:
        each.close()


@pytest.fixture
def rig(make: Make) -> CounterHall:
    return make()


def shown(rig: CounterHall, what: str) -> list[dict[str, Any]]:
    return [show.detail for show in rig.seen if show.what == what]


@pytest.mark.parametrize("echoes", [False, True], ids=["quiet adapter", "adapter that echoes"])
def test_a_visit_ends_the_lights_go_on_a_key_is_pressed_and_it_is_stored(
    make: Make, echoes: bool
) -> None:
    rig = make(echoes=echoes)
    rig.seats()
    visit = rig.serves()
    assert rig.look().evaluator.lit
    assert rig.state().phase is EvaluatorPhase.ARMED
    rig.passes(3.0)
    rig.hand("key 3")
    (rating,) = rig.ratings
    assert (rating.visit, rating.level, rating.clerk) == (visit, Level.VERY_SATISFIED, "101")
    assert 3.0 < (rating.pressed_at - rating.armed_at).total_seconds() < 4.0
    assert rig.look().evaluator.said == "谢谢"
    assert rig.state().phase is EvaluatorPhase.THANKED
    rig.passes(6.0)
    assert rig.state().phase is EvaluatorPhase.IDLE
    assert not rig.strays
    assert not rig.facts(TicketMissed)


@pytest.mark.parametrize(
    ("key", "level"),
    [
        (0, Level.DISSATISFIED),
        (1, Level.BASICALLY_SATISFIED),
        (2, Level.SATISFIED),
        (3, Level.VERY_SATISFIED),
    ],
)
def test_each_key_is_its_level(rig: CounterHall, key: int, level: Level) -> None:
    rig.seats()
    rig.serves()
    rig.hand(f"key {key}")
    assert [rating.level for rating in rig.ratings] == [level]


def test_silence_is_unrated(rig: CounterHall) -> None:
    rig.seats()
    visit = rig.serves()
    rig.passes(29.0, step=0.5)
    assert not rig.unrated
    rig.passes(2.0, step=0.5)
    assert [(each.visit, each.reason) for each in rig.unrated] == [(visit, UnratedReason.SILENCE)]
    assert not rig.ratings
    assert rig.state().phase is EvaluatorPhase.IDLE


def test_a_press_in_time_by_the_session_is_in_time_for_the_ledger(rig: CounterHall) -> None:
    """A hall clock that runs fast, or a busy machine, must not undo what the device was told."""
    rig.seats()
    rig.serves()
    rig.desk.clock.pass_by(31.0)
    rig.hand("key 2")
    assert rig.look().evaluator.said == "谢谢"
    assert [rating.level for rating in rig.ratings] == [Level.SATISFIED]


def test_a_press_while_nothing_is_asked_is_stray_and_nobody_is_thanked(rig: CounterHall) -> None:
    rig.seats()
    rig.hand("key 0")
    rig.passes(2.0)
    assert [(each.window, each.key) for each in rig.strays] == [(1, "0")]
    assert not rig.ratings
    assert shown(rig, "unheard") == [{"key": 0}]
    assert rig.state().strays == 1


def test_a_lost_acknowledgement_makes_no_second_rating(rig: CounterHall) -> None:
    rig.seats()
    rig.serves()
    rig.hand("fault noack")
    rig.hand("key 2")
    rig.passes(0.6)
    rig.hand("ok")
    rig.passes(1.0)
    assert len(rig.ratings) == 1
    assert rig.look().evaluator.said == "谢谢", "acknowledged again until the device has heard it"


def test_noise_on_the_wire_changes_nothing(rig: CounterHall) -> None:
    rig.seats()
    rig.serves()
    rig.hand("fault noise")
    rig.noise(bytes.fromhex("FF 68 03 03 68 03 11"))
    rig.hand("key 3")
    rig.passes(2.0)
    assert [rating.level for rating in rig.ratings] == [Level.VERY_SATISFIED]
    assert rig.evaluators.lines["counters"].wire.noise


def test_a_silent_device_is_an_unrated_visit_and_the_line_stays_ready(rig: CounterHall) -> None:
    """The protocol has no heartbeat: nobody can tell that this evaluator is dead."""
    rig.hand("fault silent")
    rig.seats()
    rig.serves()
    rig.hand("key 3")
    rig.passes(31.0, step=0.5)
    assert [each.reason for each in rig.unrated] == [UnratedReason.SILENCE]
    assert rig.liveness().state is Liveness.READY


def test_windows_do_not_meet(rig: CounterHall) -> None:
    rig.seats(1, "101")
    rig.seats(2, "102")
    visit = rig.serves(2, "102")
    rig.hand("key 3", address=3)
    rig.hand("key 0", address=4)
    assert [(each.visit, each.window, each.level) for each in rig.ratings] == [
        (visit, 2, Level.DISSATISFIED)
    ]
    assert [each.window for each in rig.strays] == [1]


@pytest.mark.parametrize("echoes", [False, True], ids=["quiet adapter", "adapter that echoes"])
def test_the_clerk_works_by_the_keypad_alone(make: Make, echoes: bool) -> None:
    rig = make(echoes=echoes)
    rig.seats(tickets=2)
    assert rig.look().keypad.waiting == "002"
    rig.hand("call")
    rig.passes(0.2)
    assert (rig.look().keypad.waiting, rig.look().keypad.ticket) == ("001", "001")
    rig.hand("recall")
    rig.passes(0.2)
    rig.hand("metre")
    rig.passes(25.0, step=0.5)
    rig.hand("evaluate")
    rig.passes(0.2)
    assert rig.look().evaluator.lit
    assert rig.look().keypad.ticket == ""
    rig.hand("key 3")
    for keys in ("call", "type 6 confirm", "pause"):
        rig.hand(keys)
        rig.passes(0.2)
    rig.passes(0.6)
    rig.hand("pause")
    assert len(rig.facts(TicketRecalled)) == 1
    assert [rating.level for rating in rig.ratings] == [Level.VERY_SATISFIED]
    assert len(rig.facts(TicketMissed)) == 1
    assert [each.reason for each in rig.facts(WindowPaused)] == [PauseReason.OUT_OF_SERVICE]
    assert len(rig.facts(WindowResumed)) == 1
    assert rig.look().beeps == 0


def test_evaluate_right_after_the_call_starts_and_finishes(rig: CounterHall) -> None:
    rig.seats()
    rig.hand("call")
    rig.passes(0.2)
    rig.hand("evaluate")
    rig.passes(0.2)
    assert rig.look().evaluator.lit
    assert rig.look().beeps == 0


def test_transfer_to_a_typed_window(rig: CounterHall) -> None:
    rig.seats()
    rig.hand("call")
    rig.passes(0.2)
    rig.hand("type 2 transfer")
    assert [(each.queue, each.window) for each in rig.facts(TicketTransferred)] == [("qa", 2)]


@pytest.mark.parametrize(
    "words",
    ["recall", "evaluate", "type 6 confirm", "transfer", "type 9 9 transfer", "type 5 call"],
)
def test_what_cannot_be_done_beeps(rig: CounterHall, words: str) -> None:
    rig.seats()
    rig.hand(words)
    rig.passes(0.2)
    assert rig.look().beeps == 1


def test_a_keypad_where_nobody_signed_in_beeps(rig: CounterHall) -> None:
    rig.hand("call")
    rig.passes(0.2)
    assert rig.look().beeps == 1


def test_a_key_heard_twice_is_one_press(rig: CounterHall) -> None:
    rig.seats(tickets=2)
    rig.hand("call")
    rig.hand("call")
    rig.passes(0.2)
    assert len(rig.facts(TicketCalled)) == 1
    assert rig.look().beeps == 0


@pytest.mark.parametrize("late", [0.0, 0.35, 1.0])
def test_a_key_is_pressed_once_however_late_its_acknowledgement_comes_back(
    make: Make, late: float
) -> None:
    """It was 29 pauses and 29 resumes in 20 s."""
    rig = make(echoes=True, echo_late=late)
    rig.seats()
    rig.passes(5.0)
    rig.hand("pause")
    rig.passes(20.0)
    assert len(rig.facts(WindowPaused)) == 1
    assert not rig.facts(WindowResumed)
    assert rig.liveness().state is Liveness.READY
    assert rig.liveness().reason == sentences.ECHOES, "`hall status` says so"
    rig.hand("pause")
    rig.passes(20.0)
    assert len(rig.facts(WindowResumed)) == 1


def test_a_quiet_line_is_not_called_an_echoing_one(rig: CounterHall) -> None:
    rig.passes(10.0)
    assert (rig.liveness().state, rig.liveness().reason) == (Liveness.READY, "")


def test_a_key_held_down_serves_nobody_away(rig: CounterHall) -> None:
    """Four seconds on the call key of a keypad that repeats it: one citizen is called."""
    rig.seats(tickets=5)
    rig.passes(8.0)
    for _ in range(40):
        rig.hand("call")
    assert len(rig.facts(TicketCalled)) == 1
    rig.passes(1.0)
    for key in ("metre", "evaluate"):  # two fingers, one after the other within a tenth
        rig.hand(key)
    assert len(rig.facts(ServiceStarted)) == 1
    assert not rig.facts(ServiceFinished)


def test_a_visit_that_is_taken_back_by_the_cancel_key_is_asked_about_when_it_ends_again(
    rig: CounterHall,
) -> None:
    rig.seats()
    rig.passes(8.0)  # until it is known that the line does not echo
    for key in ("call", "metre", "evaluate"):
        rig.hand(key)
        rig.passes(0.4)
    assert rig.state().phase is EvaluatorPhase.ARMED
    rig.hand("cancel")
    rig.passes(0.4)
    assert rig.state().phase is EvaluatorPhase.IDLE
    rig.hand("evaluate")
    rig.passes(0.5)
    assert rig.state().phase is EvaluatorPhase.ARMED
    rig.hand("key 3")
    assert [rating.level for rating in rig.ratings] == [Level.VERY_SATISFIED]
    assert not rig.unrated


@pytest.mark.parametrize("habit", [None, RepeatHabit(times=0, every=3.0)], ids=["unknown", "known"])
def test_nobody_is_rated_by_a_key_from_before(make: Make, habit: RepeatHabit | None) -> None:
    """A stray 不满意 that its device says again every three seconds, and a visit 2.5 s later."""
    rig = make(hall=counters_hall(habit), options={"tries": "1000", "every": "3"})
    rig.seats()
    rig.hand("key 0")
    rig.passes(2.3)
    rig.serves()
    rig.passes(40.0, step=0.1)
    assert not rig.ratings
    assert [each.reason for each in rig.unrated] == [UnratedReason.SILENCE]
    assert len(rig.strays) == 1


def test_a_ledger_that_stays_away_beeps(rig: CounterHall) -> None:
    rig.seats()
    rig.desk.broker.down()
    rig.hand("call")
    rig.passes(60.0, step=0.5)
    assert rig.look().beeps == 1


@pytest.mark.expects_warnings
def test_a_line_that_is_not_there_is_told_and_the_visit_is_not_left_open(rig: CounterHall) -> None:
    rig.plugged = False
    assert rig.device_end is not None
    rig.device_end.close()
    rig.until(lambda: rig.liveness().state is Liveness.LOST)
    rig.seats()
    rig.serves()
    rig.passes(31.0, step=0.5)
    assert [each.reason for each in rig.unrated] == [UnratedReason.NOT_ASKED]
    alert = rig.topics.alert(Kind.EVALUATOR, 1, AlertCode.LINE_LOST)
    assert rig.heard[alert].zh == sentences.EVALUATOR_ALERTS[AlertCode.LINE_LOST].zh
    rig.plugged = True
    rig.passes(9.0, step=0.5)
    assert rig.liveness().state is Liveness.READY
    assert rig.heard[alert] is None


@pytest.mark.expects_warnings
def test_a_cable_put_back_in_the_armed_time_lights_the_keys_again(rig: CounterHall) -> None:
    rig.seats()
    rig.serves()
    assert rig.device_end is not None
    rig.device_end.close()
    rig.until(lambda: rig.liveness().state is Liveness.LOST)
    rig.devices[3].power_cycle(rig.ticks)
    assert not rig.look().evaluator.lit
    rig.passes(1.0)
    assert rig.look().evaluator.lit
    rig.hand("key 1")
    assert [rating.level for rating in rig.ratings] == [Level.BASICALLY_SATISFIED]


def test_a_restart_takes_the_armed_time_up_again(rig: CounterHall) -> None:
    rig.seats()
    visit = rig.serves()
    rig.passes(10.0, step=0.5)
    rig.kill()
    rig.devices[3].power_cycle(rig.ticks)
    rig.start()
    rig.passes(0.2)
    assert rig.look().evaluator.lit
    rig.passes(15.0, step=0.5)
    assert not rig.unrated
    rig.passes(6.0, step=0.5)
    assert [each.visit for each in rig.unrated] == [visit]


def test_a_restart_after_the_armed_time_does_not_leave_the_visit_open(rig: CounterHall) -> None:
    rig.seats()
    rig.serves()
    rig.kill()
    rig.passes(40.0, step=1.0)
    rig.start()
    rig.passes(0.2)
    assert [each.reason for each in rig.unrated] == [UnratedReason.TOO_LATE]
    assert len(shown(rig, "lit")) == 1, "the keys were lit before the power cut only"


def press_and_be_killed(rig: CounterHall) -> None:
    """The ledger is out of reach; the applicant is thanked; then the power goes."""
    rig.seats()
    rig.serves()
    rig.desk.broker.down()
    rig.hand("key 3")
    assert rig.look().evaluator.said == "谢谢"
    rig.kill()
    rig.desk.broker.up()
    rig.start()
    rig.passes(31.0, step=0.5)


def test_killed_between_press_and_answer_loses_nothing(rig: CounterHall) -> None:
    press_and_be_killed(rig)
    assert [rating.level for rating in rig.ratings] == [Level.VERY_SATISFIED]
    assert not rig.unrated


class Forgetful(Outbox):
    """The control: it says "kept" and keeps nothing on disk."""

    def put(self, request: Any, kept: Any) -> None:
        self._bus.ask(request, lambda _answer: None)
        kept(None)


def test_the_control_loses_the_rating(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broker.service.damaged_outbox.Outbox", Forgetful)
    rig = make()
    press_and_be_killed(rig)
    assert not rig.ratings


class PowerCut(BaseException):
    """The process is gone."""


class CutAfterCommit(Outbox):
    """The power goes between the commit and the acknowledgement."""

    def put(self, request: Any, kept: Any) -> None:
        def cut(_refusal: object) -> None:
            raise PowerCut

        super().put(request, cut if isinstance(request, GiveRating) else kept)


def cut_down(make: Make, monkeypatch: pytest.MonkeyPatch, outbox: type[Outbox]) -> CounterHall:
    """A hall that lost its power while a press was being kept, before it starts anew."""
    monkeypatch.setattr("broker.service.damaged_outbox.Outbox", outbox)
    rig = make()
    rig.seats()
    rig.serves()
    with pytest.raises(PowerCut):
        rig.hand("key 3")
    monkeypatch.setattr("broker.service.damaged_outbox.Outbox", Outbox)
    rig.kill()
    return rig


def test_killed_between_commit_and_thanks_is_one_rating_and_thanks(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = cut_down(make, monkeypatch, CutAfterCommit)
    rig.start()
    rig.passes(2.0)
    assert [rating.level for rating in rig.ratings] == [Level.VERY_SATISFIED]
    rig.passes(31.0, step=0.5)
    assert not rig.unrated


class CutBeforeCommit(Outbox):
    """The power goes just before the commit."""

    def put(self, request: Any, kept: Any) -> None:
        if isinstance(request, GiveRating):
            raise PowerCut
        super().put(request, kept)


def test_killed_before_the_commit_nobody_was_thanked_and_the_repetition_counts(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = cut_down(make, monkeypatch, CutBeforeCommit)
    rig.settle()
    assert rig.look().evaluator.said != "谢谢"
    assert not shown(rig, "thanks")
    rig.start()
    rig.passes(2.0)
    assert [rating.level for rating in rig.ratings] == [Level.VERY_SATISFIED]
    assert rig.look().evaluator.said == "谢谢"


class Full(Outbox):
    """A disk that is full for a while."""

    full = True

    def put(self, request: Any, kept: Any) -> None:
        if Full.full:
            kept(StoreKnown("outbox: cannot be written (disk full); free the disk"))
        else:
            super().put(request, kept)


@pytest.mark.expects_warnings
def test_nobody_is_thanked_while_the_disk_is_full(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broker.service.damaged_outbox.Outbox", Full)
    monkeypatch.setattr(Full, "full", True)
    rig = make()
    rig.seats()
    rig.serves()
    rig.hand("key 2")
    assert rig.look().evaluator.said != "谢谢"
    alert = rig.topics.alert(Kind.EVALUATOR, 1, AlertCode.CANNOT_STORE)
    assert rig.heard[alert].en == sentences.EVALUATOR_ALERTS[AlertCode.CANNOT_STORE].en
    monkeypatch.setattr(Full, "full", False)
    rig.passes(1.0)
    assert [rating.level for rating in rig.ratings] == [Level.SATISFIED]
    assert rig.look().evaluator.said == "谢谢"
    assert rig.heard[alert] is None
