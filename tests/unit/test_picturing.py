"""Enrolment at a reader that takes pictures, with a disk of its own and an invented comparer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broker.domain.ids import StaffId
from broker.service.runner import Runner
from fingerprint import comparer, enrolment
from fingerprint.comparer import Errands, FingerCompared, Likeness, Means, compare, prepare
from fingerprint.enrolment import Consent, Enrol, EnrolmentGuidance, EnrolmentStep, Obstacle, Undone
from fingerprint.matching import ENOUGH_MINUTIAE
from fingerprint.picturing import PATIENCE, PictureEnrolment
from fingerprint.reading import GreyPicture
from fingerprint.sealing import Seal
from fingerprint.templates import CAPACITY, KeptFinger, TemplateStore, make_room

pytest.importorskip("cryptography", reason="not installed: pip install .[uru4500]")
ANNA, BEN = StaffId("1001"), StaffId("1002")
PRESS, LIFT, AGAIN, LITTLE = (
    EnrolmentGuidance(each)
    for each in (
        EnrolmentStep.PRESS,
        EnrolmentStep.LIFT,
        EnrolmentStep.PRESS_AGAIN,
        EnrolmentStep.LITTLE,
    )
)


class Touch:
    """A picture of a finger, which the invented comparer knows by its first letter."""

    def __init__(self, finger: str) -> None:
        self.finger = finger

    def grey(self) -> GreyPicture:
        return GreyPicture(1, 1, self.finger.encode())


class Letters:
    """Fingers are one where their first letter is; an empty one shows nothing."""

    def __init__(self) -> None:
        self.wanted: list[int] = []

    def template(self, picture: GreyPicture, fewest: int = 12) -> bytes | None:
        self.wanted.append(fewest)
        return picture.pixels or None

    def score(self, one: bytes, other: bytes) -> int:
        return 100 if one[:1] == other[:1] else 20

    def same(self, shown: bytes, known: tuple[bytes, ...]) -> bool:
        return any(self.score(shown, each) >= 40 for each in known)


class Stage:
    """An enrolment on a loop that the test turns, with its clock in hand."""

    def __init__(self, run: Path) -> None:
        self.seconds = 0.0
        self.runner = Runner(lambda: self.seconds)
        self.errands = Errands(self.runner, "fingers")
        self.told: list[Any] = []
        self.enrolment = PictureEnrolment(self.runner, self.errands, self.told.append)
        room = make_room(run)
        self.folder = room / "door"
        self.letters: Any = Letters()
        self.means = Means(TemplateStore(room, "door", Seal(room)), self.letters)
        self.enrolment.work_with(self.means)

    def turn(self) -> None:
        """Until all errands are done."""
        for _ in range(200):
            self.runner.step(0.01)
            if not self.runner.errands:
                break
        self.runner.step(0.0)

    def ask(self, order: enrolment.Order) -> Any:
        self.enrolment.submit(order)
        self.turn()
        return self.told[-1] if self.told else None

    def enrol(self, staff: StaffId = ANNA, slot: int = 3) -> Any:
        consent = Consent(staff, "v1", datetime(2026, 11, 23, tzinfo=UTC), "901")
        return self.ask(Enrol(staff, slot, consent))

    def touch(self, finger: str) -> Any:
        """Laid down, seen, and lifted."""
        self.lay(finger)
        return self.lift()

    def lay(self, finger: str) -> Any:
        self.enrolment.pictured(Touch(finger))
        self.turn()
        return self.told[-1]

    def lift(self) -> Any:
        self.enrolment.lifted()
        return self.told[-1]

    def passes(self, seconds: float) -> Any:
        self.seconds += seconds
        self.enrolment.tick(self.seconds)
        return self.told[-1]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.turn()
    assert not stage.runner.errands


def test_two_touches_make_a_slot_of_somebody(stage: Stage) -> None:
    assert stage.enrol() == PRESS
    assert stage.enrolment.takes
    assert stage.touch("") == LITTLE
    assert stage.touch("anna") == AGAIN
    assert stage.touch("anna again") == enrolment.Enrolled(ANNA, 3)
    assert not stage.enrolment.takes
    assert stage.means.store.finger(3) == KeptFinger(ANNA, (b"anna", b"anna again"))
    assert stage.ask(enrolment.LookUp()) == enrolment.LibraryRead(frozenset({3}), CAPACITY)
    assert {*stage.letters.wanted} == {ENOUGH_MINUTIAE}
    assert stage.ask(enrolment.Erase(3)) == enrolment.Erased(3)
    assert stage.ask(enrolment.LookUp()) == enrolment.LibraryRead(frozenset(), CAPACITY)


def test_a_second_touch_is_asked_for_when_the_first_finger_is_off_the_glass(stage: Stage) -> None:
    assert stage.enrol() == PRESS
    assert stage.lay("anna") == LIFT
    assert stage.lift() == AGAIN
    assert stage.lift() == AGAIN
    assert stage.told == [PRESS, LIFT, AGAIN], "each is said once"
    assert stage.lay("anna") == enrolment.Enrolled(ANNA, 3)


def test_whoever_lifts_before_the_picture_is_known_is_asked_at_once(stage: Stage) -> None:
    stage.enrol()
    stage.enrolment.pictured(Touch("anna"))
    stage.enrolment.lifted()
    stage.turn()
    assert stage.told == [PRESS, AGAIN]


def test_a_finger_that_lies_there_from_before_is_to_be_lifted_first(stage: Stage) -> None:
    stage.enrol()
    stage.touch("anna")
    stage.lay("anna")
    assert stage.enrol(BEN, 4) == LIFT
    assert stage.lift() == PRESS
    stage.ask(enrolment.GiveUp())
    stage.lift()
    stage.enrolment.lies()  # a punch
    assert stage.enrol(BEN, 4) == LIFT
    stage.enrolment.away()
    assert stage.enrol(BEN, 4) == PRESS, "nobody knows what lies on a reader that was away"


def test_what_was_too_little_stays_said_when_the_finger_is_lifted(stage: Stage) -> None:
    stage.enrol()
    assert stage.lay("") == LITTLE
    assert stage.lift() == LITTLE


def test_a_finger_of_somebody_and_two_fingers_come_to_nothing(stage: Stage) -> None:
    stage.means.store.keep(7, KeptFinger(BEN, (b"ben", b"ben")))
    stage.enrol()
    assert stage.touch("ben's") == Undone(Obstacle.ALREADY_ENROLLED, 7)
    stage.enrol()
    stage.touch("anna")
    assert stage.touch("carl") == Undone(Obstacle.DIFFERENT_FINGERS)
    assert stage.means.store.slots() == {7}


def test_a_slot_that_holds_something_is_not_written_over(stage: Stage) -> None:
    stage.means.store.keep(3, KeptFinger(BEN, (b"ben", b"ben")))
    (stage.folder / "4.finger").write_bytes(b"what nobody can read")
    for slot in (3, 4):
        stage.enrol(slot=slot)
        stage.touch("anna")
        assert stage.touch("anna") == Undone(Obstacle.SLOT_TAKEN)


def test_whoever_is_too_slow_or_is_stopped_is_told_so(stage: Stage) -> None:
    stage.enrol()
    assert stage.enrolment.next_wakeup() == PATIENCE
    assert stage.passes(PATIENCE - 1) == PRESS
    assert stage.touch("anna") == AGAIN
    assert stage.passes(PATIENCE - 1) == AGAIN
    assert stage.passes(1) == Undone(Obstacle.TOO_SLOW)
    assert stage.enrolment.next_wakeup() is None
    stage.enrol()
    assert stage.ask(enrolment.GiveUp()) == Undone(Obstacle.STOPPED)
    before = len(stage.told)
    stage.ask(enrolment.GiveUp())
    stage.enrolment.unclear()
    stage.enrolment.pictured(Touch("anna"))
    stage.turn()
    assert len(stage.told) == before


def test_what_is_being_kept_is_not_stopped_and_one_touch_more_changes_nothing(stage: Stage) -> None:
    stage.enrol()
    stage.touch("anna")
    for finger in ("anna", "anna", "ben"):
        stage.enrolment.pictured(Touch(finger))
    stage.enrolment.lifted()
    while stage.enrolment.next_wakeup() is not None:
        stage.runner.step(0.01)
    stage.enrolment.submit(enrolment.GiveUp())
    stage.enrolment.unclear()
    stage.passes(2 * PATIENCE)
    stage.turn()
    assert stage.told[3:] == [enrolment.Enrolled(ANNA, 3)]


def test_a_touch_the_reader_could_not_picture_is_said(stage: Stage) -> None:
    stage.enrol()
    stage.enrolment.unclear()
    assert stage.told == [PRESS, LITTLE]


def test_a_reader_that_goes_away_takes_its_enrolment_with_it(stage: Stage) -> None:
    stage.enrol()
    stage.enrolment.pictured(Touch("anna"))
    stage.enrolment.away()
    stage.turn()
    assert stage.told == [PRESS]
    assert not stage.enrolment.takes


@pytest.mark.expects_warnings
def test_a_disk_that_fails_is_no_enrolment_and_no_erasure(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.means.store.keep(7, KeptFinger(BEN, (b"ben", b"ben")))

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    stage.enrol()
    stage.touch("anna")
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        assert stage.touch("anna") == Undone(Obstacle.UNPROVEN)
        assert stage.ask(enrolment.Erase(7)) == Undone(Obstacle.UNPROVEN)
    assert stage.ask(enrolment.Erase(7)) == enrolment.Erased(7)


def test_without_a_comparer_nobody_is_enrolled_and_everybody_can_be_erased(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.means.store.keep(3, KeptFinger(ANNA, (b"anna", b"anna")))
    monkeypatch.setattr("fingerprint.matching._LIBRARY", "nbis_is_not_here")
    means = prepare(tmp_path, "door")
    assert means.matcher is None
    assert "nbis-py is not installed" in means.problem
    stage.enrolment.work_with(means)
    assert stage.enrol() == Undone(Obstacle.READER)
    assert compare(means, Touch("anna"), ANNA, (3,)) == (Likeness.NOTHING, None)
    assert stage.ask(enrolment.LookUp()) == enrolment.LibraryRead(frozenset({3}), CAPACITY)
    assert stage.ask(enrolment.Erase(3)) == enrolment.Erased(3)


def test_before_the_store_is_there_nothing_is_answered_that_is_not_known(stage: Stage) -> None:
    stage.enrolment = PictureEnrolment(stage.runner, stage.errands, stage.told.append)
    for order in (enrolment.LookUp(), enrolment.Erase(3)):
        assert stage.ask(order) == Undone(Obstacle.READER)


def test_one_person_is_compared_with_what_is_kept_of_that_person_alone(stage: Stage) -> None:
    keep = stage.means.store.keep
    keep(3, KeptFinger(ANNA, (b"anna", b"anna")))
    keep(4, KeptFinger(BEN, (b"ben", b"ben")))

    def came(finger: str, staff: StaffId, *slots: int) -> FingerCompared:
        return compare(stage.means, Touch(finger), staff, slots)

    assert came("anna", ANNA, 3, 4) == (Likeness.SAME, 3)
    assert came("ben", ANNA, 3) == (Likeness.OTHER, None)
    assert came("ben", ANNA, 3, 4) == (Likeness.OTHER, None), "whatever the bus says is hers"
    assert came("ben", ANNA, 4) == (Likeness.NOTHING, None)
    assert came("anna", ANNA, 9) == (Likeness.NOTHING, None)
    assert came("", ANNA, 3) == (Likeness.UNCLEAR, None)
    (stage.folder / "3.finger").write_bytes(b"torn")
    assert came("anna", ANNA, 3) == (Likeness.NOTHING, None)
    assert comparer.MATCH == 40
