"""A reader's punch that is kept apart: its person hears it at once, or when the ledger says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from broker.domain.attendance.facts import Doubt, PunchQuarantined
from broker.domain.attendance.requests import LetPunchIn
from broker.domain.ids import StaffId
from broker.service.clock_watch import ClockFound, ClockTrouble, ClockWatch
from broker.service.life import Service
from broker.wire.messages import ReaderPhase
from fingerprint.feedback import FEEDBACK_SECONDS
from fingerprint.service import ClockIn
from tests.stages.halls import HandClock
from tests.stages.reader_hall import ReaderHall

KEPT_APART, RECOGNISED = ReaderPhase.KEPT_APART, ReaderPhase.RECOGNISED


class Doubting(ClockWatch):
    """A clock that is in doubt while a test says so."""

    def __init__(self) -> None:
        super().__init__(HandClock().real_seconds)
        self.doubts = False

    def look(self, now: datetime, last: datetime | None, loop: float) -> ClockFound | None:  # noqa: ARG002  # the test says it
        return ClockFound(ClockTrouble.JUMPED, now, now) if self.doubts else None


@dataclass
class DoubtingHall(ReaderHall):
    """One reader, whose service doubts its clock when told."""

    clock: Doubting = field(default_factory=Doubting)

    def build(self, service: Service) -> None:
        self.clock_in = ClockIn(service, self.open, self.clock)

    @property
    def apart(self) -> list[PunchQuarantined]:
        return self.facts(PunchQuarantined)

    def without(self, staff: str) -> None:
        """The ledger reads an older hall.toml, which does not know somebody."""
        floor = self.desk.ledger.floor
        others = tuple(each for each in floor.hall.staff if each.id != staff)
        fields = {name: getattr(floor.hall, name) for name in floor.hall.__struct_fields__}
        floor.hall = type(floor.hall)(**{**fields, "staff": others})


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[DoubtingHall]:
    with closing(DoubtingHall(tmp_path)) as made:
        yield made


def phases(rig: DoubtingHall, since: int) -> list[ReaderPhase]:
    return [each.phase for each in rig.told[since:] if each.phase is not ReaderPhase.IDLE]


def test_in_doubt_a_finger_hears_at_once_that_it_is_kept_apart(rig: DoubtingHall) -> None:
    rig.clock.doubts = True
    since = len(rig.told)
    said = rig.touch("101")
    assert (said.phase, said.staff, said.turn, said.again) == (KEPT_APART, "101", None, False)
    [apart] = rig.apart
    assert (apart.doubt, apart.at) == (Doubt.CLOCK, said.punched_at)
    rig.passes(1)
    assert phases(rig, since) == [KEPT_APART], "the ledger's answer changes nothing"
    assert rig.punches == []


def test_with_the_network_down_it_hears_nothing_else(rig: DoubtingHall) -> None:
    rig.clock.doubts = True
    rig.desk.broker.down()
    since = len(rig.told)
    rig.screen("101")
    assert rig.apart == []
    rig.desk.broker.up()
    rig.passes(1)
    assert set(phases(rig, since)) == {KEPT_APART}
    [apart] = rig.apart
    assert apart.staff == "101"


def test_who_touches_again_is_not_told_that_it_counts(rig: DoubtingHall) -> None:
    rig.clock.doubts = True
    first = rig.touch("101")
    rig.desk.clock.pass_by(30)
    second = rig.touch("101")
    assert (second.phase, second.punched_at) == (KEPT_APART, first.punched_at)
    assert len(rig.apart) == 1, "the same punch"
    rig.desk.clock.pass_by(120)
    assert rig.touch("101").phase is KEPT_APART
    assert len(rig.apart) == 2
    rig.clock.doubts = False
    rig.desk.clock.pass_by(120)
    said = rig.touch("101")
    assert (said.phase, said.again) == (RECOGNISED, False), "the first that counts"


def test_what_the_leader_lets_in_is_told_as_recorded(rig: DoubtingHall) -> None:
    rig.clock.doubts = True
    first = rig.touch("101")
    [apart] = rig.apart
    rig.desk.do(LetPunchIn, punch=apart.punch, reason="时钟已核对", by=StaffId("900"))
    rig.clock.doubts = False
    rig.passes(0.1)
    rig.desk.clock.pass_by(30)
    said = rig.touch("101")
    assert (said.phase, said.again, said.punched_at) == (RECOGNISED, True, first.punched_at)


def test_a_service_that_begins_anew_knows_what_was_in_doubt(rig: DoubtingHall) -> None:
    rig.clock.doubts = True
    rig.desk.broker.down()
    rig.screen("101")
    rig.kill()
    rig.start()
    rig.clock.doubts = False
    rig.desk.broker.up()
    rig.desk.clock.pass_by(30)
    assert rig.touch("101").phase is KEPT_APART


def test_what_the_ledger_keeps_apart_is_said_while_its_person_stands_there(
    rig: DoubtingHall,
) -> None:
    rig.without("101")
    since = len(rig.told)
    rig.touch("101")
    rig.passes(0.5)
    assert phases(rig, since) == [RECOGNISED, KEPT_APART]
    assert rig.told[-1].staff == "101"
    rig.passes(FEEDBACK_SECONDS)
    assert rig.told[-1].phase is ReaderPhase.IDLE
    rig.desk.clock.pass_by(10)
    since = len(rig.told)
    rig.touch("101")
    assert phases(rig, since) == [KEPT_APART], "the touch after does not hide it"
    assert len(rig.apart) == 1


def test_what_was_said_of_a_second_touch_is_taken_back_too(rig: DoubtingHall) -> None:
    rig.without("101")
    rig.desk.broker.down()
    rig.screen("101")
    rig.desk.clock.pass_by(30)
    rig.screen("101")
    since = len(rig.told)
    rig.desk.broker.up()
    rig.passes(2)
    assert phases(rig, since)[-1] is KEPT_APART


def test_nothing_is_taken_back_of_somebody_else_nor_later(rig: DoubtingHall) -> None:
    rig.without("101")
    rig.desk.broker.down()
    rig.screen("101")
    rig.passes(FEEDBACK_SECONDS)
    rig.screen("102")
    since = len(rig.told)
    rig.desk.broker.up()
    rig.passes(2)
    assert {each.staff for each in rig.told[since:] if each.staff} <= {"102"}
    assert KEPT_APART not in phases(rig, since)
    assert [each.staff for each in rig.apart] == ["101"]
