"""A service of the hall gives signs of life from its own loop, and none when it is stopped."""

from __future__ import annotations

import contextlib
import signal
import socket
from contextlib import closing
from pathlib import Path

import pytest

from broker.processes import Processes
from broker.service import heartbeat
from tests.stages.processes import PATIENCE, house

_SIGN = 1.5  # seconds: the patience that a service is told of here


def test_a_service_beats_until_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "watcher"
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as there:
        there.bind(str(place))
        there.settimeout(PATIENCE)
        said = {heartbeat.SOCKET: str(place), heartbeat.PATIENCE: str(int(_SIGN * 1_000_000))}
        monkeypatch.setattr(Processes, "_spawn", _told(said))
        with house(tmp_path, ["displays"], monkeypatch) as (running, _):
            for _ in range(3):
                assert there.recv(64) == b"WATCHDOG=1"
            running.process("displays").send_signal(signal.SIGSTOP)
            there.settimeout(_SIGN)
            assert _silent_in_the_end(there)
            there.settimeout(PATIENCE)
            running.process("displays").send_signal(signal.SIGCONT)
            assert there.recv(64) == b"WATCHDOG=1"


def _silent_in_the_end(there: socket.socket) -> bool:
    """What was said before it stood still is heard first."""
    with contextlib.suppress(TimeoutError):
        for _ in range(100):
            there.recv(64)
        return False
    return True


def _told(environment: dict[str, str]) -> object:
    """Starts programs that another watches than `hall up`."""
    start = Processes._spawn

    class Elsewhere:
        def __init__(self) -> None:
            self.environment = environment

    return lambda self, program, _ear: start(self, program, Elsewhere())
