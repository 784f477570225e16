"""Pages that are made once and shown again: no screen grows with its steps, a page is whole in its
first frame, and nobody types into, or presses by a key, a page that is not shown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.qt import fonts, qml_host
from tests.gui.clock_in_rig import ClockInStage
from tests.gui.guide_desk_rig import GuideDeskStage
from tests.gui.kiosk_rig import Rig, kiosk
from tests.gui.many_pages import TURNS
from tests.gui.test_panel_screen import open_panel, ticket
from tests.gui.theatre import Theatre

STEPS = 500
GROWTH = 4.0  # MB; a page made anew at each step leaves five times as much and more


def resident() -> float:
    """What this process holds in memory, in MB."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGESIZE") / 1e6


class Turning:
    """A screen and the looks it had, one for each page, to be shown again and again."""

    def __init__(
        self, shown: qml_host.ShownLook, window: QQuickWindow, look: Callable[[], Any]
    ) -> None:
        self.shown, self.window, self._look = shown, window, look
        self.looks: dict[str, Struct] = {}
        self.seen()

    def seen(self) -> None:
        """This page is one of them."""
        look = self._look()
        self.looks[type(look.page).__name__] = look

    def show(self, look: Struct) -> None:
        self.shown.take(look)
        for _ in range(3):
            QGuiApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def step(self, times: int) -> None:
        looks = list(self.looks.values())
        for turn in range(times):
            self.show(looks[turn % len(looks)])

    def page(self) -> str:
        """The item on the glass; Qt's, not our wrapper."""
        pages = self.window.findChild(QQuickItem, "pages")
        assert pages is not None
        return str(pages.property("item")).partition(" at ")[0]


@contextmanager
def ticket_kiosk(_qtbot: QtBot, folder: Path) -> Iterator[Turning]:
    with kiosk(folder) as rig:
        qml_host.singleton(rig.engine, "Theme").setProperty("highContrast", True)  # no motion
        turning = Turning(rig.kiosk.shown, rig.window, rig.kiosk._look)
        for name in ("card-take", "dept-health", "item-1", "take"):
            rig.touch(name)
            turning.seen()
        rig.printer.slip_out()
        rig.pump()
        turning.seen()
        yield turning


@contextmanager
def guide_desk(qtbot: QtBot, folder: Path) -> Iterator[Turning]:
    with closing(GuideDeskStage(qtbot, folder)) as stage:
        yield walk_the_desk(stage)


def walk_the_desk(stage: GuideDeskStage) -> Turning:
    stage.open_ledger()
    view = stage.open()
    turning = Turning(view.shown, stage.window, view._look)
    number = stage.ticket()
    stage.sign_in()
    for line in (
        "touch way-find",
        "touch way-missed",
        "touch way-waiting",
        f"touch ticket-{number}",
        "touch cancel",
        "touch way-take",
        "touch queue-planning",
    ):
        stage.must(line)
        turning.seen()
    return turning


@contextmanager
def panel(qtbot: QtBot, folder: Path) -> Iterator[Turning]:
    with closing(Theatre(qtbot, folder)) as theatre:
        theatre.open_ledger()
        view = open_panel(theatre)
        turning = Turning(view.shown, theatre.window, view._look)
        ticket(theatre)
        theatre.sign_in("101", "0000")
        theatre.until("main", "enabled", True)
        turning.seen()
        theatre.touch("pause")
        turning.seen()
        yield turning


@contextmanager
def clock_in(qtbot: QtBot, folder: Path) -> Iterator[Turning]:
    with closing(ClockInStage(qtbot, folder)) as stage:
        stage.open_ledger()
        view = stage.open()
        turning = Turning(view.shown, stage.window, view._look)
        stage.steady()
        stage.key("pin")
        turning.seen()
        stage.finger()
        turning.seen()
        yield turning


WALK = (
    "card-take",
    "card-guide",
    "card-queues",
    "card-progress",
    "search",
    "common-more",
    "notice",
    "code",
)


def walk_all_pages(rig: Rig) -> None:
    """Each page that is one touch from home, and two that are two."""
    for name in WALK:
        rig.touch(name)
        if name == "notice":
            rig.touch("opinion")
        rig.touch("home")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


SCREENS: dict[str, Callable[[QtBot, Path], AbstractContextManager[Turning]]] = {
    "kiosk": ticket_kiosk,
    "guide desk": guide_desk,
    "panel": panel,
    "clock-in": clock_in,
}


@pytest.fixture(params=SCREENS)
def turning(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Turning]:
    """A screen that has shown its pages."""
    fonts.load()
    with SCREENS[request.param](qtbot, tmp_path) as turning:
        assert len(turning.looks) >= 3
        yield turning


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[GuideDeskStage]:
    """A guide desk each of whose pages was shown."""
    fonts.load()
    with closing(GuideDeskStage(qtbot, tmp_path)) as stage:
        walk_the_desk(stage)
        yield stage


def test_no_screen_grows_with_its_steps(turning: Turning) -> None:
    turning.step(STEPS // 2)
    before = resident()
    turning.step(STEPS)
    assert resident() - before < GROWTH


def test_each_page_is_made_once(turning: Turning) -> None:
    shown = set()
    for look in 3 * tuple(turning.looks.values()):
        turning.show(look)
        shown.add(turning.page())
    assert len(shown) == len(turning.looks)


@pytest.mark.usefixtures("qtbot")
def test_a_kiosk_keeps_few_pages_and_home(tmp_path: Path) -> None:
    """However many are looked at, for however long; home is never made again."""
    fonts.load()
    with kiosk(tmp_path) as rig:
        pages = rig.window.findChild(QQuickItem, "pages")
        assert pages is not None
        pages.childItems()[0].setObjectName("the first home")
        counted = []
        for _ in range(3):
            walk_all_pages(rig)
            counted.append(len(rig.window.findChildren(QObject)))
        kept = pages.childItems()
        assert len(kept) <= pages.property("most") < len(WALK)
        assert [each.objectName() for each in kept].count("the first home") == 1
        assert counted[1] == counted[2]


@pytest.mark.timeout(60)
def test_pages_that_come_and_go_for_months_do_not_end_the_program(tmp_path: Path) -> None:
    """A name taken out of a JavaScript object did, some pages later."""
    turning = (sys.executable, "-m", "tests.gui.many_pages", tmp_path)
    root = Path(__file__).parents[2]
    done = subprocess.run(turning, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{TURNS}\n"), done.stderr


def test_a_page_is_whole_in_its_first_frame(
    turning: Turning, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = turning.shown.take
    monkeypatch.setattr(turning.shown, "take", lambda _look: None)  # what the screen hears late
    hints = QGuiApplication.styleHints()
    blinks = hints.cursorFlashTime()
    hints.setCursorFlashTime(0)
    try:
        for name, look in 2 * tuple(turning.looks.items()):
            take(look)
            first = turning.window.grabWindow()
            for _ in range(20):
                QGuiApplication.processEvents()
            assert turning.window.grabWindow() == first, name
    finally:
        hints.setCursorFlashTime(blinks)


def test_a_key_of_the_keyboard_is_heard_by_the_page_that_is_shown(desk: GuideDeskStage) -> None:
    """Esc means something on three pages that are there; on the glass is one."""
    desk.must("key Esc")
    assert desk.must("read pages name") == "ChooseQueuePage"
    desk.must("touch queue-planning")
    assert desk.must("read pages name") == "TakeNumberPage"
    desk.must("key F5")  # of a ticket
    assert desk.must("read pages name") == "TakeNumberPage"
    desk.must("key Return")
    assert desk.must("read pages name") == "GivingPage"


def test_what_is_typed_goes_to_the_page_that_is_shown(desk: GuideDeskStage) -> None:
    desk.must("touch way-find")
    desk.must("type G001")
    desk.must("touch way-take")
    assert desk.must("read search-input text") == ""
    desk.must("type sb")
    assert desk.must("read search-input text") == "sb"
    desk.must("touch way-find")
    assert desk.must("read search-input text") == ""


def test_nobody_finds_what_somebody_else_typed(desk: GuideDeskStage) -> None:
    """Who was here before is not told to the next, whose keys go to the first field."""
    desk.must("touch sign-out")
    desk.must("type 9")
    assert desk.must("read staff-number-input text") == "9"
    assert desk.must("read pin-input text") == ""


def test_a_clerk_who_signs_in_again_begins_anew(theatre: Theatre) -> None:
    theatre.open_ledger()
    open_panel(theatre)
    theatre.sign_in("101", "0000")
    theatre.touch("sign-out")
    theatre.until("staff-number-input", "visible", True)
    theatre.must("type 9")
    assert theatre.must("read staff-number-input text") == "9"
