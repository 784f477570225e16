"""The bus is not believed about fingers; what is nobody's in a reader is told. Invented people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.domain.enrolment.facts import ErasureOrdered, FingerKept, FingersErased, Why
from broker.domain.enrolment.requests import (
    EraseSlots,
    KeepFinger,
    ProveErased,
    WithdrawConsent,
)
from broker.domain.ids import StaffId
from broker.domain.requests import Refused
from broker.wire.enrolment_messages import FingersState, LibraryState
from tests.stages.finger_desk import LEADER, NEW, FingerDesk, begun
from tests.stages.reader_hall import READER
from tests.stages.slow_disk import SlowDisk

NOBODY = StaffId("")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FingerDesk]:
    yield from begun(tmp_path)


def asked(desk: FingerDesk, kind: Any, **words: Any) -> str:
    """What a stranger on the bus comes to: the code of the refusal, or nothing."""
    answer = desk.desk.ask(desk.desk.make(kind, **words))
    return answer.code if isinstance(answer, Refused) else ""


def keeps(desk: FingerDesk, slot: int, reader: str = READER) -> str:
    return asked(desk, KeepFinger, staff=NEW, reader=reader, slot=slot, by=LEADER)


def proves(desk: FingerDesk, staff: StaffId, *slots: int) -> str:
    at = desk.desk.clock.now()
    words = {"staff": staff, "reader": READER, "slots": slots, "read_at": at, "remaining": 0}
    return asked(desk, ProveErased, **words)


def test_no_finger_is_kept_in_a_slot_of_hall_toml_nor_at_a_reader_it_does_not_have(
    desk: FingerDesk,
) -> None:
    assert keeps(desk, 5) == "no-consent"
    desk.consent()
    assert keeps(desk, 1) == "slot-taken"
    assert keeps(desk, 5, "elsewhere") == "unknown-device"
    assert desk.facts(FingerKept) == []
    assert desk.touch("101").staff == "101"
    assert keeps(desk, 5) == ""


def test_nobody_proves_what_nobody_asked_for_nor_half_of_it(desk: FingerDesk) -> None:
    desk.consent()
    desk.enrol("left")
    desk.enrol("right")
    assert proves(desk, NEW, 0, 4) == "not-to-erase"
    assert proves(desk, StaffId("101"), 1) == "not-to-erase"
    assert proves(desk, NOBODY, 9) == "not-to-erase"
    desk.desk.broker.cut(desk.service.bus)  # the reader's own proof does not come
    desk.desk.do(WithdrawConsent, staff=NEW, why=Why.WITHDRAWN, by=LEADER)
    desk.desk.do(WithdrawConsent, staff=StaffId("101"), why=Why.WITHDRAWN, by=StaffId("101"))
    assert proves(desk, NEW, 0) == "slots-left"
    assert proves(desk, NEW) == "slots-left"
    assert proves(desk, StaffId("101")) == "slots-left"
    assert desk.facts(FingersErased) == []
    assert proves(desk, NEW, 0, 4) == ""
    assert proves(desk, NEW) == ""  # it is proved; no news
    assert len(desk.facts(FingersErased)) == 1


def test_a_template_of_nobody_is_told_and_erased_by_who_may(desk: FingerDesk) -> None:
    alert = desk.alert("nobodys-finger")
    assert alert is not None
    assert "slots 9;" in alert.en
    library = desk.desk.retained(desk.topics.library(READER), LibraryState)
    assert (library.nobodys, library.opened) == ((9,), ())
    for slots, by, code in (
        ((9,), "101", "role"),
        ((9,), "999", "unknown-staff"),
        ((1, 9), LEADER, "slot-taken"),
        ((9,), LEADER, ""),
    ):
        assert asked(desk, EraseSlots, reader=READER, slots=slots, by=by) == code
    assert asked(desk, EraseSlots, reader="x", slots=(9,), by=LEADER) == "unknown-device"
    desk.passes(3.0)
    assert set(desk.held()) == {"1", "2", "3"}
    assert [each.slots for each in desk.facts(ErasureOrdered)] == [(9,)]
    assert [(each.staff, each.slots) for each in desk.facts(FingersErased)] == [("", (9,))]
    assert desk.alert("nobodys-finger") is None
    assert asked(desk, EraseSlots, reader=READER, slots=(9,), by=LEADER) == ""  # once more
    desk.passes(3.0)
    assert len(desk.facts(FingersErased)) == 2


def test_what_is_to_be_erased_is_kept_for_nobody(desk: FingerDesk) -> None:
    desk.consent()
    desk.desk.broker.cut(desk.service.bus)
    assert asked(desk, EraseSlots, reader=READER, slots=(5,), by=LEADER) == ""
    assert asked(desk, EraseSlots, reader=READER, slots=(5,), by=LEADER) == ""
    assert len(desk.facts(ErasureOrdered)) == 1
    assert keeps(desk, 5) == "slot-condemned"


@pytest.mark.expects_warnings
def test_a_finger_that_is_nobodys_names_nobody(desk: FingerDesk) -> None:
    desk.consent()
    desk.wish()
    desk.twice("lodger")
    assert (desk.said[-1], desk.stages[-1].staff) == ("nobodys", "")


@pytest.mark.expects_warnings
def test_no_slot_is_filled_before_the_disk_has_it(desk: FingerDesk) -> None:
    """While it hangs nobody is asked to press; what it refuses is said."""
    desk.consent()
    disk: Any = SlowDisk()
    desk.clock_in._slots._kept._writing._committer = disk
    desk.wish()
    desk.passes(1.0)
    assert (desk.said, len(disk.waiting)) == ([], 1)
    disk.go(OSError("no room"))
    desk.passes(0.3)
    assert desk.said == ["cannot-store"]
    desk.passes(3.0)
    disk.go()
    desk.wish()
    disk.go()
    desk.passes(0.5)
    assert desk.said[-1] == "press"


def test_a_wish_that_waits_for_the_disk_can_be_stopped(desk: FingerDesk) -> None:
    desk.consent()
    disk: Any = SlowDisk()
    desk.clock_in._slots._kept._writing._committer = disk
    desk.stop(desk.wish())
    assert desk.said == []
    disk.go()
    desk.passes(0.5)
    assert desk.said == ["stopped"]
    disk.go()
    assert desk.clock_in._slots.of(READER) == {}


@pytest.mark.expects_warnings
def test_a_damaged_file_of_slots_is_put_aside_and_told(desk: FingerDesk) -> None:
    desk.kill()
    (desk.folder / "slots-clockin.json").write_bytes(b"{")
    desk.start()
    assert list(desk.folder.glob("slots-clockin.json.damaged-*"))
    assert desk.clock_in._slots.known
    desk.consent()
    desk.enrol("left")


@pytest.mark.expects_warnings
def test_what_a_stranger_had_erased_is_told(desk: FingerDesk) -> None:
    """His state stays on the bus; the ledger never ordered it, and says so of the proof."""
    topic = desk.topics.fingers(READER)
    state = FingersState(
        id="stranger", at=desk.desk.clock.now(), reader=READER, erase=(StaffId("101"),)
    )
    desk.desk.bus.publish(topic, state, retain=True)
    desk.passes(5.0)
    assert "1" not in desk.held()
    assert desk.facts(FingersErased) == []
    alert = desk.alert("erased-unasked")
    assert alert is not None
    assert f"Reader {READER} erased" in alert.en
    assert "slots 1;" in alert.en


def test_what_the_ledger_ordered_is_no_alert_though_the_proof_is_sent_twice(
    desk: FingerDesk,
) -> None:
    """A service that died while its proof was under way does not prove it anew."""
    desk.desk.do(EraseSlots, reader=READER, slots=(9,), by=LEADER)
    desk.desk.broker.server, server = None, desk.desk.broker.server
    desk.passes(5.0)
    assert "9" not in desk.held()
    desk.kill()
    desk.start()
    desk.passes(5.0)
    desk.desk.broker.server = server
    desk.passes(60.0)
    assert [each.slots for each in desk.facts(FingersErased)] == [(9,)]
    assert desk.alert("erased-unasked") is None
