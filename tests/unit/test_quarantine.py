"""Punches that cannot be believed are kept apart, and somebody judges them: none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.attendance.facts import (
    Doubt,
    PunchLetIn,
    PunchQuarantined,
    PunchRecorded,
    PunchSetAside,
    PunchWay,
)
from broker.domain.attendance.punching import is_on_duty
from broker.domain.attendance.requests import LetPunchIn, RecordPunch, SetPunchAside
from broker.domain.hall import Member, Reader, Role
from broker.domain.requests import Refused
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.quarantine_watch import watch_quarantine
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall

CLERK, LEADER = "101", "901"
YEARS = timedelta(days=3 * 365)
MINUTE = timedelta(minutes=1)


class Hall(LedgerHall):
    """A ledger that looks at its clock as in a hall, and a reader."""

    def clock_watch(self) -> None:
        """Time that is moved by hand is a jump here."""

    def open(self) -> None:
        super().open()
        self.lookout = watch_quarantine(self.service, lambda: self.ledger.floor)

    def punch(self, at: datetime | None = None, **other: Any) -> Any:
        """What came of a punch at a reader: its one fact."""
        words = {"staff": CLERK, "device": "reader-1", "way": PunchWay.FINGER, **other}
        (fact,) = self.do(RecordPunch, punched_at=at or self.clock.now(), **words).facts
        return fact

    def no(self, kind: type[Any], **words: Any) -> str:
        """The code of a refusal."""
        answer = self.ask(self.make(kind, **words))
        assert isinstance(answer, Refused), answer
        return answer.code

    @property
    def alert(self) -> Alert | None:
        """What `hall status` shows of it."""
        self.lookout.tick(self.lookout.next_wakeup())
        self.settle()
        topic = self.topics.alert(Kind.SERVICE, "ledger", AlertCode.QUARANTINE)
        return self.retained(topic, Alert) if topic in self.broker.retained else None


def staffed() -> Any:
    more = tuple(Member(id=each, name="测", role=Role.DUTY_LEADER) for each in (LEADER, "902"))
    hall = small_hall()
    known = {each.id for each in more}
    return replace(hall, staff=(*(each for each in hall.staff if each.id not in known), *more))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(Hall(tmp_path, staffed())) as hall:
        yield hall


@pytest.mark.parametrize("way", [PunchWay.FINGER, PunchWay.PIN])
@pytest.mark.parametrize(
    ("at", "doubt"),
    [
        (MORNING + timedelta(seconds=61), Doubt.TO_COME),
        (MORNING + YEARS, Doubt.TO_COME),
        (datetime(2999, 12, 31, 23, 59, tzinfo=UTC), Doubt.TO_COME),
        (MORNING - timedelta(days=366, seconds=61), Doubt.TOO_OLD),
        (datetime(1970, 1, 1, tzinfo=UTC), Doubt.TOO_OLD),
        (datetime(1900, 1, 2, tzinfo=UTC), Doubt.TOO_OLD),
    ],
)
def test_a_time_that_cannot_be_is_kept_apart_as_it_was_told(
    hall: Hall, at: datetime, doubt: Doubt, way: PunchWay
) -> None:
    fact = hall.punch(at, way=way)
    assert isinstance(fact, PunchQuarantined)
    assert (fact.at, fact.came, fact.doubt, fact.staff) == (at, MORNING, doubt, CLERK)
    assert not hall.facts(PunchRecorded)
    hall.reopen()
    assert list(hall.ledger.floor.quarantined.values()) == [fact]
    assert not is_on_duty(hall.ledger.floor, CLERK)


@pytest.mark.parametrize(
    "at", [MORNING + timedelta(seconds=60), MORNING - timedelta(days=366, seconds=60), MORNING]
)
def test_what_can_be_believed_is_a_punch(hall: Hall, at: datetime) -> None:
    assert isinstance(hall.punch(at), PunchRecorded)


def test_a_number_that_nobody_has_any_more_is_kept_apart(hall: Hall) -> None:
    fact = hall.punch(staff="777")
    assert (fact.doubt, fact.staff) == (Doubt.UNKNOWN_STAFF, "777")
    words = {"punch": fact.punch, "reason": "离职后误触", "by": LEADER}
    assert hall.no(LetPunchIn, **words) == "unknown-staff"
    hall.do(SetPunchAside, **words)
    assert not hall.ledger.floor.quarantined


def test_a_reader_that_doubts_its_clock_is_heard(hall: Hall) -> None:
    assert hall.punch(doubted=True).doubt is Doubt.CLOCK
    said_by_leader = {"way": PunchWay.LEADER, "by": LEADER, "reason": "指纹机坏了"}
    assert isinstance(hall.punch(doubted=True, **said_by_leader), PunchRecorded)


def test_a_year_that_is_ahead_moves_no_time_and_the_next_true_punch_counts(hall: Hall) -> None:
    """The machine boots with a wrong clock after a night; somebody sets it, and starts anew."""
    hall.do(ReserveTicket, queue="qa")
    hall.close()
    hall.clock.moment = MORNING + YEARS
    hall.open()
    apart = hall.punch()
    assert (apart.doubt, apart.came) == (Doubt.CLOCK, MORNING + YEARS)
    hall.close()
    hall.clock.moment = MORNING + timedelta(days=1)
    hall.open()
    true = hall.punch()
    assert (type(true), true.at) == (PunchRecorded, MORNING + timedelta(days=1))
    assert is_on_duty(hall.ledger.floor, CLERK)


def test_when_the_ledger_is_years_ahead_true_punches_wait_for_the_leader(hall: Hall) -> None:
    """The clock was ahead when a leader noted something: that is sure, and moves the time."""
    hall.clock.moment = MORNING + YEARS
    hall.punch(way=PunchWay.LEADER, by=LEADER, reason="指纹机坏了", staff="102")
    hall.clock.moment = MORNING + MINUTE
    true = hall.punch()
    assert (true.doubt, true.at) == (Doubt.TOO_OLD, MORNING + MINUTE)
    hall.do(LetPunchIn, punch=true.punch, reason="时钟曾快三年", by=LEADER)
    assert hall.facts(PunchRecorded)[-1].at == MORNING + MINUTE


@pytest.mark.parametrize("seconds", [3600.0, -3600.0])
def test_an_hour_in_the_middle_of_a_day_is_told_and_taken_back(hall: Hall, seconds: float) -> None:
    assert isinstance(hall.punch(), PunchRecorded)
    hall.clock.pass_by(seconds)
    assert hall.punch(staff="102").doubt is Doubt.CLOCK
    hall.clock.pass_by(-seconds)
    assert isinstance(hall.punch(staff="103"), PunchRecorded)


@pytest.mark.parametrize("seconds", [6.0, -6.0, 59.0])
def test_a_clock_that_is_put_right_by_seconds_costs_nobody_a_punch(
    hall: Hall, seconds: float
) -> None:
    hall.punch()
    hall.clock.pass_by(seconds)
    assert isinstance(hall.punch(staff="102"), PunchRecorded)


def test_let_in_it_counts_at_once_and_at_the_time_it_claims(hall: Hall) -> None:
    hall.clock.pass_by(10)
    apart = hall.punch(MORNING, doubted=True)
    assert not is_on_duty(hall.ledger.floor, CLERK)
    answer = hall.do(LetPunchIn, punch=apart.punch, reason="时钟校过，无误", by=LEADER)
    judged, counted = answer.facts
    assert isinstance(judged, PunchLetIn)
    assert isinstance(counted, PunchRecorded)
    assert (counted.at, counted.punch, counted.way) == (MORNING, apart.punch, PunchWay.FINGER)
    assert (counted.reason, counted.by) == ("时钟校过，无误", LEADER)
    assert is_on_duty(hall.ledger.floor, CLERK)
    hall.reopen()
    assert is_on_duty(hall.ledger.floor, CLERK)
    assert not hall.ledger.floor.quarantined
    assert hall.no(LetPunchIn, punch=apart.punch, reason="再来", by=LEADER) == "not-kept-apart"


def test_let_in_at_a_time_that_is_named(hall: Hall) -> None:
    apart = hall.punch(datetime(1970, 1, 1, tzinfo=UTC))
    words = {"punch": apart.punch, "reason": "电池没电", "by": LEADER}
    assert hall.no(LetPunchIn, **words) == "name-time"
    for wrong in (MORNING + timedelta(hours=1), datetime(2025, 12, 31, tzinfo=UTC)):
        assert hall.no(LetPunchIn, **words, counted_at=wrong) == "no-such-time"
    hall.do(LetPunchIn, **words, counted_at=MORNING - MINUTE)
    assert hall.facts(PunchRecorded)[-1].at == MORNING - MINUTE


@pytest.mark.parametrize("kind", [LetPunchIn, SetPunchAside])
def test_nobody_judges_without_being_asked_to(hall: Hall, kind: type[Any]) -> None:
    apart = hall.punch(doubted=True)
    own = hall.punch(staff=LEADER, doubted=True)
    assert hall.no(kind, punch=own.punch, reason="是我", by=LEADER) == "own-approval"
    assert hall.no(kind, punch=apart.punch, reason=" ", by=LEADER) == "reason-missing"
    assert hall.no(kind, punch=apart.punch, reason="是", by="102") == "role"
    assert hall.no(kind, punch="no-such", reason="是", by=LEADER) == "not-kept-apart"
    assert len(hall.ledger.floor.quarantined) == 2


def test_set_aside_it_never_counts(hall: Hall) -> None:
    apart = hall.punch(doubted=True)
    hall.do(SetPunchAside, punch=apart.punch, reason="试机", by=LEADER)
    assert [each.punch for each in hall.facts(PunchSetAside)] == [apart.punch]
    hall.reopen()
    assert not hall.ledger.floor.quarantined
    assert not hall.facts(PunchRecorded)


def test_staff_are_told_until_it_is_judged(hall: Hall) -> None:
    assert hall.alert is None
    apart = hall.punch(MORNING + YEARS)
    alert = hall.alert
    assert alert is not None
    assert ("believed: 1. They" in alert.en, "hall quarantine" in alert.zh) == (True, True)
    hall.reopen()
    assert hall.alert is not None
    hall.do(SetPunchAside, punch=apart.punch, reason="试机", by=LEADER)
    assert hall.alert is None


def test_the_same_punch_again_is_the_same_fact(hall: Hall) -> None:
    request = hall.make(
        RecordPunch,
        staff=CLERK,
        device="reader-1",
        way=PunchWay.FINGER,
        punched_at=MORNING + YEARS,
    )
    first = hall.ask(request)
    assert hall.ask(request) == first
    hall.reopen()
    assert hall.ask(request) == first
    assert len(hall.facts(PunchQuarantined)) == 1


def test_a_punch_of_a_reader_that_hall_toml_does_not_have_is_kept_apart(tmp_path: Path) -> None:
    """A stranger's; or one that was made before the reader had another name, which is let in."""
    named = replace(staffed(), readers=(Reader(id="door", line="a"),))
    hall = Hall(tmp_path, hall=named)
    fact = hall.punch()
    assert (fact.doubt, fact.device) == (Doubt.UNKNOWN_DEVICE, "reader-1")
    assert isinstance(hall.punch(device="door"), PunchRecorded)
    hall.close()
