"""The panel of a clerk who went away, keys that are grey, notes, and the queue that is meant."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from broker.domain.calling.requests import CallNext, NoteTicket, TransferTicket
from broker.domain.desks.requests import SignIn
from broker.domain.hall import Department, Queue
from broker.domain.panels import PanelRules
from broker.domain.refusals import No
from broker.wire import messages as m
from kiosk.panel.flow import PanelFlow
from kiosk.panel.look import LockPage, NotePage, look
from kiosk.panel.picks import PickPage
from kiosk.panel.state import PanelKey, Picking
from kiosk.panel.work import WorkPage
from kiosk.words.spelling import spelling
from tests.stages.halls import MORNING
from tests.unit.test_panel_flow import granted, moment, panel, refused, state

LOCK = 15 * 60.0  # seconds, as hall.toml has it by default
SPELLINGS = {"qa": spelling("甲类"), "qb": spelling("乙类")}


def left_alone(status: m.WindowStatus = m.WindowStatus.OPEN, **more: object) -> PanelFlow:
    """Signed in and touched at 0; the lock has come where one was due."""
    flow = panel(status, **more)
    flow.press(PanelKey.CANCEL, moment(0.0))
    flow.tick(flow.next_wakeup(1e6) or 1e6)
    return flow


def unlock(flow: PanelFlow) -> None:
    """Whoever sits there says the PIN."""
    flow.hear_answer(granted(flow.sign_in("", "0000", moment(2e6))), 2e6)


def page_of(flow: PanelFlow, now: float = 1e6) -> object:
    return look(flow, MORNING, now, SPELLINGS).page


# the lock


@pytest.mark.parametrize("status", [m.WindowStatus.OPEN, m.WindowStatus.CALLED])
def test_a_panel_left_alone_asks_for_the_pin_and_keeps_window_and_ticket(
    status: m.WindowStatus,
) -> None:
    flow = left_alone(status, number="A007")
    page = page_of(flow)
    assert isinstance(page, LockPage)
    assert (page.number, page.away) == ("A007", False)
    assert look(flow, MORNING, 1e6).signed_in
    for key in PanelKey:
        assert flow.press(key, moment()) is None
    assert flow.choose("qa", moment()) is None
    unlock(flow)
    assert isinstance(page_of(flow), WorkPage)
    assert flow.known.clerk == "101"


def test_the_ledger_is_asked_for_who_sits_there_and_for_nobody_else() -> None:
    flow = left_alone()
    asked = flow.sign_in("102", "1111", moment(2e6))
    assert isinstance(asked, SignIn)
    assert asked.staff == "101"
    page = page_of(flow)
    assert isinstance(page, LockPage)
    assert page.busy.zh
    flow.hear_answer(refused(asked, No.PIN_WRONG), 2e6)
    assert isinstance(page_of(flow), LockPage)
    unlock(flow)
    assert isinstance(page_of(flow, 3e6), WorkPage)


def test_who_serves_sits_there_however_long_it_takes() -> None:
    flow = panel(m.WindowStatus.SERVING, number="A007")
    flow.tick(1e6)
    assert not flow.known.idle_locked
    flow.hear_window(state(m.WindowStatus.OPEN), 1e6)
    flow.tick(1e6 + LOCK - 1)
    assert not flow.known.idle_locked
    flow.tick(1e6 + LOCK)
    assert flow.known.idle_locked


def test_each_press_puts_the_lock_off() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.press(PanelKey.MISS, moment(LOCK - 1))  # grey, and a press all the same
    flow.tick(LOCK + 1)
    assert not flow.known.idle_locked


def test_a_hall_may_have_no_lock() -> None:
    flow = panel(m.WindowStatus.OPEN)
    hall = replace(flow.hall, panel=PanelRules(lock_minutes=0))
    flow = PanelFlow(hall, flow.window)
    flow.hear_connection(True)
    flow.hear_answer(granted(flow.sign_in("101", "0000", moment())), 0.0)
    flow.hear_window(state(m.WindowStatus.OPEN), 0.0)
    flow.tick(1e9)
    assert not flow.known.idle_locked


def test_a_window_that_was_closed_meanwhile_is_no_locked_one() -> None:
    flow = left_alone()
    flow.hear_window(state(m.WindowStatus.CLOSED, clerk=""), 1e6)
    assert not look(flow, MORNING, 1e6).signed_in
    assert flow.sign_in("101", "0000", moment(2e6)) is not None


def test_an_open_list_does_not_wait_behind_the_lock() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.press(PanelKey.PAUSE, moment(10.0))
    flow.tick(10.0 + LOCK)
    unlock(flow)
    assert flow.known.picking is Picking.NOTHING


# grey keys


@pytest.mark.parametrize(
    ("status", "key", "said"),
    [
        (m.WindowStatus.OPEN, PanelKey.MISS, "窗口没有号，请先按下一位"),
        (m.WindowStatus.OPEN, PanelKey.NOTE, "窗口没有号，请先按下一位"),
        (m.WindowStatus.CALLED, PanelKey.SIGN_OUT, "号码已呼叫，请先开始或过号"),
        (m.WindowStatus.SERVING, PanelKey.PAUSE, "正在办理，请先办结或转移"),
        (m.WindowStatus.PAUSED, PanelKey.TRANSFER, "窗口已暂停，请先恢复服务"),
    ],
)
def test_a_grey_key_says_why(status: m.WindowStatus, key: PanelKey, said: str) -> None:
    flow = panel(status)
    assert flow.press(key, moment()) is None
    assert look(flow, MORNING, 0.0).sentence.zh == said


def test_a_number_recalled_often_enough_says_so() -> None:
    flow = panel(m.WindowStatus.CALLED, recalls=3)
    flow.press(PanelKey.RECALL, moment())
    assert look(flow, MORNING, 0.0).sentence.zh == "已重呼 3 次，请按过号"


def test_what_was_said_of_a_grey_key_goes_with_the_next_press_and_the_next_state() -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.press(PanelKey.MISS, moment())
    assert isinstance(flow.press(PanelKey.MAIN, moment()), CallNext)
    assert look(flow, MORNING, 0.0).sentence.zh == ""
    flow = panel(m.WindowStatus.OPEN)
    flow.press(PanelKey.MISS, moment())
    flow.hear_window(state(m.WindowStatus.PAUSED), 0.0)
    assert look(flow, MORNING, 0.0).sentence.zh == ""


@pytest.mark.parametrize("key", [PanelKey.UNDO, PanelKey.CANCEL])
def test_keys_that_are_not_there_say_nothing(key: PanelKey) -> None:
    flow = panel(m.WindowStatus.OPEN)
    flow.press(key, moment())
    assert look(flow, MORNING, 0.0).sentence.zh == ""


# notes


def test_a_note_is_asked_for_and_the_panel_goes_back_to_work() -> None:
    flow = panel(m.WindowStatus.SERVING, number="A007", note="缺复印件")
    assert flow.press(PanelKey.NOTE, moment()) is None
    assert page_of(flow) == NotePage("A007", "缺复印件", 40)
    request = flow.choose("已补齐", moment())
    assert isinstance(request, NoteTicket)
    assert (request.note, request.window, request.clerk) == ("已补齐", 2, "101")
    assert isinstance(page_of(flow), WorkPage)


def test_a_note_of_an_earlier_window_is_seen() -> None:
    page = page_of(panel(m.WindowStatus.CALLED, number="A007", note="缺复印件"))
    assert isinstance(page, WorkPage)
    assert page.ticket.note == "缺复印件"


# where to


def transferring() -> PanelFlow:
    flow = panel(m.WindowStatus.SERVING, number="A007")
    flow.press(PanelKey.TRANSFER, moment())
    return flow


def options(flow: PanelFlow) -> list[str]:
    page = page_of(flow)
    assert isinstance(page, PickPage)
    return [each.value for each in page.options]


@pytest.mark.parametrize(
    ("letters", "left"), [("", ["qa", "qb"]), ("b", ["qb"]), ("yl", ["qb"]), ("zz", [])]
)
def test_letters_make_the_list_shorter(letters: str, left: list[str]) -> None:
    flow = transferring()
    flow.search(letters, moment())
    assert [each for each in options(flow) if each in ("qa", "qb")] == left


def test_the_windows_own_departments_stand_first() -> None:
    flow = transferring()
    hall = flow.hall
    other = Queue(id="qo", prefix="C", name="外", name_en="Other", department="other")
    departments = (Department(id="other", name="别局", name_en="Other"), *hall.departments)
    hall = replace(hall, departments=departments, queues=(other, *hall.queues))
    flow.hall = hall
    assert options(flow) == ["qa", "qb", "qo"]
    page = page_of(flow)
    assert isinstance(page, PickPage)
    assert [each.detail.zh for each in page.options] == ["本单位", "本单位", ""]


def test_what_was_typed_is_forgotten_with_the_list() -> None:
    flow = transferring()
    flow.search("b", moment())
    flow.choose("qb", moment())
    assert flow.known.searched == ""
    assert isinstance(flow.choose("", moment()), TransferTicket)
