"""A kiosk that nobody has touched for a minute keeps home alone, and goes on from there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtQuick import QQuickItem

from kiosk.qt import mappings, memory
from kiosk.qt.left_alone import AFTER
from tests.gui.kiosk_rig import Rig, kiosk
from tests.gui.test_kept_pages import walk_all_pages

IDLE = 75.0  # seconds: 您还在吗 comes and goes


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def objects(rig: Rig) -> int:
    return len(rig.window.findChildren(QObject))


def pages(rig: Rig) -> list[QQuickItem]:
    found = rig.window.findChild(QQuickItem, "pages")
    assert found is not None
    return found.childItems()


def leave_alone(rig: Rig, seconds: float = AFTER) -> None:
    rig.wait(seconds, step=5.0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    rig.pump()


def test_of_all_pages_home_alone_is_left(rig: Rig) -> None:
    (home,) = pages(rig)
    home.setObjectName("the first home")
    before = objects(rig)
    walk_all_pages(rig)
    assert len(pages(rig)) > 3, "or it says nothing"
    leave_alone(rig, AFTER - 1)
    assert len(pages(rig)) > 3, "the next may be on the way"
    leave_alone(rig, 1)
    assert [each.objectName() for each in pages(rig)] == ["the first home"]
    assert objects(rig) == before


def test_whoever_comes_then_gets_a_number(rig: Rig) -> None:
    for _ in range(2):
        for name in ("card-take", "dept-health", "item-1", "take"):
            rig.touch(name)
        rig.printer.slip_out()
        rig.pump()
        rig.touch("done")
        leave_alone(rig)
        assert len(pages(rig)) == 1
    assert len(rig.tickets()) == 2


def test_nobody_finds_what_somebody_typed_and_left(rig: Rig) -> None:
    rig.touch("search")
    before = rig.kiosk._look().page
    rig.type("SB")
    assert rig.kiosk._look().page != before, "or it says nothing"
    rig.touch("english")
    leave_alone(rig, IDLE + AFTER)
    assert (rig.page, len(pages(rig))) == ("home", 1)
    rig.touch("search")
    assert rig.kiosk._look().page == before


def test_a_page_that_somebody_looks_at_stays(rig: Rig) -> None:
    rig.touch("card-take")
    leave_alone(rig, AFTER - 1)
    assert rig.page == "choose"
    assert len(pages(rig)) == 2


def test_home_looks_the_same_and_less_of_its_files_is_held(rig: Rig) -> None:
    rig.wait_for_stillness()
    before, held = rig.window.grabWindow(), of_files()
    memory.give_back(rig.window)
    assert of_files() < held / 2
    rig.touch("card-take")
    rig.touch("back")
    rig.wait_for_stillness()
    assert rig.window.grabWindow() == before


def of_files() -> int:
    """Pages of files that this process holds."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[2]) * os.sysconf("SC_PAGESIZE")


def test_a_machine_that_tells_of_no_mappings_loses_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> str:
        raise PermissionError("/proc/self/smaps")

    monkeypatch.setattr(Path, "read_text", refused)
    memory.give_back(rig.window)
    rig.touch("card-take")
    assert rig.page == "choose"


def test_what_is_let_go_is_much(rig: Rig) -> None:
    """The kernel of this machine writes its mappings as `mappings` reads them."""
    assert rig.page == "home"
    spans = list(mappings.clean(Path("/proc/self/smaps").read_text("utf-8", errors="replace")))
    assert sum(end - begin for begin, end in spans) > 50e6
