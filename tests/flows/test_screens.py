"""The screens as programs of their own: a true broker, hands on stdin, an orderly end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.mosquitto import Mosquitto, free_port

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
PATIENCE = 15.0  # seconds


class Screen:
    """`hall run ROLE` with hands."""

    def __init__(self, run: Path, broker: str, *role: str) -> None:
        words = ["-m", "broker.cli", "run", "--hall", str(HALL), "--run", str(run), *role]
        self.process = subprocess.Popen(
            [sys.executable, *words],
            env=os.environ | {"HALL_REMOTE": "1", "HALL_BROKER": broker},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def do(self, line: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said, self.process.communicate()[1]
        reply: dict[str, Any] = json.loads(said)
        return reply

    def until(self, line: str, value: object) -> None:
        end = time.monotonic() + PATIENCE
        while (reply := self.do(line)).get("value") != value:
            assert time.monotonic() < end, reply
            time.sleep(0.02)

    def ended(self) -> int:
        """How it ended, by itself."""
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    mosquitto = Mosquitto(tmp_path / "mosquitto", free_port())
    mosquitto.start()
    yield mosquitto
    mosquitto.stop()


@pytest.fixture
def screens() -> Iterator[list[Screen]]:
    opened: list[Screen] = []
    yield opened
    for each in opened:
        if each.process.poll() is None:
            each.process.kill()
            each.process.communicate()


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
    panel.until("read sentence text", "工号或密码不对")
    broker.stop()
    panel.until("read sentence text", "与服务器的连接中断，正在重新连接")
    broker.start()
    panel.until("read sentence text", "工号或密码不对")
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


def test_what_the_installer_must_mend_is_one_sentence(
    tmp_path: Path, screens: list[Screen]
) -> None:
    screen = Screen(tmp_path, "", "panel", "999")
    screens.append(screen)
    assert screen.process.wait(PATIENCE) != 0
    _, said = screen.process.communicate()
    assert "windows" in said
    assert "Traceback" not in said
