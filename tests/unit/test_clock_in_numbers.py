"""The clock-in screen beside a reader that knows nobody: a staff number first, then a finger."""

from __future__ import annotations

from typing import Any

import pytest

from broker.domain.attendance.facts import PunchWay
from broker.domain.ids import NO_STAFF
from broker.wire.messages import ReaderPhase
from kiosk.clock_in.events import Effect, Keep, TellNumber
from kiosk.clock_in.flow import TOLD_SECONDS, TYPING_SECONDS
from kiosk.clock_in.pages.entry import EntryPage
from kiosk.clock_in.pages.finger import FingerPage
from kiosk.clock_in.pages.told import ToldPage
from kiosk.clock_in.screens import ClockInKey
from tests.unit.test_clock_in_flow import OTHER, PIN, WHO, Stage


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.reader(ReaderPhase.NUMBER)
    return stage


def press(stage: Stage, key: ClockInKey) -> list[Effect]:
    return stage.flow.press(key, stage.now)


def typed(stage: Stage, number: str = WHO) -> list[Effect]:
    """A number, and enter; the reader says that it waits for that person."""
    press(stage, ClockInKey.PIN)
    stage.flow.type(number, stage.now)
    effects = press(stage, ClockInKey.ENTER)
    for each in effects:
        if isinstance(each, TellNumber):
            stage.reader(ReaderPhase.FINGER, each.staff)
    return effects


def page(stage: Stage, kind: type) -> Any:
    assert isinstance(stage.page, kind)
    return stage.page


def test_at_rest_it_asks_for_a_number_with_a_large_key(stage: Stage) -> None:
    shown = page(stage, FingerPage)
    assert (shown.headline.zh, shown.key.zh) == ("请先输入工号", "输入工号")
    assert shown.instead
    stage.reader(ReaderPhase.IDLE)
    shown = page(stage, FingerPage)
    assert (shown.headline.zh, shown.key.zh) == ("请按指纹", "工号密码打卡")


def test_a_number_goes_to_the_reader_and_finger_or_pin_may_follow(stage: Stage) -> None:
    assert typed(stage) == [TellNumber(WHO)]
    shown = page(stage, EntryPage)
    assert (shown.number, shown.at_code) == (WHO, True)
    assert shown.heading.zh == "请按指纹，或输入密码"


def test_beside_a_reader_that_knows_people_no_number_goes_anywhere(stage: Stage) -> None:
    for phase in (ReaderPhase.IDLE, ReaderPhase.UNKNOWN):
        stage.reader(phase)
        stage.pass_by(TOLD_SECONDS)
        assert typed(stage) == []
        assert page(stage, EntryPage).heading.zh == ""
        press(stage, ClockInKey.BACK)


def test_the_right_finger_is_told_and_what_was_typed_is_gone(stage: Stage) -> None:
    typed(stage)
    stage.finger()
    assert page(stage, ToldPage).number.zh == f"工号 {WHO}"
    stage.reader(ReaderPhase.NUMBER)
    stage.pass_by(TOLD_SECONDS)
    assert page(stage, FingerPage).headline.zh == "请先输入工号"


def test_somebody_elses_result_leaves_what_is_typed(stage: Stage) -> None:
    typed(stage)
    stage.finger(OTHER)
    stage.pass_by(TOLD_SECONDS)
    assert page(stage, EntryPage).number == WHO


@pytest.mark.parametrize(
    ("phase", "headline", "detail"),
    [
        (ReaderPhase.NUMBER_FIRST, "请先输入工号", "然后再按指纹"),
        (ReaderPhase.MISMATCH, "指纹与工号不符", "请再按一次，或换一个手指"),
        (ReaderPhase.GIVEN_UP, "请改用密码", "多次不符，一分钟后才能再按指纹"),
        (ReaderPhase.NO_FINGER, "这里没有登记指纹", "请核对工号，或输入密码"),
    ],
)
def test_what_came_of_a_touch_says_what_to_do(
    stage: Stage, phase: ReaderPhase, headline: str, detail: str
) -> None:
    stage.reader(phase)
    shown = page(stage, FingerPage)
    assert (shown.headline.zh, shown.detail.zh, shown.badge) == (headline, detail, "question")
    stage.pass_by(TOLD_SECONDS)
    assert page(stage, FingerPage).badge == ""


def test_a_finger_before_the_number_leaves_the_large_key_for_the_number(stage: Stage) -> None:
    """It became small, and another one: 工号密码打卡."""
    stage.reader(ReaderPhase.NUMBER_FIRST)
    shown = page(stage, FingerPage)
    assert (shown.key.zh, shown.instead) == ("输入工号", True)
    stage.reader(ReaderPhase.MISMATCH)
    assert not page(stage, FingerPage).instead


def test_a_try_gives_time_for_another_and_a_finger_too_many_leaves_the_pin(stage: Stage) -> None:
    typed(stage)
    stage.pass_by(TYPING_SECONDS - 1)
    stage.reader(ReaderPhase.MISMATCH)
    stage.pass_by(TOLD_SECONDS)
    assert page(stage, EntryPage).heading.zh == "请按指纹，或输入密码"
    stage.pass_by(TYPING_SECONDS - TOLD_SECONDS - 1)
    assert page(stage, EntryPage)
    stage.reader(ReaderPhase.GIVEN_UP)
    stage.pass_by(TOLD_SECONDS)
    stage.pass_by(0)
    assert stage.flow.known.awaited == NO_STAFF


def test_whoever_goes_back_or_changes_the_number_takes_it_back(stage: Stage) -> None:
    for key in (ClockInKey.BACK, ClockInKey.NUMBER):
        typed(stage)
        assert press(stage, key) == [TellNumber(NO_STAFF)]
        stage.reader(ReaderPhase.NUMBER)
        press(stage, ClockInKey.BACK)
    assert press(stage, ClockInKey.BACK) == []


def test_whoever_uses_the_pin_after_all_takes_it_back_too(stage: Stage) -> None:
    typed(stage)
    stage.flow.type(PIN, stage.now)
    kept, taken_back = stage.compare(press(stage, ClockInKey.ENTER))
    assert isinstance(kept, Keep)
    assert (kept.request.staff, kept.request.way) == (WHO, PunchWay.PIN)
    assert taken_back == TellNumber(NO_STAFF)
    stage.finger()
    assert stage.flow.known.keeping == kept.request.id, "the PIN's punch is still being kept"


def test_where_the_reader_is_away_the_pin_is_the_way(stage: Stage) -> None:
    stage.reader(ReaderPhase.AWAY)
    assert typed(stage) == []
    assert page(stage, EntryPage).heading.zh == ""
