"""A reader that was exchanged or emptied: whose fingers it lost is told. Invented people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.commands.finger_list import lines
from broker.domain.enrolment.requests import GiveConsent, KeepFinger
from broker.domain.hall import Member, Reader, Role, Wire
from broker.domain.ids import StaffId
from broker.wire.enrolment_messages import FingersState, LibraryState, SlotOf
from broker.wire.messages import ReaderPhase
from firmware_mocks.ef01 import MOCK as EF01
from firmware_mocks.firmware import Firmware
from firmware_mocks.uru4500 import MOCK as URU4500
from tests.stages.finger_desk import LEADER, NEW, FingerDesk, begun
from tests.stages.halls import MORNING, small_hall
from tests.stages.reader_hall import READER, ReaderHall


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FingerDesk]:
    yield from begun(tmp_path)


def library(hall: ReaderHall) -> LibraryState:
    state = hall.desk.retained(hall.topics.library(READER), LibraryState)
    assert isinstance(state, LibraryState)
    return state


def exchanged(desk: FingerDesk, holds: str) -> None:
    """Another module hangs there from now on."""
    desk.unplug()
    desk.passes(2.0)
    desk.devices[1] = EF01.make(1, {"enrolled": holds, "fast": "yes"} if holds else {"fast": "yes"})
    desk.plug()
    desk.passes(6.0)


def test_a_reader_that_holds_what_it_should_is_no_alert(desk: FingerDesk) -> None:
    """What was taken since its index was read is there, too; one that is erased is missed by
    nobody."""
    assert desk.alert("fingers-gone") is None
    desk.consent()
    desk.enrol("left")
    desk.enrol("right")
    desk.passes(2.0)
    assert desk.alert("fingers-gone") is None
    desk.withdraw()
    assert desk.alert("fingers-gone") is None
    assert library(desk).missing == ()


@pytest.mark.expects_warnings
def test_an_empty_module_says_whose_fingers_are_gone_until_they_are_taken_anew(
    desk: FingerDesk,
) -> None:
    desk.consent()
    desk.enrol("left")
    exchanged(desk, "102:2,103:3")
    alert = desk.alert("fingers-gone")
    assert alert is not None
    assert "104/0 101/1 (number/slot)" in alert.en
    assert "104/0 101/1（工号/位置）" in alert.zh
    assert library(desk).missing == (SlotOf(0, NEW), SlotOf(1, StaffId("101")))
    assert desk.touch("left").phase is ReaderPhase.UNKNOWN
    desk.enrol("left")  # into the slot where the ledger has it
    desk.passes(1.0)
    assert library(desk).missing == (SlotOf(1, StaffId("101")),)
    assert desk.touch("left").staff == NEW
    desk.consent(StaffId("101"))
    desk.enrol("101", StaffId("101"))
    desk.passes(1.0)
    assert desk.alert("fingers-gone") is None
    assert desk.held() == {"0": "left", "1": "101", "2": "102", "3": "103"}


@pytest.mark.expects_warnings
def test_the_first_module_is_back(desk: FingerDesk) -> None:
    exchanged(desk, "")
    alert = desk.alert("fingers-gone")
    assert alert is not None
    assert "101/1 102/2 103/3" in alert.en
    exchanged(desk, "101:1,102:2,103:3")
    assert desk.alert("fingers-gone") is None


class Pictures(ReaderHall):
    """A reader for which the hall keeps the fingers."""

    def simulated(self) -> dict[int, Firmware]:
        return {1: URU4500.make(1, self.options)}


def test_a_store_whose_folder_is_empty_is_told_and_hall_toml_alone_is_not(tmp_path: Path) -> None:
    """A slot of hall.toml is of another reader: no installer fills the hall's own store."""
    pytest.importorskip("cryptography", reason="not installed: pip install .[uru4500]")
    leader = Member(id=LEADER, name="值班长", role=Role.DUTY_LEADER)
    plain = small_hall(
        lines=(Wire(id="clockin", driver="uru4500", port="usb:1-1"),),
        readers=(Reader(id=READER, line="clockin"),),
    )
    staff = tuple(each for each in plain.staff if each.id != LEADER)
    hall = small_hall(lines=plain.lines, readers=plain.readers, staff=(*staff, leader))
    rig = Pictures(tmp_path, hall)
    rig.until(lambda: rig.topics.library(READER) in rig.desk.broker.retained, 20.0)
    assert library(rig).missing == ()
    person = StaffId("102")
    rig.desk.do(GiveConsent, staff=person, text_version="v1", by=LEADER)
    rig.desk.do(KeepFinger, staff=person, reader=READER, slot=7, by=LEADER)
    rig.passes(1.0)
    alert = rig.alert("fingers-gone")
    rig.close()
    assert alert is not None
    assert "102/7 (number/slot)" in alert.en


def test_the_list_says_which_the_reader_has_lost() -> None:
    at = small_hall()
    gone = (SlotOf(1, StaffId("101")), SlotOf(2, StaffId("102")))
    now = LibraryState(id="l", at=MORNING, reader="door", missing=gone)
    kept = FingersState(id="s", at=MORNING, reader="door", fingers=gone[:1])
    only = "(by hall.toml alone; the ledger has none)"
    assert lines(at, Reader(id="door", line="x"), kept, now) == [
        "door    1  测试甲 101  (not in the reader; enrol anew)",
        f"door    2  测试乙 102  {only}  (not in the reader; enrol anew)",
        f"door    3  测试丙 103  {only}",
    ]


def test_whom_hall_toml_names_and_who_withdrew_is_neither_missed_nor_listed(
    desk: FingerDesk,
) -> None:
    """Once it is proved that nothing is left; a new consent makes the slot theirs again."""
    who = StaffId("101")
    desk.withdraw(who)
    desk.passes(2.0)
    assert "1" not in desk.held()
    assert desk.alert("fingers-gone") is None
    state = desk.desk.retained(desk.topics.fingers(READER), FingersState)
    assert isinstance(state, FingersState)
    assert (state.erase, state.forgotten) == ((), (who,))
    listed = lines(desk.hall, desk.hall.readers[0], state, library(desk))
    assert [each.split()[1] for each in listed] == ["2", "3"]
    desk.consent(who)
    desk.passes(2.0)
    assert desk.alert("fingers-gone") is not None
    desk.enrol("left", who)
    desk.passes(2.0)
    assert desk.alert("fingers-gone") is None
    assert desk.touch("left").staff == who
