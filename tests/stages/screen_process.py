"""A screen as a program of its own, with hands on its standard input, and a printer for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
PATIENCE = 60.0  # seconds


class Screen:
    """`hall run ROLE` with hands, in the sample hall or another one."""

    def __init__(self, run: Path, broker: str, *role: str, hall: Path = HALL) -> None:
        words = ["-m", "broker.cli", "run", "--hall", str(hall), "--run", str(run), *role]
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

    def must(self, *lines: str) -> None:
        """Do what the lines say; all of it can be done, once a key is where it will stay."""
        for line in lines:
            hasty = line.startswith("touch ") and line.count(" ") == 1
            reply = self.do(f"{line} {PATIENCE:g}" if hasty else line)
            assert reply["ok"], reply

    def until(self, line: str, value: object) -> None:
        end = time.monotonic() + PATIENCE
        while (reply := self.do(line)).get("value") != value:
            assert time.monotonic() < end, reply
            time.sleep(0.02)

    def close(self) -> None:
        """Its hands let go; a screen that QML complained of says so by how it ends."""
        lives = self.process.poll() is None
        said = self.process.communicate(timeout=PATIENCE)[1]
        assert not lives or self.process.returncode == 0, said

    def ended(self) -> int:
        """How it ended, by itself."""
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


@contextmanager
def printer(run: Path, line: str, *options: str) -> Iterator[None]:
    """A simulated printer on the port of a screen's line."""
    link = run / "tty" / line
    link.parent.mkdir(parents=True, exist_ok=True)
    words = ["-m", "broker.cli", "mock", "escpos", "--link", str(link), *options]
    mock = subprocess.Popen(
        [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + PATIENCE
        while not link.exists():
            assert time.monotonic() < until, "no printer"
            time.sleep(0.02)
        yield
    finally:
        mock.terminate()
        mock.wait()
        if mock.stdin is not None:
            mock.stdin.close()
