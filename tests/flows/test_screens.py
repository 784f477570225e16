"""The screens as programs of their own: a true broker, hands on stdin, an orderly end."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.commands import status
from broker.mosquitto import Mosquitto, free_port
from broker.settings import Settings, load
from broker.wire.messages import Liveness
from broker.wire.topics import subject
from tests.stages.guarded import guarded
from tests.stages.screen_process import HALL, PATIENCE, Screen


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    hall = load(HALL, tmp_path).hall
    mosquitto = guarded(hall, tmp_path, tmp_path / "mosquitto", free_port())
    mosquitto.start()
    yield mosquitto
    mosquitto.stop()


@pytest.fixture
def screens() -> Iterator[list[Screen]]:
    opened: list[Screen] = []
    yield opened
    for each in opened:
        each.close()


def test_a_panel_lives_without_its_server_and_ends_with_its_hands(
    tmp_path: Path, broker: Mosquitto, screens: list[Screen]
) -> None:
    panel = Screen(tmp_path, f"127.0.0.1:{broker.port}", "panel", "2")
    screens.append(panel)
    assert panel.do("wait sign-in")["ok"]
    panel.until("read sentence text", "")
    for line in (
        "touch staff-number-input",
        "type 1001",
        "touch pin-input",
        "type 0",
        "key Return",
    ):
        assert panel.do(line)["ok"], line
    panel.until("read sign-in busyLabel", "正在登录")
    broker.stop()
    panel.until("read sentence text", "与服务器的连接中断，正在重新连接")
    broker.start()
    panel.until("read sentence text", "")
    assert panel.process.stdin is not None
    panel.process.stdin.close()
    panel.process.stdin = None
    assert panel.ended() == 0


def test_a_board_ends_in_good_order_when_told(
    tmp_path: Path, broker: Mosquitto, screens: list[Screen]
) -> None:
    board = Screen(tmp_path, f"127.0.0.1:{broker.port}", "board")
    screens.append(board)
    board.until("read notice tone", "primary")
    assert board.do("quit")["ok"]
    assert board.ended() == 0
    board = Screen(tmp_path, f"127.0.0.1:{broker.port}", "board")
    screens.append(board)
    assert board.do("wait notice")["ok"]
    board.process.send_signal(signal.SIGTERM)
    assert board.ended() == 0


def test_a_clock_in_screen_without_its_server_promises_nothing(
    tmp_path: Path, broker: Mosquitto, screens: list[Screen]
) -> None:
    screen = Screen(tmp_path, f"127.0.0.1:{broker.port}", "clock-in", "clock-in-1")
    screens.append(screen)
    screen.until("read headline-zh text", "正在连接指纹机")  # of no service it has heard
    broker.stop()
    screen.until("read headline-zh text", "网络中断，请稍候")
    while screen.do("read number-typed text").get("value") != "1001":
        screen.do("key Escape")
        screen.must("type 1001")
    screen.must("key Return", "type 0000")
    while screen.do("read sentence-zh text").get("value") != NO_PIN:
        screen.must("key Return")
    screen.process.send_signal(signal.SIGTERM)
    assert screen.ended() == 0


NO_PIN = "现在核对不了密码，请按指纹，或稍后再试"
ROLES = {
    "kiosk-1": ("kiosk", "kiosk-1"),
    "panel-2": ("panel", "2"),
    "board-1": ("board",),
    "guide-1": ("guide",),
    "clock-in-1": ("clock-in",),
    "enrolment-reader-1": ("enrolment", "reader-1"),
}


def states(settings: Settings) -> dict[str, Liveness]:
    """What `hall status` hears of the screens."""
    seen = status._look(settings)
    assert seen is not None
    told = {subject(topic)[1]: device.state for topic, device in seen.devices.items()}
    return {name: told[name] for name in ROLES if name in told}


@pytest.mark.timeout(300)
def test_whichever_screen_is_killed_the_hall_knows(
    tmp_path: Path, broker: Mosquitto, screens: list[Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"127.0.0.1:{broker.port}"
    monkeypatch.setenv("HALL_BROKER", place)
    settings = load(HALL, tmp_path)
    screens += [Screen(tmp_path, place, *role) for role in ROLES.values()]
    for wanted in (Liveness.READY, Liveness.LOST):
        until = time.monotonic() + 3 * PATIENCE
        while (seen := states(settings)) != dict.fromkeys(ROLES, wanted):
            assert time.monotonic() < until, seen
        for each in screens:
            each.process.kill()


def test_what_the_installer_must_mend_is_one_sentence(
    tmp_path: Path, screens: list[Screen]
) -> None:
    screen = Screen(tmp_path, "", "panel", "999")
    screens.append(screen)
    assert screen.process.wait(PATIENCE) != 0
    _, said = screen.process.communicate()
    assert "999" in said
    assert "use one of: 1, 2" in said
    assert "Traceback" not in said
