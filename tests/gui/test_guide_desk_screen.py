"""The guide desk on the glass: all it is for, against a true ledger, by touch and by keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from broker.domain.alerts import AlertCode
from broker.domain.appointments import by_code
from broker.domain.hall import PriorityClass, Role
from broker.domain.opinions.facts import About, OpinionKind, code_of
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.tickets.life import TicketState
from broker.ledger.service import Ledger
from broker.wire.topics import Kind
from kiosk.guide_desk.lookup import GLANCE_SECONDS
from kiosk.printing.trouble import PrinterTrouble
from kiosk.qt import fonts
from kiosk.qt.remote import items
from kiosk.staff.rest import REST_SECONDS
from tests.gui.guide_desk_rig import GUIDE, PIN, GuideDeskStage
from tests.gui.theatre import cut_off
from tests.stages.halls import sample_appointments

UNKNOWN = PrinterTrouble.UNKNOWN_OUTCOME
SIZES = [
    pytest.param(1280, 800, 1.0, id="1280x800"),
    pytest.param(1366, 690, 1.0, id="1366x768 with its bars"),
    pytest.param(1093, 578, 578 / 690, id="1366x768 at 125 %"),
]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[GuideDeskStage]:
    fonts.load()
    with closing(GuideDeskStage(qtbot, tmp_path)) as stage:
        yield stage


@pytest.fixture
def ledger(desk: GuideDeskStage) -> Ledger:
    """The hall is open and the guide sits at the desk."""
    ledger = desk.open_ledger()
    desk.open()
    desk.sign_in()
    desk.must("wait way-take")
    return ledger


def state(ledger: Ledger, number: str) -> TicketState:
    (found,) = (each for each in ledger.floor.tickets.values() if each.number == number)
    return found.state


def words(desk: GuideDeskStage) -> str:
    seen = [each for each in items(desk.window) if each.isVisible()]
    return "\n".join(str(each.property("text")) for each in seen if each.property("text"))


def find(desk: GuideDeskStage, number: str) -> None:
    for line in ("key F2", f"type {number}", "key Return", "wait back"):
        desk.must(line)


def test_a_number_for_somebody_is_two_touches_and_counts_once_its_slip_is_out(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    desk.must("touch queue-companies")
    desk.must("touch group-elderly")
    desk.must("touch get")
    assert desk.must("read number text") == "H001"
    assert desk.must("read under-way text") == "正在出票 H001"
    assert not desk.do("touch way-find")["ok"]  # a number that hangs holds the guide
    assert state(ledger, "H001") is TicketState.RESERVED
    desk.slip_out()
    assert desk.must("read headline text") == "小票已出，请交给来访人"
    assert state(ledger, "H001") is TicketState.WAITING
    (slip,) = (job.slip for job in desk.printer.jobs)
    assert (slip.number, slip.queue, slip.again) == ("H001", "企业登记", False)
    desk.must("touch done")
    desk.must("wait queue-companies")


def test_the_keyboard_alone_takes_a_number(desk: GuideDeskStage, ledger: Ledger) -> None:
    desk.view._spell({})
    desk.view.learn_to_spell(None)  # as the program does, from a process of its own
    desk.must("type qydj")
    desk.qtbot.waitUntil(lambda: desk.do("wait queue-companies 0.01")["ok"], timeout=60_000)
    desk.must("key Return")
    desk.must("wait get")
    desk.must("key Return")
    desk.slip_out()
    assert state(ledger, "H001") is TicketState.WAITING
    desk.must("key Return")
    desk.must("wait search-input")


def hold(desk: GuideDeskStage, key: Qt.Key) -> None:
    """A key is held, and the printer keeps up."""
    for _ in desk.hold(key, 20):
        if desk.printer.jobs:
            desk.slip_out()


def test_a_key_that_is_held_takes_no_number_after_another(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    hold(desk, Qt.Key.Key_Return)
    assert len(ledger.floor.tickets) == 0  # the queue is chosen; taking a number is a press more
    hold(desk, Qt.Key.Key_Return)
    assert len(ledger.floor.tickets) == 1


def test_a_key_that_is_held_prints_one_slip(desk: GuideDeskStage, ledger: Ledger) -> None:
    number = desk.ticket()
    find(desk, number)
    hold(desk, Qt.Key.Key_F7)
    assert [job.slip.number for job in desk.printer.jobs] == [number]
    assert len(ledger.floor.tickets) == 1


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("confesses", [True, False])
def test_an_enter_that_is_held_locks_nobody_out(desk: GuideDeskStage, confesses: bool) -> None:
    desk.must("touch sign-out")
    for line in ("touch staff-number-input", f"type {GUIDE}"):
        desk.must(line)
    for _ in desk.hold(Qt.Key.Key_Return, 30, confesses=confesses):
        pass
    assert desk.must("read sentence text") == ""
    desk.must(f"type {PIN}")
    desk.must("key Return")
    assert desk.view._look().signed_in


def test_keys_rest_after_a_step(desk: GuideDeskStage, ledger: Ledger) -> None:
    """Two touches in a row on the same place are not a queue and its number."""
    desk.must("touch queue-companies")
    desk.seconds -= REST_SECONDS - 0.1  # the second comes before the first has been seen
    desk.must("touch get")
    assert len(ledger.floor.tickets) == 0
    desk.seconds += 0.1
    desk.must("touch get")
    assert len(ledger.floor.tickets) == 1


def test_the_last_page_is_the_last(desk: GuideDeskStage, ledger: Ledger) -> None:
    """However often the key for the next one is pressed, one back is one back."""
    for _ in range(20):
        desk.ticket()
    assert len(ledger.floor.waiting["planning"]) == 20
    desk.must("touch way-waiting")
    desk.must("wait next")
    for _ in range(5):
        desk.must("key PgDown")
        desk.turn()
    assert desk.view._conductor is not None
    assert desk.view._look().page.page == 2
    desk.must("key PgUp")
    desk.turn()
    assert desk.view._look().page.page == 1


def test_an_appointment_joins_by_its_time(desk: GuideDeskStage, ledger: Ledger) -> None:
    for line in ("touch queue-companies", "touch group-appointment", "touch slot-10:00"):
        desk.must(line)
    desk.must("touch get")
    desk.slip_out()
    (ticket,) = ledger.floor.tickets.values()
    assert ticket.group is PriorityClass.APPOINTMENT
    assert ticket.slot is not None
    assert ticket.slot.isoformat() == "2026-11-23T10:00:00+08:00"
    assert ticket.joined is not None
    assert ticket.joined.astimezone(ticket.slot.tzinfo).strftime("%H:%M") == "09:45"


def test_a_code_is_typed_where_queues_are_looked_for_and_honoured_once(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    ledger.floor.lay(by_code(sample_appointments(desk.settings)))
    for line in ("type 042817", "wait queue-042817", "key Return", "wait get"):
        desk.must(line)
    assert desk.must("read queue text") == "预约码 042 817"
    desk.must("key Return")
    desk.slip_out()
    (ticket,) = ledger.floor.tickets.values()
    assert (ticket.queue, ticket.group) == ("residence", PriorityClass.APPOINTMENT)
    desk.must("key Return")
    for line in ("wait search-input", "type 042817", "key Return", "wait get", "key Return"):
        desk.must(line)
    desk.turn()
    assert ticket.number in words(desk)
    assert len(ledger.floor.tickets) == 1


def test_without_paper_the_number_is_noted_or_given_up(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    desk.printer.say(PrinterTrouble.PAPER_OUT)
    desk.turn()
    alert = desk.topics.alert(Kind.GUIDE, "guide-1", AlertCode.PRINTER)
    assert "导办台 guide-1：打印机缺纸" in desk.broker.retained[alert].decode()
    desk.must("touch queue-companies")
    assert "抄给来访人" in desk.must("read note text")
    desk.must("touch get")
    assert desk.must("read headline text") == "请把号码抄给来访人"
    desk.must("touch noted")
    assert state(ledger, "H001") is TicketState.WAITING
    desk.must("touch done")
    desk.must("touch queue-companies")
    desk.must("touch get")
    desk.must("touch give-up")
    assert state(ledger, "H002") is TicketState.VOID
    desk.printer.say(None)
    desk.turn()
    assert alert not in desk.broker.retained


def test_a_slip_that_jams_is_noted_from_the_screen(desk: GuideDeskStage, ledger: Ledger) -> None:
    desk.must("touch queue-companies")
    desk.must("touch get")
    desk.fail(PrinterTrouble.COVER_OPEN)
    desk.must("touch noted")
    assert state(ledger, "H001") is TicketState.WAITING
    assert desk.must("read headline text") == "号码已为来访人排队"


def test_a_missed_one_is_found_and_requeued_until_it_is_too_late(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    desk.opened()
    first, second = desk.ticket(), desk.ticket()
    desk.missed()
    desk.pass_by(60)
    desk.missed()
    desk.must("touch way-missed")
    assert desk.must(f"read ticket-{second} say") == second
    assert "剩 29 分钟" in words(desk)
    desk.must(f"touch ticket-{first}")
    assert desk.must("read state label") == "过号"
    assert [desk.must(f"read step-{line} text") for line in range(4)] == [
        "取号",
        "小票已出，开始等候",
        "呼叫",
        "过号",
    ]
    desk.must("touch requeue")
    assert desk.must("read sentence text") == f"{first} 已重新排队"
    assert state(ledger, first) is TicketState.WAITING
    assert desk.must("read state label") == "等候"
    assert "导办台 大厅入口 工号 2101" in words(desk)
    desk.pass_by(31 * 60)
    desk.sign_in()
    desk.must("touch way-missed")
    assert "已超时" in words(desk)
    desk.must(f"touch ticket-{second}")
    desk.must("key F5")
    assert desk.must("read sentence text") == "过号超过 30 分钟，请重新取号。"
    assert state(ledger, second) is TicketState.NO_SHOW


def test_a_waiting_one_is_cancelled_after_a_question(desk: GuideDeskStage, ledger: Ledger) -> None:
    number = desk.ticket()
    find(desk, number.lower())
    desk.must("touch cancel")
    assert number in desk.must("read really text")
    desk.must("key Esc")
    assert state(ledger, number) is TicketState.WAITING
    desk.must("key F6")
    desk.must("touch reason-wrong-queue")
    assert state(ledger, number) is TicketState.CANCELLED
    assert desk.must("read state label") == "已取消"
    assert desk.must("read step-2 text") == "取消排队：取错号"
    assert not desk.do("touch cancel")["ok"]


def test_a_cancellation_is_taken_back_by_its_key(desk: GuideDeskStage, ledger: Ledger) -> None:
    number = desk.ticket()
    find(desk, number)
    assert not desk.must("read undo visible")
    for way in ("touch undo", "key F8"):
        desk.must("key F6")
        desk.must("touch reason-gave-up")
        assert state(ledger, number) is TicketState.CANCELLED
        assert desk.must("read undo-words text") == f"撤销：取消 {number}"
        assert desk.must("read undo-left text").startswith("10 秒")
        desk.must(way)
        assert state(ledger, number) is TicketState.WAITING
        assert desk.must("read state label") == "等候"
        assert not desk.must("read undo visible")
    assert desk.must("read step-3 text") == "撤销取消"


def test_what_may_be_taken_back_goes_after_ten_seconds(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    number = desk.ticket()
    find(desk, number)
    desk.must("key F6")
    desk.must("touch reason-gave-up")
    desk.pass_by(4)
    assert desk.must("read undo-left text").startswith("6 秒")
    desk.pass_by(6)
    assert not desk.must("read undo visible")
    desk.must("key F8")
    assert state(ledger, number) is TicketState.CANCELLED


def test_a_slip_is_printed_again_and_says_so(desk: GuideDeskStage, ledger: Ledger) -> None:
    desk.ticket()
    number = desk.ticket()
    find(desk, number)
    desk.must("touch reprint")
    assert not desk.do("touch reprint")["ok"]
    (slip,) = (job.slip for job in desk.printer.jobs)
    assert (slip.number, slip.ahead, slip.again) == (number, 1, True)
    desk.fail(PrinterTrouble.COVER_OPEN)
    assert "上盖打开" in desk.must("read sentence text")
    desk.must("key F7")
    assert len(desk.printer.jobs) == 2
    desk.slip_out()
    assert desk.must("read sentence text") == f"{number} 的小票已补打"
    assert state(ledger, number) is TicketState.WAITING


def test_what_is_shown_moves_on_with_the_hall(desk: GuideDeskStage, ledger: Ledger) -> None:
    number = desk.ticket()
    find(desk, number)
    assert desk.must("read state label") == "等候"
    desk.opened()
    desk.missed()
    desk.pass_by(GLANCE_SECONDS)
    assert desk.must("read state label") == "过号"
    assert state(ledger, number) is TicketState.NO_SHOW


def test_an_unknown_number_is_a_sentence(desk: GuideDeskStage, ledger: Ledger) -> None:
    assert not ledger.floor.tickets
    desk.must("key F2")
    desk.must("type Z999")
    desk.must("touch open")
    assert desk.must("read sentence text") == "今天没有号票 Z999。"


def test_a_finger_finds_a_number_without_a_keyboard(desk: GuideDeskStage, ledger: Ledger) -> None:
    number = desk.ticket()
    desk.must("touch way-find")
    desk.must("touch keypad")
    for key in (*number, "erase", number[-1]):
        desk.must(f"touch key-{key}" if len(key) == 1 else f"touch {key}")
    desk.must("touch open")
    assert desk.must("read number text") == number
    assert state(ledger, number) is TicketState.WAITING


def test_a_finger_signs_in_without_a_keyboard(desk: GuideDeskStage) -> None:
    desk.open_ledger()
    desk.open()
    for digit in "2101":
        desk.must(f"touch digit-{digit}")
    desk.must("touch digit-next")
    for digit in "0000":
        desk.must(f"touch digit-{digit}")
    desk.must("touch sign-in")
    desk.must("wait way-take")
    assert desk.must("read guide text") == "陶示例"


@pytest.mark.parametrize(
    ("number", "pin", "sentence"),
    [
        ("2101", "9999", "工号或密码不对。"),
        ("1001", "0000", "工号 1001 不能这样操作。"),
        ("3001", "0000", "工号 3001 不能这样操作。"),
    ],
)
def test_who_may_not_work_here_is_told_so(
    desk: GuideDeskStage, number: str, pin: str, sentence: str
) -> None:
    desk.open_ledger()
    desk.open()
    desk.sign_in(number, pin)
    desk.until("sentence", "text", sentence)
    assert desk.must("read pin-input text") == ""
    assert not desk.do("touch way-take")["ok"]


def test_the_duty_leader_may_and_leaves_by_the_door(desk: GuideDeskStage) -> None:
    desk.open_ledger()
    desk.open()
    desk.sign_in("2001", "0000")
    desk.must("touch sign-out")
    desk.must("wait sign-in")
    assert desk.must("read guide text") == ""


def test_nobody_at_the_desk_is_signed_out_and_leaves_nothing(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    number = desk.ticket()
    assert state(ledger, number) is TicketState.WAITING
    find(desk, number)
    desk.pass_by(299)
    desk.must("wait back")
    desk.pass_by(1)
    desk.must("wait sign-in")
    assert "退出" in desk.must("read sentence text")
    assert number not in words(desk)


def test_the_server_being_away_is_said_and_nothing_is_asked(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    number = desk.ticket()
    desk.must("touch way-waiting")
    desk.broker.down()
    desk.turn()
    assert "服务器" in desk.must("read sentence text")
    assert not desk.do(f"touch ticket-{number}")["ok"]
    desk.must("touch way-take")
    desk.must("touch queue-companies")
    assert not desk.do("touch get")["ok"]
    desk.broker.up()
    desk.turn()
    desk.must("touch get")
    assert state(ledger, "H001") is TicketState.RESERVED
    desk.slip_out()


def test_a_desk_without_a_printer_alarms_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    fonts.load()
    stage = GuideDeskStage(qtbot, tmp_path, printer=False)
    ledger = stage.open_ledger()
    stage.open()
    stage.sign_in()
    assert not [topic for topic in stage.broker.retained if "$alert" in topic]
    stage.must("touch queue-companies")
    assert "没有打印机" in stage.must("read note text")
    stage.must("touch get")
    stage.must("touch noted")
    assert state(ledger, "H001") is TicketState.WAITING
    stage.close()


def _left(desk: GuideDeskStage) -> None:
    """Something stands in the opinion box, of every kind."""
    at = desk.clock.now()
    for kind, about in itertools.product(OpinionKind, About):
        window = 12 if about is About.WINDOW else 0
        desk.ask(LeaveOpinion, kind=kind, about=about, left_at=at, window=window, source="kiosk-1")


def test_open_opinions_can_be_read_and_say_who_settles_them(
    desk: GuideDeskStage, ledger: Ledger
) -> None:
    _left(desk)
    desk.must("touch way-opinions")
    desk.must("wait heading")
    desk.turn()
    assert "hall opinions --close" in words(desk)
    (box,) = {each.opinion for each in list(ledger.floor.opinions.values())[:1]}
    code = code_of(box)
    card = next(each for each in items(desk.window) if code[:4] in str(each.property("text")))
    assert card.property("lineCount") == 1
    assert card.isEnabled()
    assert "东门" in words(desk)
    assert "kiosk-1" not in words(desk)


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_what_was_written_is_read_by_a_duty_leader(
    desk: GuideDeskStage, width: int, height: int, scale: float
) -> None:
    """Five hundred characters of it, whole; and when the page has gone, so have they."""
    text = "长" * 498 + "末尾"
    desk.open_ledger()
    desk.open(width=width, height=height, scale=scale)
    leader = next(each for each in desk.settings.hall.staff if each.role is Role.DUTY_LEADER)
    desk.sign_in(leader.id, PIN)
    asked = {"kind": OpinionKind.HELP, "about": About.OTHER, "left_at": desk.clock.now()}
    left = desk.ask(LeaveOpinion, **asked, words=text, source="kiosk-1")
    desk.must("touch way-opinions")
    desk.must(f"touch ticket-{code_of(left.opinion)}")
    desk.until("words", "text", text)
    desk.window.grabWindow()
    assert not cut_off(desk.window)
    assert not _overlapping(desk)
    page = next(each for each in items(desk.window) if each.objectName() == "words")
    desk.must("key Esc")
    assert page.property("text") != text


def _walk(desk: GuideDeskStage) -> Iterator[str]:
    """Every page, one after another."""
    yield "sign-in"
    desk.sign_in()
    desk.opened()
    numbers = [
        desk.ticket("planning", PriorityClass.SERVICEMAN, item="construction/1") for _ in range(4)
    ]
    for _ in range(16):
        desk.ticket("sole-traders")
    for _ in range(2):
        desk.clock.pass_by(100)
        desk.missed()
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("choose", lambda: None),
        ("choose with keys", lambda: desk.must("touch keypad")),
        ("confirm", lambda: (desk.must("touch keypad"), desk.must("touch queue-sole-traders"))),
        ("confirm with times", lambda: desk.must("touch group-appointment")),
        ("printing", lambda: desk.must("touch get")),
        ("held", desk.slip_out),
        (
            "no paper",
            lambda: (desk.must("touch done"), desk.printer.say(PrinterTrouble.UNKNOWN_OUTCOME)),
        ),
        ("confirm without paper", lambda: desk.must("touch queue-utilities")),
        ("to note", lambda: desk.must("touch get")),
        ("noted", lambda: (desk.must("touch noted"), desk.printer.say(None))),
        ("a code", lambda: (desk.must("touch way-take"), desk.must("type 042817"))),
        ("confirm with a code", lambda: desk.must("touch queue-042817")),
        ("find", lambda: desk.must("touch way-find")),
        ("find with keys", lambda: desk.must("touch keypad")),
        ("unknown", lambda: (desk.must("type X123"), desk.must("key Return"))),
        ("missed", lambda: (desk.must("touch keypad"), desk.must("touch way-missed"))),
        ("missed ticket", lambda: desk.must(f"touch ticket-{numbers[0]}")),
        ("requeued", lambda: desk.must("touch requeue")),
        ("printing again", lambda: desk.must("touch reprint")),
        ("not printed again", lambda: desk.fail(UNKNOWN)),
        ("cancelling", lambda: desk.must("touch cancel")),
        ("waiting", lambda: desk.must("touch way-waiting")),
        ("opinions", lambda: (_left(desk), desk.must("touch way-opinions"))),
        ("away", desk.broker.down),
    )
    for name, step in steps:
        step()
        desk.turn()
        yield name
    desk.broker.up()


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_off_small_or_one_upon_another(
    desk: GuideDeskStage, language: str, width: int, height: int, scale: float
) -> None:
    desk.open_ledger()
    desk.open(width=width, height=height, scale=scale)
    desk.mode(language=language)
    least = round(20 * 96 / 25.4 * scale) - 1
    seen = 0
    for page in _walk(desk):
        desk.window.grabWindow()
        assert not cut_off(desk.window), page
        assert not _too_small(desk, least), page
        assert not _overlapping(desk), page
        seen += 1
    assert seen == 25


def _keys(desk: GuideDeskStage) -> list[tuple[str, QRectF]]:
    return [
        (each.objectName(), each.mapRectToScene(QRectF(0, 0, each.width(), each.height())))
        for each in items(desk.window)
        if each.isVisible()
        and each.objectName()
        and each.property("say") is not None
        and each.property("pressable") is not False
    ]


def _too_small(desk: GuideDeskStage, least: int) -> list[str]:
    glass = QRectF(0, 0, desk.window.width(), desk.window.height())
    return [
        f"{name} {place.width():.0f} × {place.height():.0f}"
        for name, place in _keys(desk)
        if min(place.width(), place.height()) < least or not glass.contains(place)
    ]


def _overlapping(desk: GuideDeskStage) -> list[str]:
    return [
        f"{one} on {other}"
        for (one, here), (other, there) in itertools.combinations(_keys(desk), 2)
        if here.adjusted(1, 1, -1, -1).intersects(there)
    ]
