"""The printer's owner on a real line in memory: jobs in, results out."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sample_slip import MATERIALS, SLIP

from broker.link.pair import PairLink
from broker.service.ports import DevicePort
from broker.service.runner import Runner
from broker.service.session import Done, Write
from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import TextLine
from kiosk.printing.models.escpos import DRIVER
from kiosk.printing.models.escpos.policy import PrintPolicy
from kiosk.printing.models.escpos.session import EscposSession
from kiosk.printing.outcome import Result, SlipFailed, SlipGrowing, SlipJob, SlipOut
from kiosk.printing.slip import Roll
from kiosk.printing.station import PrinterOwner, Station
from kiosk.printing.trouble import PrinterState, PrinterTrouble
from tests.stages.plugged import Socket

QUICK = PrintPolicy(
    answer_seconds=0.1,
    settle_seconds=0.2,
    first_look_seconds=0.1,
    look_seconds=0.05,
    slip_seconds=3.0,
    poll_seconds=0.05,
)
JOB = SlipJob("touch-0001", SLIP)


class PrinterSocket(Socket):
    """`station` finds its cable here."""

    def __init__(self, **options: str) -> None:
        super().__init__(MOCK.make(1, {"width": "58"} | options))

    def slips(self) -> int:
        with self.guard:
            look: Any = self.device.look()
            return int(look.slips)


class Kiosk:
    """Collects what the station posts."""

    def __init__(self, socket: PrinterSocket) -> None:
        self.heard: queue.SimpleQueue[Result] = queue.SimpleQueue()
        driver = replace(DRIVER, session=lambda _addresses: EscposSession(QUICK))
        port = DevicePort("printer", "the test's socket", driver, socket.open)
        self.station = Station(port, self._post, self.heard.put, Roll.MM_58)
        self.socket = socket

    def _post(self, handler: Callable[[Any], None], event: Any, /) -> None:
        assert threading.current_thread().name == "printer"
        handler(event)

    def next(self, kind: type[Result]) -> Any:
        while True:
            result = self.heard.get(timeout=60.0)
            if isinstance(result, kind):
                return result

    def state(self, trouble: PrinterTrouble | None) -> PrinterState:
        while True:
            state: PrinterState = self.next(PrinterState)
            if state.trouble is trouble:
                return state


@pytest.fixture
def kiosk(request: pytest.FixtureRequest) -> Iterator[Kiosk]:
    kiosk = Kiosk(PrinterSocket(**getattr(request, "param", {})))
    kiosk.station.start()
    yield kiosk
    kiosk.station.stop()
    kiosk.socket.end()


def test_a_slip_comes_out(kiosk: Kiosk) -> None:
    assert kiosk.state(None).ready
    kiosk.station.print(JOB)
    assert kiosk.next(SlipOut) == SlipOut(JOB)
    lines = kiosk.socket.device.look().slip
    assert "A012" in [line.text for line in lines if isinstance(line, TextLine)]


def test_a_double_touch_prints_once_and_is_answered_twice(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.station.print(JOB)
    kiosk.station.print(JOB)  # still in progress: one outcome will do
    assert kiosk.next(SlipOut) == SlipOut(JOB)
    kiosk.station.print(JOB)
    assert kiosk.next(SlipOut) == SlipOut(JOB)
    kiosk.station.print(replace(JOB, key="touch-0002"))
    assert kiosk.next(SlipOut).job.key == "touch-0002"
    assert kiosk.socket.slips() == 2


def test_paper_out_is_said_before_and_mended_after(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.socket.hand("paper out")
    assert kiosk.state(PrinterTrouble.PAPER_OUT)
    kiosk.station.print(JOB)
    assert kiosk.next(SlipFailed) == SlipFailed(JOB, PrinterTrouble.PAPER_OUT)
    kiosk.socket.hand("paper in")
    kiosk.state(None)
    assert kiosk.socket.slips() == 0


@pytest.mark.parametrize("kiosk", [{"speed": "60"}], indirect=True)
def test_unplugged_in_the_middle(kiosk: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    kiosk.state(None)
    with caplog.at_level(logging.CRITICAL):  # the line says that the printer is gone, rightly
        kiosk.station.print(JOB)
        while not kiosk.socket.device.look().hanging:
            time.sleep(0.01)
        kiosk.socket.unplug()
        assert kiosk.next(SlipFailed) == SlipFailed(JOB, PrinterTrouble.UNKNOWN_OUTCOME)
        assert kiosk.state(PrinterTrouble.UNPLUGGED)
        kiosk.station.print(replace(JOB, key="touch-0002"))
        assert kiosk.next(SlipFailed).trouble is PrinterTrouble.UNPLUGGED
        kiosk.socket.plugged = True
        kiosk.state(None)
        kiosk.station.print(JOB)  # asked again: told again, not printed again
        assert kiosk.next(SlipFailed).trouble is PrinterTrouble.UNKNOWN_OUTCOME


def test_silence(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.socket.hand("fault silent")
    kiosk.station.print(JOB)
    assert kiosk.next(SlipFailed) == SlipFailed(JOB, PrinterTrouble.SILENT)
    assert kiosk.socket.slips() == 0


@pytest.mark.parametrize("kiosk", [{"speed": "60"}], indirect=True)
def test_stopping_in_the_middle_is_told(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.station.print(JOB)
    while not kiosk.socket.device.look().hanging:
        time.sleep(0.01)
    kiosk.station.stop()
    assert kiosk.next(SlipFailed) == SlipFailed(JOB, PrinterTrouble.UNKNOWN_OUTCOME)


def test_a_slip_that_cannot_be_set_is_refused_at_once(kiosk: Kiosk) -> None:
    with pytest.raises(ValueError, match="too fine"):
        kiosk.station.print(SlipJob("touch-0003", replace(SLIP, code="号" * 300)))


def test_a_text_comes_out_as_often_as_it_is_asked_for(kiosk: Kiosk) -> None:
    kiosk.state(None)
    ended: queue.SimpleQueue[PrinterTrouble | None] = queue.SimpleQueue()
    for text in ("台账 Ledger\n3f2a91c0 11aa22bb", "台账 Ledger\n3f2a91c0 11aa22bb", "another"):
        kiosk.station.print_text(text, ended.put)
        assert ended.get(timeout=60.0) is None
    lines = [line.text for line in kiosk.socket.device.look().slip if isinstance(line, TextLine)]
    assert "another" in lines
    assert kiosk.heard.empty(), "it is no slip of a number"


@pytest.mark.expects_warnings
def test_a_text_without_a_printer_is_told(kiosk: Kiosk) -> None:
    kiosk.state(None)
    kiosk.socket.unplug()
    kiosk.state(PrinterTrouble.UNPLUGGED)
    ended: queue.SimpleQueue[PrinterTrouble | None] = queue.SimpleQueue()
    kiosk.station.print_text("台账", ended.put)
    assert ended.get(timeout=60.0) is PrinterTrouble.UNPLUGGED


def test_a_list_of_materials_comes_out_where_the_printer_prints_lists(kiosk: Kiosk) -> None:
    kiosk.state(None)
    listed = SlipJob("touch-0009", MATERIALS)
    kiosk.station.print(listed)
    assert kiosk.next(SlipOut) == SlipOut(listed)
    lines = kiosk.socket.device.look().slip
    assert "□ 住所使用证明" in [line.text for line in lines if isinstance(line, TextLine)]


def test_a_printer_without_lists_says_so_at_once() -> None:
    port = DevicePort("printer", "nowhere", replace(DRIVER, materials=None), PrinterSocket().open)
    station = Station(port, lambda _handler, _event: None, lambda _result: None)
    with pytest.raises(ValueError, match="prints no lists"):
        station.print(SlipJob("touch-0009", MATERIALS))


class SlowLink:
    """A link on which bytes leave as the test lets them; it counts what has not."""

    name = "a slow line"

    def __init__(self, near: PairLink) -> None:
        self._near = near
        self.held = 0

    def read(self, timeout: float | None) -> bytes:
        return self._near.read(timeout)

    def write(self, data: bytes) -> None:
        self._near.write(data)
        if len(data) > 500:  # a slip
            self.held = len(data)

    def unsent(self) -> int:
        return self.held

    def close(self) -> None:
        self._near.close()


class Owner:
    """A printer's owner on a loop that a test steps by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.told: list[Result] = []
        self.runner = Runner(lambda: self.now)
        near, self.far = PairLink.pair()
        self.link = SlowLink(near)
        driver = replace(DRIVER, session=lambda _addresses: Straight())
        port = DevicePort("printer", "here", driver, lambda: self.link)
        self.owner = PrinterOwner(self.runner, port, self.told.append)
        self.owner.start()
        while not self.owner._line.up:
            self.runner.step(0.01)

    def print(self, job: SlipJob) -> None:
        self.owner.print((job, DRIVER.slip(job.key, SLIP, Roll.MM_58)))

    def look(self, held: int | None = None) -> list[float]:
        """What is told of a slip's growing at the next look."""
        self.link.held = self.link.held if held is None else held
        self.told.clear()
        self.now += 0.1
        self.runner.step(0.0)
        return [each.share for each in self.told if isinstance(each, SlipGrowing)]


class Straight(EscposSession):
    """It sends a slip at once."""

    def submit(self, command: Any, _now: float) -> list[Any]:
        return [Write(DRIVER.encode(command))] if DRIVER.encode else []

    def opened(self, _now: float) -> list[Any]:
        return []


def test_how_much_of_a_slip_has_gone_is_told_as_it_goes() -> None:
    rig = Owner()
    rig.print(JOB)
    size = len(DRIVER.encode(DRIVER.slip(JOB.key, SLIP, Roll.MM_58))) if DRIVER.encode else 0
    assert rig.look(size) == []
    assert rig.look(size * 3 // 4) == [pytest.approx(0.25, abs=0.01)]
    assert rig.look() == [], "nothing went meanwhile"
    assert rig.look(size // 4) == [pytest.approx(0.75, abs=0.01)]
    assert rig.look(0) == [1.0]
    assert rig.look(0) == [], "all is told"
    assert rig.owner.next_wakeup() is None
    rig.owner.stop()
    rig.far.close()


def test_a_slip_that_is_over_grows_no_more() -> None:
    rig = Owner()
    rig.print(JOB)
    rig.link.held = 100
    command = DRIVER.slip(JOB.key, SLIP, Roll.MM_58)
    rig.owner.ended(Done(command, None), rig.now)
    assert rig.look(50) == []
    assert rig.owner.next_wakeup() is None
    rig.owner.stop()
    rig.far.close()
