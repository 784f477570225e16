"""The tables that a kiosk takes anew while it runs: the hall's notices, and its cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from broker.domain.alerts import AlertCode
from broker.domain.cases import CaseRules, Cases
from broker.domain.notices import Notice, hanging
from broker.settings import Settings
from broker.settings.cases import load_cases
from broker.settings.notices import load_notices
from broker.settings.watched_table import Aside, TableFound, WatchedTable

Complain = Callable[[AlertCode, bool], None]


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
        self._cases: WatchedTable[Cases] = WatchedTable(
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
        return self._cases.rows

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


def _cases(rules: CaseRules, file: Path) -> TableFound[Cases]:
    read = load_cases(file, rules)
    return TableFound(read.cases, bool(read.errors))
