"""Devices of a far wing, next to a machine of their own that joined the hall."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from broker.mosquitto import free_port
from tests.flows.test_joining import HALL_WORDS, Ours, heard, invited, joins, until
from tests.stages.processes import HALL

_DEVICES = """
[broker]
port = {port}
addresses = ["127.0.0.1"]

[[lines]]
id = "led-east"
driver = "onbon"
port = "tty/led"
at = "east"

[[displays]]
window = 2
line = "led-east"
address = 1
"""


def test_a_far_sign_shows_its_window_and_is_missed(tmp_path: Path) -> None:
    """It is served there alone: not by the hall's own machine, whose status tells of both."""
    folder, far = tmp_path / "ours", tmp_path / "far"
    shutil.copytree(HALL.parent, folder)
    with (folder / "hall.toml").open("a", encoding="utf-8") as text:
        text.write(_DEVICES.format(port=free_port()))
    hall = Ours(folder / "hall.toml", folder / "run", 0)
    with heard(hall.command("up", "ledger", "displays"), "the ledger answers"):
        assert re.search(r"service displays-east +.*never came", hall.said("status"))
        with invited(hall, "services", "east") as (words, _):
            assert "This machine is displays-east" in joins(words, far)
        (far / "tty").mkdir()
        mock = ["mock", "onbon", "--link", str(far / "tty" / "led"), "--address", "1"]
        with (
            heard([*HALL_WORDS, *mock], "ready") as (_, shown),
            heard([*HALL_WORDS, "up", "--run", str(far)], "started: displays east"),
        ):
            until(lambda: re.search(r"display 2 +正常", hall.said("status")) is not None)
            until(lambda: any("窗口未开放" in line for line in shown))
        until(lambda: re.search(r"service displays-east +已退出", hall.said("status")) is not None)
