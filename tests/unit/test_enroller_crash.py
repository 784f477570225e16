"""Nothing stays in a reader that the ledger calls erased, wherever a cut comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.domain.enrolment.facts import FingerKept, FingersErased, Why
from broker.domain.enrolment.requests import WithdrawConsent
from broker.wire.messages import ReaderPhase
from firmware_mocks.ef01 import MOCK
from tests.stages.finger_desk import LEADER, NEW, FingerDesk, begun
from tests.stages.reader_hall import READER

THEIRS = {"1", "2", "3", "9"}
ASKED = 10  # questions from the first touch to the index that has it, looks at the glass aside


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FingerDesk]:
    yield from begun(tmp_path)


def dies_after(desk: FingerDesk, answers: int) -> None:
    """From the moment of so many answers of the reader on, its service does nothing any more."""
    session: Any = desk.clock_in._keepers[READER].wire._session
    told, heard = session._tell, 0

    def telling(action: Any, now: float) -> Any:
        nonlocal heard
        heard += type(action.command).__name__ != "GetImage"
        if heard < answers:
            return told(action, now)
        session._advance = lambda _now: []
        return []

    session._tell = telling


def withdraw(desk: FingerDesk) -> None:
    desk.desk.do(WithdrawConsent, staff=NEW, why=Why.WITHDRAWN, by=LEADER)


def silent(desk: FingerDesk) -> Any:
    """The ledger does not answer any more; what brings it back."""
    server, desk.desk.broker.server = desk.desk.broker.server, None

    def back() -> None:
        desk.desk.broker.server = server

    return back


def proofs(desk: FingerDesk) -> list[FingersErased]:
    return [each for each in desk.facts(FingersErased) if each.staff == NEW]


def watched(desk: FingerDesk, seconds: float = 8.0) -> None:
    """Time passes; at no moment of it is something there of whom the ledger calls erased."""
    for _ in range(round(seconds / 2)):
        desk.passes(2.0, step=0.1)
        if proofs(desk):
            assert set(desk.held()) <= THEIRS


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("answers", range(1, ASKED + 1))
def test_killed_at_any_answer_of_the_reader(
    desk: FingerDesk, answers: int, withdrawn: bool
) -> None:
    desk.consent()
    desk.wish()
    dies_after(desk, answers)
    desk.twice("left")
    assert ("0" in desk.held()) is (answers >= ASKED - 1)  # the control: it may be there
    desk.kill()
    if withdrawn:
        withdraw(desk)
    desk.start()
    watched(desk)
    assert desk.facts(FingerKept) == []
    assert set(desk.held()) == THEIRS
    assert len(proofs(desk)) == withdrawn


@pytest.mark.parametrize("withdrawn", [False, True])
def test_killed_before_the_outbox_has_it(
    desk: FingerDesk, withdrawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk hangs, and then the power fails."""
    desk.consent()
    desk.wish()
    monkeypatch.setattr(desk.clock_in._punches.outbox, "put", lambda _request, _kept: None)
    desk.twice("left")
    assert "0" in desk.held()
    desk.kill()
    if withdrawn:
        withdraw(desk)
    desk.start()
    watched(desk)
    assert (desk.facts(FingerKept), set(desk.held())) == ([], THEIRS)
    assert len(proofs(desk)) == withdrawn


@pytest.mark.expects_warnings
@pytest.mark.parametrize("heard", [False, True])
def test_withdrawn_while_the_ledger_hangs_and_killed_before_it_is_cleaned(
    desk: FingerDesk, heard: bool
) -> None:
    """The refusal is heard, the reader is away, and then the service is killed."""
    desk.consent()
    desk.wish()
    back = silent(desk)
    desk.twice("left")
    assert desk.said[-1] == "stored"
    desk.unplug()
    desk.passes(1.0)
    back()
    withdraw(desk)
    if heard:
        desk.passes(30.0)
        assert desk.said[-1] == "refused"
    assert "0" in desk.held()
    assert proofs(desk) == []
    desk.kill()
    desk.start()
    desk.plug()
    watched(desk)
    assert (desk.facts(FingerKept), set(desk.held())) == ([], THEIRS)
    assert len(proofs(desk)) == 1


def kept_and_killed(desk: FingerDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the disk had taken out the line of what the ledger has kept."""
    desk.consent()
    slots = desk.clock_in._slots
    monkeypatch.setattr(slots, "close", lambda *place: slots._lines.pop(place, None))
    desk.enrol("left")
    desk.kill()
    monkeypatch.undo()


def test_killed_behind_the_ledgers_word_it_is_kept(
    desk: FingerDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line on the disk is there still, and the ledger has kept the finger: it is not erased."""
    kept_and_killed(desk, monkeypatch)
    desk.start()
    watched(desk, 2.0)
    assert desk.clock_in._slots.of(READER) == {}
    assert desk.touch("left").staff == NEW


def test_nothing_is_cleaned_before_the_ledger_has_spoken(
    desk: FingerDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_and_killed(desk, monkeypatch)
    desk.desk.close()
    desk.desk.broker.retained.clear()
    desk.start()
    desk.passes(3.0)
    assert desk.clock_in._slots.of(READER) == {0: NEW}  # the control
    assert "0" in desk.held()
    desk.desk.open()
    desk.passes(3.0)
    assert desk.clock_in._slots.of(READER) == {}
    assert "0" in desk.held()


@pytest.mark.expects_warnings
def test_another_module_hangs_there_and_then_the_first_again(desk: FingerDesk) -> None:
    """What the first one holds is nobody's by then: it is told, and it names nobody."""
    desk.consent()
    desk.wish()
    dies_after(desk, ASKED)
    desk.twice("left")
    desk.kill()
    withdraw(desk)
    first = desk.devices[1]
    desk.devices[1] = MOCK.make(1, {"enrolled": "101:1", "fast": "yes"})
    desk.start()
    watched(desk)
    assert desk.held() == {"1": "101"}
    desk.unplug()
    desk.passes(2.0)
    desk.devices[1] = first
    desk.plug()
    desk.passes(6.0)
    alert = desk.alert("nobodys-finger")
    assert alert is not None
    assert "slots 0 9;" in alert.en
    assert desk.touch("left").phase is ReaderPhase.UNKNOWN
