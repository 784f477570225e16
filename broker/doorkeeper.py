"""Who reads what Mosquitto writes down: a thread that counts whom it turned away.

The log says every message, and is read from a pipe, of which only what matters goes to the disk.
It rests between two looks: woken at each line, it took as much of the processor as the broker
itself, and a pipe that holds thousands of lines costs nothing.
Mosquitto's end of the pipe does not block: should nobody read for a while (our process was stopped,
the disk hangs), lines are lost, and the hall goes on.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from broker.mosquitto_words import TurnedAway

_HOLDS = 1 << 20  # bytes of the pipe: the most that whoever is not root may have
_REST = 0.05  # seconds between two looks
_LARGEST = 4 << 20  # bytes of a log that is begun anew; the former one stays beside it


class Doorkeeper:
    """Reads until the other end is closed. `end` is what the broker writes to; `refused` is
    counted on, and touched by nobody else meanwhile."""

    def __init__(self, log: Path, refused: TurnedAway) -> None:
        self._log = log
        self._refused = refused
        self._lock = threading.Lock()
        self._ending = threading.Event()  # nobody rests any more
        read, self.end = os.pipe()
        os.set_blocking(self.end, False)
        with contextlib.suppress(OSError):  # one user may have so much of them all together
            fcntl.fcntl(self.end, fcntl.F_SETPIPE_SZ, _HOLDS)
        self._thread = threading.Thread(
            target=self._read, args=(read,), name="doorkeeper", daemon=True
        )

    def begin(self) -> None:
        """The broker has its end now, and we have no other."""
        os.close(self.end)
        self._thread.start()

    def wait(self) -> None:
        """Until the broker has said its last word."""
        self._ending.set()
        self._thread.join()

    def refused(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """How often whom: strangers by address, clients by name."""
        with self._lock:
            return Counter(self._refused.strangers), Counter(self._refused.clients)

    def blame(self) -> str:
        """Who said the most since this was asked last, and is counted for it."""
        with self._lock:
            return self._refused.blame()

    def read_anew(self) -> int:
        """How often it read its rights and lists again."""
        with self._lock:
            return self._refused.read_anew

    def _read(self, end: int) -> None:
        begun = b""
        while came := os.read(end, _HOLDS):
            *lines, begun = (begun + came).split(b"\n")
            self._take(lines)
            self._ending.wait(_REST)
        os.close(end)
        self._take([begun])

    def _take(self, lines: Iterable[bytes]) -> None:
        with self._lock:
            told = [each for each in lines if self._refused.take(each.decode("utf-8", "replace"))]
        if told:
            self._keep(b"\n".join(told) + b"\n")

    def _keep(self, lines: bytes) -> None:
        with contextlib.suppress(OSError):  # a full disk: what is counted is told all the same
            if self._log.exists() and self._log.stat().st_size > _LARGEST:
                self._log.replace(self._log.with_suffix(".old.log"))
            with self._log.open("ab") as log:
                log.write(lines)
