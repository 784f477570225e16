"""The clock-in screen on the glass: what came of a finger, and staff number and PIN by touch,
against a true ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from broker.domain.alerts import AlertCode
from broker.domain.attendance import punching
from broker.domain.attendance.facts import AttendanceFact, PunchRecorded, PunchWay, Turn
from broker.domain.attendance.requests import RecordPunch
from broker.domain.attendance.turns import on_duty
from broker.domain.floor import Floor
from broker.domain.ids import StaffId
from broker.domain.rules import RULES
from broker.ledger.rows import recorded
from broker.ledger.service import Ledger
from broker.wire.messages import Liveness, ReaderPhase
from broker.wire.topics import Kind
from kiosk.qt import fonts
from kiosk.qt.remote import items
from kiosk.qt.steady import STEADY_SECONDS
from tests.gui.clock_in_rig import NAME, PIN, POST, STAFF, ClockInStage
from tests.gui.theatre import covered, cut_off, overlapping, too_small

MORNING = datetime(2026, 11, 23, 0, 12, tzinfo=UTC)  # 08:12
GLASSES = [(1024, 600), (1280, 800), (600, 1024), (800, 1280), (800, 480), (1920, 1080)]


@pytest.fixture
def screen(qtbot: QtBot, tmp_path: Path) -> Iterator[ClockInStage]:
    fonts.load()
    with closing(ClockInStage(qtbot, tmp_path)) as stage:
        stage.clock.moment = MORNING
        yield stage


@pytest.fixture
def ledger(screen: ClockInStage) -> Ledger:
    """The hall is there, and its clock-in screen is lit."""
    ledger = screen.open_ledger()
    screen.open()
    return ledger


def here(ledger: Ledger) -> bool:
    return on_duty(ledger.floor.touches.get(STAFF, ()), ledger.floor.hall)


def words(screen: ClockInStage) -> str:
    seen = [each for each in items(screen.window) if each.isVisible()]
    return "\n".join(str(each.property("text")) for each in seen if each.property("text"))


def test_a_finger_is_a_number_and_which_punch_for_four_seconds(
    screen: ClockInStage, ledger: Ledger
) -> None:
    assert screen.line("headline") == "请按指纹"
    assert screen.must("read clock text") == "08:12"
    screen.finger()
    assert screen.line("number") == f"工号 {STAFF}"
    assert screen.line("headline") == "上午上班 08:12"
    assert "Morning in 08:12" in words(screen)
    assert NAME not in words(screen), "the ledger tells a name, and has no such punch yet"
    screen.pass_by(4)
    assert STAFF not in words(screen)
    assert not ledger.floor.touches, "the reader's service tells the ledger, not its screen"


def test_a_punch_by_pin_is_told_once_kept_and_counts(screen: ClockInStage, ledger: Ledger) -> None:
    screen.enter()
    assert screen.must("read person text") == NAME
    assert screen.line("headline") == "上午上班 08:12"
    assert screen.line("note") == "密码打卡"
    assert here(ledger)
    (touch,) = ledger.floor.touches[STAFF]
    assert touch.at.isoformat() == "2026-11-23T00:12:02+00:00"
    screen.pass_by(4)
    screen.until_clock(11, 31)
    screen.enter()
    assert screen.line("headline") == "上午下班 11:31"
    assert not here(ledger)


def test_without_network_no_pin_is_checked_and_once_it_is_back_it_is(
    screen: ClockInStage, ledger: Ledger
) -> None:
    screen.broker.down()
    screen.turn()
    assert screen.line("headline") == "网络中断，请稍候"
    assert screen.line("notice") == "网络中断，打卡先存在本机，恢复后自动上传"
    screen.enter()
    assert screen.line("sentence") == "现在核对不了密码，请按指纹，或稍后再试"
    assert not here(ledger)
    screen.broker.up()
    screen.turn()
    screen.digits(PIN)
    screen.key("enter")
    screen.turn()
    assert here(ledger)
    assert len(ledger.floor.touches[STAFF]) == 1


def test_a_name_does_not_come_back_with_a_screen_that_was_away(
    screen: ClockInStage, ledger: Ledger
) -> None:
    assert not ledger.floor.touches
    screen.finger()
    screen.pass_by(5)
    screen.restart()
    assert NAME not in words(screen)
    assert screen.line("headline") == "请按指纹"


def test_a_wrong_pin_is_said_and_too_many_have_to_wait(
    screen: ClockInStage, ledger: Ledger
) -> None:
    screen.steady()
    screen.key("pin")
    screen.steady()
    screen.digits(STAFF)
    screen.key("enter")
    for _ in range(5):
        screen.digits("9999")
        screen.key("enter")
        screen.turn()
        assert screen.line("sentence") == "工号或密码不对。"
    screen.digits(PIN)
    screen.key("enter")
    screen.turn()
    assert "秒后再试" in screen.line("sentence")
    assert not ledger.floor.touches
    screen.pass_by(19)
    screen.key("clear")
    screen.pass_by(12)
    screen.digits(PIN)
    screen.key("enter")
    screen.turn()
    assert screen.line("headline") == "上午上班 08:12"
    assert here(ledger)


def test_a_keyboard_does_it_too_and_a_held_key_counts_once(screen: ClockInStage) -> None:
    screen.seconds -= 100  # the held key comes after what was typed
    ledger = screen.open_ledger()
    screen.open()
    screen.must(f"type {STAFF}")
    screen.must("key Return")
    screen.must("type 00９7")
    screen.must("key Backspace")
    screen.pass_by(0.2)
    screen.must("key Backspace")
    screen.must("type ０0")
    screen.turn()
    for _ in screen.hold(Qt.Key.Key_Return, 5):
        pass
    assert screen.line("headline") == "上午上班 08:12"
    assert len(ledger.floor.touches[STAFF]) == 1


def test_the_key_that_leads_on_waits_until_it_leads_somewhere(
    screen: ClockInStage, ledger: Ledger
) -> None:
    assert ledger
    screen.steady()
    screen.key("pin")
    screen.steady()
    assert screen.must("read enter enabled") is False
    screen.digits(STAFF)
    assert screen.must("read enter enabled") is True
    screen.key("enter")
    assert screen.must("read enter enabled") is False, "the PIN is missing"
    screen.digits(PIN)
    assert screen.must("read enter enabled") is True


def test_escape_leads_back(screen: ClockInStage, ledger: Ledger) -> None:
    assert not ledger.floor.touches
    screen.steady()
    screen.must("type 10")
    screen.steady()
    assert screen.must("read number-typed text") == "10"
    screen.must("key Tab")
    screen.turn()
    assert screen.must("read code chosen") is True
    screen.pass_by(0.2)
    screen.must("key Shift+Tab")
    screen.turn()
    assert screen.must("read number chosen") is True
    screen.must("key Escape")
    screen.turn()
    assert screen.line("headline") == "请按指纹"


def test_a_finger_means_the_page_it_saw(screen: ClockInStage, ledger: Ledger) -> None:
    """A second tap where the first one was is none on the page that the first one brought."""
    assert not ledger.floor.touches
    screen.steady()
    screen.key("pin")
    place = screen.middle("digit-0")  # where the key for it was, too
    screen.steady()
    screen.key("back")
    screen.steady()
    screen.tap(place)
    screen.tap(place)
    assert screen.must("read number-typed text") == ""
    screen.pass_by(STEADY_SECONDS)
    screen.tap(place)
    assert screen.must("read number-typed text") == "0"


def _does_not_know(monkeypatch: pytest.MonkeyPatch, screen: ClockInStage, staff: StaffId) -> None:
    """The rules read an older hall.toml when it comes to a punch."""

    def record(floor: Floor, request: RecordPunch, now: datetime) -> list[AttendanceFact]:
        hall, floor.hall = floor.hall, screen.hall_without(staff)
        try:
            return punching.record_punch(floor, request, now)
        finally:
            floor.hall = hall

    monkeypatch.setitem(RULES, RecordPunch, record)


def test_a_punch_that_the_ledger_keeps_apart_is_said_here_and_at_the_next(
    screen: ClockInStage, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger reads an older hall.toml, which does not know him."""
    _does_not_know(monkeypatch, screen, STAFF)
    screen.enter()
    assert screen.must("read person text") == NAME
    assert screen.line("headline") == "已保存，等值班长确认"
    assert screen.line("note") == "确认后才计入考勤 · 密码打卡"
    assert not here(ledger)
    screen.pass_by(5)
    screen.enter()
    assert screen.line("headline") == "已保存，等值班长确认", "and the touch after hides nothing"
    assert len(ledger.floor.quarantined) == 1


def _believes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule of before: what the ledger does not believe is refused."""
    monkeypatch.setattr(punching, "doubt_of", lambda *_: None)


@pytest.mark.expects_warnings
def test_a_punch_that_the_ledger_will_not_have_is_said_here_and_to_the_leader(
    screen: ClockInStage, monkeypatch: pytest.MonkeyPatch, ledger: Ledger
) -> None:
    """The ledger is of another version, and reads an older hall.toml, which does not know him."""
    _believes_all(monkeypatch)
    _does_not_know(monkeypatch, screen, STAFF)
    screen.enter()
    assert screen.line("headline") == "打卡未被接受"
    assert not here(ledger)
    topic = screen.topics.alert(Kind.CLOCK_IN, POST, AlertCode.PUNCH_REFUSED)
    assert "打卡屏 员工通道" in screen.broker.retained[topic].decode()


def test_a_service_that_is_gone_is_a_reader_that_is_away(
    screen: ClockInStage, ledger: Ledger
) -> None:
    assert not ledger.floor.touches
    screen.served(Liveness.READY)
    assert screen.line("headline") == "请按指纹"
    screen.served(Liveness.LOST)
    assert screen.line("headline") == "指纹机暂不能用"


def test_the_way_of_the_punch_is_in_the_ledger(screen: ClockInStage, ledger: Ledger) -> None:
    screen.enter()
    facts = [recorded(each).fact for each in ledger._store.rows()]
    (punch,) = (each for each in facts if isinstance(each, PunchRecorded))
    assert (punch.staff, punch.device, punch.way) == (STAFF, POST, PunchWay.PIN)


def _number_typed(screen: ClockInStage) -> None:
    """The reader, which knows nobody, waits for this person's finger."""
    screen.reader(ReaderPhase.NUMBER)
    screen.pass_by(5)
    for step in (lambda: screen.key("pin"), lambda: screen.digits(STAFF)):
        screen.steady()
        step()
    screen.key("enter")
    screen.reader(ReaderPhase.FINGER, STAFF)


def _walk(screen: ClockInStage, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Every state, one after another."""
    others = [each for each in screen.hall.staff if each.id != STAFF]

    def another() -> None:
        screen.enter(others[3].id, PIN)

    def unheard_of(place: int) -> None:
        """Whom the ledger's older hall.toml does not have."""
        _does_not_know(monkeypatch, screen, others[place].id)
        screen.enter(others[place].id, PIN)

    def cut_off_in_doubt() -> None:
        screen.doubt()
        screen.enter(others[6].id, PIN)
        screen.turn()
        screen.broker.down()

    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("idle", lambda: None),
        ("by a first PIN", screen.enter),
        ("in", lambda: (screen.pass_by(5), screen.finger(StaffId("1002")))),
        ("late", lambda: screen.finger(StaffId("1003"), local="08:41")),
        ("again", lambda: screen.finger(again=True)),
        ("out", lambda: screen.finger(turn=Turn.OUT, session=1, local="17:05")),
        ("early", lambda: screen.finger(turn=Turn.OUT, session=1, local="16:35")),
        ("kept apart", lambda: screen.reader(ReaderPhase.KEPT_APART, STAFF)),
        ("unknown", lambda: screen.reader(ReaderPhase.UNKNOWN)),
        ("unclear", lambda: screen.reader(ReaderPhase.UNCLEAR)),
        ("asks a number", lambda: (screen.pass_by(5), screen.reader(ReaderPhase.NUMBER))),
        ("no number", lambda: screen.reader(ReaderPhase.NUMBER_FIRST)),
        ("other finger", lambda: screen.reader(ReaderPhase.MISMATCH)),
        ("given up", lambda: screen.reader(ReaderPhase.GIVEN_UP)),
        ("no finger", lambda: screen.reader(ReaderPhase.NO_FINGER)),
        ("finger or code", lambda: _number_typed(screen)),
        ("back", lambda: (screen.steady(), screen.key("back"), screen.steady())),
        ("away", lambda: screen.reader(ReaderPhase.AWAY)),
        ("entry", lambda: (screen.steady(), screen.key("pin"), screen.steady())),
        ("number", lambda: screen.digits("10012345")),
        ("code", lambda: (screen.key("code"), screen.digits("60376037"))),
        ("wrong", lambda: screen.key("enter")),
        ("locked", lambda: [(screen.digits("1"), screen.key("enter")) for _ in range(4)]),
        ("by pin", lambda: (screen.pass_by(61), screen.enter(), screen.turn())),
        ("doubted", lambda: (screen.pass_by(5), screen.doubt())),
        ("offline", screen.broker.down),
        ("no pin, offline", lambda: (screen.pass_by(5), screen.enter())),
        ("given up, offline", lambda: (screen.steady(), screen.key("back"))),
        ("unseen", lambda: (screen.pass_by(5), screen.forget_reader(), screen.broker.up())),
        ("not kept", lambda: (screen.reader(ReaderPhase.IDLE), screen.disk(full=True), another())),
        ("by pin, apart", lambda: (screen.pass_by(5), screen.disk(full=False), unheard_of(4))),
        ("refused", lambda: (screen.pass_by(5), _believes_all(monkeypatch), unheard_of(5))),
        ("by pin, apart, offline", lambda: (screen.pass_by(5), cut_off_in_doubt())),
        ("back again", lambda: (screen.pass_by(5), screen.broker.up())),
        ("clock", lambda: (screen.pass_by(5), screen.be_late())),
    )
    for name, step in steps:
        step()
        screen.turn()
        yield name


@pytest.mark.expects_warnings
@pytest.mark.parametrize("glass", GLASSES, ids=[f"{wide}x{high}" for wide, high in GLASSES])
def test_nothing_is_cut_off_small_or_one_upon_another(
    screen: ClockInStage, glass: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.open_ledger()
    screen.open(width=glass[0], height=glass[1])
    seen = set()
    for page in _walk(screen, monkeypatch):
        screen.window.grabWindow()
        assert not cut_off(screen.window), page
        assert not too_small(screen.window, screen.px_per_mm), page
        assert not overlapping(screen.window), page
        assert not covered(screen.window), page
        seen.add(words(screen))
    # A finger before the number is told by sign and colour alone: the words ask for the number.
    assert len(seen) == 31, "each other state has words like no other"
