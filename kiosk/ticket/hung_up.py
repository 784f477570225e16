"""The tables that a kiosk takes anew while it runs: the hall's notices, and its cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from broker.domain.alerts import AlertCode
from broker.domain.cases import CaseRules, Cases
from broker.domain.notices import Notice, hanging
from broker.settings import Settings
from broker.settings.cases import load_cases
from broker.settings.notices import load_notices
from broker.settings.watched_table import Aside, TableFound, WatchedTable

Complain = Callable[[AlertCode, bool], None]


class CaseTable(NamedTuple):
    """The cases, and when their table was `written`."""

    cases: Cases
    written: datetime | None


class HungUp:
    """What hangs here. With a table of notices that was damaged at the start its sound rows hang,
    and staff are told at the first look. Cases are read at the first look, by kiosks alone."""

    def __init__(
        self, settings: Settings, seconds: Callable[[], float], complain: Complain, aside: Aside
    ) -> None:
        hall, folder = settings.hall, settings.file.parent
        self._aside = aside
        file = _named(folder, hall.notices.file)
        damaged = file is not None and settings.is_damaged(file)
        self._notices = WatchedTable(
            file,
            settings.notices,
            _notices,
            seconds,
            lambda bad: complain(AlertCode.NOTICES, bad),
            unread=damaged,
        )
        self._cases: WatchedTable[CaseTable] = WatchedTable(
            _named(folder, hall.cases.file),
            None,
            partial(_cases, hall.cases),
            seconds,
            lambda bad: complain(AlertCode.CASES, bad),
            unread=True,
        )

    @property
    def cases(self) -> Cases | None:
        """The cases; None while they were not read."""
        return self._cases.rows.cases if self._cases.rows else None

    @property
    def cases_of(self) -> datetime | None:
        """When their table was written, which is as late as they are true; None: nobody knows."""
        return self._cases.rows.written if self._cases.rows else None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All of the table, of whichever day."""
        return self._notices.rows or ()

    def today(self, day: date) -> tuple[Notice, ...]:
        """The notices of `day`, the newest first."""
        return hanging(self.notices, day)

    def look(self) -> None:
        """Have read what is another than before."""
        self._notices.look(self._aside)
        self._cases.look(self._aside)


def _named(folder: Path, name: str) -> Path | None:
    return folder / name if name else None


def _notices(file: Path) -> TableFound[tuple[Notice, ...]]:
    read = load_notices(file)
    return TableFound(read.notices, bool(read.errors))


def _cases(rules: CaseRules, file: Path) -> TableFound[CaseTable]:
    written = _written(file)  # before it is opened: never later than what is read
    read = load_cases(file, rules)
    return TableFound(CaseTable(read.cases, written), bool(read.errors))


def _written(file: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None
