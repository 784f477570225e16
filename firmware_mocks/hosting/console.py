"""Simulated devices at a terminal or under a program: hands come in by line, JSON lines go out."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, assert_never

from msgspec import to_builtins

from broker.language import translated
from firmware_mocks.firmware.looks import plain
from firmware_mocks.hosting import events
from firmware_mocks.hosting.events import Event

_SAID = ("error", "title", "meaning")  # what a person reads; all else is for programs
_STDIN = 0
_CHUNK = 4096


class Console:
    """Writes one JSON object a line; from any thread, each line whole and at once. One that has a
    `beginning` keeps what is said until `begin` gives the line that stands first."""

    def __init__(self, beginning: bool = False) -> None:
        self._lock = threading.Lock()
        self._kept: list[str] | None = [] if beginning else None

    def say(self, value: dict[str, Any]) -> None:
        """Write `value`. A reader who has gone away is no reason to stop."""
        with self._lock:
            if self._kept is None:
                _write(_line(value))
            else:
                self._kept.append(_line(value))

    def begin(self, first: dict[str, Any] | None) -> None:
        """Write `first`, and what was kept behind it; None where it came to nothing."""
        with self._lock:
            lines = [_line(first)] if first is not None else []
            _write("".join(lines + (self._kept or [])))
            self._kept = None


def _line(value: dict[str, Any]) -> str:
    said = {key: translated(words) if key in _SAID else words for key, words in value.items()}
    return json.dumps(said, ensure_ascii=False, default=str) + "\n"


def _write(lines: str) -> None:
    try:
        sys.stdout.write(lines)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # for the rest of the process


def as_json(event: Event) -> dict[str, Any]:
    """One line of output for an event of a hosted line."""
    match event:
        case events.Shown(address, show):
            return {"address": address, "what": show.what, "detail": to_builtins(show.detail)}
        case events.Looked(address, look):
            return {"address": address, "look": plain(look)}
        case events.Plugged(None):
            return {"unplugged": True}
        case events.Plugged(place):
            return {"ready": place}
        case events.Powered(address, on):
            return {"address": address, "replugged" if on else "unplugged": True}
        case events.Passed(way, data):
            return {"bytes": data.hex(" ").upper(), "way": way.value}
        case events.Misunderstood(sentence):
            return {"error": sentence}
    assert_never(event)


def listen(heard: Callable[[str], None]) -> None:
    """Call `heard` with every line of standard input, from a thread of its own.

    The end of input ends only the listening. The file descriptor is read directly: a thread
    that waits inside `sys.stdin` would block the interpreter's exit.
    """
    threading.Thread(target=_listen, args=(heard,), name="standard input", daemon=True).start()


def _listen(heard: Callable[[str], None]) -> None:
    rest = b""
    while data := _read():
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            heard(line.decode("utf-8", "replace").strip())
    if rest:
        heard(rest.decode("utf-8", "replace").strip())


def _read() -> bytes:
    try:
        return os.read(_STDIN, _CHUNK)
    except OSError:
        return b""
