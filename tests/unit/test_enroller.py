"""Enrolment at a reader at work, with a ledger and a simulated module; all people are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.bus.local import LocalBus
from broker.domain.attendance.facts import PunchRecorded
from broker.domain.enrolment.facts import (
    ConsentWithdrawn,
    FingerKept,
    FingersErased,
    Why,
)
from broker.domain.enrolment.requests import GiveConsent, WithdrawConsent
from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.ids import StaffId
from broker.domain.requests import Refused
from broker.ledger.copies import copy
from broker.service import kept_whole
from broker.service.whole_file import write_whole
from broker.wire.messages import ReaderPhase
from fingerprint.models.ef01 import enrolling
from firmware_mocks.ef01.fingers import template
from tests.stages.finger_desk import LEADER, NEW, begun
from tests.stages.finger_desk import FingerDesk as Desk
from tests.stages.reader_hall import READER


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from begun(tmp_path)


def test_two_fingers_are_taken_and_both_are_known(desk: Desk) -> None:
    desk.consent()
    for slot, finger in ((0, "left"), (4, "right")):
        before = len(desk.said)
        desk.enrol(finger)
        assert desk.said[before:] == ["press", "lift", "press-again", "stored", "kept"]
        assert desk.held()[str(slot)]
    assert [(each.staff, each.slot) for each in desk.facts(FingerKept)] == [(NEW, 0), (NEW, 4)]
    assert [desk.touch(each).staff for each in ("left", "right")] == [NEW, NEW]
    assert {each.staff for each in desk.punches} == {NEW}
    assert desk.touch("101").staff == "101"  # whom hall.toml has


def test_a_start_knows_whose_finger_it_is(desk: Desk) -> None:
    desk.consent()
    desk.enrol("left")
    desk.kill()
    desk.start()
    assert desk.touch("left").staff == NEW


def test_without_a_consent_nothing_stays_in_the_reader(desk: Desk) -> None:
    """The desk asks the ledger first; whoever goes past it comes to nothing."""
    desk.wish()
    desk.twice("left")
    desk.passes(1.0)
    assert desk.said == ["no-consent"]  # and nobody was asked to press
    assert set(desk.held()) == {"1", "2", "3", "9"}
    assert desk.facts(FingerKept) == []
    assert desk.touch("left").phase is ReaderPhase.UNKNOWN


def test_a_finger_that_is_somebodys_is_refused_with_his_number(desk: Desk) -> None:
    desk.consent()
    desk.wish()
    desk.twice("101")
    assert (desk.said[-1], desk.stages[-1].staff) == ("already-enrolled", "101")
    desk.enrol("left")
    desk.wish()
    desk.twice("left")  # the same finger for the second
    assert (desk.said[-1], desk.stages[-1].staff) == ("already-enrolled", NEW)


def test_fingers_of_two_people_are_never_one(desk: Desk) -> None:
    desk.consent()
    desk.wish()
    desk.twice("left", "stranger")
    assert desk.said[-1] == "different-fingers"
    assert len(desk.held()) == 4


def test_a_smudged_finger_is_told_why_and_tries_again(desk: Desk) -> None:
    desk.consent()
    desk.wish()
    desk.hand("smudge left")
    desk.passes(0.8)
    desk.hand("lift")
    desk.passes(0.3)
    assert {*desk.said} & {"dry", "wet", "moved", "little"}
    desk.twice("left")
    assert desk.said[-1] == "kept"


def test_one_at_a_time(desk: Desk) -> None:
    desk.consent()
    first = desk.wish()
    second = desk.wish("102")  # type: ignore[arg-type]  # a number
    assert [each.enrolment for each in desk.stages if each.stage is EnrolmentStage.BUSY] == [
        second.id
    ]
    desk.twice("left")
    assert (desk.said[-1], desk.stages[-1].enrolment) == ("kept", first.id)


def test_a_full_library_is_said(tmp_path: Path) -> None:
    for desk in begun(tmp_path, capacity="4", enrolled="101:1,102:2,103:3"):
        desk.consent()
        desk.enrol("left")  # slot 0; 1 to 3 are hall.toml's
        desk.wish()
        assert desk.said[-1] == "full"


@pytest.mark.expects_warnings
def test_a_reader_pulled_out_between_the_two_touches(desk: Desk) -> None:
    desk.consent()
    desk.wish()
    desk.hand("finger left")
    desk.passes(0.6)
    desk.hand("lift")
    desk.unplug()
    desk.passes(0.5)
    assert desk.said[-1] == "reader"
    desk.wish()
    assert desk.said[-1] == "away"
    desk.plug()
    desk.passes(5.0)
    assert set(desk.held()) == {"1", "2", "3", "9"}
    desk.enrol("left")


def test_withdrawal_erases_and_proves_it_by_the_index(desk: Desk) -> None:
    desk.consent()
    desk.enrol("left")
    desk.enrol("right")
    desk.withdraw()
    assert set(desk.held()) == {"1", "2", "3", "9"}
    (proof,) = desk.facts(FingersErased)
    assert (proof.staff, proof.reader, proof.slots, proof.remaining) == (NEW, READER, (0, 4), 4)
    assert desk.touch("left").phase is ReaderPhase.UNKNOWN
    desk.passes(60.0)
    assert len(desk.facts(FingersErased)) == 1  # once


def test_whom_the_installer_enrolled_may_withdraw_too(desk: Desk) -> None:
    desk.withdraw(StaffId("101"), Why.LEFT)
    assert set(desk.held()) == {"2", "3", "9"}
    assert [each.slots for each in desk.facts(FingersErased)] == [(1,)]
    assert desk.touch("101").phase is ReaderPhase.UNKNOWN


@pytest.mark.expects_warnings
def test_who_withdrew_is_known_to_nobody_though_the_reader_is_away(desk: Desk) -> None:
    """And when it is back, after a start too, it is erased there and proved."""
    desk.consent()
    desk.enrol("left")
    desk.unplug()
    desk.passes(1.0)
    desk.withdraw()
    assert desk.facts(FingersErased) == []
    desk.kill()
    desk.start()
    desk.plug()
    desk.passes(6.0)
    assert len(desk.facts(FingersErased)) == 1
    assert set(desk.held()) == {"1", "2", "3", "9"}


@pytest.mark.expects_warnings
def test_a_start_without_the_ledger_knows_whom_it_knew_and_nobody_who_withdrew(
    desk: Desk,
) -> None:
    """Nothing is erased by it: only the ledger's word proves anything."""
    desk.consent()
    desk.enrol("left")
    desk.unplug()
    desk.passes(1.0)
    desk.withdraw(StaffId("101"))
    assert desk.facts(FingersErased) == []
    desk.kill()
    desk.desk.bus.clear(desk.topics.fingers(READER))  # the broker was started anew, too
    desk.desk.settle()
    desk.desk.close()
    desk.start()
    desk.plug()
    desk.passes(6.0)
    assert desk.touch("101").phase is ReaderPhase.UNKNOWN
    assert desk.touch("left").staff == NEW
    assert desk.touch("102").staff == "102"
    assert "1" in desk.held()
    desk.desk.open()
    desk.passes(15.0)
    assert [each.staff for each in desk.facts(FingersErased)] == ["101"]
    assert {each.staff for each in desk.punches} == {NEW, "102"}


@pytest.mark.expects_warnings
@pytest.mark.parametrize("content", [b"{", b'[{"reader":1}]', b""])
def test_a_damaged_file_of_what_was_heard_is_written_over(desk: Desk, content: bytes) -> None:
    desk.consent()
    desk.enrol("left")
    desk.kill()
    file = desk.folder / "fingers-clockin.json"
    before = file.read_bytes()
    file.write_bytes(content)
    desk.start()
    desk.passes(1.0)
    assert desk.touch("left").staff == NEW
    assert file.read_bytes() == before


@pytest.mark.expects_warnings
def test_a_disk_that_does_not_take_what_was_heard_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, fails = desk.folder / "fingers-clockin.json", [True]

    def refuses(where: Path, data: bytes) -> None:
        if fails and where == file:
            raise OSError(28, "No space left on device")
        write_whole(where, data)

    monkeypatch.setattr(kept_whole, "write_whole", refuses)
    desk.consent()
    desk.enrol("left")
    before = file.read_bytes() if file.exists() else b""
    assert NEW.encode() not in before
    fails.clear()
    desk.passes(3.0)
    assert NEW.encode() in file.read_bytes()


@pytest.mark.expects_warnings
def test_an_index_that_still_has_it_proves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what a module says of its deleting alone is not believed."""
    desk.consent()
    desk.enrol("left")
    library = desk.devices[1]._unit.flash.library  # type: ignore[attr-defined]  # the mock's own

    class Stubborn(dict[int, bytes]):
        def pop(self, key: int, *default: object) -> object:
            return self.get(key, *default)

        def __delitem__(self, key: int) -> None:
            pass

    monkeypatch.setattr(
        desk.devices[1]._unit.flash,  # type: ignore[attr-defined]  # the mock's own
        "library",
        Stubborn(library),
    )
    desk.withdraw()
    assert desk.facts(FingersErased) == []
    assert desk.touch("left").phase is ReaderPhase.UNKNOWN  # he is nobody's all the same


@pytest.mark.expects_warnings
def test_a_driver_that_believes_its_module_is_not_believed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that the slot is erased, and the index that is read afterwards still has it."""
    desk.consent()
    desk.enrol("left")
    unit = desk.devices[1]._unit  # type: ignore[attr-defined]  # the mock's own
    held = dict(unit.flash.library)

    def believing(_slot: int) -> Iterator[Any]:
        unit.flash.library.update(held)
        return False
        yield  # as the driver's own steps are

    monkeypatch.setattr(enrolling, "_is_taken", believing)
    desk.withdraw()
    assert desk.facts(FingersErased) == []
    monkeypatch.undo()
    desk.passes(60.0)  # it is tried again, and proved then
    assert len(desk.facts(FingersErased)) == 1


@pytest.mark.expects_warnings
def test_a_consent_withdrawn_in_the_middle_leaves_nothing(desk: Desk) -> None:
    desk.consent()
    desk.wish()
    desk.hand("finger left")
    desk.passes(0.6)
    desk.hand("lift")
    desk.passes(0.3)
    desk.withdraw()
    desk.hand("finger left")
    desk.passes(1.5)
    desk.hand("lift")
    desk.passes(2.0)
    assert desk.said[-1] == "refused"
    assert set(desk.held()) == {"1", "2", "3", "9"}
    assert desk.facts(FingerKept) == []


@pytest.mark.expects_warnings
def test_the_ledger_away_keeps_what_was_taken_until_it_is_back(desk: Desk) -> None:
    desk.consent()
    desk.wish()
    desk.desk.close()
    desk.twice("left")
    assert desk.said[-1] == "stored"
    desk.desk.open()
    desk.passes(15.0)
    assert [each.slot for each in desk.facts(FingerKept)] == [0]


@pytest.mark.parametrize(
    "withdrawn", [False, pytest.param(True, marks=pytest.mark.expects_warnings)]
)
def test_a_service_killed_behind_a_finger_still_keeps_it_or_erases_it(
    desk: Desk, withdrawn: bool
) -> None:
    """Its outbox has what the reader took; what the ledger says then is done in the next life."""
    desk.consent()
    desk.wish()
    desk.desk.broker.server, server = None, desk.desk.broker.server  # nobody answers
    desk.twice("left")
    assert "0" in desk.held()
    desk.kill()
    desk.desk.broker.server = server
    if withdrawn:
        desk.desk.do(WithdrawConsent, staff=NEW, why=Why.WITHDRAWN, by=LEADER)
    desk.start()
    desk.passes(20.0)
    assert len(desk.facts(FingerKept)) == (0 if withdrawn else 1)
    assert ("0" in desk.held()) is not withdrawn


def test_who_may_take_and_withdraw_a_consent(tmp_path: Path) -> None:
    for desk in begun(tmp_path):
        asked = [
            (GiveConsent, {"staff": LEADER, "by": LEADER}, "own-witness"),
            (GiveConsent, {"staff": NEW, "by": "101"}, "role"),
            (GiveConsent, {"staff": "999", "by": LEADER}, "unknown-staff"),
            (GiveConsent, {"staff": NEW, "by": "999"}, "unknown-staff"),
            (WithdrawConsent, {"staff": NEW, "by": "101", "why": Why.WITHDRAWN}, "role"),
            (WithdrawConsent, {"staff": NEW, "by": NEW, "why": Why.LEFT}, "role"),
            (WithdrawConsent, {"staff": "4444", "by": LEADER, "why": Why.LEFT}, "unknown-staff"),
            (WithdrawConsent, {"staff": NEW, "by": NEW, "why": Why.WITHDRAWN}, ""),
        ]
        for kind, words, code in asked:
            more = {"text_version": "v1"} if kind is GiveConsent else {}
            answer = desk.desk.ask(desk.desk.make(kind, **words, **more))
            assert (answer.code if isinstance(answer, Refused) else "") == code


def test_a_withdrawal_ends_the_consent_and_a_new_one_begins_anew(desk: Desk) -> None:
    first = desk.consent()
    assert desk.desk.do(GiveConsent, staff=NEW, text_version="v1", by=LEADER).facts == ()
    desk.enrol("left")
    desk.withdraw()
    assert [each.consent for each in desk.facts(ConsentWithdrawn)] == [first.consent]
    desk.desk.do(WithdrawConsent, staff=NEW, why=Why.WITHDRAWN, by=LEADER)
    assert len(desk.facts(ConsentWithdrawn)) == 1
    second = desk.consent()
    assert second.consent != first.consent
    desk.enrol("left")
    assert desk.touch("left").staff == NEW
    desk.withdraw()
    assert len(desk.facts(FingersErased)) == 2


def test_nothing_of_a_finger_is_anywhere_but_in_the_module(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither on the bus, nor in the ledger, a backup, the outbox, a log, nor any other file."""
    heard: list[bytes] = []
    bus = desk.desk.bus
    assert isinstance(bus, LocalBus)
    desk.desk.broker.subscribe(bus, "#", lambda _topic, payload, _retained: heard.append(payload))
    caplog.set_level("DEBUG")
    desk.consent()
    desk.enrol("left")
    assert desk.touch("left").staff == NEW
    assert heard
    assert desk.facts(PunchRecorded)
    copy(desk.folder / "ledger.db", desk.folder / "backup.db")
    files = [each.read_bytes() for each in desk.folder.rglob("*") if each.is_file()]
    said = [*heard, *files, caplog.text.encode()]
    assert not leaks("left", said)
    assert leaks("left", [*said, b"..." + template("left")[100:140]])  # the control
    assert leaks("left", [*said, template("left").hex().encode()])


def leaks(finger: str, texts: list[bytes]) -> bool:
    """Whether eight bytes of the template of a finger stand anywhere, plain or as hex."""
    features = template(finger)
    for text in texts:
        low = text.lower()
        for begin in range(0, len(features) - 8, 4):
            piece = features[begin : begin + 8]
            if piece in text or piece.hex().encode() in low:
                return True
    return False


def test_a_reader_of_pictures_keeps_none_and_has_nothing_to_erase(desk: Desk) -> None:
    enroller = desk.clock_in._keepers[READER].enroller
    enroller.ready(0)
    desk.consent()
    desk.wish()
    assert desk.said == ["keeps-none"]
    desk.withdraw(StaffId("101"), Why.LEFT)
    assert [each.slots for each in desk.facts(FingersErased)] == [(1,)]  # as hall.toml has it
    assert "1" in desk.held()  # nothing was asked of the module


def test_a_finger_that_nobody_wants_any_more_is_given_up_at_once(desk: Desk) -> None:
    desk.consent()
    desk.stop(desk.wish())
    assert desk.said == ["press", "stopped"]
    desk.enrol("left")  # the reader is free


def test_a_finger_is_stopped_between_its_touches(desk: Desk) -> None:
    desk.consent()
    wish = desk.wish()
    desk.hand("finger left")
    desk.passes(0.6)
    desk.stop(wish)
    assert desk.said[-1] == "stopped"
    desk.hand("lift")
    desk.passes(3.0)
    assert set(desk.held()) == {"1", "2", "3", "9"}
    assert desk.facts(FingerKept) == []
    assert desk.touch("101").staff == "101"


def test_another_desks_finger_is_not_stopped(desk: Desk) -> None:
    desk.consent()
    wish = desk.wish()
    desk.stop(msgspec.structs.replace(wish, id="another"))
    desk.twice("left")
    assert desk.said[-1] == "kept"
    desk.stop(wish)  # too late
    assert desk.said[-1] == "kept"
    assert "0" in desk.held()


@pytest.mark.parametrize("after", range(1, 11))
def test_stopped_before_any_answer_of_the_reader_nothing_stays(desk: Desk, after: int) -> None:
    """Whatever the reader owes when the word comes: it is not kept, and the slot is empty."""
    desk.consent()
    session: Any = desk.clock_in._keepers[READER].wire._session
    wish, told = desk.wish(), session._tell
    answers = 0

    def telling(action: Any, now: float) -> Any:
        nonlocal answers
        if type(action.command).__name__ != "GetImage":
            answers += 1
            if answers == after:
                desk.clock_in._keepers[READER].enroller.stopped(wish.id)
        return told(action, now)

    session._tell = telling
    desk.twice("left")
    del session._tell
    desk.passes(3.0)
    assert desk.said[-1] == "stopped"
    assert set(desk.held()) == {"1", "2", "3", "9"}
    assert desk.facts(FingerKept) == []
