"""The conversation on an FF 68 wire, with the time handed in."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from ff68_frames import FRAMES

from broker.domain.machinery import RepeatHabit
from broker.domain.ratings.facts import Level
from broker.link.base import Noise
from broker.service.session import Action, Done, Report, Write
from evaluator.dialogue import (
    Armed,
    CounterEvent,
    Echoing,
    PadKey,
    PadPressed,
    Rated,
    Stray,
    Unrated,
)
from evaluator.models.ff68 import commands as c
from evaluator.models.ff68 import spec
from evaluator.models.ff68.codec import Choice, FrameDecoder, Keys
from evaluator.models.ff68.session import Ff68Session


def events(actions: list[Action]) -> list[CounterEvent]:
    return [action.event for action in actions if isinstance(action, Report)]


def written(actions: list[Action]) -> list[bytes]:
    return [action.data for action in actions if isinstance(action, Write)]


class Talk:
    """A session and its clock; `hears` feeds frames through the decoder."""

    def __init__(self) -> None:
        self.session = Ff68Session()
        self.now = 100.0
        self.sent: list[bytes] = []
        self.told: list[CounterEvent] = []

    def take(self, actions: list[Action]) -> None:
        self.sent += written(actions)
        self.told += events(actions)

    def hears(self, name: str, ago: float = 0.0) -> None:
        """The frame of this name, which came so long ago and is handled now."""
        for heard in FrameDecoder().feed(FRAMES[name]):
            assert not isinstance(heard, Noise)
            self.take(self.session.heard(heard, self.now - ago, self.now))

    def learns(self, echoes: bool) -> None:
        """Have the session find out whether the line echoes, and forget how."""
        for _ in range(2):
            self.take(self.session.submit(c.ShowNumbers(3, None, 1), self.now))
            if echoes:
                self.hears("ticket_001")
            self.waits(4.0)
        self.sent.clear()
        self.told.clear()

    def waits(self, seconds: float) -> None:
        until = self.now + seconds
        while (at := self.session.next_wakeup()) is not None and at <= until:
            self.now = max(self.now, at)
            self.take(self.session.tick(self.now))
        self.now = until

    def arms(self, visit: str, seconds: float = 30.0) -> None:
        self.take(self.session.arm(3, visit, seconds, self.now))
        self.waits(0.5)

    def accepts(self, visit: str) -> None:
        self.take(self.session.accept(3, visit, self.now))
        self.waits(0.1)

    def is_rated(self, visit: str) -> None:
        """Asked, answered with key 3, and thanked for."""
        self.arms(visit)
        self.hears("eval_value_3")
        self.accepts(visit)


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_visit_is_asked_about_pressed_and_only_then_acknowledged(talk: Talk) -> None:
    talk.arms("v1")
    assert talk.sent == [FRAMES["start_eval"]]
    talk.hears("eval_value_3")
    talk.waits(0.1)
    assert talk.told == [Armed(3, "v1"), Rated(3, "v1", Level.VERY_SATISFIED)]
    assert talk.sent == [FRAMES["start_eval"]], "no thanks before the press is safe"
    talk.accepts("v1")
    assert talk.sent[1:] == [FRAMES["eval_ack_3"]]


@pytest.mark.parametrize("choice", range(4))
def test_every_key_is_acknowledged_as_the_field_does(talk: Talk, choice: int) -> None:
    talk.arms("v1")
    talk.hears(f"eval_value_{choice}")
    talk.accepts("v1")
    assert talk.sent[-1] == FRAMES[f"eval_ack_{choice}"]


def test_silence_is_unrated_and_never_a_level(talk: Talk) -> None:
    talk.arms("v1", 30.0)
    talk.waits(30.0)
    assert talk.told == [Armed(3, "v1"), Unrated(3, "v1")]
    assert talk.session.next_wakeup() is None


def test_a_press_in_the_very_moment_of_the_end_is_late(talk: Talk) -> None:
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.now += 30.0
    talk.hears("eval_value_2")
    assert talk.told == [Armed(3, "v1"), Unrated(3, "v1"), Stray(3, "2")]


def test_a_press_that_is_being_stored_at_the_end_was_in_time(talk: Talk) -> None:
    talk.arms("v1", 30.0)
    talk.hears("eval_value_2")
    talk.waits(60.0)
    talk.accepts("v1")
    assert not any(isinstance(event, Unrated) for event in talk.told)
    assert talk.sent[-1] == FRAMES["eval_ack_2"]


def test_a_lost_acknowledgement_is_repeated_and_the_rating_is_not(talk: Talk) -> None:
    talk.is_rated("v1")
    for _ in range(3):
        talk.waits(0.5)
        talk.hears("eval_value_3")
    talk.waits(0.1)
    assert talk.sent.count(FRAMES["eval_ack_3"]) == 4
    assert [type(event) for event in talk.told] == [Armed, Rated]


def test_a_repeated_press_just_after_the_armed_time_is_still_known(talk: Talk) -> None:
    talk.arms("v1", 10.0)
    talk.waits(9.4)
    talk.hears("eval_value_3")
    talk.accepts("v1")
    talk.waits(1.0)
    talk.hears("eval_value_3")
    assert [type(event) for event in talk.told] == [Armed, Rated]


def test_the_first_press_wins(talk: Talk) -> None:
    talk.arms("v1")
    talk.hears("eval_value_0")
    talk.hears("eval_value_3")
    talk.accepts("v1")
    talk.hears("eval_value_2")
    talk.waits(0.5)
    ratings = [event for event in talk.told if isinstance(event, Rated)]
    assert ratings == [Rated(3, "v1", Level.DISSATISFIED)]
    assert FRAMES["eval_ack_3"] not in talk.sent
    assert FRAMES["eval_ack_2"] not in talk.sent


def test_a_press_that_could_not_be_stored_is_heard_again(talk: Talk) -> None:
    talk.arms("v1")
    talk.hears("eval_value_3")
    talk.take(talk.session.release(3, "v1", talk.now))
    talk.waits(0.5)
    talk.hears("eval_value_3")
    assert [type(event) for event in talk.told] == [Armed, Rated, Rated]
    assert FRAMES["eval_ack_3"] not in talk.sent


def test_a_stray_press_is_counted_once_and_never_thanked_for(talk: Talk) -> None:
    for _ in range(3):
        talk.hears("eval_value_3")
        talk.waits(0.5)
    assert talk.told == [Stray(3, "3")]
    assert talk.sent == []
    talk.waits(10.0)
    talk.hears("eval_value_3")
    assert talk.told == [Stray(3, "3")] * 2


def test_the_repetition_of_a_stray_press_is_no_rating(talk: Talk) -> None:
    talk.hears("eval_value_0")
    talk.arms("v1")
    talk.hears("eval_value_0")
    assert talk.told == [Stray(3, "0"), Armed(3, "v1")]
    talk.waits(10.0)
    talk.hears("eval_value_0")
    assert talk.told[-1] == Rated(3, "v1", Level.DISSATISFIED)


def test_a_rating_that_nobody_gave_is_none_however_slowly_a_device_repeats(talk: Talk) -> None:
    """A stray 不满意, said again every three seconds, and a visit that begins 2.5 s after it."""
    for habit in (None, RepeatHabit(times=0, every=3.0), RepeatHabit(times=4, every=3.0)):
        talk = Talk()
        if habit is not None:
            talk.session.habit(3, habit)
        talk.hears("eval_value_0")
        talk.waits(2.5)
        talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
        talk.waits(0.5)
        for _ in range(3):
            talk.hears("eval_value_0")
            talk.waits(3.0)
        talk.waits(60.0)
        assert talk.told == [Stray(3, "0"), Armed(3, "v1"), Unrated(3, "v1")], habit


def test_a_press_right_after_arming_is_heard_where_the_habit_is_known(talk: Talk) -> None:
    """The same key just before, its first repetition, and 0.6 s after arming a finger."""
    talk.session.habit(3, RepeatHabit(times=3, every=0.5))
    talk.hears("eval_value_3")
    talk.waits(0.1)
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.waits(0.4)
    talk.hears("eval_value_3")
    talk.waits(0.2)
    talk.hears("eval_value_3")
    assert talk.told == [Stray(3, "3"), Armed(3, "v1"), Rated(3, "v1", Level.VERY_SATISFIED)]


def test_a_press_of_before_the_question_that_is_handled_after_it_is_no_answer(talk: Talk) -> None:
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.hears("eval_value_0", ago=0.2)
    assert talk.told == [Armed(3, "v1"), Stray(3, "0")]


def test_a_press_in_time_that_is_handled_late_is_in_time(talk: Talk) -> None:
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.now += 31.0
    talk.hears("eval_value_3", ago=1.5)
    assert talk.told == [Armed(3, "v1"), Rated(3, "v1", Level.VERY_SATISFIED)]


def test_the_next_visit_may_be_rated_the_same_in_the_old_armed_time(talk: Talk) -> None:
    talk.is_rated("v1")
    talk.waits(10.0)
    talk.arms("v2")
    talk.hears("eval_value_3")
    assert talk.told[-1] == Rated(3, "v2", Level.VERY_SATISFIED)


def test_a_late_repetition_is_not_the_next_visits_rating(talk: Talk) -> None:
    talk.is_rated("v1")
    talk.take(talk.session.arm(3, "v2", 30.0, talk.now))
    talk.waits(0.3)
    talk.hears("eval_value_3")
    assert talk.told[-1] == Armed(3, "v2")


def test_a_visit_is_asked_about_once(talk: Talk) -> None:
    talk.arms("v1")
    talk.is_rated("v1")
    talk.arms("v1")
    assert [type(event) for event in talk.told] == [Armed, Rated]


def test_a_new_visit_ends_the_old_question(talk: Talk) -> None:
    talk.arms("v1")
    talk.arms("v2")
    assert talk.told == [Armed(3, "v1"), Unrated(3, "v1"), Armed(3, "v2")]


def test_a_visit_settled_elsewhere_ends_quietly(talk: Talk) -> None:
    talk.arms("v1")
    talk.take(talk.session.disarm(3, "v1", talk.now))
    talk.waits(60.0)
    assert talk.told == [Armed(3, "v1")]


def test_addresses_do_not_meet(talk: Talk) -> None:
    talk.arms("v1")
    talk.take(talk.session.receive(Choice(4, 3), talk.now))
    assert talk.told == [Armed(3, "v1"), Stray(4, "3")]


def test_keys_are_reported_once_and_acknowledged(talk: Talk) -> None:
    talk.learns(echoes=False)
    talk.hears("key_call")
    talk.waits(0.28)
    talk.hears("key_call")
    talk.waits(0.1)
    assert talk.told == [PadPressed(3, PadKey.CALL)]
    assert talk.sent.count(FRAMES["key_call"]) == 2
    talk.waits(0.8)
    talk.hears("key_call")
    assert talk.told == [PadPressed(3, PadKey.CALL)] * 2


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("key_recall", PadKey.RECALL),
        ("key_giveup", PadKey.GIVE_UP),
        ("key_hang", PadKey.HOLD),
        ("key_pause", PadKey.PAUSE),
        ("key_transfer", PadKey.TRANSFER),
    ],
)
def test_key_meanings(talk: Talk, name: str, key: PadKey) -> None:
    talk.hears(name, ago=0.2)
    (told,) = talk.told
    assert isinstance(told, PadPressed)
    assert (told, told.at) == (PadPressed(3, key), talk.now - 0.2)
    assert talk.sent == [FRAMES[name]]


def test_typed_digits_come_with_the_key(talk: Talk) -> None:
    talk.take(talk.session.receive(Keys(3, b"\x01\x02\x13"), talk.now))
    talk.take(talk.session.receive(Keys(3, b"\x01\x0f"), talk.now))
    assert talk.told == [
        PadPressed(3, PadKey.TRANSFER, (1, 2)),
        PadPressed(3, PadKey.CONFIRM, (1,)),
    ]


def test_the_evaluate_key_is_not_echoed_for_its_echo_would_start_an_evaluation(talk: Talk) -> None:
    talk.hears("key_evaluate")
    talk.waits(1.0)
    assert talk.told == [PadPressed(3, PadKey.EVALUATE)]
    assert talk.sent == []


def test_an_undescribed_key_is_reported_and_not_answered(talk: Talk) -> None:
    talk.take(talk.session.receive(Keys(3, b"\x03"), talk.now))
    assert talk.told == [PadPressed(3, None)]
    assert talk.sent == []


def test_an_adapter_that_hears_itself_presses_no_key(talk: Talk) -> None:
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.waits(0.02)
    talk.hears("start_eval")
    assert talk.told == [Armed(3, "v1")]
    talk.waits(2.0)
    talk.hears("eval_value_3")
    talk.accepts("v1")
    talk.hears("eval_ack_3")
    talk.hears("key_call")
    talk.hears("key_call")  # the acknowledgement, back at once
    assert [type(event) for event in talk.told] == [Armed, Rated, PadPressed]
    assert talk.sent.count(FRAMES["key_call"]) == 1


def test_an_echo_is_forgiven_once_and_not_for_ever(talk: Talk) -> None:
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.hears("key_evaluate")
    assert len(talk.told) == 1, "within the echo's time"
    talk.waits(1.0)
    talk.hears("key_evaluate")
    assert talk.told == [Armed(3, "v1"), PadPressed(3, PadKey.EVALUATE)]


def test_a_person_goes_before_a_picture(talk: Talk) -> None:
    for number in range(5):
        talk.take(talk.session.submit(c.ShowNumbers(3, number, None), talk.now))
    talk.take(talk.session.submit(c.Beep(3), talk.now))
    talk.waits(1.0)
    shown = [frame for frame in talk.sent if frame != FRAMES["beep"]]
    assert talk.sent[1] == FRAMES["beep"], "right after the frame that was already out"
    assert len(shown) == 2, "one display never has a backlog of pictures"


def test_frames_leave_one_after_another(talk: Talk) -> None:
    first = talk.session.submit(c.Beep(3), talk.now)
    second = talk.session.submit(c.Beep(3), talk.now)
    assert first == [Write(FRAMES["beep"]), Done(c.Beep(3), None)]
    assert second == []
    on_air = len(FRAMES["beep"]) * 10 / 9600
    free_at = talk.session.next_wakeup()
    assert free_at == pytest.approx(talk.now + on_air + 0.02)
    assert free_at is not None
    assert talk.session.tick(free_at) == first


def test_after_a_cut_what_is_asked_is_asked_again(talk: Talk) -> None:
    talk.arms("v1")
    talk.take(talk.session.opened(talk.now))
    assert talk.sent == [FRAMES["start_eval"]] * 2
    talk.hears("eval_value_3")
    talk.accepts("v1")
    talk.take(talk.session.opened(talk.now))
    talk.waits(1.0)
    assert talk.sent.count(FRAMES["start_eval"]) == 2


def test_a_bare_start_lights_the_keys_and_asks_nothing(talk: Talk) -> None:
    talk.take(talk.session.submit(c.StartEvaluation(3), talk.now))
    talk.waits(1.0)
    talk.hears("eval_value_3")
    assert talk.told == [Stray(3, "3")]


def test_a_press_that_could_not_be_stored_and_whose_time_is_over_leaves_the_visit_unrated(
    talk: Talk,
) -> None:
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.hears("eval_value_2")
    talk.now += 30.0
    talk.take(talk.session.release(3, "v1", talk.now))
    assert talk.told[-1] == Unrated(3, "v1")


@pytest.mark.parametrize(("later", "presses"), [(0.7999, 1), (0.8001, 2)])
def test_the_same_key_is_the_same_press_for_eight_tenths(
    talk: Talk, later: float, presses: int
) -> None:
    talk.learns(echoes=False)
    talk.hears("key_call")
    talk.waits(later)
    talk.hears("key_call")
    assert [type(event) for event in talk.told] == [PadPressed] * presses


HELD = (0.0, *(0.5 + n / 10 for n in range(40)))  # half a second of rest, then ten times a second


def test_a_key_held_down_is_one_press_though_the_keypad_repeats_it(talk: Talk) -> None:
    talk.learns(echoes=False)
    for before, at in pairwise((0.0, *HELD)):
        talk.waits(at - before)
        talk.hears("key_call")
    assert talk.told == [PadPressed(3, PadKey.CALL)]
    talk.waits(0.81)
    talk.hears("key_call")
    assert talk.told == [PadPressed(3, PadKey.CALL)] * 2


@pytest.mark.parametrize("late", [0.01, 0.35])
def test_a_key_held_down_is_one_press_on_a_line_that_echoes(talk: Talk, late: float) -> None:
    talk.learns(echoes=True)
    plays(talk, late, 20.0, *HELD)
    assert talk.told == [PadPressed(3, PadKey.PAUSE)]


def test_the_same_key_exactly_at_the_end_is_a_new_press() -> None:
    session = Ff68Session(spec.BusPolicy(same_key=0.5))
    keys = Keys(3, b"\x0c")
    assert events(session.receive(keys, 8.0)) == [PadPressed(3, PadKey.CALL)]
    session.receive(keys, 8.0)  # the echo of our acknowledgement
    assert events(session.receive(keys, 8.5)) == [PadPressed(3, PadKey.CALL)]


@pytest.mark.parametrize("late", [0.01, 0.25, 0.35, 0.4, 1.0, 5.0])
def test_the_echo_of_an_acknowledgement_is_no_key_however_late(talk: Talk, late: float) -> None:
    """A key at 10.00 s; the echo of our acknowledgement handled at 10.40: one key."""
    talk.learns(echoes=True)
    plays(talk, late, until=60.0)
    assert talk.told == [PadPressed(3, PadKey.PAUSE)]


def plays(talk: Talk, late: float, until: float, *presses: float) -> None:
    """Presses of pause, one at once if none is named; and every frame of ours comes back so late,
    as on a line that echoes."""
    begun, said = talk.now, len(talk.sent)
    coming = [(begun + at, FRAMES["key_pause"]) for at in presses or (0.0,)]
    while talk.now < begun + until:
        for at, frame in [each for each in coming if each[0] <= talk.now]:
            coming.remove((at, frame))
            (heard,) = FrameDecoder().feed(frame)
            assert not isinstance(heard, Noise)
            talk.take(talk.session.heard(heard, talk.now, talk.now))
        talk.waits(0.005)
        coming += [(talk.now + late, each) for each in talk.sent[said:]]
        said = len(talk.sent)


@pytest.mark.parametrize("late", [0.01, 0.4])
def test_before_anything_is_known_of_a_line_an_echo_is_no_key(talk: Talk, late: float) -> None:
    plays(talk, late, until=60.0)
    assert talk.told == [PadPressed(3, PadKey.PAUSE)]


@pytest.mark.parametrize("late", [0.01, 0.35, 0.75])
def test_a_line_that_begins_to_echo_makes_no_keys_and_no_storm(talk: Talk, late: float) -> None:
    """Believed quiet: a switch on the adapter, moved while the hall is open."""
    talk.learns(echoes=False)
    plays(talk, late, until=20.0)
    presses = [event for event in talk.told if isinstance(event, PadPressed)]
    assert presses == [PadPressed(3, PadKey.PAUSE)]
    assert talk.told[-1] == Echoing(True), "a picture was shown again, and told"
    assert Counter(talk.sent)[FRAMES["key_pause"]] <= 5


def test_acknowledgements_are_limited_in_rate(talk: Talk) -> None:
    """Ten keys a second for five seconds, and other ones at other counters meanwhile."""
    talk.learns(echoes=False)
    for _ in range(50):
        talk.hears("key_call")
        talk.waits(0.1)
    assert 2 <= talk.sent.count(FRAMES["key_call"]) <= 6
    talk.take(talk.session.receive(Keys(4, b"\x0c"), talk.now))
    talk.waits(0.1)
    assert bytes.fromhex("FF 68 03 03 68 04 01 0C 11 16") in talk.sent


def test_that_a_line_echoes_is_told_once(talk: Talk) -> None:
    for _ in range(3):
        talk.take(talk.session.submit(c.ShowNumbers(3, None, 1), talk.now))
        talk.hears("ticket_001")
        talk.waits(1.0)
    assert talk.told == [Echoing(True)]
    for _ in range(8):
        talk.take(talk.session.submit(c.ShowNumbers(3, None, 1), talk.now))
        talk.waits(4.0)
    assert talk.told == [Echoing(True), Echoing(False)]


def test_a_loop_that_stalls_makes_no_echo_a_key(talk: Talk) -> None:
    """Nothing was late on the wire: everything waited for the loop."""
    talk.learns(echoes=True)
    talk.hears("key_pause")
    talk.now += 3.0
    talk.hears("key_pause", ago=2.99)
    talk.waits(5.0)
    assert talk.told == [PadPressed(3, PadKey.PAUSE)]


def test_a_key_in_the_moment_a_question_ends_hides_nothing(talk: Talk) -> None:
    talk.take(talk.session.arm(3, "v1", 30.0, talk.now))
    talk.now += 30.0
    talk.hears("key_call")
    assert talk.told == [Armed(3, "v1"), Unrated(3, "v1"), PadPressed(3, PadKey.CALL)]
