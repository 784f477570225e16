"""What the ledger takes over from terminals of other makers, and under whose number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.domain.attendance.facts import PunchRecorded, PunchWay, TerminalRead
from broker.domain.attendance.requests import CloseMonth, NoteTerminal, RecordPunch
from broker.domain.hall import Member, Role
from broker.domain.ids import StaffId
from broker.domain.requests import Refused
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall

LEADER, CLERK, DIRECTOR = StaffId("900"), StaffId("101"), StaffId("902")
ZEROS = "0" * 64
STAFF = (
    Member(id=CLERK, name="测试一", role=Role.CLERK),
    Member(id=LEADER, name="测试二", role=Role.DUTY_LEADER),
    Member(id=DIRECTOR, name="测试三", role=Role.DIRECTOR),
)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[LedgerHall]:
    there = LedgerHall(tmp_path, hall=small_hall(staff=STAFF))
    yield there
    there.close()


def note(hall: LedgerHall, ahead: int = 0, records: int = 5, by: StaffId = LEADER) -> object:
    fields = {"terminal": "zk-a1", "read_at": MORNING, "ahead": ahead, "records": records}
    return hall.ask(hall.make(NoteTerminal, by=by, **fields))


def punch(
    hall: LedgerHall, at: datetime, by: StaffId = LEADER, id_: str = "zk-0123456789"
) -> object:
    fields = {"staff": CLERK, "device": "zk-a1", "punched_at": at, "way": PunchWay.TERMINAL}
    return hall.ask(hall.make(RecordPunch, id=id_, by=by, **fields))


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refused) else ""


def test_a_reading_is_kept_and_the_same_again_is_no_news(hall: LedgerHall) -> None:
    assert code(note(hall, 40)) == ""
    for ahead in (38, 40, 42):
        assert getattr(note(hall, ahead), "facts", None) == ()
    hall.reopen()
    assert getattr(note(hall, 41), "facts", None) == ()
    assert len(hall.facts(TerminalRead)) == 1
    note(hall, 43)
    note(hall, 43, records=6)
    assert [(each.ahead, each.records) for each in hall.facts(TerminalRead)] == [
        (40, 5),
        (43, 5),
        (43, 6),
    ]


@pytest.mark.parametrize(
    ("ahead", "refused"), [(300, ""), (-300, ""), (301, "terminal-clock"), (-301, "terminal-clock")]
)
def test_a_clock_may_be_five_minutes_wrong(hall: LedgerHall, ahead: int, refused: str) -> None:
    assert code(note(hall, ahead)) == refused
    assert len(hall.facts(TerminalRead)) == (not refused)


@pytest.mark.parametrize(
    ("ahead", "zh", "en"),
    [
        (-418269, "慢了 4 天 20 小时", "slow by 4 d 20 h"),
        (7384, "快了 2 小时 3 分钟", "fast by 2 h 3 min"),
        (301, "快了 5 分 1 秒", "fast by 5 min 1 s"),
    ],
)
def test_a_clock_that_is_wrong_is_said_to_be_fast_or_slow(
    hall: LedgerHall, ahead: int, zh: str, en: str
) -> None:
    """It said 快了 -418269 秒（负数为慢）."""
    refused = note(hall, ahead)
    assert isinstance(refused, Refused)
    assert refused.zh == f"考勤机的时钟{zh}：请先校准，再导入。"
    assert refused.en == f"The terminal's clock is {en}; set it, then import."


def test_only_leaders_and_directors_take_over(hall: LedgerHall) -> None:
    assert code(note(hall, by=CLERK)) == "role"
    assert code(note(hall, by=StaffId("555"))) == "unknown-staff"
    assert code(note(hall, by=DIRECTOR)) == ""
    yesterday = MORNING - timedelta(days=1)
    assert code(punch(hall, yesterday, CLERK)) == "role"
    assert code(punch(hall, yesterday, StaffId(""))) == "unknown-staff"
    assert hall.facts(PunchRecorded) == []
    assert code(punch(hall, yesterday)) == ""
    (fact,) = hall.facts(PunchRecorded)
    assert (fact.way, fact.by, fact.at) == (PunchWay.TERMINAL, LEADER, yesterday)


def test_by_another_leader_the_same_record_is_no_second_punch(hall: LedgerHall) -> None:
    yesterday = MORNING - timedelta(days=1)
    punch(hall, yesterday)
    assert code(punch(hall, yesterday, DIRECTOR)) == "different-content"
    assert len(hall.facts(PunchRecorded)) == 1


def test_of_a_closed_month_nothing_is_taken_over(hall: LedgerHall) -> None:
    october = datetime(2026, 10, 30, 0, 15, tzinfo=UTC)
    assert code(punch(hall, october)) == ""
    digests = {"rules": ZEROS, "results": ZEROS, "version": "v1", "upto": 1}
    hall.do(
        CloseMonth,
        month=datetime(2026, 10, 1, tzinfo=UTC).date(),
        staff=(CLERK,),
        by=DIRECTOR,
        **digests,
    )
    later = october + timedelta(hours=1)
    assert code(punch(hall, later, id_="zk-9876543210")) == "month-closed"
    assert code(punch(hall, october)) == "", "what is there is there"
    assert len(hall.facts(PunchRecorded)) == 1
