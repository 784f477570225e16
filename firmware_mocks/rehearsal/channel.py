"""A program that is told lines and tells JSON lines: the bench, or the hands of a screen."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Callable
from typing import Any

from firmware_mocks.rehearsal.patience import QUIET

_GLANCE = 0.2  # seconds between two looks whether the program still lives

Told = Callable[[dict[str, Any]], None]


class NotDone(Exception):
    """The program did not answer, or answered no; the sentence says to what."""


class Channel:
    """Both pipes of one running program. What a line of devices tells by itself goes to `told`.

    Answers come in the order of the questions, so one that comes after its question was given up
    is owed: it is taken off before the next one's.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], name: str, told: Told | None = None
    ) -> None:
        self._process = process
        self._name = name
        self._told = told
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._owed = 0
        self._asking = threading.Lock()
        self._reader = threading.Thread(target=self._read, name=f"channel {name}", daemon=True)
        self._reader.start()

    @property
    def failed(self) -> bool:
        """Whether the program has ended, and said by its status that something was wrong."""
        return (self._process.poll() or 0) > 0

    def say(self, line: str) -> None:
        """Tell the program a line and go on."""
        if self._process.stdin is None:
            raise NotDone(f"{self._name}: cannot be told anything")
        with contextlib.suppress(BrokenPipeError, ValueError):
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    def ask(self, line: str, seconds: float = QUIET) -> dict[str, Any]:
        """Tell it a line and wait for its answer, while the program lives. Raises `NotDone`."""
        with self._asking:
            self.say(line)
            return self.answer(line, seconds)

    def answer(self, line: str, seconds: float = QUIET) -> dict[str, Any]:
        """The next answer that is not an event nor owed."""
        self._owed += 1
        answer = None
        while self._owed:
            answer = self._next(seconds)
            if answer is None:
                raise NotDone(f"{self._name}: no answer to {line!r}")
            self._owed -= 1
        if answer is None or answer.get("ok") is False or "error" in answer:
            raise NotDone(f"{self._name}: {line!r}: {answer and answer.get('error')}")
        return answer

    def _next(self, seconds: float) -> dict[str, Any] | None:
        """None after `seconds` of looking, or as soon as the program has ended."""
        for _ in range(max(1, round(seconds / _GLANCE))):
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=_GLANCE)
            if not self._reader.is_alive() and self._answers.empty():
                return None
        return None

    def _read(self) -> None:
        if self._process.stdout is None:
            return
        with contextlib.suppress(ValueError):  # closed by whoever ends the program
            for line in self._process.stdout:
                value = json.loads(line)
                if "line" not in value or "ok" in value:  # a screen that says no names its line
                    self._answers.put(value)
                elif self._told is not None:
                    self._told(value)
