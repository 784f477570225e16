"""Packages that pages of the documentation write: cut out, built, installed, tried by a user."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.arch.source import ROOT
from tests.stages.hall_text import hall_text

FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PIP = ("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation")
SECONDS = 20.0


class Guest:
    """The package of one page, in a place of its own beside the hall."""

    def __init__(self, page: str, folder: Path) -> None:
        self.source = folder / "source"
        self.site = folder / "site"
        for name, text in FILE.findall((ROOT / "docs" / page).read_text("utf-8")):
            file = self.source / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        self.python(*PIP, "--target", str(self.site), str(self.source))

    @property
    def code(self) -> Path:
        """The folder of its Python files."""
        (spec,) = self.source.glob("*/spec.py")
        return spec.parent

    @property
    def environment(self) -> dict[str, str]:
        vectors = str(self.source / "vectors")
        return {**os.environ, "PYTHONPATH": str(self.site), "HALL_VECTORS": vectors}

    def python(self, *words: str, **more: str) -> str:
        """What a program says; `more` is added to its environment."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def hall(self, *words: str) -> str:
        return self.python("-m", "broker.cli", *words)

    @contextmanager
    def mock(self, name: str, port: Path, address: int) -> Iterator[None]:
        """Its simulated device, alone on a port that programs can open."""
        words = ("mock", name, "--link", str(port), "--address", str(address))
        with self._running(*words) as child:
            _told(child, lambda line: "ready" in line)
            yield

    @contextmanager
    def bench(self, folder: Path) -> Iterator[Bench]:
        """The bench of a small hall with the lines of the page in it, drawn in memory."""
        (folder / "items.csv").write_text("department,number,item\n税务,1,办税\n", "utf-8")
        lines = (self.source / "hall.toml").read_text("utf-8")
        (folder / "hall.toml").write_text(hall_text(window=3) + lines, "utf-8")
        run = folder / "run"
        words = ("bench", str(folder / "hall.toml"), "--run", str(run), "--offscreen")
        with self._running(*words) as child:
            _told(child, lambda line: line.get("ready") == str(run))
            yield Bench(child, run)

    @contextmanager
    def _running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        with subprocess.Popen(
            [sys.executable, "-m", "broker.cli", *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            try:
                yield child
            finally:
                child.terminate()


class Bench:
    """A bench that runs and is told what to do by lines."""

    def __init__(self, child: subprocess.Popen[str], run: Path) -> None:
        self._child = child
        self.run = run

    def say(self, words: str) -> None:
        """A hand does something."""
        assert self._child.stdin is not None
        self._child.stdin.write(words + "\n")
        self._child.stdin.flush()

    def look(self, device: str) -> dict[str, Any]:
        """What is seen of a device now: `panels@7`."""
        self.say(f"{device} look")
        look: dict[str, Any] = _told(self._child, lambda line: "look" in line)["look"]
        return look

    def until(self, device: str, seen: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Its look, as soon as it is as it should be."""
        until = time.monotonic() + SECONDS
        while not seen(look := self.look(device)):
            assert time.monotonic() < until, look
        return look

    def shot(self, folder: Path) -> dict[str, Path]:
        """Pictures of everything, by their names."""
        self.say(f"shot {folder}")
        files = _told(self._child, lambda line: "shot" in line)["shot"]
        return {Path(file).name: Path(file) for file in files}


def _told(child: subprocess.Popen[str], wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The next line of that kind. An error it tells is one of the test."""
    assert child.stdout is not None
    for line in child.stdout:
        told: dict[str, Any] = json.loads(line)
        assert "error" not in told, told
        if wanted(told):
            return told
    raise AssertionError("it ended and did not say what was waited for")
