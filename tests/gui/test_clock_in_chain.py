"""The whole way of a finger: a simulated module, the service that looks after it, the bus, and the
words on the screen beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from broker.domain.attendance.facts import PunchWay
from broker.domain.clock_ins import ClockInPost
from broker.domain.hall import Hall
from broker.settings import Settings
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind
from kiosk.clock_in.view import QML, ClockInView
from kiosk.qt import fonts, glasses
from tests.gui.theatre import Theatre
from tests.stages.reader_hall import READER, ReaderHall, reader_hall

POST = ClockInPost(id="staff-door", reader=READER)
PIN = "0000"


def hall() -> Hall:
    return replace(reader_hall(), clock_ins=(POST,))


class Chain(Theatre):
    """A reader hall with a screen in it, all on one pair of clocks."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.rig = ReaderHall(folder, hall=hall())
        super().__init__(qtbot, folder, self.rig.hall)
        self.broker, self.clock = self.rig.desk.broker, self.rig.desk.clock
        self.runner.clock = lambda: self.rig.ticks
        self.settings = Settings(self.hall, Path("hall.toml"), folder, ())
        self.prepare(glasses.clock_in_scale(1024, 600))
        self.begin()

    def begin(self) -> None:
        """The screen's program starts."""
        self.view = ClockInView(self.settings, POST, self.runner)
        self.view._clock = self.clock
        self.show(QML, shown=self.view.shown.map, post=self.view)
        self.watch(self.view)
        service = self.serve(POST.id)
        self.view.join(service)
        self.bus.start()
        self.passes(0.1)

    def end(self) -> None:
        """Its power fails."""
        self.broker.cut(self.bus)
        self.runner.at_end.close()
        self.window.close()

    def passes(self, seconds: float) -> None:
        self.rig.passes(seconds)
        self.runner.post(lambda _: None, None)
        self.turn()
        self.rig.settle()
        self.turn()

    def a_minute_later(self) -> None:
        """By the hall's clock; no device has anything to do meanwhile."""
        self.clock.pass_by(65)

    def service_dies(self) -> None:
        """The reader's service, and the broker says so, as its last will."""
        self.rig.kill()
        self._says(Liveness.LOST)

    def service_starts(self) -> None:
        self.rig.start()
        self._says(Liveness.READY)
        self.passes(0.5)

    def _says(self, liveness: Liveness) -> None:
        state = DeviceState(id="will-01", at=self.clock.now(), state=liveness)
        topic = self.topics.liveness(Kind.SERVICE, "clockin")
        self.rig.desk.bus.publish(topic, state, retain=True)
        self.passes(0.1)

    def finger(self, who: str) -> None:
        """Somebody lays a finger on the module and lifts it; nobody waits for anything else."""
        self.rig.hand(f"finger {who}")
        self.passes(0.8)
        self.rig.hand("lift")
        self.passes(0.3)

    def by_pin(self, number: str) -> None:
        """Somebody types instead, on a keyboard."""
        for line in (f"type {number}", "key Return", f"type {PIN}", "key Return"):
            self.must(line)
            self.passes(0.2)

    def line(self, name: str) -> str:
        return str(self.must(f"read {name}-zh text"))

    @property
    def person(self) -> str:
        return str(self.must("read person text"))

    def close(self) -> None:
        self.runner.at_end.close()
        super().close()
        self.rig.close()


@pytest.fixture
def chain(qtbot: QtBot, tmp_path: Path) -> Iterator[Chain]:
    fonts.load()
    with closing(Chain(qtbot, tmp_path)) as made:
        yield made


def test_a_finger_on_the_module_is_a_name_on_the_screen(chain: Chain) -> None:
    assert chain.line("headline") == "请按指纹"
    chain.finger("101")
    assert (chain.person, chain.line("number")) == ("测试甲", "工号 101")
    assert chain.line("headline") == "上午上班 09:00"
    (punch,) = chain.rig.punches
    assert (punch.staff, punch.device, punch.way) == ("101", READER, PunchWay.FINGER)
    chain.passes(4)
    assert chain.line("headline") == "请按指纹"


def test_a_second_touch_is_answered_with_already(chain: Chain) -> None:
    chain.finger("101")
    chain.a_minute_later()
    chain.finger("101")
    assert chain.line("headline") == "已打卡 09:00"
    assert chain.line("note") == "上午上班"


def test_a_stranger_and_a_smudge_are_told_what_to_do(chain: Chain) -> None:
    chain.finger("somebody")
    assert chain.line("headline") == "未识别"
    assert chain.line("detail") == "换一只手指，或用工号和密码"
    chain.passes(5)
    chain.rig.hand("smudge 101")
    chain.passes(0.8)
    assert chain.line("headline") == "没有看清"
    assert chain.rig.punches == []


def test_a_module_that_is_silent_is_said_and_the_pin_does_it(chain: Chain) -> None:
    chain.rig.hand("fault silent")
    chain.passes(3)
    assert chain.line("headline") == "指纹机暂不能用"
    chain.by_pin("101")
    assert (chain.person, chain.line("headline")) == ("测试甲", "上午上班 09:00")
    chain.rig.hand("ok")
    chain.passes(5)
    assert chain.line("headline") == "请按指纹"
    (punch,) = chain.rig.punches
    assert (punch.device, punch.way) == (POST.id, PunchWay.PIN)


def test_finger_and_pin_know_of_each_other(chain: Chain) -> None:
    """Whichever is second says that the first was."""
    chain.by_pin("101")
    assert chain.line("headline") == "上午上班 09:00"
    chain.a_minute_later()
    chain.finger("101")
    assert chain.line("headline").startswith("已打卡 09:0")
    chain.passes(5)
    chain.finger("102")
    assert chain.line("headline") == "上午上班 09:01"
    chain.a_minute_later()
    chain.by_pin("102")
    assert chain.line("headline") == "已打卡 09:01"
    assert [each.way for each in chain.rig.punches] == ["pin", "finger", "finger", "pin"]


def test_the_network_fails_and_a_finger_goes_on_exactly_once(chain: Chain) -> None:
    chain.broker.down()
    chain.turn()
    assert chain.line("headline") == "网络中断，请稍候"
    chain.finger("102")  # its reader keeps it; the screen cannot know
    chain.by_pin("101")
    assert chain.line("sentence") == "现在核对不了密码，请按指纹，或稍后再试"
    assert chain.rig.punches == []
    chain.passes(21)
    chain.broker.up()
    chain.passes(6)
    assert [(each.staff, each.way) for each in chain.rig.punches] == [("102", PunchWay.FINGER)]
    chain.a_minute_later()
    chain.by_pin("102")
    assert chain.line("headline").startswith("已打卡 09:00"), "it heard of it meanwhile"


def test_the_readers_service_dies_and_comes_back(chain: Chain) -> None:
    chain.service_dies()
    assert chain.line("headline") == "指纹机暂不能用"
    chain.service_starts()
    assert chain.line("headline") == "请按指纹"
    chain.finger("101")
    assert chain.person == "测试甲"


def test_it_dies_while_a_name_is_shown_and_the_name_goes(chain: Chain) -> None:
    """What it said last still stands on the bus."""
    chain.finger("101")
    chain.service_dies()
    chain.passes(1)
    assert chain.person == "测试甲"
    chain.passes(3)
    assert chain.line("headline") == "指纹机暂不能用"
