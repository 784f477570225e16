"""The hall board on the glass."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtQuick import QQuickItem

from broker.domain.calling.requests import CallNext
from broker.domain.hall import Building, Queue, Window, Zone
from broker.domain.notices import Notice
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.wire.messages import CallsState, CallView, DayState, QueueState
from kiosk.board.view import QML, BoardView
from kiosk.qt import glasses
from kiosk.qt.remote import items
from tests.gui.theatre import Theatre, cut_off, ink, texts
from tests.stages.display_hall import SignHall
from tests.stages.halls import MORNING, small_hall

PX_PER_MM = 1920 / 1218
ZONES = ("基本建设区", "企业注册区", "一般许可区", "公共服务区", "机动窗口")


def open_board(
    theatre: Theatre,
    glass: tuple[int, int] = (1920, 1080),
    zones: tuple[str, ...] = ZONES,
    english: str = "Enterprise Registration",
    helping: tuple[str, ...] = (),
) -> BoardView:
    """A hall with five zones and long names, on a glass of any size; the windows of zones that are
    `helping` serve what is served before."""
    theatre.hall = small_hall(
        hall=Building(
            id="test", name="示例县政务服务大厅", name_en="Example County Government Service Hall"
        ),
        zones=tuple(
            Zone(id=f"z{i}", name=name, name_en=english)
            for i, name in enumerate((*zones, *helping))
        ),
        queues=tuple(
            Queue(id=f"q{i}", prefix="A", name="甲", name_en="A", department="dept")
            for i in range(len(zones))
        ),
        windows=tuple(
            Window(
                number=i + 1, zone=f"z{i}", name="一", name_en="One", queues=(f"q{i % len(zones)}",)
            )
            for i in range(len(zones) + len(helping))
        ),
    )
    theatre.prepare(glasses.board_scale(*glass))
    view = BoardView(theatre.hall, theatre.runner, theatre.clock.now)
    theatre.show(QML, shown=view.shown.map, width=glass[0], height=glass[1])
    bus = theatre.client()
    view.connect_to(bus, theatre.topics)
    bus.start()
    theatre.turn()
    return view


def call(number: str, window: int, *, undelivered: bool = False, recalls: int = 0) -> CallView:
    return CallView(
        call=f"{number}.{recalls}",
        number=number,
        window=window,
        at=MORNING,
        undelivered=undelivered,
        recalls=recalls,
    )


def calls_are(theatre: Theatre, *calls: CallView) -> None:
    theatre.tell(theatre.topics.calls(), CallsState(id="state-04", at=MORNING, calls=calls))


FULL = tuple(call(f"AB{i:04d}", 118 + i, undelivered=i % 3 == 0, recalls=i % 2) for i in range(8))


@pytest.mark.parametrize("calls", [(), FULL[:3], FULL], ids=["empty", "some", "full"])
@pytest.mark.parametrize("up", [True, False], ids=["up", "away"])
def test_nothing_is_cut_off(theatre: Theatre, calls: tuple[CallView, ...], up: bool) -> None:
    open_board(theatre)
    calls_are(theatre, *calls)
    for i in range(5):
        state = QueueState(id="state-05", at=MORNING, queue=f"q{i}", waiting=i * 60, issued=9)
        theatre.tell(theatre.topics.queue(f"q{i}"), state)
    if not up:
        theatre.broker.down()
        theatre.turn()
    assert (theatre.window.width(), theatre.window.height()) == (1920, 1080)
    assert cut_off(theatre.window) == []


def test_number_and_window_can_be_read_from_ten_metres(theatre: Theatre) -> None:
    open_board(theatre)
    calls_are(theatre, *FULL)
    digits = [each for each in texts(theatre.window) if each.objectName() in ("number", "window")]
    assert len(digits) == 16
    for each in digits:
        letters = QFontMetricsF(each.property("font")).tightBoundingRect("0")
        assert letters.height() >= 90


GLASSES = [
    (1366, 768),
    (1280, 1024),
    (1920, 1200),
    (2560, 1080),
    (3840, 2160),
    (1080, 1920),
    (768, 1366),
    (2160, 3840),
]
HELD = DayState(id="state-06", at=MORNING, day=MORNING.date(), judged_before=200, hits_before=176)
LONG = ("不动产登记和住房公积金及社会保障综合服务区", "企业注册和市场监督管理专区")


@pytest.mark.parametrize("up", [True, False], ids=["up", "away"])
@pytest.mark.parametrize("glass", GLASSES, ids=[f"{wide}x{high}" for wide, high in GLASSES])
def test_every_glass_is_filled_and_nothing_is_cut_off(
    theatre: Theatre, glass: tuple[int, int], up: bool
) -> None:
    open_board(
        theatre,
        glass,
        (*ZONES[:3], *LONG, "机动", "等候"),
        english="Social Security, Housing",
        helping=("机动窗口",),
    )
    calls_are(theatre, *FULL)
    for i in range(7):
        state = QueueState(
            id="state-05",
            at=MORNING,
            queue=f"q{i}",
            waiting=i * 160,
            issued=9,
            low=i * 20,
            high=i * 40,  # of the first nobody knows
        )
        theatre.tell(theatre.topics.queue(f"q{i}"), state)
    theatre.tell(theatre.topics.day(), HELD)
    if not up:
        theatre.broker.down()
        theatre.turn()
    assert (theatre.window.width(), theatre.window.height()) == glass
    assert cut_off(theatre.window) == []
    for zone in (each for each in items(theatre.window) if each.objectName() == "zone"):
        bar, *words = lines_of(zone)
        assert words
        assert all(ink(each).bottom() <= bar for each in words), "its bar runs through a name"
        boxes = [letters(each) for each in words if each.isVisible()]
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    edge = max(glass) * 0.03
    last, hall = row(theatre, 7), named(theatre, "hall")
    ends = [each.mapRectToScene(each.boundingRect()) for each in (last, hall)]
    assert max(each.right() for each in ends) > glass[0] - edge
    assert max(each.bottom() for each in ends) > glass[1] - edge


HUNG = (
    Notice(
        MORNING.date(),
        MORNING.date(),
        "示例：本周六上午公共服务区停电检修，不动产登记、公积金和社保窗口暂停，下午一点半恢复办理，请合理安排时间",
        "示例：届时取号机照常取号。" * 8,
        "Example: no power in the public service zone on Saturday morning for repairs; real estate,"
        " housing fund and social security windows open again at half past one",
        "Example: kiosks give numbers as usual meanwhile. " * 6,
    ),
    Notice(
        MORNING.date() - timedelta(days=1),
        MORNING.date(),
        "示例：停电",
        "周五停",
        "示例：停电",
        "周五停",
    ),
)


def between_calls(theatre: Theatre, view: BoardView, turn: int) -> None:
    """Notices of the longest kind, though nobody waits for their time here."""
    view._board.notices, view._board.turn = HUNG, turn
    view._show()
    theatre.turn()


@pytest.mark.parametrize("calls", [(), FULL], ids=["nobody", "eight"])
@pytest.mark.parametrize("turn", [0, 1], ids=["long", "short"])
@pytest.mark.parametrize("glass", [(1920, 1080), *GLASSES], ids=lambda each: f"{each[0]}x{each[1]}")
def test_a_notice_between_calls_is_read_whole_on_every_glass(
    theatre: Theatre, glass: tuple[int, int], turn: int, calls: tuple[CallView, ...]
) -> None:
    view = open_board(theatre, glass)
    calls_are(theatre, *(replace(each, undelivered=False) for each in calls))
    between_calls(theatre, view, turn)
    assert cut_off(theatre.window) == []
    hung = {
        each.objectName(): each for each in texts(theatre.window) if "hung" in each.objectName()
    }
    assert set(hung) == (
        {"hung-title-zh", "hung-title-en", "hung-text-zh", "hung-text-en"}
        if turn == 0
        else {"hung-title-zh", "hung-text-zh"}
    )
    for each in hung.values():
        assert each.property("contentHeight") <= each.height() + 1, each.objectName()
    scale = glasses.board_scale(*glass)
    title = hung["hung-title-zh"].property("fontInfo").property("pixelSize").toNumber() / scale
    assert title >= 20, "read from some eight metres"
    seen = [each for each in range(8) if row(theatre, each).isVisible()]
    assert seen == [0, 1, 2, 3]


def letters(text: QQuickItem) -> QRectF:
    """Where the letters of a text that is made to fit are: a line of Noto is 1.45 em high, and no
    character goes into the outer seventh of it."""
    high = text.property("contentHeight")
    spare = high / text.property("lineCount") / 7
    box = QRectF(0, (text.height() - high) / 2, text.property("contentWidth"), high)
    return text.mapRectToScene(box.adjusted(0, spare, 0, -spare))


def lines_of(zone: QQuickItem) -> tuple[Any, ...]:
    """Where the bar of a zone begins, and what is written above it."""
    inside = [each for each in zone.childItems() for each in (each, *each.childItems())]
    bar = next(each for each in inside if each.objectName() == "zone-bar")
    return bar.mapToScene(QPointF()).y(), *(each for each in inside if each.inherits("QQuickText"))


@pytest.mark.parametrize("glass", [(1920, 1080), (1080, 1920)], ids=["wide", "high"])
@pytest.mark.parametrize("name", [*ZONES[:1], *LONG])
def test_no_name_of_a_zone_touches_its_count(
    theatre: Theatre, glass: tuple[int, int], name: str
) -> None:
    open_board(theatre, glass, (name, *ZONES[1:]), english="Real Estate and Housing Provident Fund")
    theatre.tell(
        theatre.topics.queue("q0"),
        QueueState(
            id="state-05", at=MORNING, queue="q0", waiting=1234, issued=9, low=118, high=240
        ),
    )
    theatre.tell(theatre.topics.day(), HELD)
    minutes = next(each for each in texts(theatre.window) if "118" in str(each.property("text")))
    assert minutes.property("text") == "118–240 分钟 min"
    assert theatre.must("read held text").startswith("上一工作日等候预计准确率 88%")
    count = next(each for each in texts(theatre.window) if each.property("text") == "1234")
    left = count.mapToScene(QPointF(0, 0)).x()
    for each in texts(theatre.window):
        if each.objectName() in ("zone-zh", "zone-en"):
            assert ink(each).right() < left
            if each.property("text") in (name, "Real Estate and Housing Provident Fund"):
                same = abs(ink(each).center().y() - ink(minutes).center().y()) < ink(each).height()
                assert not same or ink(each).right() < ink(minutes).left()
    assert ink(minutes).right() < left


def test_a_zone_that_only_helps_is_said_to_be_counted_elsewhere(theatre: Theatre) -> None:
    open_board(theatre, zones=ZONES[:4], helping=ZONES[4:])
    said = theatre.must("read elsewhere-zh text")
    assert said == "机动窗口的等候人数已计入其他各区"


def test_no_line_of_the_notice_ends_within_the_guide_desk(theatre: Theatre) -> None:
    open_board(theatre, (1366, 768))
    notice = next(each for each in texts(theatre.window) if each.objectName() == "notice-zh")
    assert "导\u2060办\u2060台" in notice.property("text"), "Unicode's mark that no line ends here"
    assert notice.property("lineCount") == 2


def test_notes_can_be_read_from_where_the_calls_are(theatre: Theatre) -> None:
    """A letter is to be as high as a four-hundredth of the distance: 25 mm at ten metres."""
    open_board(theatre)
    calls_are(theatre, call("A001", 1, undelivered=True), call("A002", 2, recalls=1))
    notes = [each for each in texts(theatre.window) if each.objectName().startswith("note-")]
    assert len(notes) == 4
    for each in notes:
        assert each.property("font").pixelSize() / PX_PER_MM >= 25
    notice = next(each for each in texts(theatre.window) if each.objectName() == "notice-zh")
    assert notice.property("font").pixelSize() / PX_PER_MM >= 23


def test_a_long_number_leaves_its_note_readable_on_a_high_glass(theatre: Theatre) -> None:
    open_board(theatre, (1080, 1920))
    calls_are(theatre, call("AB1000", 118, undelivered=True), call("AB1001", 119, recalls=1))
    notes = [each for each in texts(theatre.window) if each.objectName().startswith("note-")]
    assert len(notes) == 4
    for each in notes:
        assert each.property("font").pixelSize() / PX_PER_MM >= 15


def named(theatre: Theatre, name: str) -> QQuickItem:
    return next(each for each in items(theatre.window) if each.objectName() == name)


@pytest.mark.parametrize("prefix", ["Q", "J", "G", "QJ"])
def test_no_letter_leaves_its_row(theatre: Theatre, prefix: str) -> None:
    """The next row is painted over whatever hangs out of this one."""
    open_board(theatre)
    calls_are(theatre, *(call(f"{prefix}{i:03d}", 1) for i in range(8)))
    for place in range(8):
        box = row(theatre, place)
        number = next(each for each in box.childItems() if each.objectName() == "number")
        drawn = QFontMetricsF(number.property("font")).tightBoundingRect(number.property("text"))
        begins = number.y() + number.property("baselineOffset") + drawn.top()
        assert begins >= 1
        assert begins + drawn.height() <= box.height() - 1


def row(theatre: Theatre, place: int) -> QQuickItem:
    return next(each for each in items(theatre.window) if each.objectName() == f"call-{place}")


def test_the_newest_call_stands_on_top_and_is_marked(theatre: Theatre) -> None:
    open_board(theatre)
    calls_are(theatre, call("A001", 1))
    calls_are(theatre, call("A002", 2), call("A001", 1))
    assert [row(theatre, i).property("marked") for i in (0, 1)] == [True, False]
    assert theatre.must("read number text") == "A002"


def test_an_undelivered_call_is_said_in_both_languages(theatre: Theatre) -> None:
    open_board(theatre)
    calls_are(theatre, call("A001", 1, undelivered=True))
    said = {each.property("text") for each in texts(theatre.window)}
    assert {"窗口屏未显示", "Display dark"} <= said


def test_the_clock_is_the_halls_and_goes_on(theatre: Theatre) -> None:
    open_board(theatre)
    assert theatre.must("read time text") == "09:00"
    theatre.clock.moment += timedelta(minutes=1)
    theatre.qtbot.waitUntil(lambda: theatre.must("read time text") == "09:01", timeout=60_000)


def test_the_server_being_away_is_said(theatre: Theatre) -> None:
    open_board(theatre)
    assert theatre.must("read notice tone") == "primary"
    theatre.broker.down()
    theatre.turn()
    assert theatre.must("read notice tone") == "stop"
    said = theatre.must("read notice-zh text")
    assert said.replace("\u2060", "") == "叫号暂停更新，请询问导办台"


def test_a_call_that_a_dead_display_did_not_show_is_marked_on_the_glass(
    theatre: Theatre, tmp_path: Path
) -> None:
    """The whole way: a silent card, the display service, the ledger, and the board people read."""
    hall = SignHall(tmp_path)
    theatre.hall, theatre.broker = hall.hall, hall.desk.broker
    theatre.prepare(PX_PER_MM)
    view = BoardView(theatre.hall, theatre.runner, hall.desk.clock.now)
    theatre.show(QML, shown=view.shown.map)
    bus = theatre.client()
    view.connect_to(bus, hall.topics)
    bus.start()
    hall.desk.do(OpenWindow, window=1, clerk="101")
    hall.passes(0.5)
    hall.hand("fault silent", 1)
    reserved = hall.desk.do(ReserveTicket, queue="qa").facts[0]
    assert isinstance(reserved, TicketReserved)
    hall.desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
    hall.desk.do(CallNext, window=1, clerk="101")
    hall.passes(0.2)
    theatre.turn()
    assert theatre.must("read notice tone") == "primary"
    hall.passes(4.0)
    theatre.turn()
    said = [each.property("text") for each in texts(theatre.window)]
    hall.close()
    assert "A001" in said
    assert "窗口屏未显示" in said
    assert theatre.must("read notice tone") == "warn"
