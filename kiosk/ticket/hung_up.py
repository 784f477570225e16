"""The hall's notices as their file says now: looked at anew while the kiosk runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from broker.domain.alerts import AlertCode
from broker.domain.notices import Notice, hanging
from broker.settings import Settings
from broker.settings.files import Stamp, stamp
from broker.settings.notices import load_notices

EVERY = 10.0  # seconds
_UNREAD: Stamp = (-1, -1, -1)  # of no file: whatever lies there is read


class HungUp:
    """The notices that were read at the start, and since then whenever their file has changed. One
    that cannot be read changes nothing: what hung there stays, and staff are told by `complain`,
    of that and of its end. With one that was damaged at the start its sound rows hang, and staff
    are told at the first look.
    """

    def __init__(
        self,
        settings: Settings,
        seconds: Callable[[], float],
        complain: Callable[[AlertCode, bool], None],
    ) -> None:
        named = settings.hall.notices.file
        self._file = settings.file.parent / named if named else None
        self._notices = settings.notices
        self._seconds = seconds
        damaged = self._file is not None and any(
            Path(each.file).absolute() == self._file.absolute() for each in settings.damaged
        )
        self._stamp = _UNREAD if damaged else stamp(self._file)
        self._due = 0.0
        self._complain = complain

    def today(self, day: date) -> tuple[Notice, ...]:
        """Those of `day`, the newest first."""
        return hanging(self._notices, day)

    def look(self) -> None:
        """Read the file if it is another than before; a look costs one question to the disk, and
        there is one in `EVERY` seconds at most."""
        now = self._seconds()
        if self._file is None or now < self._due:
            return
        self._due = now + EVERY
        seen = stamp(self._file)
        if seen != self._stamp:
            self._stamp = seen
            self._read(self._file)

    def _read(self, file: Path) -> None:
        read = load_notices(file)
        if not read.errors:
            self._notices = read.notices
        self._complain(AlertCode.NOTICES, bool(read.errors))
