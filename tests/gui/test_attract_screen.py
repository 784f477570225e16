"""Pictures on the glass of a kiosk that nobody stands before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as changed
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from broker.domain.alerts import AlertCode
from broker.wire.topics import Kind
from kiosk.qt.pictures import judge
from tests.gui.kiosk_rig import Rig, kiosk


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    good, bad, cut = (tmp_path / f"{name}.png" for name in ("good", "bad", "cut"))
    picture = QImage(4000, 3000, QImage.Format.Format_RGB32)
    picture.fill(QColor("#17724A"))
    picture.save(str(good))
    bad.write_bytes(b"no picture")
    cut.write_bytes(good.read_bytes()[:1000])
    drawn = tmp_path / "drawn.svg"
    drawn.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    assert [each.rpartition("/")[2] for each in judge((bad, cut, drawn)).sound] == ["drawn.svg"]
    with kiosk(tmp_path) as made:
        made.kiosk._settings = replace(made.settings, attract=(bad, good))
        made.kiosk._judged(judge((bad, good)))
        yield made


def left_alone(rig: Rig) -> None:
    rig.wait(rig.settings.hall.attract.after_seconds, step=20.0)


def test_a_damaged_picture_is_passed_over_and_told_the_next_is_shown(rig: Rig) -> None:
    rig.pump()
    alert = rig.desk.topics.alert(Kind.KIOSK, "kiosk-1", AlertCode.ATTRACT)
    assert "已跳过" in rig.desk.broker.retained[alert].decode()
    left_alone(rig)
    item = rig.find("attract-picture")
    assert item is not None
    for _ in range(200):  # it is decoded in a thread
        if not item.property("implicitWidth"):
            QTest.qWait(20)
    assert 0 < item.property("implicitWidth") <= rig.window.width()  # no larger than the glass
    assert "轻触屏幕开始" in rig.words()


def test_the_first_touch_wakes_and_opens_nothing(rig: Rig) -> None:
    left_alone(rig)
    assert rig.find("attract") is not None
    rig._tap(rig.middle("card-take"))
    rig.pump()
    assert rig.find("attract") is None
    assert rig.page == "home"
    rig.touch("card-take")
    assert rig.page == "choose"


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with kiosk(tmp_path) as rig:
        hall = rig.settings.hall
        hall = changed(hall, attract=changed(hall.attract, folder="gone"))
        rig.kiosk._settings = replace(rig.settings, hall=hall, attract=())
        rig.kiosk._judge_pictures()
        rig.pump()
        alert = rig.desk.topics.alert(Kind.KIOSK, "kiosk-1", AlertCode.ATTRACT)
        assert "已跳过" in rig.desk.broker.retained[alert].decode()
