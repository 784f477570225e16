"""What ends at once, again and again, is given up and told; everything else lives on.

The children are real, and end as a script of ours says; time is handed in.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broker.bus.local import LocalBroker, LocalBus
from broker.commands.status import Seen, lines
from broker.commands.up_alerts import UpAlerts
from broker.domain.alerts import AlertCode, Sentences
from broker.processes import Processes, Program
from broker.service import left, no_screen
from broker.service.heartbeat import Heartbeat, Watcher, watcher
from broker.service.life import Service
from broker.service.runner import Runner
from broker.settings import Settings, load
from broker.wire.topics import Topics
from tests.stages.halls import HandClock, small_hall

HALL = Path(__file__).parents[1] / "stages" / "eight_windows" / "hall.toml"
NOT_YET = "there is no screen here yet: run it in a graphical session, or set DISPLAY"
GIVEN_UP = "what needs a screen finds none here, and is not started again"
ENDING = """#!/bin/sh
case "$4" in
{cases}
*) exec cat ;;
esac
"""


class House:
    """Processes that end with these statuses as soon as they start; others live until they are
    told to end."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **status: int) -> None:
        self._script = folder / "python"
        self._status = status
        self._programs: list[Program] = []
        self.starts: Counter[str] = Counter()
        self._write()
        start = subprocess.Popen

        def counted(words: list[str], **rest: Any) -> subprocess.Popen[bytes]:
            self.starts[words[4]] += 1
            return start(words, **rest)

        monkeypatch.setattr(subprocess, "Popen", counted)
        monkeypatch.setattr(sys, "executable", str(self._script))
        self.said: list[str] = []
        hall = folder / "hall.toml"
        elsewhere = '[broker]\nhost = "127.0.0.1"\nport = 9\n'
        hall.write_text(HALL.read_text("utf-8") + elsewhere, "utf-8")
        (folder / "catalogue.csv").write_bytes((HALL.parent / "catalogue.csv").read_bytes())
        self.processes = Processes(load(hall, folder / "run"), self.said.append)
        self.now = time.monotonic()

    def mended(self, role: str) -> None:
        """From its next start on it lives."""
        del self._status[role]
        self._write()

    def ends(self, role: str, status: int) -> None:
        """From its next start on it ends so."""
        self._status[role] = status
        self._write()

    def start(self, *roles: str) -> None:
        self._programs = [Program(*each.split(":")) for each in roles]
        self.processes.start(self._programs)

    def run(self, seconds: float) -> None:
        """So much time passes; whatever ends of itself has ended at each look."""
        end = self.now + seconds
        while self.now < end:
            self.now += 0.25
            for each in self._programs:
                if each.name in self._status:
                    self.processes.process(each.name, each.key).wait(10)
            self.processes.watch(self.now)

    def _write(self) -> None:
        cases = "\n".join(f"{role}) exit {status} ;;" for role, status in self._status.items())
        self._script.write_text(ENDING.format(cases=cases), "utf-8")
        self._script.chmod(0o755)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., House]]:
    """A house whose roles end with these statuses; all of it is ended afterwards."""
    built: list[House] = []

    def build(**status: int) -> House:
        built.append(House(tmp_path, monkeypatch, **status))
        return built[-1]

    yield build
    for each in built:
        each.processes.stop()


def test_five_tries_then_it_is_given_up_and_said_once(house: Callable[..., House]) -> None:
    hall = house(evaluators=3)
    hall.start("ledger", "evaluators", "displays")
    hall.run(10.0)
    assert hall.starts["evaluators"] == 5
    sentence = "evaluators ends as soon as it is started (status 3), five times now"
    assert [sentence in each for each in hall.said] == [False] * 4 + [True]
    assert hall.processes.troubles.keys() == {"evaluators"}
    trouble = hall.processes.troubles["evaluators"]
    assert trouble.en == hall.said[-1]
    assert "（状态 3）" in trouble.zh
    hall.run(600.0)
    assert len(hall.said) == 5, "once, however often it is found again"


def test_the_others_live_on(house: Callable[..., House]) -> None:
    hall = house(evaluators=3, displays=1)
    hall.start("ledger", "evaluators", "displays", "clockin")
    hall.run(300.0)
    assert hall.processes.troubles.keys() == {"evaluators", "displays"}
    for role in ("ledger", "clockin"):
        assert hall.processes.process(role).poll() is None
        assert hall.starts[role] == 1


def test_it_is_tried_once_a_minute_and_the_trouble_ends_when_it_stands(
    house: Callable[..., House],
) -> None:
    hall = house(ledger=1)
    hall.start("ledger")
    hall.run(10.0)
    for minute in range(1, 4):
        hall.run(60.0)
        assert hall.starts["ledger"] == 5 + minute
    hall.mended("ledger")
    hall.run(60.25)
    assert hall.processes.troubles, "it has not stood yet"
    hall.run(10.25)
    assert not hall.processes.troubles
    assert hall.said[-1] == "ledger stays up again"
    assert hall.starts["ledger"] == 9


def test_one_that_ends_for_another_reason_by_then_is_said_anew(
    house: Callable[..., House],
) -> None:
    hall = house(board=3)
    hall.start("board")
    hall.run(10.0)
    hall.mended("board")
    hall.ends("board", no_screen.STATUS)
    hall.run(120.0)
    assert hall.said[-1] == GIVEN_UP
    said = hall.processes.troubles["board-1"].en
    assert said == "board has no screen here, and is not started again"


def test_a_screen_without_a_display_is_not_tried_again(house: Callable[..., House]) -> None:
    hall = house(kiosk=no_screen.STATUS)
    hall.start("ledger", "kiosk:kiosk-1")
    hall.run(600.0)
    assert hall.starts["kiosk"] == 5
    assert hall.said == [NOT_YET, GIVEN_UP]
    assert "没有屏幕" in hall.processes.troubles["kiosk-1"].zh
    assert hall.processes.process("ledger").poll() is None


def test_a_screen_that_staff_sent_away_stays_away(house: Callable[..., House]) -> None:
    hall = house(kiosk=left.STATUS)
    hall.start("ledger", "kiosk:kiosk-1")
    hall.run(600.0)
    assert hall.starts["kiosk"] == 1
    assert hall.said == ["staff have ended kiosk kiosk-1; whoever wants it again starts it anew"]
    assert "工作人员" in hall.processes.troubles["kiosk-1"].zh
    assert hall.processes.process("ledger").poll() is None


def test_that_there_is_no_screen_is_said_once_for_all(house: Callable[..., House]) -> None:
    hall = house(kiosk=no_screen.STATUS, board=no_screen.STATUS, panel=no_screen.STATUS)
    hall.start("ledger", "kiosk:kiosk-1", "board", "panel:1", "panel:2")
    hall.run(600.0)
    assert hall.said == [NOT_YET, GIVEN_UP]
    assert set(hall.processes.troubles) == {"kiosk-1", "board-1", "panel-1", "panel-2"}


def test_a_screen_that_goes_later_is_told_anew(house: Callable[..., House]) -> None:
    """Only the same news is held back, not another day's."""
    hall = house(kiosk=no_screen.STATUS)
    hall.start("kiosk:kiosk-1", "board")
    hall.run(600.0)
    hall.ends("board", no_screen.STATUS)
    hall.processes.process("board").kill()
    hall.run(600.0)
    assert hall.said[:2] == [NOT_YET, GIVEN_UP]
    assert hall.said[3:] == [NOT_YET, GIVEN_UP]


def test_one_that_lived_a_while_begins_anew(house: Callable[..., House]) -> None:
    """The control: what ends now and then is started again for ever."""
    hall = house()
    hall.start("ledger")
    for _ in range(12):
        hall.run(10.5)
        hall.processes.process("ledger").kill()
        hall.processes.process("ledger").wait(10)
        hall.run(1.0)
    assert not hall.processes.troubles
    assert hall.starts["ledger"] == 13
    assert hall.said == ["ledger ended (status -9); again in 0 s"] * 12


def test_what_was_heard_and_is_silent_is_ended_and_started_anew(
    house: Callable[..., House],
) -> None:
    """Whoever never gave a sign of life (displays) is left alone, and so is who goes on to."""
    hall = house()
    hall.start("ledger", "displays", "evaluators")
    first = hall.processes.process("ledger")
    by = {role: heard_by(hall.processes.process(role).pid) for role in ("ledger", "evaluators")}
    with closing(Heartbeat(by["ledger"])) as ledger, closing(Heartbeat(by["evaluators"])) as other:
        ledger.tick(hall.now)
        for _ in range(4):
            other.tick(hall.now)
            hall.run(30.0)
    first.wait(10)
    assert hall.said[0] == "ledger gives no sign of life; it is ended"
    hall.run(1.0)
    assert hall.starts == {"ledger": 2, "displays": 1, "evaluators": 1}
    assert hall.said[1:] == ["ledger ended (status -9); again in 0 s"]


def test_who_watches_the_hall_hears_it_and_not_its_programs(
    house: Callable[..., House], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "90000000")
        hall = house()
        hall.start("ledger")
        systemd.setblocking(False)
        with pytest.raises(BlockingIOError):
            systemd.recv(64)
        hall.run(0.25)
        assert systemd.recv(64) == b"WATCHDOG=1"
        assert heard_by(hall.processes.process("ledger").pid).address != str(tmp_path / "notify")


def heard_by(pid: int) -> Watcher:
    """Who a child is told to be watched by."""
    said = Path(f"/proc/{pid}/environ").read_text("utf-8").split("\0")
    found = watcher(dict(each.split("=", 1) for each in said if "=" in each))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("role", "service"),
    [
        ("ledger", "ledger"),
        ("board", "board-1"),
        ("board:2", "board-2"),
        ("panel:3", "panel-3"),
        ("kiosk:kiosk-1", "kiosk-1"),
        ("clock-in:door", "door"),
    ],
)
def test_it_is_known_by_its_name_on_the_bus(role: str, service: str) -> None:
    assert Program(*role.split(":")).service == service


# what the hall is told


@dataclass
class Office:
    """`hall up` as a guest, and somebody who sees what stands."""

    broker: LocalBroker = field(default_factory=LocalBroker)
    clock: HandClock = field(default_factory=HandClock)
    seen: Seen = field(default_factory=Seen)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.runner, self.topics = Runner(lambda: self.now), Topics("test")
        onlooker = LocalBus(self.runner.post, self.broker)
        self.seen.listen(onlooker, self.topics)
        onlooker.start()

    def given_up(self, *services: str) -> UpAlerts:
        bus = LocalBus(self.runner.post, self.broker)
        bus.start()
        return UpAlerts(bus, self.topics, self.clock, AlertCode.GIVEN_UP, services)

    def status(self) -> list[str]:
        """The alerts of `hall status`."""
        self.runner.step(0.0)
        told = list(lines(self.seen, small_hall(), ZoneInfo("Asia/Shanghai")))
        return told[told.index("提醒 Alerts") + 1 : told.index("窗口 Windows")]


WHY = Sentences("一启动就退出", "it ends as soon as it is started")


def test_status_shows_it_until_it_stands() -> None:
    office = Office()
    up = office.given_up("ledger", "kiosk-1")
    up.tell({"kiosk-1": WHY})
    first, zh, en = office.status()
    assert first.split() == ["service", "kiosk-1", "given-up", "自", "since", *first.split()[-2:]]
    assert (zh.strip(), en.strip()) == WHY
    office.clock.pass_by(60)
    up.tell({"kiosk-1": WHY})
    assert office.status() == [first, zh, en], "since it began"
    up.tell({})
    assert office.status() == ["  无 none"]


def test_another_sentence_takes_its_place_and_since_stays() -> None:
    office = Office()
    up = office.given_up("kiosk-1")
    up.tell({"kiosk-1": WHY})
    first = office.status()[0]
    office.clock.pass_by(3600)
    up.tell({"kiosk-1": Sentences("没有屏幕", "it has no screen")})
    assert office.status() == [first, "    没有屏幕", "    it has no screen"]


def test_what_a_killed_hall_left_is_taken_back_by_the_next() -> None:
    office = Office()
    office.given_up("ledger", "kiosk-1").tell({"kiosk-1": WHY})
    office.given_up("ledger", "kiosk-1")
    assert office.status() == ["  无 none"]


def test_one_started_by_hand_takes_its_own_back(tmp_path: Path) -> None:
    office = Office()
    office.given_up("kiosk-1").tell({"kiosk-1": WHY})
    assert office.status() != ["  无 none"]
    bus = LocalBus(office.runner.post, office.broker, office.runner.clock)
    office.runner.add(bus)
    settings = Settings(small_hall(), HALL, tmp_path, ())
    Service(settings, "kiosk-1", office.runner, bus, office.topics, office.clock)
    bus.start()
    office.runner.step(0.0)
    office.now += 2.0
    office.runner.step(0.0)
    assert office.status() == ["  无 none"]
