"""The processes of a hall on this machine: started, watched, restarted, ended.

One process a role, so that a room that falls over takes nobody along; and the broker.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broker.domain.alerts import Sentences
from broker.domain.backoff import Backoff
from broker.domain.client_names import client_name
from broker.domain.errors import BusError, LinkBusy
from broker.own_broker import BROKER, OwnBroker
from broker.service import left, no_screen, parent_death
from broker.service.heartbeat import Ear, Heartbeat, unwatched, watcher
from broker.service.life import BROKER_VARIABLE
from broker.settings import Settings

log = logging.getLogger(__name__)

_ENDING = 5.0  # seconds a process gets to end in good order
_TRIES = 5  # of a process that ends at once, in a quarter of a minute; then it is given up
_SELDOM = 60.0  # seconds between tries from then on: its disk, or its file, may come back
_STEADY = 10.0  # a process that lived this long did not end at once
_PATIENCE = 90.0  # seconds without a sign of life; a stuck screen ends by itself before

_AT_ONCE = Sentences(
    "{title} 一启动就退出（状态 {status}），已连续 5 次，此后每分钟再试一次",
    "{title} ends as soon as it is started (status {status}), five times now;"
    " it is tried once a minute",
)
_SENT_AWAY = Sentences(
    "{title} 已由工作人员退出，要再用请重新启动",
    "staff have ended {title}; whoever wants it again starts it anew",
)
_NO_SCREEN = Sentences(
    "{title} 在这里没有屏幕，不再重新启动", "{title} has no screen here, and is not started again"
)


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

    @property
    def service(self) -> str:
        """What it calls itself on the bus."""
        return client_name(self.name, self.key)


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    since: float
    ear: Ear
    backoff: Backoff = field(default_factory=lambda: Backoff(first=0.5, most=10.0))
    again_at: float | None = None
    sudden: int = 0  # times in a row that it ended at once
    trouble: Sentences | None = None  # why it is given up


class Processes:
    """All processes of one hall on this machine.

    `say` hears one sentence for each thing a person would want to know. Children watch
    their standard input: should this process die without a word, they end too.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._children: list[_Child] = []
        self._broker: OwnBroker | None = None
        self._broker_at = 0.0  # when it may be started again
        self._broker_pause = Backoff(first=0.5, most=10.0)
        watched_by = watcher(os.environ)
        self._heartbeat = Heartbeat(watched_by) if watched_by else None
        self._environment = unwatched(os.environ) | {no_screen.SAID: "1"}
        self._quiet: dict[str, float] = {}  # what is said for all screens, and not again until when

    def start(self, programs: list[Program]) -> None:
        """Start the broker, unless hall.toml names one, and a process for each role."""
        self._settings.run.mkdir(parents=True, exist_ok=True)
        if not self._settings.hall.broker.host:
            self._start_broker([each.service for each in programs])
        for program in programs:
            ear = Ear(_PATIENCE)
            process = self._spawn(program, ear)
            self._children.append(_Child(program, process, time.monotonic(), ear))

    def process(self, role: str, key: str = "") -> subprocess.Popen[bytes]:
        """The running process of a role. `KeyError` where there is none."""
        for child in self._children:
            if (child.program.name, child.program.key) == (role, key):
                return child.process
        raise KeyError(role, key)

    @property
    def troubles(self) -> dict[str, Sentences]:
        """Why processes are given up, by their names on the bus."""
        return {
            each.program.service: each.trouble
            for each in self._children
            if each.trouble is not None
        }

    @property
    def turned_away(self) -> dict[str, Sentences]:
        """Whom our broker did not let in, or not do what they wanted, under its name."""
        said = self._broker.turned_away() if self._broker is not None else None
        return {BROKER: said} if said is not None else {}

    def watch(self, now: float) -> None:
        """Restart what ended by itself, with growing pauses; what ends at once again and again is
        given up, and the others live on. What gives no sign of life is ended. Call it a few times
        a second: whoever watches us hears of it."""
        if self._heartbeat is not None:
            self._heartbeat.tick(now)
        if self._broker is not None:
            self._watch_broker(self._broker, now)
        for child in self._children:
            self._watch(child, now)

    def stop(self) -> None:
        """End everything, the screens and devices before the ledger, the broker last."""
        for child in reversed(self._children):
            child.process.terminate()
        until = time.monotonic() + _ENDING
        for child in self._children:
            self._end(child.process, until)
            child.ear.close()
        self._children.clear()
        if self._heartbeat is not None:
            self._heartbeat.close()
        if self._broker is not None:
            with contextlib.suppress(OSError):
                self._broker.stop()

    def _start_broker(self, clients: list[str]) -> None:
        self._broker = OwnBroker(self._settings, clients)
        host, port = self._broker.start(time.monotonic())
        self._environment[BROKER_VARIABLE] = f"{host}:{port}"

    def _watch_broker(self, broker: OwnBroker, now: float) -> None:
        if broker.running:
            broker.watch(now)
        elif now >= self._broker_at:
            self._restart_broker(broker, now)

    def _restart_broker(self, broker: OwnBroker, now: float) -> None:
        self._say("the message broker ended; starting it again on the same port")
        try:
            broker.restart()
        except BusError as error:
            self._broker_at = now + self._broker_pause.step()
            self._say(str(error))
        else:
            self._broker_pause.clear()

    def _spawn(self, program: Program, ear: Ear) -> subprocess.Popen[bytes]:
        hall = ["--hall", str(self._settings.file), "--run", str(self._settings.run)]
        which = [program.name, program.key] if program.key else [program.name]
        return subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-m", "broker.cli", "run", *which, *hall],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if parent_death.REMOTE in program.environment else None,
            process_group=0,  # Ctrl-C is for us; we end them in order
            env=self._environment
            | ear.environment
            | {parent_death.VARIABLE: "1"}
            | dict(program.environment),
        )

    def _watch(self, child: _Child, now: float) -> None:
        status = child.process.poll()
        if status is None:
            if now - child.since > _STEADY:
                self._stands(child)
            if child.ear.stuck(now):
                self._say(f"{child.program.title} gives no sign of life; it is ended")
                child.process.kill()
        elif child.again_at is None:
            self._ended(child, status, now)
        elif now >= child.again_at:
            child.again_at = None
            child.ear.forget()
            _close_pipes(child.process)
            child.process, child.since = self._spawn(child.program, child.ear), now

    def _stands(self, child: _Child) -> None:
        child.backoff.clear()
        child.sudden = 0
        if child.trouble is not None:
            child.trouble = None
            self._say(f"{child.program.title} stays up again")

    def _ended(self, child: _Child, status: int, now: float) -> None:
        if status == left.STATUS:
            self._sent_away(child)
            return
        child.sudden += 1
        if child.sudden >= _TRIES:
            self._give_up(child, status, now)
            return
        pause = child.backoff.step()
        child.again_at = now + pause
        if status != no_screen.STATUS:
            self._say(f"{child.program.title} ended (status {status}); again in {pause:.0f} s")
        else:
            self._for_all(f"there is no screen here yet: {no_screen.REMEDY}", now)

    def _sent_away(self, child: _Child) -> None:
        child.again_at = math.inf
        child.trouble = _SENT_AWAY.filled(title=child.program.title)
        self._say(child.trouble.en)

    def _give_up(self, child: _Child, status: int, now: float) -> None:
        """What keeps it from standing may pass, but for a screen: a session that begins, or begins
        anew, has it within seconds. Said once, however often it is found again."""
        lasting = status == no_screen.STATUS
        child.again_at = math.inf if lasting else now + _SELDOM
        why = _NO_SCREEN if lasting else _AT_ONCE
        trouble = why.filled(title=child.program.title, status=status)
        if trouble == child.trouble:
            return
        child.trouble = trouble
        if lasting:
            self._for_all("what needs a screen finds none here, and is not started again", now)
        else:
            self._say(trouble.en)

    def _for_all(self, sentence: str, now: float) -> None:
        """Screens come to the same one after another: the first of them speaks for all, and none
        again before a minute without one. `troubles` has each by its name."""
        if now >= self._quiet.get(sentence, now):
            self._say(sentence)
        self._quiet[sentence] = now + _SELDOM

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
