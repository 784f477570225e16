"""A table beside hall.toml that is written while a screen runs: looked at anew, read aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from broker.settings.files import UNREAD, stamp

EVERY = 10.0  # seconds
T = TypeVar("T")
R = TypeVar("R")


class Aside(Protocol):
    """How work is done beside the screen's thread (`Runner.aside`)."""

    def __call__(
        self, make: Callable[[], R], heard: Callable[[R], None], name: str, /
    ) -> object: ...


class TableFound(NamedTuple, Generic[T]):
    """What a table says; `damaged`: something of it could not be read."""

    rows: T
    damaged: bool


class WatchedTable(Generic[T]):
    """What `file` says, read by `read` beside the screen's thread whenever it has changed. One that
    cannot be read changes nothing: `rows` stay what they were, and staff are told by `complain`,
    of that and of its end. Only of the very first one whose rows nobody has read yet (`rows` is
    None), the sound ones are taken.

    A look costs the screen one question to the disk, and there is one in `EVERY` seconds at most.
    While a reading goes on no other begins; what was changed meanwhile is read at the next look,
    for the stamp is taken before the file is opened.
    """

    def __init__(
        self,
        file: Path | None,
        rows: T | None,
        read: Callable[[Path], TableFound[T]],
        seconds: Callable[[], float],
        complain: Callable[[bool], None],
        *,
        unread: bool = False,
    ) -> None:
        self.rows = rows
        self._file = file
        self._read = read
        self._seconds = seconds
        self._complain = complain
        self._stamp = UNREAD if unread else stamp(file)
        self._due = 0.0
        self._reading = False

    def look(self, aside: Aside) -> None:
        """Have the file read if it is another than before."""
        now, file = self._seconds(), self._file
        if file is None or self._reading or now < self._due:
            return
        self._due = now + EVERY
        seen = stamp(file)
        if seen != self._stamp:
            self._stamp, self._reading = seen, True
            aside(lambda: self._read(file), self._heard, "tables")

    def _heard(self, found: TableFound[T]) -> None:
        self._reading = False
        if not found.damaged or self.rows is None:
            self.rows = found.rows
        self._complain(found.damaged)
