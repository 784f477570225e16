"""The clerk's panel on the glass: a whole visit against a true ledger, by touch and by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from broker.bus.base import Asked
from broker.domain.calling.facts import ClerkStep
from broker.domain.calling.requests import CallNext
from broker.domain.desks.requests import EndSession, SignIn
from broker.domain.desks.tries import FREE
from broker.domain.hall import Calling, Display, EvaluatorPost, PriorityClass, Queue, Window, Wire
from broker.domain.ids import StaffId
from broker.domain.requests import AnyRequest, Granted, Refused, SignedIn
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.wire import messages as m
from broker.wire.topics import Kind
from kiosk.panel.view import QML, PanelView
from kiosk.qt import glasses
from kiosk.qt.remote import items
from tests.gui.theatre import Theatre, cut_off
from tests.stages.halls import MORNING, small_hall

LANGUAGES = ("zh", "en")
CLERK = SignedIn(staff=StaffId("101"), session="a session")
HOUR = timedelta(hours=1)


def open_panel(theatre: Theatre, number: int = 2, height: int = 720, **tables: object) -> PanelView:
    theatre.hall = small_hall(
        **tables,
        lines=(Wire(id="l", driver="onbon", port="tty/l"),),
        displays=(Display(window=number, line="l", address=1),),
        evaluators=(EvaluatorPost(window=number, line="l", address=1),),
    )
    window = theatre.hall.window(number)
    assert window is not None
    theatre.prepare(glasses.panel_scale(height))
    view = PanelView(theatre.hall, window, theatre.runner, theatre.clock.now)
    view.watch(theatre.show(QML, shown=view.shown.map, panel=view, height=height))
    bus = theatre.client(f"panel-{number}")
    view.connect_to(bus, theatre.topics)
    bus.start()
    theatre.turn()
    return view


def key(theatre: Theatre, name: str, rests: str = "main") -> None:
    """A key of the keyboard, once the panel has rested."""
    theatre.until(rests, "resting", False)
    theatre.must(f"key {name}")


def ticket(theatre: Theatre, queue: str = "qa") -> None:
    """Somebody waits."""
    reserved = theatre.ask(ReserveTicket, queue=queue)
    theatre.ask(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)


@pytest.mark.parametrize("confesses", [True, False])
def test_an_enter_that_is_held_locks_nobody_out(theatre: Theatre, confesses: bool) -> None:
    """After the staff number the cursor is in the PIN; a thumb stays on the key."""
    theatre.open_ledger()
    open_panel(theatre)
    for line in ("touch staff-number-input", "type 101"):
        theatre.must(line)
    for _ in theatre.hold(Qt.Key.Key_Return, 30, confesses=confesses):
        pass
    assert theatre.must("read sentence text") == ""
    theatre.must("type 0000")
    theatre.must("key Return")
    theatre.until("main", "enabled", True)


def test_a_visit_is_one_key_pressed_thrice(theatre: Theatre) -> None:
    theatre.open_ledger()
    open_panel(theatre)
    ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.until("main", "enabled", True)
    theatre.until("number", "text", "空闲")
    key(theatre, "Space")
    theatre.until("main", "label", "开始")
    theatre.until("number", "text", "A001")
    theatre.until("main", "enabled", True)
    key(theatre, "Space")
    theatre.until("main", "label", "办结")
    theatre.until("main", "enabled", True)
    theatre.clock.pass_by(180)
    key(theatre, "Space")
    theatre.until("main", "label", "下一位")
    theatre.until("number", "text", "空闲")


@pytest.mark.parametrize("confesses", [True, False], ids=["repeats", "presses"])
def test_a_key_that_is_held_calls_one_and_finishes_nobody(
    theatre: Theatre, confesses: bool
) -> None:
    """Over a remote desktop a held key is a train of presses, each with its release."""
    ledger = theatre.open_ledger()
    open_panel(theatre)
    for _ in range(3):
        ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.until("main", "enabled", True)
    theatre.until("main", "resting", False)
    for _ in theatre.hold(Qt.Key.Key_Space, 60, confesses=confesses):
        pass
    assert [each.state for each in ledger.floor.tickets.values()] == [
        "called",
        "waiting",
        "waiting",
    ]


def test_every_small_key_does_what_it_says(theatre: Theatre) -> None:
    theatre.open_ledger()
    open_panel(theatre)
    for _ in range(3):
        ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.touch("main")
    theatre.touch("recall")
    theatre.until("recall", "label", "重呼 1/3")
    theatre.until("recall", "enabled", True)
    key(theatre, "F2")
    theatre.until("recall", "label", "重呼 2/3")
    theatre.touch("miss")
    theatre.until("main", "label", "下一位")
    theatre.touch("main")
    theatre.touch("transfer")
    theatre.touch("option-2")  # queue 乙
    theatre.touch("option-2")  # its other window
    theatre.until("main", "label", "下一位")
    theatre.touch("pause")
    key(theatre, "2", "option-2")
    theatre.until("main", "label", "恢复服务")
    theatre.touch("main")
    theatre.until("main", "label", "下一位")
    theatre.touch("sign-out")
    theatre.until("sign-in", "visible", True)


def test_a_chosen_ticket_is_called_where_the_hall_allows_it(theatre: Theatre) -> None:
    calling = Calling(call_chosen=True, require_on_duty=False)
    open_panel(theatre, calling=calling)
    ledger = theatre.open_ledger()
    for _ in range(9):
        ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.until("main", "enabled", True)
    key(theatre, "F2")
    theatre.until("pick-title", "text", "指定呼叫哪一位")
    assert not cut_off(theatre.window)
    theatre.touch("page-on")
    theatre.touch("option-2")
    theatre.until("number", "text", "A009")
    theatre.until("main", "label", "开始")
    (called,) = (each for each in ledger.floor.tickets.values() if each.called_at)
    assert called.number == "A009"


def test_a_refusal_is_a_sentence_and_goes_with_the_next_press(theatre: Theatre) -> None:
    theatre.open_ledger()
    open_panel(theatre)
    theatre.sign_in("101", "0000")
    theatre.touch("main")
    theatre.until("sentence", "text", "现在没有人等候。")
    ticket(theatre)
    theatre.touch("main")
    assert theatre.must("read sentence text") == ""
    theatre.until("number", "text", "A001")


def test_a_wrong_pin_opens_nothing(theatre: Theatre) -> None:
    theatre.open_ledger()
    open_panel(theatre)
    theatre.sign_in("101", "9999")
    theatre.until("sentence", "text", "工号或密码不对。")
    assert theatre.must("read pin-input text") == ""
    assert not theatre.do("touch main")["ok"]


def test_after_too_many_wrong_pins_the_ledger_makes_one_wait(theatre: Theatre) -> None:
    """The number that was typed stays; the PIN goes."""
    theatre.open_ledger()
    open_panel(theatre)
    theatre.must("touch staff-number-input")
    theatre.must("type 101")
    for _ in range(FREE):
        say_pin(theatre, "9999")
        theatre.until("sentence", "text", "工号或密码不对。")
    say_pin(theatre, "0000")
    theatre.until("sentence", "text", "密码多次不对，请 30 秒后再试。")
    theatre.clock.pass_by(30)
    say_pin(theatre, "0000")
    theatre.until("main", "enabled", True)


def say_pin(theatre: Theatre, pin: str) -> None:
    theatre.must("touch pin-input")
    theatre.must(f"type {pin}")
    theatre.must("touch sign-in")


def test_while_the_ledger_compares_the_keys_rest_and_a_word_says_so(theatre: Theatre) -> None:
    open_panel(theatre)
    asked: list[Asked] = []
    theatre.others.serve(asked.append)
    theatre.sign_in("101", "0000")
    assert theatre.must("read sign-in busyLabel") == "正在登录"
    assert not theatre.do("touch sign-in")["ok"]
    (signing_in,) = asked
    assert signing_in.request is not None
    signing_in.answer(Granted(request=signing_in.request.id, at=MORNING, signed_in=CLERK))
    window_is(theatre, status=m.WindowStatus.OPEN)
    theatre.until("main", "enabled", True)


def test_a_session_that_a_leader_ended_leads_back_to_the_sign_in_page(theatre: Theatre) -> None:
    theatre.open_ledger()
    open_panel(theatre)
    ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.until("main", "enabled", True)
    theatre.ask(EndSession, desk="panel-2", by="900")
    theatre.touch("main")
    theatre.until("sentence", "text", "登录已结束，请重新登录。")
    theatre.sign_in("101", "0000")
    theatre.until("main", "enabled", True)
    theatre.touch("main")
    theatre.until("number", "text", "A001")


def test_escape_leaves_a_list_and_pages_turn(theatre: Theatre) -> None:
    open_panel(theatre)
    signed_in(theatre, status=m.WindowStatus.SERVING)
    key(theatre, "F4")
    assert theatre.must("read pick-title text") == "转移到哪个队列"
    theatre.must("key Esc")
    theatre.must("wait main")


def signed_in(theatre: Theatre, **state: object) -> list[AnyRequest]:
    """Signed in without a ledger, the window in any state; what is asked later is kept."""
    asked: list[AnyRequest] = []

    def serve(each: Asked) -> None:
        assert each.request is not None
        asked.append(each.request)
        if isinstance(each.request, SignIn):
            each.answer(Granted(request=each.request.id, at=MORNING, signed_in=CLERK))

    theatre.others.serve(serve)
    theatre.sign_in("101", "0000")
    window_is(theatre, **state)
    asked.clear()
    return asked


def window_is(theatre: Theatre, number: int = 2, **state: object) -> None:
    words = {"id": "state-01", "at": theatre.clock.now(), "window": number, "clerk": "101"}
    if state["status"] in (m.WindowStatus.CALLED, m.WindowStatus.SERVING):
        words |= {"number": "A012", "queue": "qa", "joined": MORNING, "called_at": MORNING}
    theatre.tell(theatre.topics.window(number), m.WindowState(**{**words, **state}))  # type: ignore[arg-type]  # fields by name


def queue_is(theatre: Theatre, queue: str, waiting: int) -> None:
    waiters = tuple(
        m.Waiter(ticket=f"{queue}{i}", number=f"A{i:03d}", group=group, joined=MORNING)
        for i, group in enumerate((PriorityClass.ELDERLY, PriorityClass.ORDINARY))
    )
    state = m.QueueState(
        id="state-02", at=MORNING, queue=queue, waiting=waiting, issued=9, next=waiters
    )
    theatre.tell(theatre.topics.queue(queue), state)


def device_is(theatre: Theatre, kind: Kind, state: m.Liveness) -> None:
    message = m.DeviceState(id="state-03", at=MORNING, state=state)
    theatre.tell(theatre.topics.liveness(kind, 2), message)


def test_one_press_is_one_request_however_often_the_key_is_hit(theatre: Theatre) -> None:
    open_panel(theatre)
    asked = signed_in(theatre, status=m.WindowStatus.OPEN)
    theatre.touch("main")
    assert theatre.must("read main busy") is True
    assert theatre.must("read main busyLabel") == "正在呼叫"
    assert not theatre.do("touch main")["ok"]
    key(theatre, "Space")
    key(theatre, "Space")
    assert [type(each) for each in asked] == [CallNext]


def test_a_pressed_key_changes_colour_in_the_next_frame(theatre: Theatre) -> None:
    open_panel(theatre)
    signed_in(theatre, status=m.WindowStatus.OPEN)
    key = next(each for each in items(theatre.window) if each.objectName() == "main")
    corner = key.mapToScene(key.boundingRect().center()).toPoint()
    corner.setX(corner.x() - int(key.width() / 2) + 30)
    at_rest = theatre.window.grabWindow().pixelColor(corner).name()
    finger = QTest.touchEvent(theatre.window, QTest.createTouchDevice(), False)
    finger.press(0, corner, theatre.window)
    finger.commit(False)
    assert key.property("down") is True
    pressed = theatre.window.grabWindow().pixelColor(corner).name()
    assert (at_rest, pressed) == ("#0b57b7", "#083b7c")
    lift = QTest.touchEvent(theatre.window, QTest.createTouchDevice(), False)
    lift.release(0, corner, theatre.window)
    lift.commit(False)


def test_the_server_being_away_is_said_and_nothing_can_be_pressed(theatre: Theatre) -> None:
    open_panel(theatre)
    asked = signed_in(theatre, status=m.WindowStatus.OPEN)
    theatre.broker.down()
    theatre.turn()
    assert "服务器" in theatre.must("read sentence text")
    assert theatre.do("touch main")["error"] == "'main' cannot be pressed now"
    key(theatre, "Space")
    assert asked == []
    theatre.broker.up()
    theatre.turn()
    assert theatre.must("read sentence text") == ""
    theatre.touch("main")
    assert len(asked) == 1


def test_devices_are_told_by_words_not_colour_alone(theatre: Theatre) -> None:
    open_panel(theatre)
    signed_in(theatre, status=m.WindowStatus.OPEN)
    device_is(theatre, Kind.DISPLAY, m.Liveness.LOST)
    device_is(theatre, Kind.EVALUATOR, m.Liveness.READY)
    words = {each.property("text") for each in items(theatre.window) if each.isVisible()}
    assert {"窗口屏断开", "评价器正常"} <= words


STATES = {
    "free": {"status": m.WindowStatus.OPEN, "served_today": 123},
    "called": {"status": m.WindowStatus.CALLED, "group": PriorityClass.SERVICEMAN, "recalls": 3},
    "dark": {"status": m.WindowStatus.CALLED, "undelivered": True, "number": "AB1234"},
    "serving": {"status": m.WindowStatus.SERVING, "started_at": MORNING},
    "paused": {"status": m.WindowStatus.PAUSED, "reason": "临时有事，请稍候"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_off_in_any_state(theatre: Theatre, state: str, language: str) -> None:
    open_panel(theatre)
    signed_in(theatre, **STATES[state])
    theatre.clock.pass_by(3600 * 5)
    queue_is(theatre, "qa", 128)
    queue_is(theatre, "qb", 0)
    device_is(theatre, Kind.DISPLAY, m.Liveness.LOST)
    theatre.mode(language=language)
    assert cut_off(theatre.window) == []
    theatre.broker.down()
    theatre.turn()
    assert cut_off(theatre.window) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["transfer", "pause"])
def test_nothing_is_cut_off_in_the_lists(theatre: Theatre, language: str, key: str) -> None:
    open_panel(theatre)
    status = m.WindowStatus.SERVING if key == "transfer" else m.WindowStatus.OPEN
    signed_in(theatre, status=status)
    queue_is(theatre, "qb", 128)
    theatre.mode(language=language)
    theatre.touch(key)
    assert cut_off(theatre.window) == []


def test_many_queues_and_a_long_refusal_still_fit(theatre: Theatre) -> None:
    names = ("Water, Drainage and City Works", "Sole Traders and Advertising", "Beta", "C", "D")
    queues = tuple(
        Queue(id=f"q{i}", prefix="A", name="户籍与出入境", name_en=name, department="dept")
        for i, name in enumerate(names)
    )
    window = Window(
        number=2, zone="main", name="二", name_en="Two", queues=("q0", "q1", "q2", "q3")
    )
    open_panel(theatre, queues=queues, windows=(window,))
    signed_in(theatre, status=m.WindowStatus.OPEN)
    theatre.mode(language="en")
    for queue in window.queues:
        queue_is(theatre, queue, 100)
    refuse_all(theatre, "Window 24 still has AB1234 at it; please finish that visit first.")
    theatre.touch("main")
    theatre.until("sentence", "visible", True)
    assert theatre.must("read sentence height") > 50  # two lines
    assert cut_off(theatre.window) == []


def refuse_all(theatre: Theatre, sentence: str) -> None:
    def serve(each: Asked) -> None:
        assert each.request is not None
        each.answer(
            Refused(request=each.request.id, at=MORNING, code="x", zh=sentence, en=sentence)
        )

    theatre.others.serve(serve)


def test_the_test_for_cut_off_text_can_fail(theatre: Theatre) -> None:
    open_panel(theatre)
    title = next(each for each in items(theatre.window) if each.objectName() == "title")
    title.setProperty("text", "很长的窗口名称" * 9)
    theatre.turn()
    assert cut_off(theatre.window) != []


def press_at(theatre: Theatre, came: float) -> None:
    """The space bar, pressed and let go at `came`, by the keyboard's clock."""
    for kind, later in ((QEvent.Type.KeyPress, 0.0), (QEvent.Type.KeyRelease, 0.03)):
        event = QKeyEvent(kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
        event.setTimestamp(round((came + later) * 1000))
        QCoreApplication.sendEvent(theatre.window, event)
    theatre.turn()


def test_two_presses_in_a_row_do_not_skip_a_step_on_a_slow_machine(theatre: Theatre) -> None:
    """The second came 120 ms after the first, and is handled when all keys have long rested."""
    ledger = theatre.open_ledger()
    open_panel(theatre)
    ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.until("main", "enabled", True)
    theatre.until("main", "resting", False)
    press_at(theatre, 5000.0)
    theatre.until("number", "text", "A001")
    theatre.until("main", "resting", False)
    press_at(theatre, 5000.12)
    (one,) = ledger.floor.tickets.values()
    assert one.state == "called"
    press_at(theatre, 5002.0)
    theatre.until("main", "label", "办结")


def test_a_step_is_taken_back_by_key_and_by_touch(theatre: Theatre) -> None:
    ledger = theatre.open_ledger()
    open_panel(theatre)
    ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.touch("main")
    theatre.until("main", "label", "开始")
    theatre.until("undo-words", "text", "撤销：呼叫 A001")
    theatre.touch("undo")
    theatre.until("main", "label", "下一位")
    (one,) = ledger.floor.tickets.values()
    assert one.state == "waiting"
    theatre.touch("main")
    theatre.until("main", "label", "开始")
    theatre.touch("main")
    theatre.until("main", "label", "办结")
    key(theatre, "Ctrl+Z")
    theatre.until("main", "label", "开始")
    assert one.state == "called"
    theatre.clock.pass_by(11)
    assert not theatre.do("touch undo")["ok"]


SCREENS = {"1366x768 at 125 %": 538, "1366x768 at 150 %": 436, "at 175 %": 362}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("free", SCREENS.values(), ids=SCREENS)
def test_every_key_is_reachable_on_a_low_screen(theatre: Theatre, free: int, language: str) -> None:
    open_panel(theatre, height=glasses.panel_height(free))
    undo = m.UndoableStep(
        step=ClerkStep.START, visit="20261123-A012.1", number="AB1234", until=MORNING + HOUR
    )
    signed_in(theatre, status=m.WindowStatus.SERVING, started_at=MORNING, undo=undo)
    theatre.mode(language=language)
    queue_is(theatre, "qa", 128)
    refuse_all(theatre, "Window 24 is paused; resume first.")
    theatre.touch("main")
    theatre.until("sentence", "visible", True)
    assert theatre.window.height() == free
    assert cut_off(theatre.window) == []
    for name in ("main", "recall", "miss", "transfer", "pause", "undo"):
        assert inside(theatre, name), name
    theatre.touch("transfer")
    assert cut_off(theatre.window) == []
    for name in ("option-1", "option-2", "cancel"):
        assert inside(theatre, name), name


def inside(theatre: Theatre, name: str) -> bool:
    item = next(each for each in items(theatre.window) if each.objectName() == name)
    place = item.mapRectToScene(item.boundingRect())
    return theatre.window.geometry().translated(-theatre.window.position()).contains(place.toRect())


def test_seven_choices_fit_on_a_low_screen(theatre: Theatre) -> None:
    queues = tuple(
        Queue(
            id=f"q{i}", prefix="A", name="户籍与出入境", name_en="Sole Traders", department="dept"
        )
        for i in range(9)
    )
    window = Window(number=2, zone="main", name="二", name_en="Two", queues=("q0",))
    open_panel(theatre, height=436, queues=queues, windows=(window,))
    signed_in(theatre, status=m.WindowStatus.SERVING)
    theatre.touch("transfer")
    assert cut_off(theatre.window) == []
    assert all(inside(theatre, f"option-{nth}") for nth in range(1, 8))


def test_the_panel_folds_to_a_strip_that_serves_and_unfolds_for_what_must_be_read(
    theatre: Theatre,
) -> None:
    theatre.open_ledger()
    open_panel(theatre)
    ticket(theatre)
    theatre.sign_in("101", "0000")
    theatre.touch("fold")
    assert theatre.window.height() < 90
    assert cut_off(theatre.window) == []
    theatre.touch("strip-main")
    theatre.until("strip-number", "text", "A001")
    assert cut_off(theatre.window) == []
    theatre.touch("strip-undo")
    theatre.until("strip-number", "text", "空闲")
    theatre.touch("strip-main")
    for label in ("开始", "办结"):
        theatre.until("strip-main", "label", label)
        key(theatre, "Space", "strip-main")
    theatre.until("strip-main", "label", "下一位")
    theatre.touch("strip-main")
    theatre.until("sentence", "text", "现在没有人等候。")
    assert theatre.window.height() == 720
    theatre.touch("fold")
    theatre.touch("unfold")
    assert theatre.window.height() == 720
