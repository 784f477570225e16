"""A screen's sign of life is its drawing thread's: stopped, it gives none, whatever others do."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import Any

from broker.service.heartbeat import Heartbeat, Watcher
from kiosk.qt.runner import QtRunner

PATIENCE = 0.3  # seconds


def test_a_drawing_thread_that_is_stopped_gives_no_sign_of_life(qtbot: Any, tmp_path: Any) -> None:
    place = str(tmp_path / "notify")
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as there:
        there.bind(place)
        runner = QtRunner()
        with closing(Heartbeat(Watcher(place, PATIENCE))) as heart:
            runner.add(heart)

            def beaten() -> bool:
                there.setblocking(False)
                try:
                    return there.recv(64) == b"WATCHDOG=1"
                except BlockingIOError:
                    return False

            for _ in range(3):
                qtbot.waitUntil(beaten, timeout=20_000)
            while beaten():
                pass
            there.settimeout(PATIENCE * 3)  # this is the drawing thread, and here it stands still
            try:
                came = there.recv(64)
            except TimeoutError:
                came = b""
            assert came == b""
            qtbot.waitUntil(beaten, timeout=20_000)
            runner.close()
