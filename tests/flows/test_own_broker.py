"""The broker of a hall is its child: no stranger on its port, no orphan of a killed hall."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from broker.domain.errors import BusError
from broker.mosquitto import Mosquitto, free_port

KILLED = """
import os, signal, sys
from pathlib import Path
from broker.mosquitto import Mosquitto
broker = Mosquitto(Path(sys.argv[1]), int(sys.argv[2]))
broker.start()
print(broker._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def runs(pid: int) -> bool:
    try:
        return b"mosquitto" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_another_broker_on_our_port_is_not_taken_for_ours(tmp_path: Path) -> None:
    stranger = Mosquitto(tmp_path / "stranger")
    stranger.start()
    ours = Mosquitto(tmp_path / "ours", stranger.port)
    try:
        with pytest.raises(BusError, match=f"port {stranger.port}: another program has it"):
            ours.start()
        assert not ours.running
        assert stranger.running
    finally:
        ours.stop()
        stranger.stop()


def test_the_broker_of_a_killed_hall_is_ended_by_the_next(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    words = [sys.executable, "-c", KILLED, str(tmp_path / "run"), str(port)]
    killed = subprocess.run(words, stdout=subprocess.PIPE, text=True, timeout=30, check=False)
    orphan = int(killed.stdout)
    next_one = Mosquitto(tmp_path / "run", port)
    try:
        with caplog.at_level("CRITICAL"):
            next_one.start()
        assert next_one.running
        assert not runs(orphan)
    finally:
        next_one.stop()
        if runs(orphan):
            os.kill(orphan, signal.SIGKILL)


def test_a_number_that_another_process_has_by_now_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "30"]) as bystander:
        (tmp_path / "mosquitto.pid").write_text(str(bystander.pid), "utf-8")
        broker = Mosquitto(tmp_path)
        try:
            broker.start()
            time.sleep(0.1)
            assert bystander.poll() is None
        finally:
            broker.stop()
            bystander.terminate()
