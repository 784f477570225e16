"""The clock-in screen's flow and a punch that is kept apart: nobody hears that it counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.domain.attendance.facts import PunchQuarantined, PunchRecorded
from broker.domain.attendance.requests import RecordPunch
from broker.domain.ids import NO_REQUEST
from broker.domain.requests import Granted, Refused
from broker.wire.messages import ReaderPhase
from kiosk.clock_in.events import RefusalHeard
from kiosk.clock_in.flow import TOLD_SECONDS
from kiosk.clock_in.pages.finger import FingerPage
from kiosk.clock_in.pages.told import ToldPage
from kiosk.clock_in.screens import PunchKeptApart
from tests.unit.test_clock_in_flow import (
    OTHER,
    WHO,
    Stage,
    kept_apart_of,
    recorded,
    recorded_of,
)

KEPT = "已保存，等值班长确认"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def answer(
    stage: Stage, request: RecordPunch, fact: PunchRecorded | PunchQuarantined
) -> list[object]:
    granted = Granted(at=stage.at, request=request.id, facts=(fact,))
    return list(stage.flow.answered(request, granted, stage.now))


def keep_apart(stage: Stage, request: RecordPunch) -> None:
    assert answer(stage, request, kept_apart_of(request)) == []


def test_a_finger_whose_punch_is_kept_apart_is_told_so_for_four_seconds(stage: Stage) -> None:
    stage.reader(ReaderPhase.KEPT_APART, WHO)
    page = stage.page
    assert isinstance(page, ToldPage)
    assert (page.person, page.headline.zh, page.note.zh) == ("测试甲", KEPT, "确认后才计入考勤")
    stage.pass_by(TOLD_SECONDS)
    assert isinstance(stage.page, FingerPage)


def test_what_the_reader_said_first_is_said_anew(stage: Stage) -> None:
    """The ledger kept apart what the reader had told as recorded, and does not count it."""
    at = stage.at
    stage.finger()
    stage.pass_by(2)
    stage.reader(ReaderPhase.KEPT_APART, WHO, punched_at=at)
    assert stage.page.headline.zh == KEPT
    stage.pass_by(TOLD_SECONDS + 120)
    assert stage.punch().headline.zh == "上午上班 08:14", "the first that counts"


def test_whose_finger_is_kept_apart_has_no_number_to_type_any_more(stage: Stage) -> None:
    stage.reader(ReaderPhase.NUMBER)
    stage.flow.type(WHO, stage.now)
    stage.reader(ReaderPhase.KEPT_APART, WHO)
    assert stage.flow.known.entry is None


def test_a_pin_within_a_minute_of_it_hears_the_same_and_makes_none(stage: Stage) -> None:
    stage.reader(ReaderPhase.KEPT_APART, WHO)
    stage.pass_by(30)
    assert stage.type() == []
    assert stage.page.headline.zh == KEPT
    assert stage.page.note.zh == "确认后才计入考勤", "nothing was recorded by PIN"
    stage.pass_by(31)
    assert len(stage.type()) == 1
    stage.disk()
    assert stage.page.headline.zh == "上午上班 08:13"


def test_a_pin_that_the_ledger_keeps_apart_is_said_while_it_is_shown(stage: Stage) -> None:
    stage.punch()
    stage.pass_by(2)
    keep_apart(stage, stage.kept[-1])
    assert (stage.page.headline.zh, stage.page.icon) == (KEPT, "hourglass")
    assert stage.page.note.zh == "确认后才计入考勤 · 密码打卡"
    assert stage.flow.next_wakeup() == stage.seconds + TOLD_SECONDS, "and long enough to be read"
    stage.pass_by(TOLD_SECONDS + 20)
    assert stage.type() == []
    assert stage.page.headline.zh == KEPT
    stage.pass_by(60)
    assert stage.punch().headline.zh == "上午上班 08:13", "it counts for nothing"


def test_the_ledgers_fact_may_come_before_its_answer(stage: Stage) -> None:
    stage.punch()
    fact = kept_apart_of(stage.kept[-1])
    stage.flow.hear_facts(recorded(fact))
    keep_apart(stage, stage.kept[-1])
    assert stage.page.headline.zh == KEPT


def test_it_is_not_said_over_somebody_else_nor_later(stage: Stage) -> None:
    stage.punch()
    stage.finger(OTHER)
    keep_apart(stage, stage.kept[-1])
    assert stage.page.person == "测试乙"
    stage.pass_by(TOLD_SECONDS)
    assert isinstance(stage.page, FingerPage)
    stage.pass_by(60)
    stage.punch()
    stage.pass_by(TOLD_SECONDS)
    keep_apart(stage, stage.kept[-1])
    assert isinstance(stage.page, FingerPage)


def test_what_was_said_of_the_second_touch_is_taken_back_as_well(stage: Stage) -> None:
    """The network comes back while 已打卡 stands there of a touch that was the same punch."""
    stage.punch()
    stage.pass_by(30)
    assert stage.type() == []
    assert stage.page.headline.zh == "已打卡 08:12"
    stage.flow.hear_connection(False)
    stage.flow.hear_connection(True)
    keep_apart(stage, stage.kept[-1])
    assert stage.page.headline.zh == KEPT


def test_a_refusal_is_said_at_the_second_touch_as_well(stage: Stage) -> None:
    stage.punch()
    stage.pass_by(30)
    stage.type()
    request = stage.kept[-1]
    refused = Refused(at=stage.at, request=request.id, code="x", zh="不行。", en="No.")
    assert stage.flow.answered(request, refused, stage.now) == [RefusalHeard(request.id)]
    assert stage.page.headline.zh == "打卡未被接受"


def test_while_the_ledger_doubts_its_clock_nobody_hears_that_it_counts(stage: Stage) -> None:
    stage.flow.hear_clock(doubted=True)
    assert stage.punch().headline.zh == KEPT
    keep_apart(stage, stage.kept[-1])
    assert stage.page.headline.zh == KEPT
    assert stage.flow.next_wakeup() == stage.seconds + TOLD_SECONDS


def test_what_the_ledger_counts_all_the_same_is_told_so(stage: Stage) -> None:
    """It stands by its clock after a small step."""
    stage.flow.hear_clock(doubted=True)
    stage.punch()
    request = stage.kept[-1]
    assert answer(stage, request, recorded_of(request)) == []
    assert (stage.page.headline.zh, stage.page.note.zh) == ("上午上班 08:12", "密码打卡")
    stage.flow.hear_clock(doubted=False)
    stage.pass_by(120)
    assert stage.punch().headline.zh == "已打卡 08:12"


def test_in_doubt_a_wrong_year_forgets_nobodys_morning(stage: Stage) -> None:
    stage.punch(OTHER)
    stage.pass_by(TOLD_SECONDS)
    stage.flow.hear_clock(doubted=True)
    stage.at += timedelta(days=3 * 365)
    stage.punch()
    stage.pass_by(TOLD_SECONDS)
    stage.at -= timedelta(days=3 * 365)
    stage.flow.hear_clock(doubted=False)
    stage.pass_by(120)
    assert stage.punch(OTHER).headline.zh == "已打卡 08:12"


def test_a_granted_punch_that_was_told_so_stays_as_it_is(stage: Stage) -> None:
    stage.punch()
    shown = stage.flow.known.shown
    answer(stage, stage.kept[-1], recorded_of(stage.kept[-1]))
    assert stage.flow.known.shown is shown


def test_a_reader_that_names_no_time_means_the_time_it_speaks_at(stage: Stage) -> None:
    stage.reader(ReaderPhase.KEPT_APART, WHO, punched_at=None)
    shown = stage.flow.known.shown
    assert shown is not None
    assert shown.result == PunchKeptApart(WHO, stage.at, NO_REQUEST)
