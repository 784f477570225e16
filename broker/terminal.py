"""What is written to a terminal: text, and nothing that a terminal would obey.

Alerts, reasons and topics come over the bus, where a stranger may have written them. An escape
sequence in one would colour, clear or retitle the terminal of whoever looks; a turned direction
would let him read something else.

A terminal that was stopped (Ctrl-S), or a pipe whose reader is busy, takes nothing, and whoever
writes to it waits for as long. A command may: its reader wants every line. A process that serves
the hall may not; its lines go through a `Pen`.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import select
import sys
import threading
import unicodedata
from typing import TextIO

from broker.language import translated

_KEPT = "\n\t"
_MOST = 1000  # lines that wait for who reads them
_GOODBYE = 1.0  # seconds that the end of a process waits for them


def plain(text: str, kept: str = _KEPT) -> str:
    r"""`text` with what a terminal would obey spelled out (`\x1b`), but for the `kept` ones."""
    if text.isprintable():
        return text
    return "".join(each if each in kept or not _obeyed(each) else _spelled(each) for each in text)


def say(text: str) -> None:
    """One line for the person at the terminal."""
    _write(sys.stdout, plain(translated(text), "\t") + "\n")


def announce(text: str) -> None:
    """The same, from a process that goes on though nobody takes it."""
    pen(sys.stdout).write(plain(translated(text), "\t"))


def show(text: str) -> None:
    """Lines for the person at the terminal, as they are."""
    _write(sys.stdout, plain(translated(text)))


def complain(text: str) -> None:
    """Lines about what went wrong, on standard error."""
    _write(sys.stderr, plain(translated(text)) + "\n")


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


class Pen:
    """Writes lines on a thread of its own: whoever has one written never waits.

    How it works, and what it gives up. Lines wait in a queue of a thousand for the one thread that
    writes, past Python's own buffer, whose lock would be held for as long as nobody reads. What
    does not fit is dropped and counted, the newest first: what was said before explains more. Where
    lines are missing, one line says how many. A far end that is gone takes all, and nobody hears of
    it. At its end a process waits for a moment, no longer.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._lines: queue.Queue[str | None] = queue.Queue(_MOST)
        self._lock = threading.Lock()
        self._dropped = 0
        self._thread: threading.Thread | None = None

    def write(self, line: str) -> None:
        """Have it written. From any thread."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():  # nor in a fork
                self._thread = threading.Thread(target=self._serve, name="pen", daemon=True)
                self._thread.start()
            for each in (*self._missing(), line):
                try:
                    self._lines.put_nowait(each)
                except queue.Full:
                    self._dropped += 1

    def close(self, seconds: float = _GOODBYE) -> bool:
        """Whether all is written, after so long at most. A later line is written all the same."""
        if self._thread is None:
            return True
        with contextlib.suppress(queue.Full):
            self._lines.put(None, timeout=seconds)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _missing(self) -> list[str]:
        """Where lines were dropped and there is room again, how many."""
        if not self._dropped or self._lines.full():
            return []
        dropped, self._dropped = self._dropped, 0
        return [translated(f"{dropped} lines are missing here: nobody took them")]

    def _serve(self) -> None:
        while (line := self._lines.get()) is not None:
            self._out(line)
            if self._lines.empty():
                self._confess()
        self._confess()

    def _confess(self) -> None:
        with self._lock:
            missing = self._missing()
        for each in missing:
            self._out(each)

    def _out(self, line: str) -> None:
        data = f"{line}\n".encode(errors="backslashreplace")
        with contextlib.suppress(OSError):
            while data:
                try:
                    data = data[os.write(self._file, data) :]
                except BlockingIOError:  # somebody else made the terminal so
                    select.select([], [self._file], [])


_pens: dict[int, Pen] = {}


class _Quill:
    """For a stream that is no file, in a test: it takes everything at once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> None:
        _write(self._stream, f"{line}\n")


def pen(stream: TextIO) -> Pen | _Quill:
    """What writes lines to this stream."""
    try:
        file = stream.fileno()
    except (OSError, ValueError):
        return _Quill(stream)
    if file not in _pens:
        _pens[file] = Pen(file)
    return _pens[file]


@atexit.register
def finish() -> None:
    """Have written what waits, at the end of a process."""
    for each in _pens.values():
        each.close()


def _obeyed(each: str) -> bool:
    """Control characters, and those that turn the direction of writing or cannot be written."""
    return unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _spelled(each: str) -> str:
    return each.encode("unicode_escape", "surrogatepass").decode("ascii")
