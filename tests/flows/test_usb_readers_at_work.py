"""Readers on USB in a hall at work: the clock-in service, unchanged, through pyusb and libusb."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.base import Delivery
from broker.domain.enrolment.stages import EnrolmentStage
from broker.wire.enrolment_messages import EnrolmentTold
from broker.wire.messages import Liveness, ReaderPhase
from firmware_mocks.usb.kernel_bus import unavailable
from tests.stages.usb_hall import UsbHall, until, usb_hall

WHY_NOT = unavailable()
pytestmark = [
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "there"),
    pytest.mark.timeout(300),
]
EAST, WEST = "east", "west"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UsbHall]:
    with (
        pytest.MonkeyPatch.context() as patch,
        usb_hall(tmp_path_factory.mktemp("usb"), patch, (EAST, WEST), 20) as hall,
    ):
        yield hall


def said(hall: UsbHall, *words: str) -> str:
    """What a command of the hall says, on the machine that has the readers."""
    place = [str(hall.settings.file), "--run", str(hall.settings.run)]
    words = (*words, *place) if words[0] == "devices" else (*words, "--hall", *place)
    return subprocess.run(
        [sys.executable, "-m", "broker.cli", *words],
        env={**os.environ, **hall.bus.belongings, "COLUMNS": "300"},
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    ).stdout


def test_two_equal_readers_are_told_apart_by_their_sockets(hall: UsbHall) -> None:
    hall.touch(EAST, "1001")
    hall.touch(WEST, "1002")
    until(lambda: len(hall.punches()) >= 2, "two punches")
    at = {each.staff: each.device for each in hall.punches()}
    assert (at["1001"], at["1002"]) == (EAST, WEST)


def test_the_hall_says_of_each_how_it_is(hall: UsbHall) -> None:
    status = said(hall, "status")
    assert f"reader {EAST}" in status
    assert "lost" not in status
    devices = said(hall, "devices")
    assert devices.count("another program holds this device") == 2, "the service has them"
    for place in ("usb:1-1", "usb:1-2"):
        assert f"ef01-usb  {place}" in devices


def test_one_that_is_pulled_out_is_missed_and_comes_back_by_itself(hall: UsbHall) -> None:
    hall.bus.unplug(0)
    until(lambda: hall.alert(EAST, "reader-away") is not None, "the alert")
    state = hall.state(EAST)
    assert state is not None
    assert state.state is Liveness.LOST
    assert "usb:1-1" in state.reason
    until(lambda: hall.eye.told[EAST].phase is ReaderPhase.AWAY, "the screen to say so")
    hall.touch(WEST, "1003")
    assert "lost" in said(hall, "status")
    hall.bus.replug(0)
    hall.ready(EAST)
    until(lambda: hall.alert(EAST, "reader-away") is None, "the end of the alert")
    hall.touch(EAST, "1004")
    until(lambda: {"1003", "1004"} <= {each.staff for each in hall.punches()}, "both punches")


def test_nothing_is_lost_nor_doubled_when_it_is_pulled_out_under_a_finger(hall: UsbHall) -> None:
    """At any moment of an identification; the finger stays, as people's do."""
    some = [str(1005 + number) for number in range(3)]
    for number, staff in enumerate(some):
        hall.hand(EAST, f"finger {staff}")
        time.sleep(0.07 * number)
        hall.bus.unplug(0)
        hall.bus.replug(0)
        hall.touch(EAST, staff)
        time.sleep(0.3)
    until(lambda: {each.staff for each in hall.punches()} >= {*some}, "all of them")
    assert {Counter(each.staff for each in hall.punches())[staff] for staff in some} == {1}


def test_a_finger_is_taken_and_forgotten_over_usb(hall: UsbHall) -> None:
    """`hall enrol`, while the reader watches: the finger does what the reader asks for."""
    obeying(hall, WEST, "finger 101")
    done = said(
        hall, "enrol", "101", "--by", "900", "--consent", "v1", "--fingers", "1", "--reader", WEST
    )
    assert done.endswith("Enrolled\n"), done
    hall.touch(WEST, "101")
    erased = said(hall, "enrol", "101", "--by", "900", "--withdraw")
    assert f"{WEST}: emptied, as its index says: 20" in erased
    hall.eye.told.pop(WEST, None)
    hall.hand(WEST, "finger 101")
    until(lambda: is_unknown(hall, WEST), "a finger that nobody knows any more")
    hall.hand(WEST, "lift")


def obeying(hall: UsbHall, reader: str, words: str) -> None:
    """Somebody at a reader who lays a finger there and takes it away as he is told."""
    person = hall.person

    def hear(delivery: Delivery) -> None:
        told = delivery.message
        if isinstance(told, EnrolmentTold):
            wanted = told.stage in (EnrolmentStage.PRESS, EnrolmentStage.PRESS_AGAIN)
            hall.hand(reader, words if wanted else "lift")

    def listen(_event: object) -> None:
        person.bus.subscribe(person.topics.enrolment(reader), EnrolmentTold, hear)

    person.runner.post(listen, None)


def is_unknown(hall: UsbHall, reader: str) -> bool:
    state = hall.eye.told.get(reader)
    return state is not None and state.phase is ReaderPhase.UNKNOWN


def test_asked_at_rest_each_says_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with usb_hall(tmp_path, monkeypatch, (EAST, WEST), 1) as hall:
        hall.clock_in.stop()
        hall.bus.unplug(1)
        devices = said(hall, "devices")
        assert devices.count("capacity 300") == 1, devices
        assert "no such device on USB" in devices
        hall.bus.replug(1)
        assert said(hall, "devices").count("capacity 300") == 2
