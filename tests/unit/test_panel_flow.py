"""The clerk's panel without glass: presses and messages in, requests and values out."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.domain.calling.facts import ClerkStep
from broker.domain.calling.requests import (
    CallNext,
    CallTicket,
    FinishService,
    StartService,
    TransferTicket,
    UndoStep,
)
from broker.domain.desks.requests import SignIn
from broker.domain.hall import Display, PriorityClass, Queue, Window, Wire
from broker.domain.refusals import No
from broker.domain.requests import AnyRequest, Granted, Listed, Refused, SignedIn, Standing
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import ListWaiting
from broker.domain.windows.facts import PauseReason, WindowClosed, WindowOpened
from broker.domain.windows.requests import PauseWindow, ResumeWindow
from broker.wire import messages as m
from kiosk.panel.flow import SETTLE_SECONDS, PanelFlow
from kiosk.panel.look import NotePage, SignInPage, look
from kiosk.panel.picks import PER_PAGE, pick
from kiosk.panel.state import PanelKey, Picking, Stamp
from kiosk.panel.work import work
from kiosk.staff.rest import REST_SECONDS
from tests.stages.halls import MORNING, small_hall

SESSION = "what the ledger gave"
_ids = itertools.count(1)


def moment(now: float | None = None, at: datetime = MORNING) -> Stamp:
    """A press; all keys have rested since the one before, unless `now` says when it came."""
    nth = next(_ids)
    return Stamp(at=at, now=100.0 + nth if now is None else now, id=f"press-{nth:04d}")


def state(status: m.WindowStatus, **more: object) -> m.WindowState:
    words: dict[str, object] = {"id": "x", "at": MORNING, "window": 2, "clerk": "101"}
    return m.WindowState(**{**words, "status": status, **more})  # type: ignore[arg-type]  # fields by name


def granted(request: AnyRequest | None, *facts: object) -> Granted:
    """The ledger grants it; to who signs in it gives a session."""
    assert request is not None
    who = SignedIn(staff="101", session=SESSION) if isinstance(request, SignIn) else None
    return Granted(request=request.id, at=MORNING, facts=facts, signed_in=who)  # type: ignore[arg-type]  # fields by name


def refused(request: AnyRequest | None, code: str, zh: str = "不。") -> Refused:
    assert request is not None
    return Refused(request=request.id, at=MORNING, code=code, zh=zh, en="No.")


def panel(
    status: m.WindowStatus | None = None, *, chosen: bool = False, **more: object
) -> PanelFlow:
    """Connected; with a status also signed in. `chosen`: a clerk may choose whom to call."""
    hall = small_hall()
    hall = replace(hall, calling=replace(hall.calling, call_chosen=chosen))
    window = hall.window(2)
    assert window is not None
    flow = PanelFlow(hall, window)
    flow.hear_connection(True)
    if status is not None:
        flow.hear_answer(granted(flow.sign_in("101", "0000", moment())), 0.0)
        flow.hear_window(state(status, **more), 0.0)
    return flow


def test_staff_number_and_pin_are_asked_of_the_ledger() -> None:
    flow = panel()
    request = flow.sign_in(" １０１", "0000", moment())
    assert isinstance(request, SignIn)
    assert (request.staff, request.pin, request.source) == (" １０１", "0000", "panel-2")
    shown = look(flow, MORNING, 0.0)
    assert not shown.signed_in
    assert isinstance(shown.page, SignInPage)
    assert shown.page.busy.zh
    flow.hear_answer(granted(request, WindowOpened(window=2, clerk="101")), 0.0)
    assert look(flow, MORNING, 0.0).signed_in
    assert flow.known.clerk == "101"  # as hall.toml has it


def test_each_request_shows_the_session() -> None:
    flow = panel(m.WindowStatus.OPEN)
    request = flow.press(PanelKey.MAIN, moment())
    assert request is not None
    assert (request.session, request.source) == (SESSION, "panel-2")
    flow.hear_answer(granted(request), 0.0)
    flow.hear_window(state(m.WindowStatus.CLOSED, clerk=""), 0.0)
    assert flow.known.session == ""


def test_a_session_that_is_over_leads_to_the_sign_in_page_with_its_sentence() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_answer(
        refused(flow.press(PanelKey.MAIN, moment()), No.NOT_SIGNED_IN, "请登录。"), 0.0
    )
    shown = look(flow, MORNING, 0.0)
    assert isinstance(shown.page, SignInPage)
    assert (shown.sentence.zh, flow.known.session) == ("请登录。", "")


def test_a_note_that_was_typed_when_the_session_was_over_is_not_lost() -> None:
    flow = panel(m.WindowStatus.SERVING, number="A007", note="旧")
    flow.press(PanelKey.NOTE, moment())
    asked = flow.choose("缺一份复印件", moment())
    flow.hear_answer(refused(asked, No.NOT_SIGNED_IN), 0.0)
    flow.hear_answer(granted(flow.sign_in("101", "0000", moment())), 0.0)
    page = look(flow, MORNING, 0.0).page
    assert isinstance(page, NotePage)
    assert page.note == "缺一份复印件"
    flow.hear_answer(granted(flow.choose("缺一份复印件", moment())), 0.0)
    flow.press(PanelKey.NOTE, moment())
    page = look(flow, MORNING, 0.0).page
    assert isinstance(page, NotePage)
    assert page.note == "旧"  # of the window's state, until that tells the new one


def test_a_refused_step_is_no_end_of_a_session() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_answer(refused(flow.press(PanelKey.MAIN, moment()), No.NOTHING_WAITING), 0.0)
    assert look(flow, MORNING, 0.0).signed_in


@pytest.mark.parametrize("number", ["777", ""])
def test_without_a_pin_nothing_is_asked(number: str) -> None:
    """An Enter too many is no wrong PIN."""
    flow = panel()
    assert flow.sign_in(number, "", moment()) is None
    assert flow.known.sentence.zh == "工号或密码不对"


def test_a_pin_that_nobody_answered_is_kept_nowhere() -> None:
    flow = panel()
    asked = flow.sign_in("101", "8642", moment())
    assert asked is not None
    flow.hear_answer(Unanswered(asked), 0.0)
    assert flow.known.free
    assert "8642" not in repr(vars(flow)) + repr(flow.known) + repr(vars(flow._seat))
    again = flow.sign_in("101", "8642", moment())
    assert again is not None
    assert again.id != asked.id
    flow.hear_answer(granted(asked), 0.0)  # of a request that is out no longer
    flow.hear_answer(granted(again), 0.0)
    assert flow.known.clerk == "101"


def test_what_the_ledger_says_of_a_wrong_pin_is_shown() -> None:
    flow = panel()
    flow.hear_answer(refused(flow.sign_in("101", "1111", moment()), No.PIN_PAUSED), 0.0)
    assert flow.known.sentence.zh == "不。"
    assert flow.sign_in("101", "0000", moment()) is not None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (m.WindowStatus.OPEN, CallNext),
        (m.WindowStatus.CALLED, StartService),
        (m.WindowStatus.SERVING, FinishService),
        (m.WindowStatus.PAUSED, ResumeWindow),
    ],
)
def test_the_large_key_follows_the_visit(status: m.WindowStatus, kind: type) -> None:
    assert isinstance(panel(status).press(PanelKey.MAIN, moment()), kind)


@pytest.mark.parametrize(
    ("status", "keys"),
    [
        (m.WindowStatus.OPEN, {PanelKey.MAIN, PanelKey.PAUSE, PanelKey.SIGN_OUT}),
        (
            m.WindowStatus.CALLED,
            {
                PanelKey.MAIN,
                PanelKey.RECALL,
                PanelKey.MISS,
                PanelKey.TRANSFER,
                PanelKey.NOTE,
            },
        ),
        (m.WindowStatus.SERVING, {PanelKey.MAIN, PanelKey.TRANSFER, PanelKey.NOTE}),
        (m.WindowStatus.PAUSED, {PanelKey.MAIN, PanelKey.SIGN_OUT}),
        (m.WindowStatus.CLOSED, set()),
    ],
)
def test_a_key_that_means_nothing_does_nothing(status: m.WindowStatus, keys: set[PanelKey]) -> None:
    assert panel(status).pressable() == keys
    for key in set(PanelKey) - keys - {PanelKey.CANCEL}:
        flow = panel(status)
        assert flow.press(key, moment()) is None
        assert flow.known.picking is Picking.NOTHING


def test_recalls_end_where_the_hall_says_so() -> None:
    assert PanelKey.RECALL in panel(m.WindowStatus.CALLED, recalls=2).pressable()
    flow = panel(m.WindowStatus.CALLED, recalls=3)
    assert flow.press(PanelKey.RECALL, moment()) is None


def test_while_one_request_is_out_no_other_is_made() -> None:
    flow = panel(m.WindowStatus.CALLED)
    assert flow.press(PanelKey.MAIN, moment()) is not None
    assert [flow.press(key, moment()) for key in PanelKey] == [None] * len(PanelKey)
    assert work(flow, MORNING).main.busy.zh == "正在开始"


def test_a_granted_key_waits_for_the_new_state_so_that_it_cannot_count_twice() -> None:
    flow = panel(m.WindowStatus.OPEN)
    request = flow.press(PanelKey.MAIN, moment())
    flow.hear_answer(granted(request, WindowClosed(window=2, clerk="101")), 10.0)
    assert flow.press(PanelKey.MAIN, moment()) is None
    flow.hear_window(state(m.WindowStatus.CALLED, number="A001"), 0.0)
    assert isinstance(flow.press(PanelKey.MAIN, moment()), StartService)


def test_a_state_that_never_comes_does_not_lock_the_panel() -> None:
    flow = panel(m.WindowStatus.OPEN)
    request = flow.press(PanelKey.MAIN, moment())
    flow.hear_answer(granted(request, WindowClosed(window=2, clerk="101")), 10.0)
    assert flow.next_wakeup(10.0) == 10.0 + SETTLE_SECONDS
    flow.tick(10.0 + SETTLE_SECONDS)
    assert flow.press(PanelKey.MAIN, moment()) is not None


def test_a_press_nobody_answered_is_asked_again_with_the_same_id() -> None:
    flow = panel(m.WindowStatus.OPEN)
    first = flow.press(PanelKey.MAIN, moment())
    assert first is not None
    flow.hear_answer(Unanswered(first), 9.0)
    assert flow.known.sentence.zh == "服务器没有回应，请再按一次"
    later = Stamp(at=MORNING + timedelta(seconds=9), now=1e6, id="press-later")
    again = flow.press(PanelKey.MAIN, later)
    assert again == first  # with its time too: another content under the same id is refused


def test_two_presses_in_a_row_are_one_step_however_fast_the_ledger_is() -> None:
    flow = panel(m.WindowStatus.OPEN)
    request = flow.press(PanelKey.MAIN, moment(200.0))
    flow.hear_window(state(m.WindowStatus.CALLED, number="A001"), 200.02)
    flow.hear_answer(granted(request), 200.02)
    assert flow.press(PanelKey.MAIN, moment(200.12)) is None
    assert isinstance(flow.press(PanelKey.MAIN, moment(200.12 + REST_SECONDS)), StartService)


def test_a_press_after_a_slow_answer_still_meant_what_stood_there_before() -> None:
    flow = panel(m.WindowStatus.OPEN)
    request = flow.press(PanelKey.MAIN, moment(200.0))
    flow.hear_answer(granted(request), 203.0)
    flow.hear_window(state(m.WindowStatus.CALLED, number="A001"), 203.0)
    assert flow.press(PanelKey.MAIN, moment(203.05)) is None
    assert flow.press(PanelKey.MISS, moment(203.1)) is None
    assert flow.rests(203.49)
    assert flow.next_wakeup(203.49) == 203.0 + REST_SECONDS
    assert not flow.rests(203.5)
    assert flow.press(PanelKey.MISS, moment(203.6)) is not None


def test_a_press_counts_when_it_came_and_not_when_we_came_to_it() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_window(state(m.WindowStatus.CALLED, number="A001"), 210.0)
    assert flow.press(PanelKey.MAIN, moment(210.1)) is None  # handled at 215, perhaps


@pytest.mark.parametrize("gap", [0.03, 0.12, 0.3, 0.45])
def test_a_key_that_is_drummed_on_does_one_step(gap: float) -> None:
    flow = panel(m.WindowStatus.OPEN)
    walk = itertools.cycle((m.WindowStatus.CALLED, m.WindowStatus.SERVING, m.WindowStatus.OPEN))
    steps = 0
    for nth in range(40):
        now = 200.0 + nth * gap
        request = flow.press(PanelKey.MAIN, moment(now))
        if request is not None:
            steps += 1
            flow.hear_window(state(next(walk), number="A001"), now + 0.01)
            flow.hear_answer(granted(request), now + 0.01)
    assert steps == 1


def test_a_double_click_does_not_choose_from_the_list_it_opens() -> None:
    flow = panel(m.WindowStatus.SERVING)
    flow.press(PanelKey.TRANSFER, moment(200.0))
    assert flow.choose("qb", moment(200.1)) is None
    assert flow.known.picking is Picking.QUEUE
    flow.choose("qb", moment(201.0))
    assert flow.choose("3", moment(201.1)) is None
    assert flow.known.picking is Picking.WINDOW
    assert isinstance(flow.choose("3", moment(202.0)), TransferTicket)


def undoable(seconds: float = 10.0) -> m.UndoableStep:
    return m.UndoableStep(
        step=ClerkStep.FINISH,
        visit="20261123-A001.1",
        number="A001",
        until=MORNING + timedelta(seconds=seconds),
    )


def test_the_last_step_can_be_taken_back_until_its_time_is_over() -> None:
    flow = panel(m.WindowStatus.OPEN, undo=undoable())
    key = work(flow, MORNING).undo
    assert key is not None
    assert (key.label.zh, key.left.zh) == ("撤销：办结 A001", "10 秒")
    request = flow.press(PanelKey.UNDO, moment())
    assert isinstance(request, UndoStep)
    assert (request.visit, request.step) == ("20261123-A001.1", ClerkStep.FINISH)
    assert work(flow, MORNING).undo is None  # it is out
    late = MORNING + timedelta(seconds=10)
    flow = panel(m.WindowStatus.OPEN, undo=undoable())
    assert work(flow, late).undo is None
    assert flow.press(PanelKey.UNDO, moment(at=late)) is None


def test_nothing_is_taken_back_under_an_open_list() -> None:
    flow = panel(m.WindowStatus.OPEN, undo=undoable())
    assert flow.undoable(MORNING) is not None
    flow.press(PanelKey.PAUSE, moment())
    assert flow.undoable(MORNING) is None


def test_nobody_is_woken_when_nothing_is_awaited() -> None:
    assert panel(m.WindowStatus.SERVING).next_wakeup(1e9) is None


def test_nothing_is_taken_back_where_nothing_was_done() -> None:
    flow = panel(m.WindowStatus.OPEN)
    assert flow.press(PanelKey.UNDO, moment()) is None


def test_who_signs_in_is_not_signed_in_a_second_time() -> None:
    flow = panel()
    request = flow.sign_in("101", "0000", moment())
    assert flow.sign_in("101", "0000", moment()) is None  # the first is still out
    flow.hear_answer(granted(request, WindowOpened(window=2, clerk="101")), 0.0)
    flow.hear_window(state(m.WindowStatus.OPEN), 0.0)
    assert flow.sign_in("102", "0000", moment()) is None


def test_no_key_means_anything_before_the_sign_in_or_under_an_open_list() -> None:
    flow = panel()
    flow.hear_window(state(m.WindowStatus.OPEN), 0.0)
    assert flow.pressable() == frozenset()
    flow = panel(m.WindowStatus.OPEN)
    assert PanelKey.MAIN in flow.pressable()
    flow.press(PanelKey.PAUSE, moment())
    assert flow.pressable() == frozenset()


@pytest.mark.parametrize(
    ("turns", "page"), [((-1,), 0), ((1,), 1), ((1, 1, 1), 2), ((1, 1, -1), 1), ((1, -1, -1), 0)]
)
def test_a_list_is_turned_over_and_ends_at_either_end(turns: tuple[int, ...], page: int) -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.press(PanelKey.PAUSE, moment())
    for each in turns:
        flow.turn(each, 3)
    assert flow.known.page == page


def test_a_queue_that_is_gone_is_forgotten_and_one_that_never_was_too() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_queue("qa", queue("qa"))
    flow.hear_queue("qa", None)
    flow.hear_queue("qb", None)
    assert flow.known.queues == {}


def test_how_the_evaluator_is_stays_known() -> None:
    flow = panel(m.WindowStatus.OPEN)
    ready = m.DeviceState(id="x", at=MORNING, state=m.Liveness.READY)
    flow.hear_evaluator(ready)
    assert flow.known.evaluator is ready
    flow.hear_evaluator(None)
    assert flow.known.evaluator is None


def test_another_press_after_silence_is_another_request() -> None:
    flow = panel(m.WindowStatus.CALLED)
    first = flow.press(PanelKey.RECALL, moment())
    assert first is not None
    flow.hear_answer(Unanswered(first), 9.0)
    other = flow.press(PanelKey.MISS, moment())
    assert other is not None
    assert other.id != first.id


def test_after_the_state_moved_a_press_is_a_new_one() -> None:
    flow = panel(m.WindowStatus.CALLED, recalls=0)
    first = flow.press(PanelKey.RECALL, moment())
    assert first is not None
    flow.hear_answer(Unanswered(first), 9.0)
    flow.hear_window(state(m.WindowStatus.CALLED, recalls=1), 0.0)
    again = flow.press(PanelKey.RECALL, moment())
    assert again is not None
    assert again.id != first.id


def test_a_transfer_names_queue_and_window_and_any_window_names_none() -> None:
    for value, to in (("", None), ("3", 3)):
        flow = panel(m.WindowStatus.SERVING)
        flow.press(PanelKey.TRANSFER, moment())
        assert flow.choose("qb", moment()) is None
        request = flow.choose(value, moment())
        assert isinstance(request, TransferTicket)
        assert (request.queue, request.to_window) == ("qb", to)


def test_a_pause_carries_its_reason_for_the_public() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.press(PanelKey.PAUSE, moment())
    request = flow.choose(pick(flow).options[1].value, moment())
    assert isinstance(request, PauseWindow)
    assert request.reason is PauseReason.BACK_SOON
    assert request.reason.zh == "临时有事，请稍候"
    assert flow.known.picking is Picking.NOTHING


def test_a_list_closes_when_the_visit_moves_on_without_it() -> None:
    flow = panel(m.WindowStatus.SERVING)
    flow.press(PanelKey.TRANSFER, moment())
    flow.hear_window(state(m.WindowStatus.OPEN), 0.0)
    assert flow.known.picking is Picking.NOTHING
    assert flow.choose("qb", moment()) is None


def test_long_lists_have_pages_that_lose_nothing() -> None:
    queues = tuple(
        Queue(id=f"q{i}", prefix="A", name=f"队{i}", name_en=f"Q{i}", department="dept")
        for i in range(2 * PER_PAGE + 1)
    )
    hall = small_hall(
        queues=queues,
        windows=(Window(number=2, zone="main", name="二", name_en="Two", queues=("q0",)),),
    )
    flow = PanelFlow(hall, hall.windows[0])
    flow.known.picking = Picking.QUEUE
    seen = []
    for page in range(3):
        flow.known.page = page
        assert pick(flow).pages == 3
        seen += [option.value for option in pick(flow).options]
    assert seen == [queue.id for queue in queues]


def test_whoever_took_the_window_over_signs_the_clerk_out_here() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_window(state(m.WindowStatus.CLOSED, clerk=""), 0.0)
    assert not look(flow, MORNING, 0.0).signed_in
    assert flow.known.sentence.zh == "窗口已被关闭，请重新登录"


def test_the_state_from_before_the_sign_in_does_not_sign_out() -> None:
    flow = panel()
    request = flow.sign_in("101", "0000", moment())
    flow.hear_window(state(m.WindowStatus.CLOSED, clerk=""), 0.0)
    flow.hear_answer(granted(request, WindowOpened(window=2, clerk="101")), 0.0)
    flow.hear_window(state(m.WindowStatus.CLOSED, clerk=""), 0.0)
    assert look(flow, MORNING, 0.0).signed_in


def test_signing_out_says_nothing_about_being_thrown_out() -> None:
    for answer_first in (True, False):
        flow = panel(m.WindowStatus.OPEN)
        answer = granted(
            flow.press(PanelKey.SIGN_OUT, moment()), WindowClosed(window=2, clerk="101")
        )
        closed = state(m.WindowStatus.CLOSED, clerk="")
        if answer_first:
            flow.hear_answer(answer, 0.0)
            flow.hear_window(closed, 0.0)
        else:
            flow.hear_window(closed, 0.0)
            flow.hear_answer(answer, 0.0)
        assert not look(flow, MORNING, 0.0).signed_in
        assert flow.known.sentence.zh == ""
        assert flow.known.free


def test_a_stray_answer_changes_nothing() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_answer(Refused(request="x", at=MORNING, code="c", zh="不。", en="No."), 0.0)
    assert flow.known.sentence.zh == ""


def waiter(number: str, minutes: float, group: PriorityClass = PriorityClass.ORDINARY) -> m.Waiter:
    return m.Waiter(
        ticket=number, number=number, group=group, joined=MORNING - timedelta(minutes=minutes)
    )


def queue(key: str, *waiters: m.Waiter, waiting: int = 0) -> m.QueueState:
    return m.QueueState(
        id="x", at=MORNING, queue=key, waiting=waiting or len(waiters), issued=9, next=waiters
    )


def test_the_next_three_come_in_the_order_of_accumulated_priority_over_all_queues() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_queue("qa", queue("qa", waiter("A001", 12), waiter("A002", 9)))
    elderly = waiter("B001", 7, PriorityClass.ELDERLY)  # rate 2: 14 minutes' worth
    flow.hear_queue("qb", queue("qb", elderly, waiter("B002", 5)))
    coming = work(flow, MORNING).coming
    assert [each.number for each in coming] == ["B001", "A001", "A002"]
    assert [each.waited.zh for each in coming] == ["7 分钟", "12 分钟", "9 分钟"]


def test_many_queues_show_the_fullest_and_the_sum_of_the_rest() -> None:
    queues = tuple(
        Queue(id=f"q{i}", prefix="A", name=f"队{i}", name_en=f"Q{i}", department="dept")
        for i in range(5)
    )
    window = Window(
        number=2, zone="main", name="二", name_en="Two", queues=("q0", "q1", "q2", "q3", "q4")
    )
    flow = PanelFlow(small_hall(queues=queues, windows=(window,)), window)
    for place, count in enumerate((1, 9, 0, 5, 2)):
        flow.hear_queue(f"q{place}", queue(f"q{place}", waiting=count))
    bars = work(flow, MORNING).bars
    assert [(bar.label.zh, bar.count) for bar in bars] == [
        ("队1", 9),
        ("队3", 5),
        ("其余 3 个队列", 3),
    ]


def test_minutes_count_from_the_hall_clock() -> None:
    flow = panel(
        m.WindowStatus.SERVING,
        number="A012",
        queue="qa",
        joined=MORNING - timedelta(minutes=20),
        called_at=MORNING - timedelta(minutes=8),
        started_at=MORNING - timedelta(minutes=6, seconds=59),
    )
    assert work(flow, MORNING).ticket.line.zh == "办理中 6 分钟 · 等候 12 分钟"


def test_a_dark_display_is_said_while_the_number_is_called_only() -> None:
    called = panel(m.WindowStatus.CALLED, number="A012", queue="qa", undelivered=True)
    assert work(called, MORNING).ticket.warning.zh == "窗口屏未显示，请口头呼叫"
    serving = panel(m.WindowStatus.SERVING, number="A012", queue="qa", undelivered=True)
    assert work(serving, MORNING).ticket.warning.zh == ""


@pytest.mark.parametrize(
    ("state_heard", "words"),
    [
        (None, "窗口屏未知"),
        (m.Liveness.READY, "窗口屏正常"),
        (m.Liveness.INIT, "窗口屏启动中"),
        (m.Liveness.SLEEPING, "窗口屏休眠"),
        (m.Liveness.LOST, "窗口屏断开"),
        (m.Liveness.DISCONNECTED, "窗口屏断开"),
    ],
)
def test_a_display_has_a_word_for_every_state(state_heard: m.Liveness | None, words: str) -> None:
    hall = small_hall(
        lines=(Wire(id="l", driver="onbon", port="x"),),
        displays=(Display(window=2, line="l", address=1),),
        evaluators=(),
    )
    flow = PanelFlow(hall, hall.windows[1])
    flow.hear_connection(True)
    if state_heard:
        flow.hear_display(m.DeviceState(id="x", at=MORNING, state=state_heard))
    display, evaluator = look(flow, MORNING, 0.0).dots
    assert display.label.zh == words
    assert evaluator.label.zh == "评价器未安装"
    flow.hear_connection(False)
    assert (
        look(flow, MORNING, 0.0).dots[0].label.zh == "窗口屏未知"
    )  # what was heard is old news now


def test_being_away_is_told_instead_of_anything_else() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.hear_connection(False)
    shown = look(flow, MORNING, 0.0)
    assert shown.away
    assert "服务器" in shown.sentence.zh
    assert flow.pressable() == frozenset()


def waiting(request: AnyRequest | None, *numbers: str) -> Listed:
    assert isinstance(request, ListWaiting)
    tickets = tuple(
        Standing(
            ticket=f"20261123-{number}",  # type: ignore[arg-type]  # as an id looks
            number=number,
            queue="qa",
            group=PriorityClass.ELDERLY,
            state=TicketState.WAITING,
            joined=MORNING,
        )
        for number in numbers
    )
    return Listed(request=request.id, at=MORNING, tickets=tickets, total=len(tickets))


def test_a_chosen_ticket_is_called_only_where_the_hall_allows_it() -> None:
    assert PanelKey.CHOOSE not in panel(m.WindowStatus.OPEN).pressable()
    assert work(panel(m.WindowStatus.OPEN), MORNING).small[0].name is PanelKey.RECALL
    flow = panel(m.WindowStatus.OPEN, chosen=True)
    assert work(flow, MORNING).small[0].name is PanelKey.CHOOSE
    request = flow.press(PanelKey.CHOOSE, moment())
    assert flow.press(PanelKey.CHOOSE, moment()) is None
    assert isinstance(request, ListWaiting)
    assert request.queues == flow.window.queues
    flow.hear_answer(waiting(request, "A003", "A001"), 0.0)
    assert [option.label.zh for option in pick(flow).options] == ["A003 甲", "A001 甲"]
    call = flow.choose("20261123-A001", moment())
    assert isinstance(call, CallTicket)
    assert (call.ticket, call.window, call.clerk) == ("20261123-A001", 2, "101")
    assert flow.known.picking is Picking.NOTHING


def test_a_list_that_comes_too_late_is_not_opened_over_a_called_ticket() -> None:
    flow = panel(m.WindowStatus.OPEN, chosen=True)
    request = flow.press(PanelKey.CHOOSE, moment())
    flow.hear_window(state(m.WindowStatus.CALLED, number="A001"), 0.0)
    flow.hear_answer(waiting(request, "A002"), 0.0)
    assert flow.known.picking is Picking.NOTHING
    assert PanelKey.MISS in flow.pressable()


def test_a_list_that_comes_when_the_window_was_taken_over_is_not_opened_for_the_next() -> None:
    flow = panel(m.WindowStatus.OPEN, chosen=True)
    request = flow.press(PanelKey.CHOOSE, moment())
    flow.hear_window(state(m.WindowStatus.OPEN, clerk="102"), 0.0)
    assert not look(flow, MORNING, 0.0).signed_in
    flow.hear_answer(waiting(request, "A002"), 0.0)
    assert flow.known.picking is Picking.NOTHING
    flow.hear_answer(granted(flow.sign_in("101", "0000", moment())), 0.0)
    assert PanelKey.MAIN in flow.pressable()


def test_nobody_to_choose_from_is_a_sentence() -> None:
    flow = panel(m.WindowStatus.OPEN, chosen=True)
    flow.hear_answer(waiting(flow.press(PanelKey.CHOOSE, moment())), 0.0)
    assert flow.known.sentence.zh == "无人等候"
    assert PanelKey.MAIN in flow.pressable()


def test_an_open_list_of_tickets_closes_when_the_window_calls_somebody() -> None:
    flow = panel(m.WindowStatus.OPEN, chosen=True)
    flow.hear_answer(waiting(flow.press(PanelKey.CHOOSE, moment()), "A001"), 0.0)
    flow.hear_window(state(m.WindowStatus.CALLED, number="A001"), 0.0)
    assert flow.known.picking is Picking.NOTHING
