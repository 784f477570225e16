"""What each rule grants and refuses, to the letter: all facts of an answer, or the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.domain.attendance.facts import DutyCorrected, PunchRecorded, PunchWay, Turn
from broker.domain.attendance.requests import CorrectDuty, RecordPunch
from broker.domain.calling import facts as calling
from broker.domain.calling.requests import (
    CallNext,
    CallTicket,
    FinishService,
    MissTicket,
    RecallTicket,
    ReportDelivery,
    StartService,
    TransferTicket,
)
from broker.domain.catalogue import Item
from broker.domain.hall import Calling, PriorityClass, Queue, Window
from broker.domain.ratings import facts as ratings
from broker.domain.ratings.requests import CountStray, GiveRating, LeaveUnrated
from broker.domain.requests import Granted, Refused
from broker.domain.tickets import facts as tickets
from broker.domain.tickets.requests import (
    ActivateTicket,
    CancelTicket,
    RequeueTicket,
    ReserveTicket,
    VoidTicket,
)
from broker.domain.windows import facts as windows
from broker.domain.windows.requests import CloseWindow, OpenWindow, PauseWindow, ResumeWindow
from broker.ledger.views import duty_state
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall

AT_1 = {"window": 1, "clerk": "101"}
DAY = date(2026, 11, 23)
A1, A1_VISIT, A1_CALL = "20261123-A001", "20261123-A001.1", "20261123-A001.1.0"


class Hall(LedgerHall):
    """A ledger with one item in its catalogue, and short words for what happens before the rule
    that is tested."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.close()
        item = Item(number=2, department="dept", name="乙事", queue="qb")
        self.settings = replace(self.settings, items=(item,))
        self.open()

    def takes(self, queue: str = "qa") -> str:
        """A number is taken; its ticket."""
        ticket: str = self.fact(ReserveTicket, queue=queue).ticket
        self.do(ActivateTicket, ticket=ticket, paper=tickets.HeldAs.PRINTED)
        return ticket

    def calls(self) -> str:
        """Somebody is called to window 1; the ticket."""
        ticket = self.takes()
        self.do(OpenWindow, **AT_1)
        self.do(CallNext, **AT_1)
        return ticket

    def serves(self, seconds: float = 90.0) -> None:
        """A citizen at window 1, from the machine to the end."""
        self.calls()
        self.do(StartService, **AT_1)
        self.clock.pass_by(seconds)
        self.do(FinishService, **AT_1)

    def facts_of(self, kind: type[Any], **fields: Any) -> tuple[Any, ...]:
        return self.do(kind, **fields).facts

    def no(self, kind: type[Any], **fields: Any) -> tuple[str, str, str]:
        """Code and both sentences of a refusal."""
        answer = self.ask(self.make(kind, **fields))
        assert isinstance(answer, Refused), answer
        return answer.code, answer.zh, answer.en


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(Hall(tmp_path)) as hall:
        yield hall


@pytest.fixture
def choosing(tmp_path: Path) -> Iterator[Hall]:
    """A hall that lets a clerk call a chosen ticket."""
    with closing(
        Hall(tmp_path, hall=small_hall(calling=Calling(call_chosen=True, require_on_duty=False)))
    ) as hall:
        yield hall


def test_sign_in(hall: Hall) -> None:
    (opened,) = hall.facts_of(OpenWindow, **AT_1)
    assert isinstance(opened, windows.WindowOpened)
    assert (opened.window, opened.clerk) == (1, "101")
    assert hall.facts_of(OpenWindow, **AT_1) == ()
    assert hall.no(OpenWindow, window=1, clerk="102") == (
        "window-taken",
        "1 号窗口已由工号 101 登录。",
        "Window 1 is held by staff number 101.",
    )
    assert hall.no(OpenWindow, window=2, clerk="101") == (
        "elsewhere",
        "工号 101 已在 1 号窗口登录。",
        "Staff number 101 is signed in at window 1.",
    )
    assert hall.no(OpenWindow, window=2, clerk="999")[:2] == ("unknown-staff", "没有工号 999。")
    assert hall.no(OpenWindow, window=2, clerk="901")[:2] == ("role", "工号 901 不能这样操作。")
    assert hall.no(OpenWindow, window=9, clerk="102")[:2] == ("unknown-window", "没有 9 号窗口。")
    (other,) = hall.facts_of(OpenWindow, window=2, clerk="900")
    assert isinstance(other, windows.WindowOpened)
    assert (other.window, other.clerk) == (2, "900")


def test_sign_in_needs_a_punch_where_the_hall_asks_for_one(tmp_path: Path) -> None:
    hall = Hall(tmp_path, hall=small_hall(calling=Calling(require_on_duty=True)))
    assert hall.no(OpenWindow, **AT_1) == (
        "off-duty",
        "工号 101 今天还没有打卡，请先打卡。",
        "Staff number 101 has not clocked in today; please clock in first.",
    )
    at = hall.clock.now()
    hall.do(RecordPunch, staff="101", device="door", punched_at=at, way=PunchWay.FINGER)
    (opened,) = hall.facts_of(OpenWindow, **AT_1)
    assert isinstance(opened, windows.WindowOpened)
    assert (opened.window, opened.clerk) == (1, "101")
    hall.close()


def test_the_refusal_is_true_and_the_leaders_correction_counts_at_once(tmp_path: Path) -> None:
    hall = Hall(tmp_path, hall=small_hall(calling=Calling(require_on_duty=True)))
    morning = hall.clock.now()  # nine o'clock
    hall.do(RecordPunch, staff="101", device="door", punched_at=morning, way=PunchWay.FINGER)
    hall.clock.pass_by(2.4 * 3600)
    at = hall.clock.now()  # 11:24
    hall.do(RecordPunch, staff="101", device="door", punched_at=at, way=PunchWay.FINGER)
    assert hall.no(OpenWindow, **AT_1) == (
        "gone",
        "工号 101 11:24 已打下班卡；如已在岗，请重新打卡或请值班长更正。",
        "Staff number 101 clocked out at 11:24; clock in again, or ask the duty leader.",
    )
    said: dict[str, Any] = {"staff": "101", "turn": Turn.IN, "reason": "误按"}
    request = hall.make(CorrectDuty, **said, since=at, by="900")
    answer = hall.ask(request)
    assert isinstance(answer, Granted)
    day = hall.ledger.floor.day_of(at)
    assert answer.facts == (DutyCorrected(correction=request.id, day=day, at=at, by="900", **said),)
    (opened,) = hall.facts_of(OpenWindow, **AT_1)
    assert isinstance(opened, windows.WindowOpened)
    assert (opened.window, opened.clerk) == (1, "101")
    assert duty_state(hall.ledger.floor, at, "x").on_duty == ("101",)
    assert hall.ledger.floor.punches == 2
    hall.close()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"by": "101"}, "role"),
        ({"by": "901"}, "role"),
        ({"by": ""}, "unknown-staff"),
        ({"reason": ""}, "reason-missing"),
        ({"staff": "777"}, "unknown-staff"),
        ({"since": timedelta(minutes=2)}, "to-come"),
        ({"since": timedelta(days=-1)}, "not-today"),
        ({"since": timedelta(hours=-6)}, "not-today"),  # the business day before
    ],
)
def test_who_may_correct_and_what(hall: Hall, changed: dict[str, Any], code: str) -> None:
    said = {"staff": "102", "turn": Turn.OUT, "reason": "提前离开", "by": "900"} | changed
    said["since"] = hall.clock.now() + said.get("since", timedelta())
    assert hall.no(CorrectDuty, **said)[0] == code
    assert hall.facts(DutyCorrected) == []


def test_sign_out(hall: Hall) -> None:
    assert hall.no(CloseWindow, **AT_1) == (
        "window-closed",
        "1 号窗口还没有登录。",
        "Nobody is signed in at window 1.",
    )
    hall.calls()
    assert hall.no(CloseWindow, **AT_1) == (
        "window-busy",
        "1 号窗口正在办理 A001，请先办结。",
        "Window 1 still has A001; finish that first.",
    )
    assert hall.no(CloseWindow, window=1, clerk="102") == (
        "not-yours",
        "1 号窗口不是您登录的。",
        "You are not signed in at window 1.",
    )
    hall.do(MissTicket, **AT_1)
    assert hall.facts_of(CloseWindow, **AT_1) == (windows.WindowClosed(window=1, clerk="101"),)


def test_pausing_and_resuming(hall: Hall) -> None:
    soon = windows.PauseReason.BACK_SOON
    assert hall.no(PauseWindow, **AT_1, reason=soon)[0] == "window-closed"
    hall.do(OpenWindow, **AT_1)
    assert hall.facts_of(ResumeWindow, **AT_1) == ()
    assert hall.facts_of(PauseWindow, **AT_1, reason=soon) == (
        windows.WindowPaused(window=1, reason=soon),
    )
    assert hall.facts_of(PauseWindow, **AT_1, reason=soon) == ()
    other = windows.PauseReason.EQUIPMENT
    assert hall.facts_of(PauseWindow, **AT_1, reason=other) == (
        windows.WindowPaused(window=1, reason=other),
    )
    assert hall.no(ResumeWindow, window=1, clerk="102")[0] == "not-yours"
    hall.takes()
    assert hall.no(CallNext, **AT_1) == (
        "window-paused",
        "1 号窗口已暂停，请先恢复。",
        "Window 1 is paused; resume first.",
    )
    assert hall.facts_of(ResumeWindow, **AT_1) == (windows.WindowResumed(window=1),)
    hall.do(CallNext, **AT_1)
    assert hall.no(PauseWindow, **AT_1, reason=soon)[0] == "window-busy"


def test_calling_the_next(hall: Hall) -> None:
    assert hall.no(CallNext, **AT_1)[0] == "window-closed"
    hall.do(OpenWindow, **AT_1)
    assert hall.no(CallNext, **AT_1) == (
        "nothing-waiting",
        "现在没有人等候。",
        "Nobody is waiting.",
    )
    hall.takes("qb")  # which window 1 does not serve
    assert hall.no(CallNext, **AT_1)[0] == "nothing-waiting"
    hall.takes()
    hall.clock.pass_by(60)
    assert hall.facts_of(CallNext, **AT_1) == (
        calling.TicketCalled(
            ticket=A1,
            number="A001",
            visit=A1_VISIT,
            call=A1_CALL,
            window=1,
            clerk="101",
            chosen=False,
            why=(
                calling.Compared(
                    number="A001", group=PriorityClass.ORDINARY, waited=60.0, priority=60.0
                ),
            ),
        ),
    )
    assert hall.no(CallNext, **AT_1)[0] == "window-busy"


def test_calling_a_chosen_ticket(choosing: Hall) -> None:
    hall = choosing
    first, chosen, foreign = hall.takes(), hall.takes(), hall.takes("qb")
    assert hall.no(CallTicket, **AT_1, ticket=chosen)[0] == "window-closed"
    hall.do(OpenWindow, **AT_1)
    assert hall.no(CallTicket, **AT_1, ticket="20261123-A999") == (
        "unknown-ticket",
        "今天没有号票 20261123-A999。",
        "There is no ticket 20261123-A999 today.",
    )
    assert hall.no(CallTicket, **AT_1, ticket=foreign) == (
        "no-such-route",
        "1 号窗口不办理队列 qb。",
        "Window 1 does not serve queue qb.",
    )
    (called,) = hall.facts_of(CallTicket, **AT_1, ticket=chosen)
    assert (called.ticket, called.number, called.chosen) == (chosen, "A002", True)
    assert (called.window, called.clerk) == (1, "101")
    assert (called.visit, called.call) == (f"{chosen}.1", f"{chosen}.1.0")
    assert [each.number for each in called.why] == ["A001", "A002"]  # who was passed over
    assert hall.no(CallTicket, **AT_1, ticket=first)[0] == "window-busy"
    hall.do(MissTicket, **AT_1)
    code, zh, _ = hall.no(CallTicket, **AT_1, ticket=chosen)
    assert (code, "A002" in zh or chosen in zh) == ("wrong-state", True)
    hall.do(PauseWindow, **AT_1, reason=windows.PauseReason.BACK_SOON)
    assert hall.no(CallTicket, **AT_1, ticket=first)[0] == "window-paused"


def test_calling_a_chosen_ticket_is_off_unless_the_hall_says_so(hall: Hall) -> None:
    ticket = hall.takes()
    hall.do(OpenWindow, **AT_1)
    assert hall.no(CallTicket, **AT_1, ticket=ticket) == (
        "chosen-off",
        "本大厅不能指定叫号。",
        "This hall does not call chosen tickets.",
    )


def test_one_who_was_sent_to_another_window_is_not_called_here(hall: Hall) -> None:
    hall.calls()
    hall.do(StartService, **AT_1)
    hall.do(TransferTicket, **AT_1, queue="qa", to_window=2)
    assert hall.no(CallNext, **AT_1)[0] == "nothing-waiting"
    hall.do(OpenWindow, window=2, clerk="102")
    (called,) = hall.facts_of(CallNext, window=2, clerk="102")
    assert (called.ticket, called.visit, called.call) == (A1, f"{A1}.2", f"{A1}.2.0")


def test_recalling(hall: Hall) -> None:
    hall.do(OpenWindow, **AT_1)
    assert hall.no(RecallTicket, **AT_1) == (
        "window-free",
        "1 号窗口没有呼叫中的号。",
        "Window 1 has no number called.",
    )
    hall.calls()
    most = hall.hall.calling.max_recalls
    for times in range(1, most + 1):
        assert hall.facts_of(RecallTicket, **AT_1) == (
            calling.TicketRecalled(ticket=A1, call=f"{A1_VISIT}.{times}", window=1, times=times),
        )
    assert hall.no(RecallTicket, **AT_1) == (
        "recalls",
        f"已重呼 {most} 次，请按“过号”。",
        f"Recalled {most} times; please press no-show.",
    )
    hall.do(StartService, **AT_1)
    assert hall.no(RecallTicket, **AT_1)[0] == "wrong-state"


def test_a_visit(hall: Hall) -> None:
    hall.calls()
    assert hall.no(FinishService, **AT_1)[0] == "wrong-state"
    assert hall.facts_of(StartService, **AT_1) == (
        calling.ServiceStarted(ticket=A1, visit=A1_VISIT, window=1),
    )
    assert hall.no(StartService, **AT_1)[0] == "wrong-state"
    assert hall.no(MissTicket, **AT_1)[0] == "wrong-state"
    hall.clock.pass_by(95.5)
    assert hall.facts_of(FinishService, **AT_1) == (
        calling.ServiceFinished(ticket=A1, visit=A1_VISIT, window=1, clerk="101", seconds=95.5),
    )
    assert hall.no(FinishService, **AT_1)[0] == "window-free"


def test_nobody_came(hall: Hall) -> None:
    hall.calls()
    assert hall.facts_of(MissTicket, **AT_1) == (
        calling.TicketMissed(ticket=A1, visit=A1_VISIT, window=1),
    )


def test_sending_somebody_on(hall: Hall) -> None:
    hall.calls()
    joined = MORNING
    hall.clock.pass_by(300)
    hall.do(StartService, **AT_1)
    assert hall.no(TransferTicket, **AT_1, queue="qx") == (
        "unknown-queue",
        "没有队列 qx。",
        "There is no queue qx.",
    )
    assert hall.no(TransferTicket, **AT_1, queue="qb", to_window=1)[:2] == (
        "no-such-route",
        "1 号窗口不办理队列 qb。",
    )
    assert hall.facts_of(TransferTicket, **AT_1, queue="qb", to_window=3) == (
        calling.TicketTransferred(
            ticket=A1, visit=A1_VISIT, from_window=1, queue="qb", window=3, joined=joined
        ),
    )


def test_what_displays_report(hall: Hall) -> None:
    hall.calls()
    told: dict[str, Any] = {"call": A1_CALL, "device": "display-1"}
    silent = calling.UndeliveredReason.NO_ANSWER
    dark = calling.CallUndelivered(
        call=A1_CALL, device="display-1", reason=silent, detail="3 tries"
    )
    assert hall.no(ReportDelivery, call="x.1.0", device="d", delivered=True) == (
        "unknown-call",
        "没有这次呼叫 x.1.0。",
        "There is no call x.1.0.",
    )
    said = {**told, "delivered": False, "reason": silent, "detail": "3 tries"}
    assert hall.facts_of(ReportDelivery, **said) == (dark,)
    assert hall.facts_of(ReportDelivery, **said) == ()
    shown = (calling.CallDelivered(call=A1_CALL, device="display-1"),)
    assert hall.facts_of(ReportDelivery, **told, delivered=True) == shown
    assert hall.facts_of(ReportDelivery, **told, delivered=True) == ()
    assert hall.facts_of(ReportDelivery, **said) == (dark,)


def test_rating(hall: Hall) -> None:
    at = hall.clock.now()
    said: dict[str, Any] = {
        "device": "evaluator-1",
        "level": ratings.Level.SATISFIED,
        "visit": A1_VISIT,
        "armed_at": at,
        "pressed_at": at + timedelta(seconds=4),
    }
    assert hall.no(GiveRating, **{**said, "visit": "A001.1"}) == (
        "unknown-visit",
        "没有这次办理 A001.1。",
        "There is no visit A001.1.",
    )
    hall.calls()
    hall.do(StartService, **AT_1)
    assert hall.no(GiveRating, **said)[0] == "not-finished"
    hall.clock.pass_by(90)
    hall.do(FinishService, **AT_1)
    at = hall.clock.now()
    late = at + timedelta(seconds=hall.hall.ratings.armed_seconds + 1)
    said |= {"armed_at": at, "pressed_at": at + timedelta(seconds=4)}
    assert hall.no(GiveRating, **{**said, "pressed_at": late})[0] == "not-armed"
    assert hall.facts_of(GiveRating, **said) == (
        ratings.RatingGiven(
            visit=A1_VISIT,
            window=1,
            clerk="101",
            level=ratings.Level.SATISFIED,
            device="evaluator-1",
            armed_at=at,
            pressed_at=at + timedelta(seconds=4),
            suspicions=(),
        ),
    )
    assert hall.facts_of(GiveRating, **said) == ()  # the same press under another id
    assert (
        hall.no(GiveRating, **{**said, "level": ratings.Level.DISSATISFIED})[0] == "already-rated"
    )
    assert hall.no(GiveRating, **{**said, "pressed_at": at})[0] == "already-rated"
    assert (
        hall.facts_of(
            LeaveUnrated, source="evaluator-1", visit=A1_VISIT, reason=ratings.UnratedReason.SILENCE
        )
        == ()
    )


@pytest.mark.parametrize("level", [ratings.Level.DISSATISFIED, ratings.Level.VERY_DISSATISFIED])
def test_a_bad_rating_opens_a_follow_up_due_in_the_days_the_hall_promises(
    hall: Hall, level: ratings.Level
) -> None:
    hall.serves()
    at = hall.clock.now()
    pressed = at + timedelta(seconds=4)
    (_, follow_up) = hall.facts_of(
        GiveRating,
        visit=A1_VISIT,
        level=level,
        device="evaluator-1",
        armed_at=at,
        pressed_at=pressed,
    )
    due = at + timedelta(days=hall.hall.ratings.follow_up_days)
    assert follow_up == ratings.FollowUpOpened(visit=A1_VISIT, level=level, due=due)


def test_a_rating_of_a_short_visit_at_once_is_conspicuous(hall: Hall) -> None:
    hall.serves(seconds=1)
    at = hall.clock.now()
    (given,) = hall.facts_of(
        GiveRating,
        visit=A1_VISIT,
        level=ratings.Level.SATISFIED,
        device="evaluator-1",
        armed_at=at,
        pressed_at=at,
    )
    assert given.suspicions == (ratings.Suspicion.TOO_SOON, ratings.Suspicion.SHORT_VISIT)


def test_silence(hall: Hall) -> None:
    silence = ratings.UnratedReason.SILENCE
    assert hall.no(LeaveUnrated, visit="v.1", reason=silence)[0] == "unknown-visit"
    hall.serves()
    assert hall.facts_of(LeaveUnrated, source="evaluator-1", visit=A1_VISIT, reason=silence) == (
        ratings.VisitUnrated(visit=A1_VISIT, window=1, reason=silence),
    )
    assert hall.facts_of(LeaveUnrated, source="evaluator-1", visit=A1_VISIT, reason=silence) == ()


def test_a_press_nobody_asked_for(hall: Hall) -> None:
    assert hall.facts_of(CountStray, window=2, device="evaluator-2", key="3") == (
        ratings.StrayPressed(window=2, device="evaluator-2", key="3"),
    )
    assert hall.no(CountStray, window=9, device="e", key="3") == (
        "unknown-window",
        "没有 9 号窗口。",
        "There is no window 9.",
    )


def test_punches(hall: Hall) -> None:
    at = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # one in the night to Monday, in the hall
    request = hall.make(RecordPunch, staff="101", device="door", punched_at=at, way=PunchWay.FINGER)
    answer = hall.ask(request)
    assert isinstance(answer, Granted)
    assert answer.facts == (
        PunchRecorded(
            punch=request.id,
            staff="101",
            day=hall.ledger.floor.day_of(at),
            at=at,
            device="door",
            way=PunchWay.FINGER,
            reason="",
            by="",
        ),
    )
    stranger: dict[str, Any] = {"device": "door", "punched_at": at, "way": PunchWay.LEADER}
    assert hall.no(RecordPunch, staff="777", **stranger)[:2] == (
        "unknown-staff",
        "没有工号 777。",
    )


@pytest.mark.parametrize(
    ("by", "reason", "why"),
    [
        ("", "忘记打卡", ("unknown-staff", "没有工号 。")),
        ("101", "忘记打卡", ("role", "工号 101 不能这样操作。")),
        ("901", "忘记打卡", ("role", "工号 901 不能这样操作。")),
        ("900", "", ("reason-missing", "补打卡和更正须写明理由。")),
    ],
)
def test_a_later_punch_needs_the_duty_leader_and_a_reason(
    hall: Hall, by: str, reason: str, why: tuple[str, str]
) -> None:
    said: dict[str, Any] = {"staff": "102", "device": "desk", "way": PunchWay.LEADER}
    at = hall.clock.now()
    assert hall.no(RecordPunch, **said, punched_at=at, by=by, reason=reason)[:2] == why
    (kept,) = hall.facts_of(RecordPunch, **said, punched_at=at, by="900", reason="忘记打卡")
    assert (kept.by, kept.reason, kept.way) == ("900", "忘记打卡", PunchWay.LEADER)


def test_the_end_of_a_day_closes_what_was_left_open(hall: Hall) -> None:
    hall.serves()
    hall.takes()
    hall.clock.pass_by(24 * 3600)
    hall.takes()  # the first request of a new day turns it
    closed = hall.facts(windows.WindowClosed)
    assert closed == [windows.WindowClosed(window=1, clerk="101")]
    assert hall.facts(ratings.VisitUnrated) == [
        ratings.VisitUnrated(visit=A1_VISIT, window=1, reason=ratings.UnratedReason.DAY_ENDED)
    ]


def test_the_end_of_a_day_leaves_alone_who_was_rated_or_never_served(hall: Hall) -> None:
    hall.serves()
    now = hall.clock.now()
    said = {"visit": A1_VISIT, "device": "evaluator-1", "armed_at": now, "pressed_at": now}
    hall.do(GiveRating, **said, level=ratings.Level.SATISFIED)
    hall.takes()
    hall.do(CallNext, **AT_1)
    hall.clock.pass_by(24 * 3600)
    hall.takes()
    assert hall.facts(ratings.VisitUnrated) == []


def test_taking_a_number(hall: Hall) -> None:
    slot = MORNING + timedelta(hours=1)
    hall.takes("qb")
    hall.takes("qb")
    said: dict[str, Any] = {"queue": "qb", "item": "dept/2", "slot": slot}
    assert hall.facts_of(ReserveTicket, **said, group=PriorityClass.APPOINTMENT) == (
        tickets.TicketReserved(
            ticket="20261123-B003",
            day=DAY,
            queue="qb",
            number="B003",
            group=PriorityClass.APPOINTMENT,
            item="dept/2",
            slot=slot,
            ahead=2,
            windows=(2, 3),
        ),
    )
    assert hall.no(ReserveTicket, queue="qx") == (
        "unknown-queue",
        "没有队列 qx。",
        "There is no queue qx.",
    )
    hall.clock.pass_by(3 * 3600)  # noon
    assert hall.no(ReserveTicket, queue="qa") == (
        "closed",
        "现在不是办公时间，暂不取号。",
        "The hall gives no numbers at this hour.",
    )


def test_the_numbers_of_a_day_may_have_an_end(tmp_path: Path) -> None:
    queue = Queue(id="qa", prefix="A", name="甲", name_en="A", department="dept", daily_limit=2)
    served = (Window(number=1, zone="main", name="一", name_en="One", queues=("qa",)),)
    hall = Hall(tmp_path, hall=small_hall(queues=(queue,), windows=served))
    hall.takes()
    hall.takes()
    assert hall.no(ReserveTicket, queue="qa") == (
        "limit",
        "今天的号已取完。",
        "All numbers of today are taken.",
    )
    hall.clock.pass_by(24 * 3600)
    (again,) = hall.facts_of(ReserveTicket, queue="qa")
    assert (again.ticket, again.number, again.ahead) == ("20261124-A001", "A001", 0)
    hall.close()


def test_holding_a_number_or_not(hall: Hall) -> None:
    kept, lost = (hall.fact(ReserveTicket, queue="qa").ticket for _ in range(2))
    paper = tickets.HeldAs.PRINTED
    assert hall.facts_of(ActivateTicket, ticket=kept, paper=paper) == (
        tickets.TicketActivated(ticket=kept, joined=hall.clock.now(), paper=paper),
    )
    assert hall.facts_of(ActivateTicket, ticket=kept, paper=paper) == ()
    reason = tickets.VoidReason.NOBODY_NOTED
    assert hall.facts_of(VoidTicket, ticket=lost, reason=reason) == (
        tickets.TicketVoided(ticket=lost, reason=reason),
    )
    assert hall.facts_of(VoidTicket, ticket=lost, reason=reason) == ()
    assert hall.no(VoidTicket, ticket=kept, reason=reason)[0] == "wrong-state"
    assert hall.no(ActivateTicket, ticket=lost, paper=paper) == (
        "wrong-state",
        "号票 A002 现在是“作废”，不能这样操作。",
        "Ticket A002 is void; this cannot be done now.",
    )
    assert hall.no(ActivateTicket, ticket="x", paper=paper)[0] == "unknown-ticket"


@pytest.mark.parametrize(("minutes", "since"), [(60, 60 - 15), (10, 0), (-30, 0)])
def test_an_appointment_waits_from_its_slot_less_the_tolerance(
    tmp_path: Path, minutes: int, since: int
) -> None:
    on_time = Calling(appointment_tolerance_minutes=15, require_on_duty=False)
    hall = Hall(tmp_path, hall=small_hall(calling=on_time))
    slot = MORNING + timedelta(minutes=minutes)
    group = PriorityClass.APPOINTMENT
    ticket = hall.fact(ReserveTicket, queue="qa", group=group, slot=slot).ticket
    held = hall.fact(ActivateTicket, ticket=ticket, paper=tickets.HeldAs.PRINTED)
    assert held.joined == MORNING + timedelta(minutes=since)
    hall.close()


def test_giving_a_number_back(hall: Hall) -> None:
    ticket = hall.takes()
    reason = tickets.CancelReason.GAVE_UP
    said: dict[str, Any] = {"ticket": ticket, "reason": reason}
    assert hall.no(CancelTicket, **said, by="777")[:2] == ("unknown-staff", "没有工号 777。")
    assert hall.no(CancelTicket, **said, by="101") == (
        "role",
        "工号 101 不能这样操作。",
        "Staff number 101 may not do this.",
    )
    assert hall.facts_of(CancelTicket, **said, by="900") == (
        tickets.TicketCancelled(ticket=ticket, reason=reason, by="900"),
    )
    assert hall.no(CancelTicket, **said)[0] == "wrong-state"
    other = hall.takes()
    assert hall.facts_of(CancelTicket, ticket=other, reason=reason) == (
        tickets.TicketCancelled(ticket=other, reason=reason, by=""),
    )


def test_coming_after_all(hall: Hall) -> None:
    joined = MORNING
    ticket = hall.calls()
    assert hall.no(RequeueTicket, ticket=ticket)[0] == "wrong-state"
    hall.do(MissTicket, **AT_1)
    minutes = hall.hall.calling.requeue_minutes
    hall.clock.pass_by(minutes * 60)
    assert hall.no(RequeueTicket, ticket=ticket, by="101")[0] == "role"
    assert hall.facts_of(RequeueTicket, ticket=ticket, by="900") == (
        tickets.TicketRequeued(ticket=ticket, joined=joined, by="900"),
    )
    hall.do(CallNext, **AT_1)
    hall.do(MissTicket, **AT_1)
    hall.clock.pass_by(minutes * 60 + 1)
    assert hall.no(RequeueTicket, ticket=ticket) == (
        "too-late",
        f"过号超过 {minutes} 分钟，请重新取号。",
        f"Missed over {minutes} minutes ago; take a new number.",
    )


def test_the_end_of_a_day_ends_every_ticket_that_has_no_end(hall: Hall) -> None:
    served, called, waits = hall.calls(), hall.takes(), hall.takes()
    hall.do(StartService, **AT_1)
    hall.do(OpenWindow, window=2, clerk="102")
    hall.do(CallNext, window=2, clerk="102")
    reserved = hall.fact(ReserveTicket, queue="qa").ticket
    hall.clock.pass_by(24 * 3600)
    hall.takes()
    assert hall.facts(tickets.TicketVoided) == [
        tickets.TicketVoided(ticket=reserved, reason=tickets.VoidReason.DAY_ENDED)
    ]
    assert [each.ticket for each in hall.facts(tickets.TicketExpired)] == [called, waits]
    assert served not in {each.ticket for each in hall.facts(tickets.TicketExpired)}
