"""A day in one row, and where a post was vacant (空岗), at every boundary of its rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from broker.commands.timeline import of, vacancy_said
from broker.domain.alerts import AlertCode
from broker.domain.attendance.facts import PunchWay, Turn
from broker.domain.attendance.requests import CorrectDuty, RecordPunch
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.hall import Calling, Hall, Member, Role
from broker.domain.ids import StaffId
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.timeline import Timeline
from broker.domain.windows.requests import CloseWindow, OpenWindow
from broker.ledger.vacant_watch import VacantWatch
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

CLERK, LEADER = StaffId("101"), StaffId("901")
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)  # the day after the one that the clock begins on


def hall(**changed: Any) -> Hall:
    made = small_hall()
    leader = Member(id=LEADER, name="测", role=Role.DUTY_LEADER)
    staff = (*(each for each in made.staff if each.id != LEADER), leader)
    return replace(made, staff=staff, calling=Calling(require_on_duty=True, **changed))


class Day(LedgerHall):
    def at(self, clock: str) -> None:
        hours, minutes = map(int, clock.split(":"))
        moment = datetime(2026, 11, 24, hours, minutes, tzinfo=SHANGHAI).astimezone(UTC)
        self.clock.moment = moment

    def punch(self, clock: str, staff: StaffId = CLERK) -> None:
        self.at(clock)
        now = self.clock.now()
        words = {"staff": staff, "device": "door", "punched_at": now, "way": PunchWay.FINGER}
        self.do(RecordPunch, **words)

    def opens(self, clock: str, staff: StaffId = CLERK) -> None:
        self.at(clock)
        self.do(OpenWindow, window=1, clerk=staff)

    def closes(self, clock: str) -> None:
        self.at(clock)
        self.do(CloseWindow, window=1, clerk=CLERK)

    def leader_says(self, clock: str, turn: Turn) -> None:
        self.at(clock)
        now = self.clock.now()
        words = {"staff": CLERK, "turn": turn, "since": now, "reason": "在外", "by": LEADER}
        self.do(CorrectDuty, **words)

    def told(self, until: str = "18:00") -> Timeline:
        self.at(until)
        return of(self.settings, self.folder / "ledger.db", DAY, self.clock.now())

    def vacancies(self, until: str = "18:00") -> list[tuple[str, str, str]]:
        return [
            (
                each.post.kind.value,
                f"{each.begin.astimezone(SHANGHAI):%H:%M}",
                f"{each.end.astimezone(SHANGHAI):%H:%M}",
            )
            for each in self.told(until).vacancies
        ]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with closing(Day(tmp_path, hall())) as made:
        made.at("08:00")
        yield made


def test_a_day_as_it_should_be_has_every_step_and_no_vacant_post(day: Day) -> None:
    day.punch("08:10")
    day.opens("08:20")
    day.at("09:30")
    held = day.do(ReserveTicket, queue="qa").facts[0]
    day.do(ActivateTicket, ticket=held.ticket, paper=HeldAs.SCREEN)
    day.do(CallNext, window=1, clerk=CLERK)
    day.do(StartService, window=1, clerk=CLERK)
    day.do(FinishService, window=1, clerk=CLERK)
    day.closes("11:30")
    day.punch("11:31")
    found = day.told()
    assert found.vacancies == ()
    assert [type(each.fact).__name__ for each in found.lines] == [
        "PunchRecorded",
        "WindowOpened",
        "TicketCalled",
        "ServiceStarted",
        "ServiceFinished",
        "WindowClosed",
        "PunchRecorded",
    ]
    assert {each.number for each in found.lines[2:5]} == {held.number}
    assert {each.staff for each in found.lines} == {CLERK}


def test_a_punch_that_was_noted_later_stands_at_its_own_time(day: Day) -> None:
    day.punch("08:10")
    day.at("09:00")
    then = datetime(2026, 11, 24, 8, 5, tzinfo=SHANGHAI)
    words = {"device": "door", "way": PunchWay.LEADER, "by": LEADER, "reason": "reader away"}
    day.do(RecordPunch, staff=StaffId("102"), punched_at=then.astimezone(UTC), **words)
    told = [(f"{each.at.astimezone(SHANGHAI):%H:%M}", each.staff) for each in day.told().lines]
    assert told == [("08:05", "102"), ("08:10", "101")]


def test_a_window_that_is_open_without_its_clerk(day: Day) -> None:
    day.punch("08:10")
    day.opens("08:20")
    day.leader_says("09:00", Turn.OUT)
    day.leader_says("09:40", Turn.IN)
    assert day.vacancies("11:00") == [("unmanned", "09:00", "09:40")]
    (vacancy,) = day.told("11:00").vacancies
    assert vacancy.post.window == 1
    said = "vacant: 09:00–09:40 window 1 was open and 101 not on duty (40 minutes)"
    assert vacancy_said(vacancy, SHANGHAI) == said


@pytest.mark.parametrize(
    ("opened", "found"),
    [
        ("08:35", []),  # fifteen minutes after the session began, and not one more
        ("08:36", [("unseated", "08:20", "08:36")]),
        ("09:30", [("unseated", "08:20", "09:30")]),
    ],
)
def test_on_duty_and_at_no_window(day: Day, opened: str, found: list[Any]) -> None:
    day.punch("08:10")
    day.opens(opened)
    assert day.vacancies("11:00") == found


def test_the_break_and_the_time_before_are_nobodys_vacancy(day: Day) -> None:
    day.punch("07:00")
    day.opens("08:20")
    day.closes("11:30")
    assert day.vacancies("13:20") == []
    assert day.vacancies("13:40") == [("unseated", "13:20", "13:40")]


def test_a_leader_who_sits_at_no_window_is_where_he_belongs(day: Day) -> None:
    day.punch("08:10", LEADER)
    assert day.vacancies("11:00") == []


def test_who_need_not_clock_in_is_not_looked_for(tmp_path: Path) -> None:
    made = replace(hall(), calling=Calling(require_on_duty=False))
    with closing(Day(tmp_path, made)) as day:
        day.opens("08:20")
        assert day.vacancies("11:00") == []


def test_the_minutes_are_the_halls_own(tmp_path: Path) -> None:
    made = hall()
    made = replace(made, attendance=replace(made.attendance, vacant_minutes=60.0))
    with closing(Day(tmp_path, made)) as day:
        day.punch("08:10")
        day.opens("09:20")
        assert day.vacancies("11:00") == []


def test_staff_are_told_while_it_lasts_and_no_longer(day: Day) -> None:
    runner = Runner()
    service = day.join("ledger", runner)
    VacantWatch(service, lambda: day.ledger.floor)
    topic = day.topics.alert(Kind.SERVICE, "ledger", AlertCode.VACANT)

    def alert(clock: str) -> str:
        day.at(clock)
        for each in runner._parts:
            each.tick(runner.clock() + 3600.0 * (day.clock.now().hour + 1))
        service.bus.start()
        for _ in range(4):
            runner.step(0.01)
        return day.retained(topic, Alert).en if topic in day.broker.retained else ""

    day.punch("08:10")
    assert alert("08:12") == ""
    day.at("08:40")
    assert "101 is on duty and at no window" in alert("09:00")
    day.opens("09:01")
    assert alert("10:02") == ""
    day.leader_says("10:05", Turn.OUT)
    assert alert("11:06") == ""
    assert "window 1 is open without 101" in alert("12:30")
