"""A U.are.U 4500 in a hall at work: the clock-in service, unchanged, through pyusb and libusb.

It knows nobody, so a touch is nobody's; what a reader is to the hall, it is in all else.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from broker.wire.messages import Liveness, ReaderPhase
from firmware_mocks.usb.kernel_bus import RootPort, unavailable
from tests.stages.uareu import ABOUT, endpoints
from tests.stages.usb_hall import UsbHall, hall_file, hall_of, until

WHY_NOT = unavailable()
pytestmark = [
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there"),
    pytest.mark.timeout(120),
]
DOOR = "door"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UsbHall]:
    folder = tmp_path_factory.mktemp("uru4500")
    file = hall_file(folder / "hall", (DOOR,), 3, "uru4500")
    port = RootPort(ABOUT, endpoints(scrambled="yes"), driver=False)
    with (
        pytest.MonkeyPatch.context() as patch,
        hall_of(folder, patch, file, {DOOR: port}) as hall,
    ):
        yield hall


def says(hall: UsbHall, phase: ReaderPhase) -> None:
    until(lambda: hall.eye.told[DOOR].phase is phase, f"the screen to say {phase}")


def test_a_touch_is_nobodys_and_the_next_is_seen_too(hall: UsbHall) -> None:
    for finger in ("1001", "somebody"):
        says(hall, ReaderPhase.IDLE)
        hall.hand(DOOR, f"finger {finger}")
        says(hall, ReaderPhase.UNKNOWN)
        hall.hand(DOOR, "lift")
    says(hall, ReaderPhase.IDLE)
    assert hall.punches() == []


def test_one_that_is_pulled_out_is_missed_and_comes_back_by_itself(hall: UsbHall) -> None:
    hall.bus.unplug(0)
    until(lambda: hall.alert(DOOR, "reader-away") is not None, "the alert")
    state = hall.state(DOOR)
    assert state is not None
    assert state.state is Liveness.LOST
    assert "usb:1-1" in state.reason
    says(hall, ReaderPhase.AWAY)
    hall.bus.replug(0)
    hall.ready(DOOR)
    until(lambda: hall.alert(DOOR, "reader-away") is None, "the end of the alert")
    says(hall, ReaderPhase.IDLE)
    hall.hand(DOOR, "finger 1001")
    says(hall, ReaderPhase.UNKNOWN)
    hall.hand(DOOR, "lift")


def test_one_that_hangs_is_missed_and_one_that_answers_again_is_back(hall: UsbHall) -> None:
    says(hall, ReaderPhase.IDLE)
    hall.hand(DOOR, "fault wrong")
    says(hall, ReaderPhase.AWAY)
    hall.hand(DOOR, "ok")
    hall.ready(DOOR)
    says(hall, ReaderPhase.IDLE)
