"""The watch over a reader: who is recognised, what is reported when it fails, and how soon."""

from __future__ import annotations

from functools import partial
from itertools import islice

import pytest
from ef01_bench import FAULTS, Bench, Spoil, spoiler
from hypothesis import example, given
from hypothesis import strategies as st

from broker.domain.errors import DeviceNoAnswer, DeviceRefused
from broker.service.exchange import ExchangeRules
from broker.service.session import Done, Failed
from fingerprint import reading
from fingerprint.models.ef01 import session
from fingerprint.models.ef01.commands import Command, CountTemplates, Match, ReadParameters
from fingerprint.models.ef01.session import Ef01Session
from fingerprint.models.ef01.watching import Phase, Watching
from fingerprint.reading import ReaderTrouble
from tests.efforts import tried


def watched(**options: str) -> Bench:
    bench = Bench(options)
    bench.submit(reading.Watch())
    bench.until(reading.Ready)
    return bench


def test_it_is_ready_with_the_capacity_the_module_says() -> None:
    assert watched(capacity="162").said == [reading.Ready(162)]


def test_a_touch_names_its_slot_within_a_second() -> None:
    bench = watched()
    bench.run(10)
    bench.hand("finger bo")
    touched = bench.now
    assert bench.until(reading.Recognised).slot == 7
    assert bench.events[-1][0] - touched < 0.8


def test_a_stranger_is_nobody() -> None:
    bench = watched()
    bench.hand("finger stranger")
    assert bench.until(reading.NotRecognised).why is reading.Unclear.UNKNOWN


def test_a_finger_left_on_the_glass_is_one_touch() -> None:
    bench = watched()
    bench.hand("finger anna")
    bench.run(60)
    assert bench.said[1:] == [reading.Recognised(0, 96)]
    bench.hand("lift")
    bench.run(1)
    bench.hand("finger anna")
    bench.run(1)
    assert bench.said[1:] == [reading.Recognised(0, 96)] * 2


def test_the_glass_is_looked_at_ten_times_a_second_at_most() -> None:
    bench = watched()
    before = len(bench.sent)
    bench.run(10)
    assert 50 <= len(bench.sent) - before <= 200


@pytest.mark.parametrize(
    ("hand", "trouble"),
    [
        ("fault silent", ReaderTrouble.SILENT),
        ("fault garbage", ReaderTrouble.GARBLED),
        ("fault badsum", ReaderTrouble.GARBLED),
    ],
)
def test_silence_and_garbage_are_told_apart_within_two_seconds(
    hand: str, trouble: ReaderTrouble
) -> None:
    bench = watched()
    bench.run(3)
    began = bench.now
    bench.hand(hand)
    assert bench.until(reading.Away).trouble is trouble
    assert bench.events[-1][0] - began < 2.0
    bench.run(30)
    assert bench.said.count(reading.Away(trouble)) == 1, "said once, not every second"
    bench.hand("ok")
    bench.until(reading.Ready)
    bench.hand("finger anna")
    assert bench.until(reading.Recognised).slot == 0


NOT_FOUND = bytes.fromhex("EF01FFFFFFFF0700030900 13")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _burst: [NOT_FOUND],
        lambda burst: [burst[:2] + bytes(4) + burst[6:]],
    ],
    ids=["an answer to something else", "of another address"],
)
def test_a_module_that_answers_and_makes_no_sense_is_garbled_and_not_silent(spoil: Spoil) -> None:
    bench = watched()
    bench.spoil = lambda burst: spoil(burst) if bench.sent[-1][1][9] == 0x01 else [burst]
    assert bench.until(reading.Away).trouble is ReaderTrouble.GARBLED


@pytest.mark.parametrize("phase", ["01", "02", "04"])
def test_silence_after_any_question_is_reported_in_time(phase: str) -> None:
    bench = watched()
    bench.hand("finger anna")
    while bench.sent[-1][1][9:10].hex() != phase:
        bench.run(0.001)
    bench.hand("fault silent")
    began = bench.now
    bench.deaf = True
    bench._wire.clear()
    assert bench.until(reading.Away).trouble is ReaderTrouble.SILENT
    assert bench.events[-1][0] - began < 2.0


def test_one_lost_answer_is_made_good_without_a_word() -> None:
    bench = watched()
    drops = iter([[]])
    bench.spoil = lambda burst: next(drops, [burst])
    bench.run(5)
    assert bench.said == [reading.Ready(300)]


def test_a_dead_module_asks_for_its_port_to_be_reopened() -> None:
    bench = watched()
    bench.hand("fault silent")
    bench.run(60)
    assert 2 <= bench.said.count(reading.Stuck()) <= 12


def test_after_sleep_the_password_is_said_again_and_nobody_notices() -> None:
    bench = watched()
    for _ in range(3):
        bench.hand("sleep")
        bench.run(2)
        bench.hand("finger anna")
        bench.run(2)
        bench.hand("lift")
        bench.run(1)
    assert bench.said == [reading.Ready(300), *[reading.Recognised(0, 96)] * 3]


def test_a_module_that_slept_in_the_middle_of_a_touch_is_asked_once_more() -> None:
    bench = watched()
    bench.hand("finger anna")
    while bench.sent[-1][1][9] != 0x02:
        bench.run(0.001)
    bench.hand("sleep")
    assert bench.until(reading.Recognised).slot == 0


def test_a_module_that_never_accepts_is_refused_not_silent() -> None:
    bench = watched()
    refusal = bytes.fromhex("EF01FFFFFFFF0700032100 2B")
    bench.spoil = lambda burst: [refusal] if len(burst) == 12 else [burst]
    assert bench.until(reading.Away).trouble is ReaderTrouble.REFUSED


def test_one_that_forgets_the_password_at_once_is_told_it_once_more_and_no_oftener() -> None:
    bench = watched()
    refusal = bytes.fromhex("EF01FFFFFFFF0700032100 2B")
    bench.spoil = lambda burst: [refusal] if bench.sent[-1][1][9] == 0x01 else [burst]
    before = len(bench.sent)
    assert bench.until(reading.Away).trouble is ReaderTrouble.REFUSED
    said = [burst[1][9] for burst in bench.sent[before:]]
    assert said == [0x01, 0x13, 0x0F] * 2 + [0x01], "asked, told, measured; once more; in vain"


def test_a_wrong_password_is_named() -> None:
    bench = Bench({"password": "12345678"})
    bench.submit(reading.Watch())
    assert bench.until(reading.Away).trouble is ReaderTrouble.WRONG_PASSWORD
    bench.run(60)
    assert reading.Stuck() not in bench.said, "another opening of the port would not help"


def test_a_password_of_our_own_opens_the_module() -> None:
    bench = Bench({"password": "12345678"}, session=Ef01Session(password=0x12345678))
    bench.submit(reading.Watch())
    assert bench.until(reading.Ready).capacity == 300


def test_a_power_cut_heals_and_its_hello_is_no_garbage() -> None:
    bench = watched()
    bench.power_cycle()
    bench.run(5)
    assert all(not isinstance(event, reading.Away) for event in bench.said)
    bench.hand("finger bo")
    assert bench.until(reading.Recognised).slot == 7


def test_a_sensor_that_never_captures_is_reported() -> None:
    bench = watched()
    failed = bytes.fromhex("EF01FFFFFFFF07000303000D")
    bench.spoil = lambda burst: [failed] if bench.sent[-1][1][9] == 0x01 else [burst]
    assert bench.until(reading.Away, 20).trouble is ReaderTrouble.REFUSED


def test_a_module_that_never_extracts_is_reported() -> None:
    bench = watched()
    flash_error = bytes.fromhex("EF01FFFFFFFF070003180022")
    bench.spoil = lambda burst: [flash_error] if bench.sent[-1][1][9] == 0x02 else [burst]
    bench.hand("finger anna")
    assert bench.until(reading.Away).trouble is ReaderTrouble.REFUSED


def test_a_poor_picture_asks_for_another_touch() -> None:
    bench = watched()
    messy = bytes.fromhex("EF01FFFFFFFF070003060010")
    bench.spoil = lambda burst: [messy] if bench.sent[-1][1][9] == 0x02 else [burst]
    bench.hand("finger anna")
    assert bench.until(reading.NotRecognised).why is reading.Unclear.POOR


def test_a_slot_beyond_the_library_is_not_believed() -> None:
    bench = watched()
    wild = bytes.fromhex("EF01FFFFFFFF070007 00 FFFF 0060 026C")
    bench.spoil = lambda burst: [wild] if bench.sent[-1][1][9] == 0x04 else [burst]
    bench.hand("finger anna")
    bench.run(5)
    assert all(not isinstance(event, reading.Recognised) for event in bench.said)


def test_single_questions_and_their_failures() -> None:
    bench = Bench()
    bench.submit(ReadParameters())
    bench.submit(CountTemplates())
    bench.submit(Match())
    bench.run(1)
    assert [type(each) for each in bench.ended] == [Done, Done, Failed]
    assert isinstance(bench.ended[2].error, DeviceRefused)
    assert bench.ended[2].command == Match()
    assert str(bench.ended[2].error) == "match: not matching"
    bench.spoil = lambda _burst: [NOT_FOUND]
    bench.submit(Match())
    bench.run(1)
    assert str(bench.ended.pop().error) == "not found does not answer match"
    bench.deaf = True
    bench.submit(ReadParameters())
    bench.run(1)
    assert isinstance(bench.ended[3].error, DeviceNoAnswer)
    assert bench.session.next_wakeup() is None


def test_a_single_question_waits_for_the_end_of_a_touch() -> None:
    bench = watched()
    bench.hand("finger anna")
    while bench.sent[-1][1][9] != 0x02:
        bench.run(0.001)
    bench.submit(CountTemplates())
    bench.run(2)
    orders = [data[9] for _, data in bench.sent]
    at = orders.index(0x1D)
    assert orders[at - 2 : at] == [0x02, 0x04]
    assert reading.Recognised(0, 96) in bench.said
    assert len(bench.ended) == 1


TOUCHES = st.lists(
    st.tuples(
        st.sampled_from(["finger anna", "finger bo", "finger stranger", "smudge bo"]),
        st.floats(0.05, 2.5),
        st.floats(0.05, 2.0),
    ),
    min_size=1,
    max_size=6,
)
OWNER = {0: "anna", 7: "bo"}

# The look's answer is doubled, the one that says "no features" is lost: the search was right
# about the features it was given, and those were still anna's.
SMUDGE_AFTER_ANNA = (
    ["pass", "pass", "double", "drop"],
    [("finger anna", 1.0, 1.0), ("smudge bo", 1.0, 1.0)],
)


@tried(150)
@given(FAULTS, TOUCHES)
@example(*SMUDGE_AFTER_ANNA)
def test_no_fault_ever_names_a_person_who_was_not_there(
    faults: list[str], touches: list[tuple[str, float, float]]
) -> None:
    nobody_is_taken_for_another(faults, touches)


def nobody_is_taken_for_another(faults: list[str], touches: list[tuple[str, float, float]]) -> None:
    bench = Bench()
    bench.spoil = spoiler(faults)
    bench.submit(reading.Watch())
    for name, pressed, lifted in touches:
        begun = len(bench.events)
        bench.hand(name)
        bench.run(pressed)
        bench.hand("lift")
        bench.run(lifted)
        late = 2.0 - lifted if lifted < 2.0 else 0.0
        bench.run(late)  # a verdict may come after the finger left, never after the next came
        slots = [
            event.slot for event in bench.said[begun:] if isinstance(event, reading.Recognised)
        ]
        assert {f"finger {OWNER[slot]}" for slot in slots} <= {name}
    bench.spoil = lambda burst: [burst]
    bench.run(8)
    bench.hand("finger anna")
    assert bench.until(reading.Recognised).slot == 0, "and it works again once the wire does"


def smudged_touch_after_anna(bench: Bench) -> list[object]:
    """Anna was here; then a smudged finger, while the wire doubles the answer to GetImage."""
    bench.hand("finger anna")
    bench.until(reading.Recognised)
    bench.hand("lift")
    bench.run(1)
    begun = len(bench.events)
    bench.spoil = lambda burst: [burst] * (1 + (bench.sent[-1][1][9] == 0x01))
    bench.hand("smudge stranger")
    bench.run(3)
    return bench.said[begun:]


def test_an_answer_out_of_step_is_not_taken_for_the_search() -> None:
    assert reading.Recognised(0, 96) not in smudged_touch_after_anna(watched())


class Hasty(Watching):
    """Asks for the features at once and believes whatever happened meanwhile."""

    def next_question(self) -> Command:
        if self._phase is Phase.CLEARING:
            self._phase = Phase.EXTRACTING
        return super().next_question()

    def stray(self) -> None:
        pass


def test_control_passing_over_misfits_would_name_the_wrong_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "misfit", lambda _asked, _packet: None)
    monkeypatch.setattr(session, "ExchangeRules", partial(ExchangeRules, late=0.0, named=True))
    monkeypatch.setattr(session, "Watching", Hasty)
    assert reading.Recognised(0, 96) in smudged_touch_after_anna(watched())


def test_control_without_the_question_in_between_a_smudge_is_anna(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "ExchangeRules", partial(ExchangeRules, late=0.0, named=True))
    monkeypatch.setattr(session, "Watching", Hasty)
    with pytest.raises(AssertionError):
        nobody_is_taken_for_another(*SMUDGE_AFTER_ANNA)


@pytest.mark.parametrize(
    "stray",
    ["EF01FFFFFFFF07000300000A", "EF01FFFFFFFF07000302000C", "55", "EF00F8"],
    ids=["a copy", "another's answer", "power-up", "noise"],
)
@pytest.mark.parametrize("instruction", [0x0F, 0x02, 0x04])
def test_a_touch_in_which_anything_odd_came_is_taken_again(instruction: int, stray: str) -> None:
    bench = watched()
    odd = iter([bytes.fromhex(stray)])

    def spoil(burst: bytes) -> list[bytes]:
        asked: int = bench.sent[-1][1][9]
        return [*islice(odd, int(asked == instruction)), burst]

    bench.spoil = spoil
    bench.hand("finger anna")
    assert bench.until(reading.Recognised).slot == 0
    assert [data[9] for _, data in bench.sent].count(0x13) == 2, "the password, said once more"
