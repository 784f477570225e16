"""A U.are.U 4500 in a hall at work: the clock-in service, unchanged, through pyusb and libusb.

It knows nobody: a staff number is typed first, and the hall keeps what its pictures show.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from broker.bus.base import Delivery
from broker.domain.attendance.facts import PunchWay
from broker.domain.enrolment.requests import GiveConsent
from broker.domain.ids import NO_STAFF, StaffId
from broker.wire.enrolment_messages import EnrolFinger, EnrolmentTold, NumberTyped
from broker.wire.messages import ReaderPhase
from firmware_mocks.usb.kernel_bus import RootPort, unavailable
from tests.stages.uareu import ABOUT, endpoints
from tests.stages.usb_hall import UsbHall, hall_file, hall_of, until

WHY_NOT = unavailable()
pytestmark = [
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there"),
    pytest.mark.timeout(180),
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
        until(lambda: told[DOOR].phase is phase, f"the screen to say {phase}")

    def shows(self, finger: str, phase: ReaderPhase) -> None:
        """A finger on the glass until the screen says this of it."""
        self.hall.hand(DOOR, f"finger {finger}")
        self.says(phase)
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

    def enrols(self, finger: str, staff: StaffId, end: str = "kept") -> None:
        self.wishes(staff)
        self.hall.hand(DOOR, f"finger {finger}")
        self.hears("press-again" if end != "already-enrolled" else end)
        self.hall.hand(DOOR, "lift")
        if end == "already-enrolled":
            return
        self.hall.hand(DOOR, f"finger {finger}")
        self.hears(end)
        self.hall.hand(DOOR, "lift")

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
