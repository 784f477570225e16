"""Tells staff when last night's backup or audit found trouble, until the next that goes well."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.domain.alerts import AlertCode, Sentences
from broker.language import filled
from broker.ledger.lookout import Lookout, Troubles
from broker.ledger.outcomes import FILE, Outcomes, recall
from broker.service.life import Service

_OVERDUE = timedelta(days=3)  # one night may be missed: the machine was off

_FAILED = Sentences("台账备份失败：{why}", "The backup of the ledger failed: {why}")
_NONE = Sentences(
    "自 {since} 起没有台账备份：请检查定时器 hall-backup.timer",
    "No backup of the ledger since {since}: look at hall-backup.timer",
)
_FOUND = Sentences("台账核查发现问题：{why}", "The audit of the ledger found: {why}")


def watch_night(service: Service) -> Lookout:
    """Looks at the file that a backup leaves."""
    return Lookout(service, (AlertCode.BACKUP, AlertCode.AUDIT), LastNight(service).troubles)


class LastNight:
    """What a backup left of itself, read again whenever it was written again."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._zone = ZoneInfo(service.settings.hall.hall.timezone)
        self._seen: int | None = None
        self._outcomes = Outcomes()

    def troubles(self) -> Troubles:
        """What there is to tell now."""
        run = self._service.settings.run
        written = _written(run / FILE)
        if written != self._seen:
            self._seen, self._outcomes = written, recall(run)
        return troubles(self._outcomes, self._service.now(), self._zone)


def troubles(outcomes: Outcomes, now: datetime, zone: ZoneInfo) -> Troubles:
    """What staff are to be told, for both alerts; None where all is well."""
    failed = found = None
    if outcomes.backup is not None and outcomes.backup.trouble:
        failed = filled(_FAILED, why=outcomes.backup.trouble)
    elif outcomes.good is not None and now - outcomes.good > _OVERDUE:
        failed = _NONE.filled(since=f"{outcomes.good.astimezone(zone):%Y-%m-%d}")
    if outcomes.audit is not None and outcomes.audit.trouble:
        found = filled(_FOUND, why=outcomes.audit.trouble)
    return {AlertCode.BACKUP: failed, AlertCode.AUDIT: found}


def _written(file: Path) -> int | None:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None
