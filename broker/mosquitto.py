"""Mosquitto as a child: its configuration is written, it is started, watched and ended.

The ledger holds the truth, so the broker keeps nothing on disk; after a crash it comes back
empty and every client replays its retained state.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from broker.domain.errors import BusError
from broker.service.parent_death import bound_to_us
from broker.wire.codec import LARGEST, LARGEST_PACKET

_STARTING = 5.0  # seconds


def executable() -> str:
    """Path of the mosquitto program. `BusError` says how to get it."""
    found = shutil.which(
        "mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    )
    if found is None:
        raise BusError(
            "mosquitto: the program is not installed; run `apt-get install mosquitto`,"
            " or name a running broker under [broker] in hall.toml"
        )
    return found


def configuration(port: int) -> str:
    """mosquitto.conf for a hall on one machine."""
    return "\n".join(
        (
            f"listener {port} 127.0.0.1",
            "allow_anonymous true",
            "persistence false",
            "set_tcp_nodelay true",
            f"message_size_limit {LARGEST}",
            f"max_packet_size {LARGEST_PACKET}",
            "max_inflight_messages 500",
            "max_queued_messages 10000",
            "log_dest stderr",
            "log_type error",
            "log_type warning",
            "",
        )
    )


def free_port() -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Mosquitto:
    """A private broker on loopback. Starting returns when it accepts connections."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self._folder = folder
        self.host = "127.0.0.1"
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Write the configuration, start the program. Raises `BusError` when it does not live."""
        program = executable()
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / "mosquitto.conf"
        file.write_text(configuration(self.port), "utf-8")
        with (self._folder / "mosquitto.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own program with our own file
                bound_to_us([program, "-c", str(file)]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,  # Ctrl-C ends the hall first, and its broker last
            )
        self._await()

    @property
    def running(self) -> bool:
        """Whether the child is alive."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self._process is None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(3.0)
        if self.running:
            self.kill()
        self._process = None

    def _await(self) -> None:
        until = time.monotonic() + _STARTING
        while time.monotonic() < until and self.running:
            with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), 1):
                return
            time.sleep(0.01)
        self.stop()
        raise BusError(
            f"mosquitto did not start on port {self.port}; see {self._folder / 'mosquitto.log'}:"
            " another program may hold the port"
        )
