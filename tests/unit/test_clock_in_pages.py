"""What stands on the glass of the clock-in screen in each state, field by field."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broker.domain.attendance.facts import Turn
from broker.domain.clock_ins import ClockInPost
from broker.domain.ids import NO_REQUEST, RequestId, StaffId
from broker.wire.messages import ReaderPhase
from kiosk.clock_in.look import look
from kiosk.clock_in.pages.entry import EntryPage
from kiosk.clock_in.pages.finger import FingerPage, rest, result
from kiosk.clock_in.pages.told import ToldPage, kept_apart, told
from kiosk.clock_in.screens import (
    Entry,
    FingerPuzzled,
    PunchKeptApart,
    PunchNotKept,
    PunchRefused,
    PunchTold,
    Result,
    ShownResult,
)
from kiosk.clock_in.state import ClockInState
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Tone
from tests.stages.halls import small_hall

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 23, 0, 12, tzinfo=UTC)
LOCAL = AT.astimezone(ZONE)
PRIMARY = Tone.PRIMARY
POST = ClockInPost(id="staff-door", reader="door", name="员工通道")


def known(**changes: object) -> ClockInState:
    state = ClockInState(small_hall(), POST, ZONE, up=True, phase=ReaderPhase.IDLE)
    state.names = {each.id: each.name for each in state.hall.staff}
    for name, value in changes.items():
        setattr(state, name, value)
    return state


def finger(
    headline: str, detail: str, badge: str, tone: Tone, *, instead: bool = False
) -> FingerPage:
    return FingerPage("08:12", say(headline), say(detail), badge, tone, instead)


AWAY = finger("clock-in.away", "clock-in.use-pin", "cross", Tone.STOP, instead=True)


@pytest.mark.parametrize(
    ("state", "page"),
    [
        (known(), finger("clock-in.press", "clock-in.press.sub", "", Tone.PRIMARY)),
        (
            known(phase=None),
            finger("clock-in.unseen", "clock-in.use-pin", "repeat", Tone.QUIET, instead=True),
        ),
        (
            known(up=False),
            finger(
                "clock-in.offline.head", "clock-in.offline.sub", "warning", Tone.WARN, instead=False
            ),
        ),
        (known(phase=ReaderPhase.AWAY), AWAY),
        (known(served=False), AWAY),
        (known(served=False, phase=None), AWAY),
    ],
)
def test_at_rest(state: ClockInState, page: FingerPage) -> None:
    assert rest(state, LOCAL) == page


REFUSED = PunchRefused("没有这个工号。", "No such number.")


@pytest.mark.parametrize(
    ("shown", "page"),
    [
        (
            FingerPuzzled(ReaderPhase.UNKNOWN),
            finger("clock-in.unknown", "clock-in.unknown.sub", "question", Tone.WARN),
        ),
        (
            FingerPuzzled(ReaderPhase.UNCLEAR),
            finger("clock-in.unclear", "clock-in.unclear.sub", "drop", Tone.WARN),
        ),
        (PunchNotKept(), finger("clock-in.not-kept", "clock-in.leader", "cross", Tone.STOP)),
        (
            REFUSED,
            FingerPage(
                "08:12",
                say("clock-in.refused"),
                Wording("没有这个工号。请找值班长", "No such number. Please see the duty leader"),
                "cross",
                Tone.STOP,
                instead=False,
            ),
        ),
        (
            PunchRefused("", ""),
            FingerPage(
                "08:12", say("clock-in.refused"), NOTHING, "cross", Tone.STOP, instead=False
            ),
        ),
    ],
)
def test_what_was_not_recorded(
    shown: FingerPuzzled | PunchNotKept | PunchRefused, page: FingerPage
) -> None:
    assert result(shown, LOCAL) == page


def punch(
    turn: Turn | None = Turn.IN,
    *,
    at: str | None = "08:12",
    session: int = 0,
    again: bool = False,
    request: str = NO_REQUEST,
) -> PunchTold:
    moment = datetime.fromisoformat(f"2026-11-23 {at}").replace(tzinfo=ZONE) if at else None
    return PunchTold(StaffId("101"), moment, turn, session, again, RequestId(request))


@pytest.mark.parametrize(
    ("shown", "headline", "note", "icon", "tone"),
    [
        (punch(), "Morning in 08:12", "", "tick", Tone.OK),
        (punch(Turn.OUT, at="11:30"), "Morning out 11:30", "", "signed-out", Tone.OK),
        (punch(None), "Recorded 08:12", "", "tick", Tone.OK),
        (punch(again=True), "Already recorded 08:12", "Morning in", "info", Tone.PRIMARY),
        (punch(at=None, again=True), "Already recorded", "Morning in", "info", Tone.PRIMARY),
        (
            punch(Turn.OUT, again=True, request="x"),
            "Already recorded 08:12",
            "Morning out · By PIN",
            "info",
            Tone.PRIMARY,
        ),
        (punch(request="x"), "Morning in 08:12", "By PIN", "tick", Tone.OK),
    ],
)
def test_a_punch(shown: PunchTold, headline: str, note: str, icon: str, tone: Tone) -> None:
    page = told(shown, known())
    assert (page.headline.en, page.note.en) == (headline, note)
    assert (page.icon, page.tone) == (icon, tone)
    assert (page.person, page.number) == ("测试甲", say("clock-in.number", number="101"))


@pytest.mark.parametrize(
    ("up", "request_id", "note", "said"),
    [
        (True, NO_REQUEST, "确认后才计入考勤", "It counts once confirmed"),
        (True, "x", "确认后才计入考勤 · 密码打卡", "It counts once confirmed · By PIN"),
        (
            False,
            "x",
            "确认后才计入考勤 · 密码打卡，已存在本机",
            "It counts once confirmed · By PIN, kept here",
        ),
    ],
)
def test_a_punch_that_is_kept_apart_says_who_confirms_it_and_no_time(
    up: bool, request_id: str, note: str, said: str
) -> None:
    """Its time may be one that no calendar of this hall can tell."""
    when = datetime.max.replace(tzinfo=UTC)
    shown = PunchKeptApart(StaffId("101"), when, RequestId(request_id))
    page = kept_apart(shown, known(up=up))
    headline = Wording("已保存，等值班长确认", "Kept; it waits for the duty leader")
    assert (page.headline, page.note) == (headline, Wording(note, said))
    assert (page.icon, page.tone) == ("hourglass", Tone.WARN)
    assert (page.person, page.number) == ("测试甲", say("clock-in.number", number="101"))
    state = known(up=up, shown=ShownResult(shown, 105.0))
    assert look(state, AT).page == page


def test_whose_number_nobody_has_is_told_by_number() -> None:
    page = kept_apart(PunchKeptApart(StaffId("999"), AT), known())
    assert (page.person, page.number.zh) == ("", "工号 999")


@pytest.mark.parametrize(
    ("shown", "headline", "note", "icon", "tone"),
    [
        (punch(at="08:20:59"), "Morning in 08:20", "", "tick", Tone.OK),
        (punch(at="08:21"), "Morning in 08:21", "After 08:20", "clock", Tone.WARN),
        (punch(at="08:21", again=True), "Already recorded 08:21", "Morning in", "info", PRIMARY),
        (punch(at="13:31", session=1), "Afternoon in 13:31", "After 13:20", "clock", Tone.WARN),
        (punch(Turn.OUT, at="11:10"), "Morning out 11:10", "Before 11:30", "clock", Tone.WARN),
        (punch(Turn.OUT, at="11:30"), "Morning out 11:30", "", "signed-out", Tone.OK),
        (
            punch(at="08:40", request="x"),
            "Morning in 08:40",
            "After 08:20 · By PIN",
            "clock",
            Tone.WARN,
        ),
        (punch(None, at="08:40"), "Recorded 08:40", "", "tick", Tone.OK),
    ],
)
def test_who_is_late_or_goes_early_is_not_as_green(
    shown: PunchTold, headline: str, note: str, icon: str, tone: Tone
) -> None:
    """Told apart by a word, a sign and a colour."""
    page = told(shown, known())
    assert (page.headline.en, page.note.en, page.icon, page.tone) == (headline, note, icon, tone)


def test_the_mark_of_a_pin_is_in_both_languages() -> None:
    page = told(punch(again=True, request="x"), known(up=False))
    assert page.note == Wording("上午上班 · 密码打卡，已存在本机", "Morning in · By PIN, kept here")


def test_the_frame_says_where_and_when() -> None:
    shown = look(known(), AT)
    assert shown.hall == Wording("测试大厅", "Test Hall")
    assert (shown.place, shown.time, shown.date.en) == (
        "员工通道",
        "08:12",
        "Monday, 23 November 2026",
    )


@pytest.mark.parametrize(
    ("state", "notice", "tone"),
    [
        (known(), "", Tone.QUIET),
        (known(late=70.0, clock_doubted=True, up=False), "clock-in.clock.here", Tone.STOP),
        (known(clock_doubted=True, up=False), "clock-in.offline", Tone.WARN),
        (known(clock_doubted=True), "clock-in.clock.ledger", Tone.STOP),
    ],
)
def test_what_matters_most_is_the_notice(state: ClockInState, notice: str, tone: Tone) -> None:
    """What the ledger said of its clock is old news where it is not heard."""
    shown = look(state, AT)
    assert (shown.notice, shown.tone) == (say(notice) if notice else NOTHING, tone)


def test_a_result_covers_what_is_typed_and_typing_covers_the_rest() -> None:
    both = known(entry=Entry("1"), shown=ShownResult(punch(), 4.0))
    assert isinstance(look(both, AT).page, ToldPage)
    assert isinstance(look(known(entry=Entry("1")), AT).page, EntryPage)
    puzzled: Result = FingerPuzzled(ReaderPhase.UNKNOWN)
    assert look(known(shown=ShownResult(puzzled, 4.0)), AT).page == result(puzzled, LOCAL)
