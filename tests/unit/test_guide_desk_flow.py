"""The guide desk without glass: presses, late answers, a printer that fails, the power gone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.domain.alerts import AlertCode
from broker.domain.hall import Member, PriorityClass, Role
from broker.domain.ids import RequestId, StaffId
from broker.domain.opinions.facts import About, OpinionKind, OpinionLeft, code_of
from broker.domain.refusals import No, Refusal
from broker.domain.requests import AnyRequest, Granted, Refused, Standing
from broker.domain.tickets.facts import CancelReason
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import (
    CancelTicket,
    FindTicket,
    ListMissed,
    RecordReprint,
    RequeueTicket,
    ReserveTicket,
)
from broker.ledger.answers import refused
from broker.wire.messages import QueueState
from kiosk.guide_desk import screens
from kiosk.guide_desk.asking import DeskQuestions
from kiosk.guide_desk.look import look
from kiosk.guide_desk.lookup import GLANCE_SECONDS
from kiosk.guide_desk.pages.giving import GivingPage
from kiosk.guide_desk.pages.lists import ListPage
from kiosk.guide_desk.pages.opinion_read import OpinionReadPage
from kiosk.guide_desk.pages.sign_in import GuideSignInPage
from kiosk.guide_desk.pressable import pressable
from kiosk.guide_desk.screens import Key, OpenOpinions
from kiosk.guide_desk.steps import reservation, walked
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Moment
from kiosk.issuing.second_slip import second_slip
from kiosk.issuing.transaction import SLIP_SECONDS, Held, NotGiven, OnPaper, ToNote
from kiosk.staff.signing_in import StaffSeat
from kiosk.words.values import Tone
from tests.efforts import tried
from tests.stages.halls import MORNING
from tests.unit.guide_desk_stage import DESK, HALL, ZONE, Stage


@pytest.fixture
def desk() -> Stage:
    stage = Stage()
    stage.sign_in()
    return stage


# who may sit here


def test_a_wrong_pin_lets_nobody_in_and_a_right_one_does() -> None:
    stage = Stage()
    stage.sign_in(pin="9999")
    assert stage.sentence == "工号或密码不对。"
    assert isinstance(stage.flow.known.screen, screens.EmptySeat)
    stage.sign_in()
    assert stage.flow.known.guide == "900"
    assert stage.sentence == ""


def test_while_the_ledger_compares_nothing_else_is_asked_and_a_word_says_so() -> None:
    stage = Stage()
    stage.do(stage.flow.sign_in("900", "0000", stage.now))
    assert stage.flow.sign_in("900", "0000", stage.now) == []
    assert page(stage).busy.zh == "正在登录"
    stage.answer()
    assert stage.flow.known.guide == "900"


def test_without_a_pin_nothing_is_asked() -> None:
    stage = Stage()
    assert stage.flow.sign_in("900", "", stage.now) == []
    assert stage.sentence == "工号或密码不对"


def test_each_question_shows_the_session_and_a_slip_that_is_out_needs_none(desk: Stage) -> None:
    desk.press(Key.WAITING)
    desk.press(Key.TAKE)
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    assert {each.session for each in (*desk.asked, *desk.reserving)} == {
        desk.flow.known.seat.session
    }
    assert desk.flow.known.seat.session


@pytest.mark.parametrize("comes", ["900", "902"])
def test_a_session_that_ended_loses_nothing_of_who_comes_back(desk: Stage, comes: str) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GROUP, "elderly")
    before = desk.flow.known.screen
    desk.press(Key.GET)
    (asked,) = desk.reserving
    desk.reserving.clear()
    no = refused(asked.id, desk.now.at, Refusal(No.NOT_SIGNED_IN))
    desk.do(desk.flow.hear(issuing.Answered(no), desk.now))
    assert isinstance(desk.flow.known.screen, screens.EmptySeat)
    assert desk.sentence == "登录已结束，请重新登录。"
    assert not desk.flow.known.guide
    guide = Member(id=comes, name="测试导办", role=Role.GUIDE)
    desk.ledger.floor.hall = replace(HALL, staff=(*HALL.staff[:3], guide))
    desk.sign_in(comes)
    if comes == "900":
        assert desk.flow.known.screen == before
        desk.press(Key.GET)
        desk.answer()
        assert desk.flow.known.transaction.going_on
    else:
        assert desk.flow.known.screen == screens.ChooseQueue()


def test_a_sign_out_is_told_to_the_ledger(desk: Stage) -> None:
    assert "guide-1" in desk.ledger.floor.desks
    desk.press(Key.SIGN_OUT)
    desk.answer()
    assert desk.ledger.floor.desks == {}


def page(stage: Stage) -> GuideSignInPage:
    shown = look(stage.flow.known, stage.now.at, stage.now.seconds, {}).page
    assert isinstance(shown, GuideSignInPage)
    return shown


@pytest.mark.parametrize("number", ["101", "901"])
def test_clerks_and_supervisors_may_not_work_here(number: str) -> None:
    stage = Stage()
    stage.sign_in(number)
    assert number in stage.sentence
    assert not pressable(stage.flow.known)
    for key in Key:
        stage.press(key, "qa")
    assert isinstance(stage.flow.known.screen, screens.EmptySeat)


def test_a_second_sign_in_changes_nothing(desk: Stage) -> None:
    desk.press(Key.FIND)
    desk.sign_in("901")
    desk.sign_in()
    assert desk.flow.known.guide == "900"
    assert desk.flow.known.screen == screens.Find()
    assert desk.sentence == ""


def test_idleness_signs_out_but_never_from_an_unsettled_number(desk: Stage) -> None:
    desk.do(desk.flow.hear(issuing.PrinterSeen("paper-out"), desk.now))
    desk.press(Key.QUEUE, "qa")
    desk.wait(DESK.sign_out_seconds - 1)
    desk.press(Key.GET)
    desk.answer()
    desk.wait(HALL.kiosk.remembered_seconds - 1)
    assert isinstance(desk.flow.known.transaction.stage, ToNote)
    desk.press(Key.NOTED)
    assert isinstance(desk.flow.known.transaction.stage, Held)
    desk.wait(DESK.sign_out_seconds - 1)
    assert desk.flow.known.guide
    desk.wait(1)
    assert isinstance(desk.flow.known.screen, screens.EmptySeat)
    assert not desk.flow.known.guide
    assert "退出" in desk.sentence


def test_however_impatient_the_desk_an_unsettled_number_holds_it() -> None:
    stage = Stage(replace(DESK, sign_out_seconds=20.0))
    stage.sign_in()
    stage.do(stage.flow.hear(issuing.PrinterSeen("paper-out"), stage.now))
    stage.press(Key.QUEUE, "qa")
    stage.press(Key.GET)
    stage.answer()
    stage.wait(60)
    assert stage.flow.known.guide == "900"
    stage.wait(60)
    assert not stage.flow.known.guide
    stage.deliver()
    assert stage.state("A001") is TicketState.VOID


def test_a_second_press_signs_out_and_the_keypad_comes_and_goes(desk: Stage) -> None:
    desk.press(Key.KEYPAD)
    assert desk.flow.known.keypad
    desk.press(Key.KEYPAD)
    assert not desk.flow.known.keypad
    desk.press(Key.SIGN_OUT)
    assert not desk.flow.known.guide
    assert isinstance(desk.flow.known.screen, screens.EmptySeat)
    assert desk.sentence == ""


def test_after_a_sign_out_the_sentence_is_no_trouble(desk: Stage) -> None:
    desk.wait(DESK.sign_out_seconds)
    assert desk.flow.known.tone is Tone.PRIMARY


# from screen to screen


@pytest.mark.parametrize(
    "screen", [screens.ChooseQueue("x", 1), screens.Missed(None, 1), screens.WaitingList(None, 1)]
)
def test_pages_are_turned_one_by_one_and_end_at_the_first(screen: screens.Screen) -> None:
    following = walked(screen, Key.NEXT, "", "id")
    assert following == replace(screen, page=2)
    assert walked(following, Key.PREVIOUS, "", "id") == screen
    first = walked(screen, Key.PREVIOUS, "", "id")
    assert first == replace(screen, page=0)
    assert walked(first, Key.PREVIOUS, "", "id") == first


def test_a_time_is_chosen_and_taken_back() -> None:
    screen = screens.TakeNumber("qa", "id", PriorityClass.APPOINTMENT)
    chosen = walked(screen, Key.SLOT, "10:30", "other")
    assert chosen == replace(screen, slot="10:30")
    assert walked(chosen, Key.SLOT, "11:00", "other") == replace(screen, slot="11:00")
    assert walked(chosen, Key.SLOT, "10:30", "other") == screen
    assert walked(chosen, Key.GROUP, PriorityClass.GREEN, "other") == replace(
        screen, group=PriorityClass.GREEN, slot=""
    )
    assert walked(screen, Key.NEXT, "", "other") == screen, "a key of another screen"


def test_a_slot_is_a_time_of_the_halls_today() -> None:
    screen = screens.TakeNumber("qa", "id", PriorityClass.APPOINTMENT, "10:30")
    now = Moment(1000.0, datetime(2026, 11, 22, 22, 0, tzinfo=UTC))  # six in the morning of Monday
    asked = reservation(screen, "desk", now, ZONE)
    assert (asked.id, asked.queue, asked.group) == ("id", "qa", PriorityClass.APPOINTMENT)
    assert asked.slot == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    assert reservation(replace(screen, slot=""), "desk", now, ZONE).slot is None


def standing(**more: object) -> Standing:
    words: dict[str, object] = {
        "ticket": "20261123-A001",
        "number": "A001",
        "queue": "qa",
        "group": PriorityClass.ORDINARY,
        "state": TicketState.WAITING,
    }
    return Standing(**{**words, **more})  # type: ignore[arg-type]  # as a test says


def test_a_second_slip_says_so_and_what_is_so_now() -> None:
    now = Moment(1000.0, MORNING)
    slip = second_slip(RequestId("job"), standing(ahead=3), HALL, now)
    assert (slip.job, slip.ticket, slip.number, slip.queue) == (
        "job",
        "20261123-A001",
        "A001",
        "qa",
    )
    assert (slip.ahead, slip.priority, slip.again, slip.at) == (3, False, True, MORNING)
    assert slip.windows == tuple(each.number for each in HALL.windows_of("qa"))
    sent_on = standing(window=2, group=PriorityClass.ELDERLY)
    slip = second_slip(RequestId("job"), sent_on, HALL, now)
    assert (slip.ahead, slip.priority, slip.windows) == (0, True, (2,))


def test_a_queue_that_is_gone_is_forgotten_and_one_that_never_was_too(desk: Stage) -> None:
    state = QueueState(id="x", at=MORNING, queue="qa", waiting=3, issued=9)
    desk.flow.hear_queue("qa", state)
    assert desk.flow.known.queues == {"qa": state}
    desk.flow.hear_queue("qa", None)
    desk.flow.hear_queue("qb", None)
    assert desk.flow.known.queues == {}


def test_what_is_typed_stands_where_it_was_typed(desk: Stage) -> None:
    desk.flow.typed("qi", desk.now)
    assert desk.flow.known.screen == screens.ChooseQueue("qi")
    desk.press(Key.FIND)
    desk.flow.typed("A0", desk.now)
    assert desk.flow.known.screen == screens.Find("A0")
    desk.press(Key.MISSED)
    desk.flow.typed("late", desk.now)
    assert isinstance(desk.flow.known.screen, screens.Missed)


def test_a_look_that_is_answered_ends_no_press_and_the_other_way_round() -> None:
    questions = DeskQuestions("desk", iter("abcdef").__next__, StaffSeat("desk"))
    pressed = questions.press(questions.make(CancelTicket, MORNING, ticket="t", reason=WISH))
    look = questions.glance(questions.make(ListMissed, MORNING))
    assert questions.answered(Granted(request=look.id, at=MORNING, facts=())) is look
    assert (questions.out, questions.look) == (pressed, None)
    look = questions.glance(questions.make(ListMissed, MORNING))
    assert questions.answered(Granted(request=pressed.id, at=MORNING, facts=())) is pressed
    assert (questions.out, questions.look) == (None, look)


def test_silence_after_a_look_is_not_asked_again_under_its_name() -> None:
    questions = DeskQuestions("desk", iter("abcdef").__next__, StaffSeat("desk"))
    look = questions.glance(questions.make(ListMissed, MORNING))
    assert not questions.unanswered(look)
    again = questions.make(ListMissed, MORNING)
    assert questions.press(again) is again


WISH = CancelReason.GAVE_UP


# a number for somebody


def test_however_often_the_key_is_pressed_one_number_is_asked_for(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GROUP, PriorityClass.ELDERLY)
    for _ in range(3):
        desk.press(Key.GET)
    assert [each.group for each in desk.reserving] == [PriorityClass.ELDERLY]
    desk.answer()
    assert len(desk.jobs) == 1
    desk.do(desk.flow.hear(issuing.SlipTaken(desk.jobs[0]), desk.now))
    desk.do(desk.flow.hear(issuing.SlipTaken(desk.jobs[0]), desk.now))
    desk.deliver()
    assert desk.state("A001") is TicketState.WAITING
    assert desk.ledger.fates == {"20261123-A001": 1}


def test_a_priority_is_taken_back_by_a_second_press(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GROUP, PriorityClass.APPOINTMENT)
    desk.press(Key.SLOT, "10:30")
    desk.press(Key.GROUP, PriorityClass.GREEN)
    desk.press(Key.GROUP, PriorityClass.GREEN)
    desk.press(Key.GET)
    (request,) = desk.reserving
    assert (request.group, request.slot) == (PriorityClass.ORDINARY, None)


def test_while_a_number_is_unsettled_the_guide_stays_with_it(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    for key in Key:
        desk.press(key, "qa")
    assert isinstance(desk.flow.known.screen, screens.Giving)
    assert len(desk.reserving) == 1


def test_silence_gives_no_number_and_a_late_one_is_void(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    (request,) = desk.reserving
    desk.do(desk.flow.hear(issuing.Silent(request), desk.now))
    stage = desk.flow.known.transaction.stage
    assert isinstance(stage, NotGiven)
    assert look(desk.flow.known, desk.now.at, desk.seconds, {}).page.main.enabled  # type: ignore[attr-defined]  # GivingPage
    desk.press(Key.DONE)
    desk.answer()
    desk.deliver()
    assert desk.state("A001") is TicketState.VOID
    assert not desk.jobs


def test_a_number_that_nobody_waits_for_is_asked_about_as_soon_as_the_bus_is_back(
    desk: Stage,
) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    request = desk.reserving.pop()
    desk.do(desk.flow.hear(issuing.Silent(request), desk.now))
    desk.do(desk.flow.hear_connection(False, desk.now))
    assert desk.reserving == []
    desk.do(desk.flow.hear_connection(True, desk.now))
    assert desk.reserving == [request]


@pytest.mark.parametrize(
    ("line", "alarms"), [("paper", [(AlertCode.PRINTER, "cover-open")]), ("", [])]
)
def test_only_a_desk_with_a_printer_raises_alarms_of_it(
    line: str, alarms: list[tuple[str, str]]
) -> None:
    stage = Stage(replace(DESK, line=line))
    stage.do(stage.flow.hear(issuing.PrinterSeen("cover-open"), stage.now))
    assert stage.alarms == alarms


def test_a_roll_that_ends_is_a_hint_and_numbers_are_printed(desk: Stage) -> None:
    desk.do(desk.flow.hear(issuing.PrinterSeen("", near_end=True), desk.now))
    assert desk.alarms == [(AlertCode.PRINTER, ""), (AlertCode.PAPER_LOW, "paper-low")]
    shown = look(desk.flow.known, MORNING, desk.now.seconds, {}).printer
    assert (shown.tone, shown.label.zh) == (Tone.WARN, "打印纸快用完了")
    desk.do(desk.flow.hear(issuing.PrinterSeen("paper-out", near_end=True), desk.now))
    assert look(desk.flow.known, MORNING, desk.now.seconds, {}).printer.tone is Tone.STOP


def test_no_answer_and_no_slip_are_found_out_by_the_clock(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    desk.wait(16)
    assert isinstance(desk.flow.known.transaction.stage, NotGiven)
    desk.press(Key.DONE)
    desk.press(Key.QUEUE, "qb")
    desk.press(Key.GET)
    desk.reserving.pop(0)
    desk.answer()
    assert isinstance(desk.flow.known.transaction.stage, OnPaper)
    desk.wait(31)
    assert isinstance(desk.flow.known.transaction.stage, ToNote)
    assert Key.GIVE_UP not in pressable(desk.flow.known)  # there may be a slip


@pytest.mark.parametrize(
    ("maybe", "said", "becomes"),
    [(True, "已保留", TicketState.WAITING), (False, "已作废", TicketState.VOID)],
)
def test_what_becomes_of_a_number_that_nobody_noted_is_said(
    desk: Stage, maybe: bool, said: str, becomes: TicketState
) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    desk.answer()
    desk.do(desk.flow.hear(issuing.SlipLost(desk.jobs[-1], "unknown-outcome", maybe), desk.now))
    assert pressable(desk.flow.known) == ({Key.NOTED} if maybe else {Key.NOTED, Key.GIVE_UP})
    desk.wait(HALL.kiosk.remembered_seconds)
    assert said in desk.sentence
    assert desk.flow.known.tone is Tone.PRIMARY, "no trouble"
    desk.deliver()
    assert desk.state("A001") is becomes


def test_a_refusal_of_the_ledger_is_shown_as_it_is(desk: Stage) -> None:
    desk.seconds += 4 * 3600  # 13:00, between two sessions
    desk.press(Key.TAKE)
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    desk.answer()
    stage = desk.flow.known.transaction.stage
    assert isinstance(stage, NotGiven)
    assert stage.zh == "现在不是办公时间，暂不取号。"


def test_a_disk_that_cannot_be_written_takes_no_more_numbers(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.do(desk.flow.hear(issuing.Broke(), desk.now))
    desk.press(Key.GET)
    assert not desk.reserving
    assert isinstance(desk.flow.known.screen, screens.TakeNumber)


def test_a_power_cut_activates_what_may_be_in_somebodys_hand(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    desk.answer()
    desk.boot()
    desk.deliver()
    assert desk.state("A001") is TicketState.WAITING


# a ticket somebody holds


def test_a_double_press_asks_once_and_a_late_answer_counts_once(desk: Stage) -> None:
    number = desk.ticket()
    desk.missed()
    desk.open(number)
    desk.press(Key.REQUEUE)
    desk.press(Key.REQUEUE)
    (request,) = desk.asked
    assert isinstance(request, RequeueTicket)
    assert request.by == "900"
    answer = desk.ledger.take(request, desk.now)
    desk.do(desk.flow.hear_answer(answer, desk.now))
    assert desk.flow.known.tone is Tone.OK
    assert desk.state(number) is TicketState.WAITING
    desk.press(Key.TAKE)
    desk.do(desk.flow.hear_answer(answer, desk.now))  # the same once more
    assert desk.sentence == ""


def test_a_press_after_silence_keeps_its_id(desk: Stage) -> None:
    number = desk.ticket()
    desk.open(number)
    desk.press(Key.CANCEL)
    desk.press(Key.REASON, CancelReason.TWICE)
    (first,) = desk.asked
    desk.ledger.take(first, desk.now)  # carried out, and the answer lost
    desk.asked.clear()
    desk.do(desk.flow.hear_answer(Unanswered(first), desk.now))
    assert "再按一次" in desk.sentence
    desk.wait(20)
    desk.press(Key.CANCEL)
    desk.press(Key.REASON, CancelReason.TWICE)
    again = next(each for each in desk.asked if isinstance(each, CancelTicket))
    assert (again.id, again.at) == (first.id, first.at)
    desk.answer()
    assert desk.state(number) is TicketState.CANCELLED
    assert isinstance(desk.flow.known.screen, screens.Dossier)
    assert desk.flow.known.screen.found.ticket.state is TicketState.CANCELLED


def test_a_press_after_silence_is_a_new_one_once_its_outcome_was_seen(desk: Stage) -> None:
    """Requeued, the answer lost, seen to wait, called and missed again: requeued again."""
    number = desk.ticket()
    desk.missed()
    desk.open(number)
    desk.press(Key.REQUEUE)
    (lost,) = desk.asked
    desk.ledger.take(lost, desk.now)
    desk.asked.clear()
    desk.do(desk.flow.hear_answer(Unanswered(lost), desk.now))
    for happens in (lambda: None, desk.missed):
        happens()
        desk.flow.hear_change()
        desk.wait(2)
        desk.answer()
    assert desk.state(number) is TicketState.NO_SHOW
    desk.press(Key.REQUEUE)
    desk.answer()
    assert desk.state(number) is TicketState.WAITING


def cancel_unheard(desk: Stage) -> AnyRequest:
    """A ticket is to be given back, and nobody answers what was asked for that."""
    desk.open(desk.ticket())
    desk.press(Key.CANCEL)
    desk.press(Key.REASON, CancelReason.TWICE)
    (first,) = desk.asked
    desk.asked.clear()
    desk.do(desk.flow.hear_answer(Unanswered(first), desk.now))
    return first


def test_another_reason_after_silence_is_another_request(desk: Stage) -> None:
    first = cancel_unheard(desk)
    desk.press(Key.CANCEL)
    desk.press(Key.REASON, CancelReason.GAVE_UP)
    assert desk.asked[-1].id != first.id


def test_what_cannot_be_done_cannot_be_pressed(desk: Stage) -> None:
    number = desk.ticket()
    desk.open(number)
    assert {Key.CANCEL, Key.REPRINT} <= pressable(desk.flow.known)
    assert Key.REQUEUE not in pressable(desk.flow.known)
    desk.missed()
    desk.flow.hear_change()
    desk.wait(GLANCE_SECONDS)
    desk.answer()
    assert Key.REQUEUE in pressable(desk.flow.known)
    assert not {Key.CANCEL, Key.REPRINT} & pressable(desk.flow.known)
    desk.do(desk.flow.hear_connection(False, desk.now))
    assert Key.REQUEUE not in pressable(desk.flow.known)
    desk.press(Key.FIND)
    assert Key.OPEN not in pressable(desk.flow.known)


def test_no_reason_is_given_while_the_ledger_is_away(desk: Stage) -> None:
    desk.open(desk.ticket())
    desk.press(Key.CANCEL)
    assert {Key.BACK, Key.REASON} <= pressable(desk.flow.known)
    desk.do(desk.flow.hear_connection(False, desk.now))
    assert Key.BACK in pressable(desk.flow.known)
    assert Key.REASON not in pressable(desk.flow.known)


def test_a_refused_requeue_is_a_sentence_and_the_ticket_is_looked_up_anew(desk: Stage) -> None:
    number = desk.ticket()
    desk.missed()
    desk.open(number)
    desk.seconds += HALL.calling.requeue_minutes * 60 + 1
    desk.press(Key.REQUEUE)
    desk.answer()
    assert "请重新取号" in desk.sentence
    desk.wait(GLANCE_SECONDS)
    assert any(isinstance(each, FindTicket) for each in desk.asked)


def test_another_press_ends_what_silence_began(desk: Stage) -> None:
    first = cancel_unheard(desk)
    desk.press(Key.FIND)
    desk.press(Key.OPEN, "A001")
    desk.answer()
    desk.press(Key.CANCEL)
    desk.press(Key.REASON, CancelReason.TWICE)
    assert desk.asked[-1].id != first.id


def test_a_first_slip_and_a_second_one_are_told_apart(desk: Stage) -> None:
    desk.open(desk.ticket())
    desk.press(Key.REPRINT)
    (again,) = desk.jobs
    desk.press(Key.TAKE)
    desk.press(Key.QUEUE, "qb")
    desk.press(Key.GET)
    desk.answer()
    desk.do(desk.flow.hear(issuing.SlipTaken(desk.jobs[-1]), desk.now))
    assert isinstance(desk.flow.known.transaction.stage, Held)
    assert desk.flow.known.reprint is not None
    desk.alarms.clear()
    desk.do(desk.flow.hear(issuing.SlipTaken(again), desk.now))
    assert desk.sentence == "A001 的小票已补打"
    assert desk.alarms == [(AlertCode.SLIP, "")], "which ends one that was"
    desk.open("A001")
    assert Key.REPRINT in pressable(desk.flow.known)


def test_a_second_slip_is_asked_for_once_and_never_settles_the_number(desk: Stage) -> None:
    number = desk.ticket()
    desk.open(number)
    desk.press(Key.REPRINT)
    desk.press(Key.REPRINT)
    (job,) = desk.jobs
    desk.do(desk.flow.hear(issuing.SlipLost(job, "cover-open"), desk.now))
    assert "上盖打开" in desk.sentence
    desk.press(Key.REPRINT)
    desk.do(
        desk.flow.hear(issuing.SlipTaken(job), desk.now)
    )  # the old one, late: nobody's any more
    desk.do(desk.flow.hear(issuing.SlipTaken(desk.jobs[-1]), desk.now))
    assert desk.sentence == f"{number} 的小票已补打"
    assert [type(each) for each in desk.outbox.values()] == [RecordReprint]
    assert desk.journal == ()


def test_a_second_slip_of_which_nothing_is_heard_ends_and_may_be_asked_for_again(
    desk: Stage,
) -> None:
    """A printer that takes nothing must not keep the key of the second slip for ever."""
    number = desk.ticket()
    desk.open(number)
    desk.press(Key.REPRINT)
    (silent,) = desk.jobs
    wanted = desk.flow.next_wakeup()
    assert wanted is not None
    assert wanted <= desk.now.seconds + SLIP_SECONDS
    desk.wait(SLIP_SECONDS - 1)
    assert Key.REPRINT not in pressable(desk.flow.known)
    desk.wait(1)
    assert desk.sentence == f"{number} 没有补打出来：打印机没有回答。请检查打印机后再试"
    assert Key.REPRINT in pressable(desk.flow.known)
    desk.press(Key.REPRINT)
    again = desk.jobs[-1]
    assert again != silent
    desk.do(desk.flow.hear(issuing.SlipTaken(silent), desk.now))  # late: nobody's any more
    assert Key.REPRINT not in pressable(desk.flow.known)
    desk.do(desk.flow.hear(issuing.SlipTaken(again), desk.now))
    assert desk.sentence == f"{number} 的小票已补打"


# looking things up


def test_an_answer_for_a_screen_that_has_gone_opens_nothing(desk: Stage) -> None:
    number = desk.ticket()
    desk.press(Key.FIND)
    desk.press(Key.OPEN, number)
    desk.press(Key.WAITING)
    desk.answer()
    assert isinstance(desk.flow.known.screen, screens.WaitingList)


def test_lists_are_looked_at_again_when_the_hall_moves_on_and_not_otherwise(desk: Stage) -> None:
    desk.press(Key.MISSED)
    desk.answer()
    desk.wait(60)
    assert not desk.asked
    desk.ticket()
    desk.missed()
    for _ in range(5):
        desk.flow.hear_change()
    desk.wait(GLANCE_SECONDS)
    assert [type(each) for each in desk.asked] == [ListMissed]
    desk.answer()
    desk.flow.hear_change()
    desk.wait(GLANCE_SECONDS / 2)
    assert not desk.asked, "nobody reads as fast"
    assert isinstance(desk.flow.known.screen, screens.Missed)
    assert desk.flow.known.screen.listed is not None
    assert [each.number for each in desk.flow.known.screen.listed.tickets] == ["A001"]


def test_a_look_that_nobody_answered_is_made_again(desk: Stage) -> None:
    desk.press(Key.MISSED)
    (lost,) = desk.asked
    desk.asked.clear()
    desk.do(desk.flow.hear_answer(Unanswered(lost), desk.now))
    assert desk.sentence == ""  # the guide had pressed nothing
    desk.wait(2)
    assert [type(each) for each in desk.asked] == [ListMissed]


def test_a_ticket_that_the_ledger_knows_no_more_is_left_and_not_looked_at_again(
    desk: Stage,
) -> None:
    """The day turned while it was shown."""
    number = desk.ticket()
    desk.press(Key.WAITING)
    desk.answer()
    desk.press(Key.OPEN, number)
    desk.answer()
    desk.ledger.floor.tickets.clear()
    desk.ledger.floor.waiting["qa"].clear()
    desk.flow.hear_change()
    desk.wait(2)
    desk.answer()
    assert number in desk.sentence
    assert isinstance(desk.flow.known.screen, screens.WaitingList)
    desk.wait(2)
    desk.answer()
    assert desk.flow.known.screen.listed is not None
    assert desk.flow.known.screen.listed.tickets == ()
    desk.wait(60)
    assert desk.asked == []


def test_one_look_is_out_at_a_time(desk: Stage) -> None:
    desk.press(Key.MISSED)
    for _ in range(3):
        desk.flow.hear_change()
        desk.wait(GLANCE_SECONDS)
    assert [type(each) for each in desk.asked] == [ListMissed]


def test_a_look_at_a_ticket_that_was_left_does_not_open_it_again(desk: Stage) -> None:
    desk.open(desk.ticket())
    desk.flow.hear_change()
    desk.wait(GLANCE_SECONDS)
    desk.press(Key.BACK)
    desk.answer()
    assert isinstance(desk.flow.known.screen, screens.Find)


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_asks_nothing(desk: Stage, typed: str) -> None:
    desk.press(Key.FIND)
    desk.press(Key.OPEN, typed)
    assert not desk.asked


def test_back_leads_to_where_a_ticket_was_opened(desk: Stage) -> None:
    number = desk.ticket()
    for way, screen in (
        (Key.WAITING, screens.WaitingList),
        (Key.FIND, screens.Find),
    ):
        desk.press(way)
        desk.answer()
        desk.press(Key.OPEN, number)
        desk.answer()
        desk.press(Key.CANCEL)
        assert isinstance(desk.flow.known.screen, screens.Cancelling)
        desk.press(Key.BACK)
        desk.press(Key.BACK)
        assert isinstance(desk.flow.known.screen, screen)


def test_a_field_that_has_gone_takes_no_letters(desk: Stage) -> None:
    desk.press(Key.MISSED)
    desk.flow.typed("A0", desk.now)
    desk.press(Key.FIND)
    assert desk.flow.known.screen == screens.Find()
    desk.flow.typed("A0", desk.now)
    assert desk.flow.known.screen == screens.Find("A0")


# everything in any order


LOOKING = {
    Key.MISSED,
    Key.WAITING,
    Key.BACK,
    Key.NEXT,
    Key.PREVIOUS,
}  # may look up what they show


class Mornings(RuleBasedStateMachine):
    """Whatever can happen at a desk, in any order; answers late, twice or never, power cuts."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Stage()
        self.desk.sign_in()
        self.changes: set[str] = set()  # ids of requests that change something

    values = st.sampled_from(
        ["", "qa", "qb", "A001", "A002", "B001", *PriorityClass, *CancelReason, "10:30"]
    )

    @rule(key=st.sampled_from(list(Key)), value=values, twice=st.booleans())
    def presses(self, key: Key, value: str, twice: bool) -> None:
        if key is Key.GROUP and value not in set(PriorityClass):
            value = PriorityClass.GREEN
        if key is Key.SLOT:
            value = "10:30"
        if key is Key.REASON and value not in set(CancelReason):
            value = CancelReason.TWICE
        before = len(self.desk.asked) + len(self.desk.reserving)
        for _ in range(1 + twice):
            self.desk.press(key, value)
        grown = len(self.desk.asked) + len(self.desk.reserving) - before
        looks = (
            1 + twice
            if key
            in {
                Key.MISSED,
                Key.WAITING,
                Key.OPINIONS,
                Key.BACK,
                Key.NEXT,
                Key.PREVIOUS,
            }
            else 1
        )
        assert grown <= looks

    @rule(
        queue=st.sampled_from(["qa", "qb"]),
        how=st.sampled_from(["unanswered", "printing", "out", "lost", "perhaps"]),
    )
    def takes_a_number(self, queue: str, how: str) -> None:
        self.desk.sign_in()
        for key in (Key.TAKE, Key.QUEUE, Key.GET):
            self.desk.press(key, queue)
        if how == "unanswered":
            return
        self.desk.answer()
        for job in self.desk.jobs[-1:]:
            told = {
                "out": issuing.SlipTaken(job),
                "lost": issuing.SlipLost(job, "cover-open"),
                "perhaps": issuing.SlipLost(job, "cutter", True),
            }.get(how)
            if told is not None:
                self.desk.do(self.desk.flow.hear(told, self.desk.now))

    @rule(
        number=st.sampled_from(["A001", "A002", "B001"]),
        keys=st.sampled_from(
            [
                (Key.REPRINT,),
                (Key.REQUEUE,),
                (Key.CANCEL, Key.REASON),
                (Key.OPEN,),
                (Key.BACK,),
            ]
        ),
        then=st.sampled_from([None, Key.SIGN_OUT, Key.TAKE, Key.MISSED]),
    )
    def looks_up(self, number: str, keys: tuple[Key, ...], then: Key | None) -> None:
        self.desk.sign_in()
        self.desk.press(Key.FIND)
        self.desk.press(Key.OPEN, number)
        self.desk.answer()
        for key in (*keys, then):
            if key is not None:
                self.desk.press(key, CancelReason.GAVE_UP)

    @precondition(lambda self: self.desk.asked or self.desk.reserving)
    @rule(data=st.data(), forget=st.booleans())
    def is_answered(self, data: st.DataObject, forget: bool) -> None:
        request = data.draw(st.sampled_from([*self.desk.asked, *self.desk.reserving]))
        answer = self.desk.ledger.take(request, self.desk.now)
        if isinstance(request, ReserveTicket):
            self._forget(self.desk.reserving, request, forget)
            self.desk.do(self.desk.flow.hear(issuing.Answered(answer), self.desk.now))
        else:
            self._forget(self.desk.asked, request, forget)
            self.desk.do(self.desk.flow.hear_answer(answer, self.desk.now))

    @precondition(lambda self: self.desk.asked or self.desk.reserving)
    @rule(data=st.data(), carried_out=st.booleans())
    def is_not_answered(self, data: st.DataObject, carried_out: bool) -> None:
        request = data.draw(st.sampled_from([*self.desk.asked, *self.desk.reserving]))
        if carried_out:
            self.desk.ledger.take(request, self.desk.now)
        if isinstance(request, ReserveTicket):
            self.desk.reserving.remove(request)
            self.desk.do(self.desk.flow.hear(issuing.Silent(request), self.desk.now))
        else:
            self.desk.asked.remove(request)
            self.desk.do(self.desk.flow.hear_answer(Unanswered(request), self.desk.now))

    @precondition(lambda self: self.desk.jobs)
    @rule(data=st.data(), out=st.booleans(), maybe=st.booleans())
    def the_printer_speaks(self, data: st.DataObject, out: bool, maybe: bool) -> None:
        job = data.draw(st.sampled_from(self.desk.jobs))
        told = issuing.SlipTaken(job) if out else issuing.SlipLost(job, "paper-out", maybe)
        self.desk.do(self.desk.flow.hear(told, self.desk.now))

    @rule(trouble=st.sampled_from(["", "paper-out"]), up=st.sampled_from([True, True, False]))
    def the_hall_changes(self, trouble: str, up: bool) -> None:
        self.desk.do(self.desk.flow.hear(issuing.PrinterSeen(trouble), self.desk.now))
        self.desk.do(self.desk.flow.hear_connection(up, self.desk.now))
        self.desk.flow.hear_change()

    @rule()
    def somebody_misses_a_call(self) -> None:
        if any(each.window is None for each in self.desk.ledger.floor.waiting["qa"].values()):
            self.desk.missed()

    @rule(seconds=st.sampled_from([1.0, 16.0, 61.0, 130.0, 301.0]))
    def time_passes(self, seconds: float) -> None:
        self.desk.wait(seconds)

    @rule()
    def the_power_fails(self) -> None:
        self.desk.boot()
        self.desk.sign_in()

    @rule()
    def signs_in(self) -> None:
        self.desk.sign_in()

    @staticmethod
    def _forget(asked: list[Any], request: object, forget: bool) -> None:
        if forget:
            asked.remove(request)

    @invariant()
    def one_request_is_out(self) -> None:
        known = self.desk.flow.known
        if isinstance(known.screen, screens.EmptySeat):
            assert not known.guide
            assert known.asking.out is None
        assert known.screen == screens.EmptySeat() or known.guide

    @invariant()
    def what_is_shown_can_be_shown_and_pressed(self) -> None:
        shown = look(self.desk.flow.known, self.desk.now.at, self.desk.seconds, {})
        assert shown.signed_in == bool(self.desk.flow.known.guide)

    @invariant()
    def nobody_waits_for_a_number_that_nobody_follows(self) -> None:
        """While a number is unsettled, some moment is due at which it will be."""
        if self.desk.flow.known.transaction.going_on:
            assert self.desk.flow.next_wakeup() is not None

    def teardown(self) -> None:
        """In the end every number that was given is settled, once, and in one way."""
        self.desk.do(self.desk.flow.hear_connection(True, self.desk.now))
        for _ in range(6):
            self.desk.answer()
            self.desk.wait(130.0)
        self.desk.answer()
        self.desk.deliver()
        left = [
            each.number
            for each in self.desk.ledger.floor.tickets.values()
            if each.state is TicketState.RESERVED
        ]
        assert left == []
        assert all(times == 1 for times in self.desk.ledger.fates.values())


TestMornings = Mornings.TestCase
TestMornings.settings = tried(100, stateful_step_count=50)


def test_choosing_begins_with_all_queues(desk: Stage) -> None:
    assert desk.flow.known.screen == screens.ChooseQueue()
    assert isinstance(desk.flow.known.transaction.stage, Held | None)


def test_a_used_code_names_its_number_and_leads_to_it(desk: Stage) -> None:
    """Its holder stands there: the guide sees the number, and is one key from its slip."""
    number = desk.ticket()
    had = standing(number=number)
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    asked = desk.reserving.pop()
    no = Refused(
        request=asked.id, at=desk.now.at, code="code-used", zh="用过", en="used", ticket=had
    )
    desk.do(desk.flow.hear(issuing.Answered(no), desk.now))
    page = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(page, GivingPage)
    assert (page.number, page.detail.zh) == (number, "用过")
    assert page.second is not None
    assert page.second.enabled
    desk.press(page.second.name)  # type: ignore[arg-type]  # a key
    desk.answer()
    assert isinstance(desk.flow.known.screen, screens.Dossier)
    assert desk.flow.known.screen.found.ticket.number == number
    desk.press(Key.BACK)
    assert desk.flow.known.screen == screens.Find()


def test_control_without_such_a_number_nothing_can_be_opened(desk: Stage) -> None:
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    asked = desk.reserving.pop()
    no = Refused(request=asked.id, at=desk.now.at, code="code-unknown", zh="没有", en="none")
    desk.do(desk.flow.hear(issuing.Answered(no), desk.now))
    assert Key.OPEN not in pressable(desk.flow.known)
    desk.press(Key.OPEN)
    assert desk.asked == []


def test_open_opinions_are_listed_and_lead_nowhere(desk: Stage) -> None:
    asked = {"kind": OpinionKind.HELP, "about": About.WINDOW, "window": 1, "left_at": MORNING}
    for at in ("request-a", "request-b"):
        left = OpinionLeft(
            opinion=RequestId(at),
            device="kiosk-1",
            **asked,  # type: ignore[arg-type]  # of many kinds
        )
        desk.ledger.floor.opinions[left.opinion] = left
    desk.press(Key.OPINIONS)
    desk.answer()
    page = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(page, ListPage)
    assert [each.number.replace(" ", "") for each in page.cards] == [
        code_of(RequestId(each)) for each in ("request-a", "request-b")
    ]
    assert (page.cards[0].queue.zh, page.cards[0].badge.zh) == ("1 号窗口", "求助")
    assert not any(each.leads for each in page.cards)
    desk.press(Key.OPEN, page.cards[0].number)
    assert desk.asked == []
    desk.ledger.floor.opinions.clear()
    desk.flow.hear_change()
    desk.wait(GLANCE_SECONDS)
    desk.answer()
    page = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(page, ListPage)
    assert (page.cards, page.empty.zh) == ((), "没有未处理的意见")


def with_words(desk: Stage) -> OpinionLeft:
    """One with words in the box, and the list of them on the glass; it."""
    left = OpinionLeft(
        opinion=RequestId("request-w"),
        kind=OpinionKind.HELP,
        about=About.OTHER,
        device="kiosk-1",
        left_at=MORNING,
        written=3,
    )
    desk.ledger.floor.opinions[left.opinion] = left
    desk.press(Key.OPINIONS)
    desk.answer()
    return left


def test_a_duty_leader_reads_what_was_written_and_nothing_of_it_stays(desk: Stage) -> None:
    desk.flow.known.seat.staff = StaffId("900")
    code = code_of(with_words(desk).opinion)
    page = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(page, ListPage)
    assert [each.leads for each in page.cards] == [True]
    desk.press(Key.READ, page.cards[0].number)
    reading = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(reading, OpinionReadPage)
    assert (reading.words, reading.why.zh) == ("", "正在读取")
    desk.answer()
    reading = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(reading, OpinionReadPage)
    assert (reading.words, reading.title.zh) == ("写的话", f"意见 {code[:4]} {code[4:]} 的文字")
    desk.press(Key.BACK)
    assert "写的话" not in repr(desk.flow.known.screen)


def test_words_of_one_that_was_settled_meanwhile_are_told_as_gone(desk: Stage) -> None:
    desk.flow.known.seat.staff = StaffId("900")
    left = with_words(desk)
    desk.ledger.floor.opinions.clear()
    desk.press(Key.READ, code_of(left.opinion))
    desk.answer()
    reading = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(reading, OpinionReadPage)
    assert (reading.words, "没有找到" in reading.why.zh) == ("", True)


def test_who_may_not_settle_sees_that_there_are_words_and_no_more(desk: Stage) -> None:
    desk.flow.known.seat.staff = StaffId("101")
    left = with_words(desk)
    page = look(desk.flow.known, desk.now.at, desk.seconds, {}).page
    assert isinstance(page, ListPage)
    assert [each.leads for each in page.cards] == [False]
    assert "有文字" in page.cards[0].line.zh
    desk.press(Key.READ, code_of(left.opinion))
    assert desk.asked == []
    assert isinstance(desk.flow.known.screen, OpenOpinions)
