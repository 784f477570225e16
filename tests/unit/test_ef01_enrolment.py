"""Enrolment and erasure at a simulated module; all people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from ef01_bench import FAULTS, Bench, spoiler
from hypothesis import given
from hypothesis import strategies as st

from broker.link.base import Noise
from fingerprint import enrolment
from fingerprint.reading import Ready, Recognised, Watch
from firmware_mocks.firmware import Output

GIVEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONSENT = enrolment.Consent("9001", "v1", GIVEN, "9100")


def enrol(slot: int = 3) -> enrolment.Enrol:
    return enrolment.Enrol("9001", slot, CONSENT)


def two_presses(bench: Bench, first: str, second: str) -> None:
    bench.run(1)
    bench.hand(f"finger {first}")
    bench.run(1)
    bench.hand("lift")
    bench.run(1)
    bench.hand(f"finger {second}")
    bench.run(2)
    bench.hand("lift")
    bench.run(1)


def begun(order: Any, **options: str) -> Bench:
    bench = Bench(options)
    bench.submit(order)
    bench.run(1)
    return bench


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(CONSENT, staff="9002"),
        replace(CONSENT, purpose="door"),
        replace(CONSENT, text_version=""),
        replace(CONSENT, witness=""),
        replace(CONSENT, withdrawn_at=GIVEN),
    ],
)
def test_nobody_is_enrolled_without_a_valid_consent_of_their_own(spoilt: enrolment.Consent) -> None:
    with pytest.raises(ValueError, match="no valid consent"):
        enrolment.Enrol("9001", 3, spoilt)


def test_a_person_is_enrolled_guided_and_then_recognised() -> None:
    bench = begun(enrol())
    two_presses(bench, "chen", "chen")
    assert bench.said == [
        enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.PRESS),
        enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.LIFT),
        enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.PRESS_AGAIN),
        enrolment.Enrolled("9001", 3),
    ]
    bench.submit(Watch())
    bench.until(Ready)
    bench.hand("finger chen")
    assert bench.until(Recognised).slot == 3


def test_the_watch_goes_on_after_an_enrolment() -> None:
    bench = Bench()
    bench.submit(Watch())
    bench.until(Ready)
    bench.submit(enrol())
    two_presses(bench, "chen", "chen")
    assert bench.said.count(Ready(300)) == 2
    bench.hand("finger bo")
    assert bench.until(Recognised).slot == 7


@pytest.mark.parametrize("careless", ["no", "yes"])
def test_two_different_fingers_are_never_kept_even_where_the_module_would(careless: str) -> None:
    bench = begun(enrol(), careless=careless)
    two_presses(bench, "chen", "dong")
    assert bench.said[-1] == enrolment.Undone(enrolment.Obstacle.DIFFERENT_FINGERS)
    assert set(bench.module.look().enrolled) == {"0", "7"}


def test_control_merging_without_comparing_first_would_keep_them() -> None:
    bench = begun(enrol(), careless="yes")
    answered = bytes.fromhex("EF01FFFFFFFF070005 00 0096 00A2")
    bench.spoil = lambda burst: [answered] if bench.sent[-1][1][9] == 0x03 else [burst]
    two_presses(bench, "chen", "dong")
    assert bench.said[-1] == enrolment.Enrolled("9001", 3)


def test_a_finger_that_lies_there_still_is_not_the_next_one() -> None:
    """Two are taken one right after the other: nobody lifts so fast."""
    bench = begun(enrol())
    bench.hand("finger chen")
    bench.run(1)
    bench.hand("lift")
    bench.run(1)
    bench.hand("finger chen")
    bench.run(2)
    assert bench.said[-1] == enrolment.Enrolled("9001", 3)
    bench.submit(enrol(slot=4))
    bench.run(2)
    lift = enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.LIFT)
    assert bench.said[-1] == lift, "and no refusal, though the reader knows this one by now"
    bench.hand("lift")
    bench.run(1)
    assert bench.said[-1] == enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.PRESS)
    two_presses(bench, "dong", "dong")
    assert bench.said[-1] == enrolment.Enrolled("9001", 4)


def test_a_finger_that_is_known_already_is_refused_with_its_slot() -> None:
    bench = begun(enrol())
    bench.hand("finger bo")
    bench.run(2)
    assert bench.said[-1] == enrolment.Undone(enrolment.Obstacle.ALREADY_ENROLLED, 7)


def test_a_taken_slot_is_not_overwritten() -> None:
    assert begun(enrol(slot=7)).said == [enrolment.Undone(enrolment.Obstacle.SLOT_TAKEN, 7)]


@pytest.mark.parametrize("order", [enrol(slot=300), enrolment.Erase(300)])
def test_a_slot_beyond_the_library(order: Any) -> None:
    assert begun(order).said == [enrolment.Undone(enrolment.Obstacle.NO_SUCH_SLOT)]


def test_a_smudged_finger_may_simply_try_again() -> None:
    bench = begun(enrol())
    bench.hand("smudge chen")
    bench.run(2)
    two_presses(bench, "chen", "chen")
    assert bench.said[-1] == enrolment.Enrolled("9001", 3)


def test_who_walks_away_is_not_enrolled() -> None:
    bench = begun(enrol())
    bench.run(90)
    assert bench.said[-1] == enrolment.Undone(enrolment.Obstacle.TOO_SLOW)


@pytest.mark.parametrize("instruction", [0x13, 0x0F, 0x1F, 0x01, 0x02, 0x04, 0x03, 0x05])
def test_silence_at_any_step_ends_it_with_a_word(instruction: int) -> None:
    bench = Bench()
    bench.spoil = lambda burst: [] if bench.sent[-1][1][9] == instruction else [burst]
    bench.submit(enrol())
    two_presses(bench, "chen", "chen")
    assert bench.said[-1] == enrolment.Undone(enrolment.Obstacle.READER)


def test_after_a_store_that_was_not_answered_nobody_says_that_nothing_was_kept() -> None:
    bench = Bench()
    bench.spoil = lambda burst: [] if bench.sent[-1][1][9] == 0x06 else [burst]
    bench.submit(enrol())
    two_presses(bench, "chen", "chen")
    assert "3" in bench.module.look().enrolled
    assert bench.said[-1] == enrolment.Undone(enrolment.Obstacle.UNPROVEN)


@given(FAULTS, st.sampled_from(["chen", "dong", "bo"]))
def test_whatever_the_wire_does_what_is_reported_is_so(faults: list[str], second: str) -> None:
    bench = Bench({"careless": "yes"})
    bench.spoil = spoiler(faults)
    bench.submit(enrol())
    two_presses(bench, "chen", second)
    bench.run(90)
    kept = bench.module.look().enrolled
    match bench.said[-1]:
        case enrolment.Enrolled():
            assert second == "chen"
            assert kept["3"] == "chen"
        case enrolment.Undone(enrolment.Obstacle.UNPROVEN):
            pass
        case enrolment.Undone():
            assert set(kept) == {"0", "7"}
        case other:
            raise AssertionError(other)


def test_a_store_that_did_not_keep_is_not_believed() -> None:
    bench = begun(enrol())
    table = bytes.fromhex("EF01FFFFFFFF070023 00" + "00" * 32 + "002A")
    bench.spoil = lambda burst: [table] if bench.sent[-1][1][9] == 0x1F else [burst]
    two_presses(bench, "chen", "chen")
    assert bench.said[-1] == enrolment.Undone(enrolment.Obstacle.UNPROVEN)


def test_an_erasure_is_proved_by_the_index() -> None:
    bench = begun(enrolment.Erase(7))
    assert bench.said == [enrolment.Erased(7)]
    assert bench.sent[-1][1][9] == 0x1F
    assert set(bench.module.look().enrolled) == {"0"}


def test_an_erasure_the_module_only_claims_is_unproven() -> None:
    bench = Bench()
    claimed = bytes.fromhex("EF01FFFFFFFF07000300000A")
    feed = bench.module.feed

    def deaf_to_delete(data: bytes, now: float) -> list[Output]:
        return feed(data, now) if data[9] != 0x0C else []

    bench.module.feed = deaf_to_delete  # type: ignore[method-assign]  # deaf to one order
    bench.submit(enrolment.Erase(7))
    while bench.sent[-1][1][9] != 0x0C:
        bench.run(0.001)
    for value in bench.decoder.feed(claimed):
        assert not isinstance(value, Noise)
        bench._do(bench.session.receive(value, bench.now))
    bench.run(1)
    assert bench.said == [enrolment.Undone(enrolment.Obstacle.UNPROVEN)]


def test_two_enrolments_at_once_are_our_mistake() -> None:
    bench = begun(enrol())
    with pytest.raises(ValueError, match="already under way"):
        bench.submit(enrolment.Erase(0))


def test_no_instruction_that_moves_templates_out_was_ever_sent() -> None:
    bench = begun(enrol())
    two_presses(bench, "chen", "chen")
    bench.submit(enrolment.Erase(3))
    bench.run(1)
    assert {data[9] for _, data in bench.sent}.isdisjoint({0x08, 0x09, 0x0A, 0x0B})


def test_the_finger_that_was_just_enrolled_clocks_nobody_in_until_it_comes_again() -> None:
    """It lies there while its person reads that it was taken."""
    bench = Bench()
    bench.submit(Watch())
    bench.until(Ready)
    bench.submit(enrol())
    bench.run(1)
    bench.hand("finger chen")
    bench.run(1)
    bench.hand("lift")
    bench.run(1)
    bench.hand("finger chen")
    bench.until(enrolment.Enrolled)
    bench.run(5)
    assert not [each for each in bench.said if isinstance(each, Recognised)]
    bench.hand("lift")
    bench.run(1)
    bench.hand("finger chen")
    assert bench.until(Recognised).slot == 3


def test_the_next_finger_is_asked_for_when_the_last_has_left() -> None:
    bench = begun(enrol())
    two_presses(bench, "chen", "chen")
    bench.hand("finger chen")
    before = len(bench.said)
    bench.submit(enrol(4))
    bench.run(2)
    assert bench.said[before:] == [enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.LIFT)]
    bench.hand("lift")
    bench.run(1)
    assert bench.said[-1] == enrolment.EnrolmentGuidance(enrolment.EnrolmentStep.PRESS)
    two_presses(bench, "chens-thumb", "chens-thumb")
    assert bench.said[-1] == enrolment.Enrolled("9001", 4)


def test_who_was_told_is_not_told_again_for_a_look_into_the_index() -> None:
    bench = begun(enrol())
    two_presses(bench, "chen", "chen")
    bench.submit(Watch())
    bench.until(Ready)
    bench.hand("finger chen")
    bench.until(Recognised)
    bench.submit(enrolment.LookUp())
    bench.run(3)
    assert len([each for each in bench.said if isinstance(each, Recognised)]) == 1
