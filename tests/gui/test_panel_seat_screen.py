"""The panel's lock, its grey keys, notes and the search for a queue, on the glass."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from broker.domain.hall import Department, Queue, Window
from broker.domain.panels import PanelRules
from kiosk.qt.remote import items
from tests.gui.test_panel_screen import LANGUAGES, key, open_panel, ticket
from tests.gui.theatre import Theatre, cut_off

QUEUES = tuple(
    Queue(id=f"q{letter.lower()}", prefix=letter, name=name, name_en=english, department=where)
    for letter, name, english, where in (
        ("E", "环境保护审批", "Environmental permits", "other"),
        ("F", "公司注册登记", "Companies", "other"),
        ("A", "甲", "Alpha", "dept"),
        ("B", "乙", "Beta", "dept"),
        ("G", "水利工程许可", "Water works", "other"),
        ("H", "个体工商户登记", "Sole traders", "other"),
        ("K", "商贸流通备案", "Commerce filings", "other"),
        ("L", "经济项目核准", "Economy projects", "other"),
        ("M", "财政票据领购", "Finance receipts", "other"),
    )
)


def seated(theatre: Theatre, language: str = "zh", **tables: object) -> None:
    """A clerk at window 2, somebody called."""
    departments = (
        Department(id="other", name="别的单位", name_en="Another bureau"),
        Department(id="dept", name="测试局", name_en="Test Bureau"),
    )
    windows = (
        Window(number=1, zone="main", name="一", name_en="One", queues=("qa",)),
        Window(number=2, zone="main", name="二", name_en="Two", queues=("qa", "qb")),
        Window(
            number=3, zone="main", name="三", name_en="Three", queues=tuple(q.id for q in QUEUES)
        ),
    )
    more = {"departments": departments, "queues": QUEUES, "windows": windows, **tables}
    open_panel(theatre, **more)
    theatre.open_ledger()
    theatre.mode(language=language)
    ticket(theatre)
    theatre.sign_in("101", "0000")


def at_work(theatre: Theatre, language: str) -> None:
    seated(theatre, language)
    theatre.until("main", "enabled", True)


def try_grey(theatre: Theatre, name: str) -> None:
    """Press a key that cannot be pressed."""
    (found,) = (each for each in items(theatre.window) if each.objectName() == name)
    QTest.mouseClick(
        theatre.window,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        found.mapToScene(found.boundingRect().center()).toPoint(),
    )
    theatre.turn()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_grey_key_says_why_by_touch_and_by_keyboard(theatre: Theatre, language: str) -> None:
    at_work(theatre, language)
    try_grey(theatre, "miss")
    said = theatre.must("read sentence text")
    assert said
    assert cut_off(theatre.window) == []
    key(theatre, "Space")
    theatre.until("number", "text", "A001")
    assert theatre.must("read sentence text") == ""
    key(theatre, "F5")
    theatre.until("sentence", "visible", True)
    assert theatre.must("read sentence text") not in ("", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_is_written_and_stands_by_the_ticket(theatre: Theatre, language: str) -> None:
    at_work(theatre, language)
    key(theatre, "Space")
    theatre.until("number", "text", "A001")
    key(theatre, "F6")
    theatre.until("keep-note", "visible", True)
    theatre.must("type 缺复印件")
    assert cut_off(theatre.window) == []
    theatre.until("keep-note", "resting", False)
    theatre.touch("keep-note")
    theatre.until("note-there", "visible", True)
    assert "缺复印件" in theatre.must("read note-there text")
    assert cut_off(theatre.window) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_find_the_queue_and_enter_takes_the_first(theatre: Theatre, language: str) -> None:
    at_work(theatre, language)
    key(theatre, "Space")
    theatre.until("number", "text", "A001")
    key(theatre, "F4")
    theatre.until("pick-searched", "visible", True)
    assert cut_off(theatre.window) == []
    theatre.must("type g")
    theatre.until("pick-searched", "text", "g")
    theatre.until("option-1", "resting", False)
    theatre.must("key Return")
    theatre.until("pick-searched", "visible", False)  # which window


def test_a_panel_left_alone_is_locked_and_held_keys_do_nothing(theatre: Theatre) -> None:
    seated(theatre, panel=PanelRules(lock_minutes=0.05))
    theatre.until("unlock", "visible", True)
    assert cut_off(theatre.window) == []
    for _ in theatre.hold(Qt.Key.Key_Space, 20):
        pass
    theatre.must("type 0000")
    theatre.must("key Return")
    theatre.until("main", "visible", True)
