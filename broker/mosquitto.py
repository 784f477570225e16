"""Mosquitto as a child: its configuration is written, it is started, watched and ended.

The ledger holds the truth, so the broker keeps nothing on disk; after a crash it comes back
empty and every client replays its retained state.

A broker on our port that is not our child is never taken for it. One that an earlier start in the
same folder left behind (its hall was killed, and Mosquitto, which gives up root, forgets that it
was to end with it) is known by the number in `mosquitto.pid` and by its command line, and ended.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from broker.bus.papers import Papers
from broker.domain.errors import BusError
from broker.doorkeeper import Doorkeeper
from broker.mosquitto_words import TurnedAway
from broker.service.parent_death import bound_to_us
from broker.service.whole_file import write_whole
from broker.wire.codec import LARGEST, LARGEST_PACKET
from broker.wire.filters import readable

log = logging.getLogger(__name__)

_STARTING = 20.0  # seconds; one that ends sooner is noticed at once
_ENDING = 3.0  # seconds an orphan gets to end
_FILE = "mosquitto.conf"
_ACCESS = "access.acl"
_NUMBER = "mosquitto.pid"
_HOST = "127.0.0.1"


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


@dataclass(frozen=True, slots=True)
class Guard:
    """Who is let in: whoever shows papers that were signed by our authority and not taken back, to
    what `access` says of the name in them."""

    papers: Papers
    revoked: Path
    access: str


def configuration(
    port: int, guard: Guard | None = None, access: Path | None = None, *, in_network: bool = False
) -> str:
    """mosquitto.conf of a hall's broker (mosquitto.conf(5)). `in_network`: it listens on every
    network of this machine, which only one with a guard may."""
    return "\n".join(
        (
            f"listener {port}" if in_network and guard else f"listener {port} {_HOST}",
            *(_guarded(guard, access) if guard and access else ("allow_anonymous true",)),
            "persistence false",
            "set_tcp_nodelay true",
            f"message_size_limit {LARGEST}",
            f"max_packet_size {LARGEST_PACKET}",
            "max_inflight_messages 500",
            "max_queued_messages 10000",
            "log_dest stderr",
            "log_type error",
            "log_type warning",
            "log_type notice",
            "log_type information",
            "",
        )
    )


def _guarded(guard: Guard, access: Path) -> tuple[str, ...]:
    return (
        "allow_anonymous false",
        "require_certificate true",
        "use_identity_as_username true",
        "tls_version tlsv1.3",
        f"user {pwd.getpwuid(os.getuid()).pw_name}",  # another could not read our keys
        f"cafile {guard.papers.authority}",
        f"certfile {guard.papers.certificate}",
        f"keyfile {guard.papers.key}",
        f"crlfile {guard.revoked}",
        f"acl_file {access}",
        "log_type debug",  # whom it denies what it says nowhere else
    )


def free_port() -> int:
    """A TCP port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Mosquitto:
    """A private broker on loopback, or with `in_network` on every network of this machine. Starting
    returns when it accepts connections."""

    def __init__(
        self, folder: Path, port: int = 0, guard: Guard | None = None, *, in_network: bool = False
    ) -> None:
        self._folder = folder
        self._guard = guard
        self._in_network = in_network
        self._access = folder.resolve() / _ACCESS
        self.host = _HOST
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._refused = TurnedAway()  # by every start of it
        self._keeper: Doorkeeper | None = None

    def start(self) -> None:
        """Write the configuration, start the program. Raises `BusError` when it does not live, when
        another program has the port, or when nothing can be written."""
        program = executable()
        file = self._folder.resolve() / _FILE
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            end_orphan(self._folder)
            self._find_free()
            if self._guard is not None:
                self._write_access(self._guard.access)
            _write(file, self._configuration())
            self._launch(program, file)
        except OSError as error:
            raise BusError(
                f"{self._folder}: the broker cannot be started ({error.strerror}); free the disk,"
                " or check whose directory it is"
            ) from error
        self._await()

    def _launch(self, program: str, file: Path) -> None:
        keeper = self._keeper = Doorkeeper(self._folder / "mosquitto.log", self._refused)
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own program with our own file
                bound_to_us([program, "-c", str(file)]),
                stdin=subprocess.DEVNULL,
                stdout=keeper.end,
                stderr=keeper.end,
                process_group=0,  # Ctrl-C ends the hall first, and its broker last
            )
        finally:
            keeper.begin()
        with contextlib.suppress(OSError):  # on a full disk an orphan is not found, that is all
            (self._folder / _NUMBER).write_text(str(self._process.pid), "utf-8")

    def admit(self, access: str) -> None:
        """Who may do what is another from now on, for whoever is connected already, too; and the
        list of the revoked is read anew (mosquitto(8), SIGHUP). Raises `OSError`."""
        if self._guard is not None:
            self._guard = replace(self._guard, access=access)
        self._write_access(access)
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)

    def refused(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """How often whom it turned away: strangers by address, clients by name."""
        return self._keeper.refused() if self._keeper else ({}, {})

    def read_anew(self) -> int:
        """How often it read its rights and lists again since the first start."""
        return self._keeper.read_anew() if self._keeper else 0

    def blame(self) -> str:
        """Who said the most, where it holds too much: counted as turned away."""
        return self._keeper.blame() if self._keeper else ""

    @property
    def held(self) -> int:
        """Bytes of memory that it holds; 0 where that is not known."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = self._process.pid if self._process else 0
            pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        return 0

    @property
    def running(self) -> bool:
        """Whether the child is alive."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        if self._keeper is not None:
            self._keeper.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self._process is None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(3.0)
        self.kill()
        self._process = None

    def _configuration(self) -> str:
        return configuration(self.port, self._guard, self._access, in_network=self._in_network)

    def _write_access(self, access: str) -> None:
        """Mosquitto, which gives up root, reads it again when somebody joins or leaves."""
        write_whole(self._access, access.encode(), 0o644)
        self._refused.may_hear = readable(access)

    def _find_free(self) -> None:
        """Another broker there would answer in the place of ours."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # but not a closing one
            try:
                probe.bind(("" if self._in_network else self.host, self.port))
            except OSError as error:
                raise BusError(
                    f"port {self.port}: another program has it ({error.strerror}); end that one,"
                    " or name another port under [broker] in hall.toml"
                ) from error

    def _await(self) -> None:
        until = time.monotonic() + _STARTING
        while time.monotonic() < until and self.running:
            if self._process is not None and _listens(self._process.pid):
                return
            time.sleep(0.005)
        self.stop()
        raise BusError(
            f"mosquitto did not start on port {self.port}; see {self._folder / 'mosquitto.log'}:"
            " another program may hold the port"
        )


def _write(file: Path, text: str) -> None:
    """Leave a file alone that says so already: a full disk would take the old words and keep
    nothing of the new ones."""
    with contextlib.suppress(OSError, ValueError):
        if file.read_text("utf-8") == text:
            return
    file.write_text(text, "utf-8")


def end_orphan(folder: Path) -> None:
    """End the broker that an earlier start in `folder` left behind, if there is one. Only for who
    holds the run directory."""
    file = folder.resolve() / _FILE
    with contextlib.suppress(OSError, ValueError):
        pid = int((folder / _NUMBER).read_text("utf-8"))
        for sign in (signal.SIGTERM, signal.SIGKILL):
            until = time.monotonic() + _ENDING
            if _runs_with(pid, file):
                log.warning("a broker of an earlier start (process %d) still runs; ending it", pid)
                os.kill(pid, sign)
            while _runs_with(pid, file) and time.monotonic() < until:
                time.sleep(0.02)


def _listens(pid: int) -> bool:
    """Whether it has a handler for SIGHUP, as Mosquitto has once it listens: a connection to see
    for ourselves would be counted as a stranger's, and a SIGHUP before that would end it."""
    with contextlib.suppress(OSError, ValueError):
        said = Path(f"/proc/{pid}/status").read_text("ascii")
        caught = next(line for line in said.splitlines() if line.startswith("SigCgt:"))
        return bool(int(caught.split()[1], 16) & 1 << signal.SIGHUP - 1)
    return False


def _runs_with(pid: int, file: Path) -> bool:
    """Whether this process is a Mosquitto with that configuration, and no other with its number."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return os.fsencode(file) in words
    return False
