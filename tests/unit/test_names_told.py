"""Names of staff: to the screen of who signed in there or punched just now, and no further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.attendance.requests import AskName
from broker.domain.floor import Floor
from broker.domain.ids import RequestId, StaffId
from broker.domain.projection import apply
from broker.domain.queries import named
from broker.domain.refusals import No, Refusal
from tests.stages.halls import MORNING, small_hall

STAFF = StaffId("101")


def asked(staff: str = STAFF) -> AskName:
    return AskName(id=RequestId("who-is-it"), at=MORNING, source="staff-door", staff=StaffId(staff))


@pytest.fixture
def floor() -> Floor:
    """Somebody punched in the morning."""
    made = Floor(small_hall())
    fact = PunchRecorded(
        punch=RequestId("punch-001"),
        staff=STAFF,
        device="door",
        at=MORNING,
        way=PunchWay.FINGER,
        day=made.day_of(MORNING),
    )
    apply(made, fact, MORNING)
    return made


@pytest.mark.parametrize("seconds", [-60, 0, 4, 60])
def test_who_punched_just_now_is_called_by_name(floor: Floor, seconds: int) -> None:
    told = named(floor, asked(), MORNING + timedelta(seconds=seconds))
    assert (told.staff, told.name) == (STAFF, "测试甲")


@pytest.mark.parametrize(("staff", "seconds"), [("101", 61), ("101", -61), ("102", 0), ("999", 0)])
def test_nobody_else_is(floor: Floor, staff: str, seconds: int) -> None:
    with pytest.raises(Refusal) as refusal:
        named(floor, asked(staff), MORNING + timedelta(seconds=seconds))
    assert refusal.value.code == No.UNKNOWN_STAFF
