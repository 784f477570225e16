"""Real processes of a hall over a real broker, to be killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

import pytest

from broker.mosquitto import Mosquitto
from broker.service.clock import VARIABLE
from broker.service.life import BROKER_VARIABLE
from broker.service.parent_death import VARIABLE as LEASH
from broker.settings import Settings, load
from tests.stages.guarded import guarded, papers
from tests.stages.processes import HALL, morning_clock

ROOT = Path(__file__).parents[2]
LEDGER = ("broker.cli", "run", "ledger")
LEDGERS = "tests.torture.ledgers"
_SCREENS = """
[[guide_desks]]
id = "guide-1"
"""
LEADER = """
[[staff]]
id = "900"
name = "测试班长"
role = "duty-leader"
"""


@contextmanager
def broker(
    folder: Path, monkeypatch: pytest.MonkeyPatch, hall: Path = HALL, more: str = ""
) -> Iterator[tuple[Mosquitto, Settings]]:
    """A broker, and a hall (of eight windows) at nine on a Monday that knows it. `more` is a client
    that is not of the hall and may say and hear everything."""
    settings = load(hall, folder / "run")
    rights = f"\nuser {more}\ntopic readwrite #\n" if more else ""
    mosquitto = guarded(settings.hall, settings.run, folder / "mosquitto", more=rights)
    if more:
        papers(settings.run, more)
    mosquitto.start()
    monkeypatch.setenv(BROKER_VARIABLE, f"{mosquitto.host}:{mosquitto.port}")
    monkeypatch.setenv(VARIABLE, morning_clock())
    try:
        yield mosquitto, settings
    finally:
        mosquitto.stop()


def with_screens(folder: Path) -> Path:
    """The hall of eight windows with a guide desk and a duty leader besides."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in HALL.parent.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    with (folder / HALL.name).open("a", encoding="utf-8") as hall:
        hall.write(_SCREENS + LEADER)
    return folder / HALL.name


class Victim:
    """One process, `python -m words… --hall … --run …`, which ends when the test does.

    `hear` is told each line of its standard output, on a thread of its own.
    """

    def __init__(
        self, settings: Settings, *words: str, environment: Mapping[str, str] | None = None
    ) -> None:
        place = ("--hall", str(settings.file), "--run", str(settings.run))
        self._environment = environment or {}
        self._command = [sys.executable, "-m", *(words or LEDGER), *place]
        self._process: subprocess.Popen[bytes] | None = None
        self.hear: Callable[[str], None] = lambda _line: None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; it needs a moment to be there."""
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, LEASH: "1", **self._environment},
            cwd=ROOT,
        )
        self._hearer = threading.Thread(target=self._listen, args=(self._process.stdout,))
        self._hearer.start()

    def kill(self) -> None:
        """End it as a crash would: nothing of it runs any more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def ended(self, seconds: float) -> int:
        """How it ended, by itself."""
        assert self._process is not None
        status = self._process.wait(seconds)
        self._close()
        return status

    def say(self, line: str) -> None:
        """A line on its standard input; a dead one hears nothing."""
        assert self._process is not None
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(60)
        self._close()

    def _close(self) -> None:
        assert self._process is not None
        self._hearer.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        self._process = None

    def _listen(self, mouth: IO[bytes]) -> None:
        for line in mouth:
            self.hear(line.decode().rstrip())
