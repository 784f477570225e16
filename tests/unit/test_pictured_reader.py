"""A reader that takes pictures, in the clock-in service, with a ledger beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.domain.hall import Reader, Wire
from broker.domain.ids import StaffId
from broker.wire.enrolment_messages import NumberTyped
from broker.wire.messages import Liveness, ReaderPhase
from fingerprint import comparer
from fingerprint.expecting import WINDOW_SECONDS
from firmware_mocks.firmware import Firmware
from firmware_mocks.uru4500 import MOCK
from tests.stages.halls import small_hall
from tests.stages.reader_hall import READER, ReaderHall

pytest.importorskip("cryptography", reason="not installed: pip install .[uru4500]")


class PictureHall(ReaderHall):
    """One U.are.U, whose records go over a cable of memory."""

    def simulated(self) -> dict[int, Firmware]:
        return {1: MOCK.make(1, self.options)}

    def type(self, staff: str) -> None:
        typed = NumberTyped(id="n", at=self.desk.clock.now(), staff=StaffId(staff))
        self.desk.bus.publish(self.topics.number_typed(READER), typed)
        self.passes(0.1)

    def says(self, phase: ReaderPhase) -> None:
        self.until(lambda: bool(self.told) and self.told[-1].phase is phase, 20.0)


def begun(folder: Path) -> PictureHall:
    hall = small_hall(
        lines=(Wire(id="clockin", driver="uru4500", port="usb:1-1"),),
        readers=(Reader(id=READER, line="clockin"),),
    )
    return PictureHall(folder, hall)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[PictureHall]:
    pytest.importorskip("nbis", reason="nbis-py is not installed: pip install '.[uru4500]'")
    rig = begun(tmp_path)
    rig.says(ReaderPhase.NUMBER)
    yield rig
    rig.close()


def test_a_number_is_forgotten_when_nobody_comes(rig: PictureHall) -> None:
    rig.type("101")
    rig.says(ReaderPhase.FINGER)
    assert rig.told[-1].staff == "101"
    rig.passes(WINDOW_SECONDS - 1)
    assert rig.told[-1].phase is ReaderPhase.FINGER
    rig.passes(1.5)
    assert (rig.told[-1].phase, rig.told[-1].staff) == (ReaderPhase.NUMBER, "")


def test_a_number_of_nobody_is_said_for_a_moment(rig: PictureHall) -> None:
    rig.type("4711")
    assert rig.told[-1].phase is ReaderPhase.NO_FINGER
    rig.passes(5.0)
    assert rig.told[-1].phase is ReaderPhase.NUMBER


def test_a_number_typed_while_the_reader_is_away_counts_for_nothing(rig: PictureHall) -> None:
    rig.hand("fault silent")
    rig.says(ReaderPhase.AWAY)
    rig.type("101")
    assert rig.told[-1].phase is ReaderPhase.AWAY
    rig.hand("ok")
    rig.says(ReaderPhase.NUMBER)


def _no_room(_run: Path) -> Path:
    raise OSError(30, "Read-only file system")


@pytest.mark.parametrize(
    ("spoilt", "reason", "zh"),
    [
        ("library", "nbis-py is not installed", "没有安装指纹比对程序"),
        ("disk", "the folder of templates cannot be used", "存放指纹特征的文件夹用不了"),
    ],
)
def test_where_fingers_cannot_be_compared_that_is_said_and_the_pin_is_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest,
    spoilt: str, reason: str, zh: str,
) -> None:  # fmt: skip
    if spoilt == "library":
        monkeypatch.setattr("fingerprint.matching._LIBRARY", "nbis_is_not_here")
    else:
        request.applymarker(pytest.mark.expects_warnings)
        monkeypatch.setattr(comparer, "make_room", _no_room)
    rig = begun(tmp_path)
    rig.until(lambda: rig.alert("reader-away") is not None, 20.0)
    alert = rig.alert("reader-away")
    assert alert is not None
    assert zh in alert.zh
    assert rig.liveness.state is Liveness.LOST
    assert reason in rig.liveness.reason
    assert rig.told[-1].phase is ReaderPhase.AWAY
    rig.type("101")
    assert rig.told[-1].phase is ReaderPhase.AWAY
    rig.close()
