"""A U.are.U 4500 in a hall at work: the clock-in service, unchanged, through pyusb and libusb.

It knows nobody: a staff number is typed first, and the hall keeps what its pictures show.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import msgspec
import pytest

from broker.bus.base import Delivery
from broker.domain.attendance.facts import PunchWay
from broker.domain.enrolment.facts import FingersErased, Why
from broker.domain.enrolment.requests import GiveConsent, WithdrawConsent
from broker.domain.ids import NO_STAFF, StaffId
from broker.ledger.copies import copy
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.wire.enrolment_messages import EnrolFinger, EnrolmentTold, NumberTyped
from broker.wire.messages import Liveness, ReaderPhase
from fingerprint.sealing import Seal
from fingerprint.templates import FOLDER, TemplateStore
from firmware_mocks.uru4500.fingers import pressed
from firmware_mocks.usb.kernel_bus import RootPort, unavailable
from tests.stages.uareu import ABOUT, endpoints
from tests.stages.usb_hall import PATIENCE, UsbHall, hall_file, hall_of, until, waited

WHY_NOT = unavailable()
pytestmark = [
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there"),
    pytest.mark.timeout(300),
]
DOOR, LEADER, ANNA, BEN = "door", StaffId("1001"), StaffId("1000"), StaffId("1002")


class Desk:
    """The enrolment desk and the clock-in screen beside the reader, as the bus hears them."""

    def __init__(self, hall: UsbHall) -> None:
        self.hall = hall
        self.stages: list[EnrolmentTold] = []
        bus, topic = hall.person.bus, hall.person.topics.enrolment(DOOR)
        hall.person.runner.post(lambda _: bus.subscribe(topic, EnrolmentTold, self._hear), None)

    def _hear(self, delivery: Delivery) -> None:
        self.stages.append(delivery.message)

    def _say(self, topic: str, message: object) -> None:
        person, said = self.hall.person, threading.Event()

        def publish(_event: object) -> None:
            person.bus.publish(topic, message)
            said.set()

        person.runner.post(publish, None)
        assert said.wait(10)

    def type(self, staff: StaffId) -> None:
        """A number is typed at the screen."""
        typed = NumberTyped(id="n", at=datetime.now(UTC), staff=staff)
        self._say(self.hall.person.topics.number_typed(DOOR), typed)

    def says(self, phase: ReaderPhase) -> None:
        told = self.hall.eye.told
        seen: list[str] = []
        came = waited(lambda: seen.append(told[DOOR].phase) or told[DOOR].phase is phase, PATIENCE)
        assert came, f"the screen said {dict.fromkeys(seen)}, and not {phase}"

    def shows(self, finger: str, phase: ReaderPhase) -> None:
        """A finger on the glass until the screen says this of it. As at any reader, whoever sees
        nothing happen lifts it and presses again: on a busy machine the simulated USB can lose a
        report that comes while libusb gives up the question for it."""
        told = self.hall.eye.told
        was = told[DOOR].id
        for _ in range(4):
            self.hall.hand(DOOR, f"finger {finger}")
            seen = waited(lambda: told[DOOR].id != was, PATIENCE / 4)
            if seen:
                break
            self.hall.hand(DOOR, "lift")
        self.says(phase)
        self.hall.hand(DOOR, "lift")

    def presses(self, finger: str, stage: str, how: str = "finger") -> None:
        """A finger for an enrolment, until the desk hears this; likewise."""
        before = len(self.stages)
        for _ in range(4):
            self.hall.hand(DOOR, f"{how} {finger}")
            if waited(lambda: len(self.stages) > before, PATIENCE / 4):
                break
            self.hall.hand(DOOR, "lift")
        if stage == "press-again":  # is said once the finger is gone
            self.hears("lift")
            self.hall.hand(DOOR, "lift")
        self.hears(stage)
        self.hall.hand(DOOR, "lift")

    def hears(self, stage: str) -> None:
        until(
            lambda: bool(self.stages) and self.stages[-1].stage == stage,
            f"{stage}: {[each.stage.value for each in self.stages]}",
        )

    def wishes(self, staff: StaffId) -> None:
        self.hall.person.do(GiveConsent, staff=staff, text_version="v1", by=LEADER)
        now = datetime.now(UTC)
        wish = EnrolFinger(
            id=f"wish-{len(self.stages)}",
            at=now,
            staff=staff,
            text_version="v1",
            consented_at=now,
            witness=LEADER,
            by=LEADER,
        )
        self._say(self.hall.person.topics.enrol(DOOR), wish)
        self.hears("press")

    def enrols(self, finger: str, staff: StaffId) -> None:
        self.wishes(staff)
        self.presses(finger, "press-again")
        self.presses(finger, "kept")

    @property
    def kept(self) -> dict[str, bytes]:
        """The files of the store."""
        folder = self.hall.settings.run / "templates" / DOOR
        return (
            {each.name: each.read_bytes() for each in folder.iterdir()} if folder.exists() else {}
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    pytest.importorskip("nbis", reason="nbis-py is not installed: pip install '.[uru4500]'")
    folder = tmp_path_factory.mktemp("uru4500")
    file = hall_file(folder / "hall", (DOOR,), 3, "uru4500")
    words = file.read_text("utf-8")
    file.write_text(
        words.replace(
            'id = "1001"\nname = "测试员"\nrole = "clerk"',
            'id = "1001"\nname = "测试员"\nrole = "duty-leader"',
        ),
        "utf-8",
    )
    for name in ("anna", "ben", "somebody", "left", "another", "1001"):
        for times in range(3):  # drawn before: a reader that draws does not answer
            pressed(name, times)
    port = RootPort(ABOUT, endpoints(scrambled="yes"), driver=False)
    with (
        pytest.MonkeyPatch.context() as patch,
        hall_of(folder, patch, file, {DOOR: port}) as hall,
    ):
        yield Desk(hall)


def test_without_a_number_a_touch_is_nobodys_and_the_screen_says_what_to_do(desk: Desk) -> None:
    for finger in ("1001", "somebody"):
        desk.says(ReaderPhase.NUMBER)
        desk.shows(finger, ReaderPhase.NUMBER_FIRST)
    desk.says(ReaderPhase.NUMBER)
    desk.type(ANNA)
    desk.says(ReaderPhase.FINGER)  # hall.toml has a slot for her, and nobody knows what is in it
    desk.shows("anna", ReaderPhase.NO_FINGER)
    desk.type(StaffId("4711"))
    desk.says(ReaderPhase.NO_FINGER)
    assert desk.hall.punches() == []


def test_a_finger_is_enrolled_and_is_a_punch_with_its_number_alone(desk: Desk) -> None:
    desk.enrols("anna", ANNA)
    desk.enrols("ben", BEN)
    assert sorted(desk.kept) == ["3.finger", "4.finger"]
    desk.type(ANNA)
    desk.says(ReaderPhase.FINGER)
    assert desk.hall.eye.told[DOOR].staff == ANNA
    desk.shows("ben", ReaderPhase.MISMATCH)
    desk.shows("anna", ReaderPhase.RECOGNISED)
    until(lambda: bool(desk.hall.punches()), "the punch in the ledger")
    (punch,) = desk.hall.punches()
    assert (punch.staff, punch.device, punch.way) == (ANNA, DOOR, PunchWay.FINGER)
    desk.says(ReaderPhase.NUMBER)
    desk.shows("anna", ReaderPhase.NUMBER_FIRST)
    desk.type(BEN)
    desk.says(ReaderPhase.FINGER)
    desk.type(NO_STAFF)
    desk.says(ReaderPhase.NUMBER)
    desk.shows("ben", ReaderPhase.NUMBER_FIRST)


def test_a_finger_that_somebody_has_is_refused_and_so_is_an_edge(desk: Desk) -> None:
    before = desk.kept
    desk.wishes(BEN)
    desk.presses("anna", "already-enrolled")
    assert desk.stages[-1].staff == ANNA
    desk.wishes(BEN)
    desk.presses("ben", "little", "smudge")
    desk.presses("left", "press-again")
    desk.presses("another", "different-fingers")
    assert desk.kept == before


def test_three_wrong_fingers_are_enough_for_a_number(desk: Desk) -> None:
    desk.type(BEN)
    desk.says(ReaderPhase.FINGER)
    punches = len(desk.hall.punches())
    for phase in (ReaderPhase.MISMATCH, ReaderPhase.MISMATCH, ReaderPhase.GIVEN_UP):
        desk.shows("somebody", phase)
        if phase is ReaderPhase.MISMATCH:
            desk.says(ReaderPhase.FINGER)
    desk.type(BEN)
    desk.says(ReaderPhase.GIVEN_UP)
    desk.type(ANNA)
    desk.says(ReaderPhase.FINGER)
    desk.type(NO_STAFF)
    assert len(desk.hall.punches()) == punches


def test_one_that_is_pulled_out_is_missed_and_comes_back_by_itself(desk: Desk) -> None:
    desk.hall.bus.unplug(0)
    until(lambda: desk.hall.alert(DOOR, "reader-away") is not None, "the alert")
    state = desk.hall.state(DOOR)
    assert state is not None
    assert state.state is Liveness.LOST
    assert "usb:1-1" in state.reason
    desk.says(ReaderPhase.AWAY)
    desk.hall.bus.replug(0)
    desk.hall.ready(DOOR)
    until(lambda: desk.hall.alert(DOOR, "reader-away") is None, "the end of the alert")
    desk.says(ReaderPhase.NUMBER)
    desk.shows("1001", ReaderPhase.NUMBER_FIRST)


def test_one_that_hangs_is_missed_and_one_that_answers_again_is_back(desk: Desk) -> None:
    desk.says(ReaderPhase.NUMBER)
    desk.hall.hand(DOOR, "fault wrong")
    desk.says(ReaderPhase.AWAY)
    desk.hall.hand(DOOR, "ok")
    desk.hall.ready(DOOR)
    desk.says(ReaderPhase.NUMBER)


def pieces(sealed: bytes) -> list[bytes]:
    """Runs of a template that would give it away, and of its file."""
    return [sealed[at : at + 8] for at in range(0, len(sealed) - 8, 4)]


def test_nothing_of_a_finger_is_anywhere_but_in_the_store(desk: Desk) -> None:
    run = desk.hall.settings.run
    seal = Seal(run / FOLDER)
    finger = TemplateStore(run / FOLDER, DOOR, seal).finger(3)
    assert finger is not None
    assert len(finger.templates) == 2
    head = len(b"FMR\0 20\0") + 20
    secrets = [each for made in finger.templates for each in pieces(made[head:])]
    secrets += pieces((run / FOLDER / DOOR / "3.finger").read_bytes())
    secrets.append((run / FOLDER / "key").read_bytes()[:8])
    copy(run / FILE, run.parent / "backup.db")
    files = [each for each in run.parent.rglob("*") if each.is_file() and FOLDER not in each.parts]
    data = {each: each.read_bytes() for each in files}
    assert any(each.name == "outbox-clockin.db" for each in data)
    assert any(b"finger-kept" in each for each in data.values()), "the control: it sees facts"
    found = [file for file, held in data.items() if any(piece in held for piece in secrets)]
    assert found == []
    (run / "control").write_bytes(b"..." + finger.templates[0] + b"...")
    assert any(piece in (run / "control").read_bytes() for piece in secrets), "the control"
    (run / "control").unlink()
    heard = msgspec.json.encode([desk.stages, list(desk.hall.eye.told.values())])
    assert not any(piece in heard for piece in secrets)


def test_whoever_withdraws_is_gone_from_the_store_and_the_ledger_has_the_proof(desk: Desk) -> None:
    assert "3.finger" in desk.kept
    desk.hall.person.do(WithdrawConsent, staff=ANNA, why=Why.WITHDRAWN, by=LEADER)

    def proofs() -> list[FingersErased]:
        facts = (recorded(row).fact for row in read(desk.hall.settings.run / FILE))
        return [each for each in facts if isinstance(each, FingersErased)]

    until(lambda: bool(proofs()), "the proof")
    (proof,) = proofs()
    assert (proof.staff, proof.reader, proof.remaining) == (ANNA, DOOR, 1)
    assert 3 in proof.slots
    assert sorted(desk.kept) == ["4.finger"]
    punches, nothing = len(desk.hall.punches()), (ReaderPhase.NO_FINGER, ReaderPhase.NUMBER_FIRST)
    desk.type(ANNA)  # hall.toml still gives her a slot: at once or after a touch
    desk.hall.hand(DOOR, "finger anna")
    until(lambda: desk.hall.eye.told[DOOR].phase in nothing, "the screen to know nothing of her")
    desk.hall.hand(DOOR, "lift")
    desk.says(ReaderPhase.NUMBER)
    assert len(desk.hall.punches()) == punches


def _said(desk: Desk, *, damaged: bool) -> bool:
    return (desk.hall.alert(DOOR, "fingers") is not None) is damaged


def test_a_service_that_was_killed_knows_fingers_again_and_says_what_is_damaged(desk: Desk) -> None:
    """The last one: the service is dead after it."""
    hall, folder = desk.hall, desk.hall.settings.run / FOLDER / DOOR
    torn = folder / "9.finger"
    for damaged in (True, False):
        hall.clock_in.kill()
        (folder / "5.new").write_bytes(b"half of a finger")
        torn.write_bytes((folder / "4.finger").read_bytes()[:100])
        if not damaged:
            torn.unlink()
        hall.eye.told.pop(DOOR)
        hall.clock_in.start()
        until(lambda: DOOR in hall.eye.told, "the service")
        desk.says(ReaderPhase.NUMBER)
        until(partial(_said, desk, damaged=damaged), "what is said of it")
        assert "5.new" not in desk.kept
    desk.type(BEN)
    desk.says(ReaderPhase.FINGER)
    desk.shows("ben", ReaderPhase.RECOGNISED)
    until(lambda: hall.punches()[-1].staff == BEN, "the punch in the ledger")
    hall.clock_in.kill()
