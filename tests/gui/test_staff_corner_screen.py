"""The staff corner on the glass: the gesture, the PIN, the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtTest import QSignalSpy, QTest

from broker.domain.hall import AT_STAFF_CORNER
from broker.service import left
from kiosk.ticket.screens import HOME
from kiosk.ticket.staff_screens import StaffCorner, StaffDoor, StaffEnd, Trial
from tests.gui.kiosk_rig import Rig, kiosk
from tests.stages.pins import PIN


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def screen(rig: Rig) -> object:
    assert rig.kiosk._conductor is not None
    return rig.kiosk._conductor.flow.screen


def hold(rig: Rig) -> None:
    """A finger rests on the upper left corner; its three seconds are a moment here."""
    corner = rig.find("corner-held")
    assert corner is not None
    assert corner.property("pressAndHoldInterval") == 3000
    corner.setProperty("pressAndHoldInterval", 1)
    at = rig.middle("corner-held")
    held = QSignalSpy(corner, SIGNAL("pressAndHold(QQuickMouseEvent*)"))
    QTest.touchEvent(rig.window, rig.finger).press(0, at, rig.window).commit()
    assert held.count() or held.wait(60_000)
    QTest.touchEvent(rig.window, rig.finger).release(0, at, rig.window).commit()
    rig.pump()


def sign_in(rig: Rig) -> None:
    member = next(each for each in rig.settings.hall.staff if each.role in AT_STAFF_CORNER)
    for word in (member.id, PIN):
        for character in word:
            rig.touch(f"key-{character}")
        rig.touch("enter")


def test_a_short_touch_of_both_corners_opens_nothing(rig: Rig) -> None:
    rig.touch("corner-held")
    rig.touch("corner")
    assert screen(rig) == HOME


def test_both_corners_and_a_pin_open_it_and_the_printer_can_be_tried(rig: Rig) -> None:
    hold(rig)
    rig.touch("corner")
    assert screen(rig) == StaffDoor()
    sign_in(rig)
    assert screen(rig) == StaffCorner()
    rig.touch("try")
    assert "kiosk-1" in rig.printer.texts[0]
    assert screen(rig) == StaffCorner(Trial.WELL)
    rig.touch("done")
    assert screen(rig) == HOME


def test_it_ends_the_program_so_that_it_stays_away(rig: Rig) -> None:
    hold(rig)
    rig.touch("corner")
    sign_in(rig)
    rig.touch("desktop", times=2)  # a double tap is no yes
    assert isinstance(screen(rig), StaffEnd)
    assert not rig.runner.exit_status
    rig.touch("end")
    assert rig.runner.exit_status == left.STATUS
