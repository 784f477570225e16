"""The processes of a hall on this machine: started, watched, restarted, ended.

One process a role, so that a room that falls over takes nobody along; and the broker.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broker.domain.backoff import Backoff
from broker.domain.errors import BusError, LinkBusy
from broker.mosquitto import Mosquitto
from broker.service import no_screen, parent_death
from broker.service.life import BROKER_FILE, BROKER_VARIABLE
from broker.settings import Settings

log = logging.getLogger(__name__)

_ENDING = 5.0  # seconds a process gets to end in good order
_LOOKS = 5  # for a screen, in a quarter of a minute
_STEADY = 10.0  # a process that lived this long starts with small pauses again


@dataclass(frozen=True, slots=True)
class Program:
    """One process: the role, which one of its kind, and what its environment adds."""

    name: str
    key: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """`kiosk kiosk-1`, as people say it."""
        return f"{self.name} {self.key}".strip()


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    since: float
    backoff: Backoff = field(default_factory=lambda: Backoff(first=0.5, most=10.0))
    again_at: float | None = None
    unseen: int = 0  # times in a row that it found no screen


class Processes:
    """All processes of one hall on this machine.

    `say` hears one sentence for each thing a person would want to know. Children watch
    their standard input: should this process die without a word, they end too.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._children: list[_Child] = []
        self._broker: Mosquitto | None = None
        self._broker_at = 0.0  # when it may be started again
        self._broker_pause = Backoff(first=0.5, most=10.0)
        self._environment = dict(os.environ)

    def start(self, programs: list[Program]) -> None:
        """Start the broker, unless hall.toml names one, and a process for each role."""
        self._settings.run.mkdir(parents=True, exist_ok=True)
        if not self._settings.hall.broker.host:
            self._start_broker()
        for program in programs:
            self._children.append(_Child(program, self._spawn(program), time.monotonic()))

    def process(self, role: str, key: str = "") -> subprocess.Popen[bytes]:
        """The running process of a role. `KeyError` where there is none."""
        for child in self._children:
            if (child.program.name, child.program.key) == (role, key):
                return child.process
        raise KeyError(role, key)

    def watch(self, now: float) -> None:
        """Restart what ended by itself, with growing pauses. Call it a few times a second."""
        if self._broker is not None and not self._broker.running and now >= self._broker_at:
            self._restart_broker(self._broker, now)
        for child in self._children:
            self._watch(child, now)

    def stop(self) -> None:
        """End everything, the screens and devices before the ledger, the broker last."""
        for child in reversed(self._children):
            child.process.terminate()
        until = time.monotonic() + _ENDING
        for child in self._children:
            self._end(child.process, until)
        self._children.clear()
        if self._broker is not None:
            self._broker.stop()
            with contextlib.suppress(OSError):
                (self._settings.run / BROKER_FILE).unlink()

    def _start_broker(self) -> None:
        port = self._settings.hall.broker.port
        self._broker = Mosquitto(self._settings.run / "mosquitto", port)
        self._broker.start()
        place = {"host": self._broker.host, "port": self._broker.port}
        (self._settings.run / BROKER_FILE).write_text(json.dumps(place), "utf-8")
        self._environment[BROKER_VARIABLE] = f"{self._broker.host}:{self._broker.port}"

    def _restart_broker(self, broker: Mosquitto, now: float) -> None:
        self._say("the message broker ended; starting it again on the same port")
        try:
            broker.start()
        except BusError as error:
            self._broker_at = now + self._broker_pause.step()
            self._say(str(error))
        else:
            self._broker_pause.clear()

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        hall = ["--hall", str(self._settings.file), "--run", str(self._settings.run)]
        which = [program.name, program.key] if program.key else [program.name]
        return subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-m", "broker.cli", "run", *which, *hall],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if parent_death.REMOTE in program.environment else None,
            process_group=0,  # Ctrl-C is for us; we end them in order
            env={**self._environment, parent_death.VARIABLE: "1", **program.environment},
        )

    def _watch(self, child: _Child, now: float) -> None:
        status = child.process.poll()
        if status is None:
            if now - child.since > _STEADY:
                child.backoff.clear()
                child.unseen = 0
        elif child.unseen >= _LOOKS:
            return
        elif child.again_at is None and status == no_screen.STATUS and self._gives_up(child):
            self._say(f"{child.program.title} has no screen here, and is not started again")
        elif child.again_at is None:
            pause = child.backoff.step()
            child.again_at = now + pause
            self._say(f"{child.program.title} ended (status {status}); again in {pause:.0f} s")
        elif now >= child.again_at:
            child.again_at = None
            _close_pipes(child.process)
            child.process, child.since = self._spawn(child.program), now

    @staticmethod
    def _gives_up(child: _Child) -> bool:
        """A session that begins, or begins anew, takes some seconds until it has its screen."""
        child.unseen += 1
        return child.unseen >= _LOOKS

    @staticmethod
    def _end(process: subprocess.Popen[bytes], until: float) -> None:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _close_pipes(process)


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


@contextlib.contextmanager
def only_one(run: Path) -> Iterator[None]:
    """Hold the run directory for one `hall up`. Raises `LinkBusy` where another has it."""
    run.mkdir(parents=True, exist_ok=True)
    with (run / "up.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LinkBusy(
                f"{run}: a hall is already up in this run directory; end it first, or give this"
                " one another directory with --run"
            ) from error
        yield
