"""Who left hall.toml before their fingers were erased is told to staff, with the way out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.enrolment.facts import Why
from broker.domain.enrolment.requests import GiveConsent, KeepFinger, ProveErased, WithdrawConsent
from broker.domain.hall import Hall, Member, Reader, Role
from broker.domain.ids import StaffId
from broker.ledger.left_fingers import left_fingers
from broker.ledger.watches import watch_all
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall
from tests.unit.test_hall_changed import change

LEADER = Member(id=StaffId("900"), name="班长", role=Role.DUTY_LEADER)


def hall(*without: str) -> Hall:
    made = small_hall()
    staff = tuple(each for each in made.staff if each.id not in without)
    readers = (Reader(id="door", line="x"), Reader(id="gate", line="x"))
    return replace(made, staff=(*staff, LEADER), readers=readers)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    made = LedgerHall(tmp_path, hall())
    for staff, reader, slot in (("101", "door", 4), ("101", "gate", 5), ("102", "door", 6)):
        made.do(GiveConsent, staff=staff, text_version="v1", by="900")
        made.do(KeepFinger, staff=staff, reader=reader, slot=slot, by="900")
    yield made
    made.close()


def said(desk: LedgerHall) -> str:
    watch_all(desk.service, lambda: desk.ledger.floor)
    desk.settle()
    topic = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.FINGERS_LEFT)
    return desk.retained(topic, Alert).en if topic in desk.broker.retained else ""


def test_whoever_is_here_alarms_nobody(desk: LedgerHall) -> None:
    assert said(desk) == ""


def test_who_left_is_named_with_the_readers_and_the_way_out(desk: LedgerHall) -> None:
    change(desk, hall("101"))
    assert said(desk) == (
        "Fingers of 101, who left hall.toml, are still in reader door, gate: say"
        " `hall enrol 101 --left`, for each"
    )
    change(desk, hall("101", "102"))
    assert "101, 102" in said(desk)


def test_it_goes_when_the_remedy_is_done(desk: LedgerHall) -> None:
    """And does not come again once the readers have proved it."""
    change(desk, hall("101"))
    assert said(desk)
    desk.do(WithdrawConsent, staff="101", why=Why.LEFT, by="900")
    assert said(desk) == ""
    for reader, slot in (("door", 4), ("gate", 5)):
        words = {"slots": (slot,), "read_at": desk.clock.now(), "remaining": 1}
        desk.do(ProveErased, staff="101", reader=reader, **words)
    assert left_fingers(desk.ledger.floor) is None
    change(desk, hall("101"))
    assert said(desk) == ""


def test_or_when_the_person_is_back_in_hall_toml(desk: LedgerHall) -> None:
    change(desk, hall("101"))
    assert said(desk)
    change(desk, hall())
    assert said(desk) == ""
