"""The files in which a program keeps what it promised, and what staff are told of them."""

from __future__ import annotations

import logging
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.errors import StoreKnown
from broker.domain.refusals import No
from broker.domain.requests import Answer, AnyRequest, Refused
from broker.language import filled
from broker.service.committer import DiskSilent
from broker.service.life import Service
from broker.service.refused_entries import RefusedEntry, told
from broker.service.reports import Alerts
from broker.wire.topics import Kind

log = logging.getLogger(__name__)

_REFUSED = Sentences(
    "磁盘写不进去，打卡、评价或号码暂不能保存：{why}",
    "The disk takes nothing, so no punch, rating or number can be kept: {why}",
)
_SILENT = Sentences(
    "磁盘 {seconds:.0f} 秒没有应答，打卡、评价或号码要等写好才算数：{file}",
    "The disk has not answered for {seconds:.0f} s; no punch, rating or number counts before it"
    " is written: {file}",
)


class KeptFiles:
    """The kept files of one program. On the loop only.

    Three alerts stand under its name: `outbox` while a damaged file that was put aside lies there
    at a start, `cannot-store` while the disk refuses one of them, or does not answer, and `refused`
    from the first entry that the ledger would not have until the next start.
    """

    def __init__(self, service: Service) -> None:
        codes = (AlertCode.OUTBOX, AlertCode.CANNOT_STORE, AlertCode.REFUSED)
        self._service, self._count = service, 0
        self._alerts = Alerts(service, Kind.SERVICE, service.name, codes)
        self._refused: dict[Path, StoreKnown] = {}
        self._damaged: dict[Path, Sentences] = {}

    def disk(self, file: Path, error: StoreKnown | None) -> None:
        """What the disk said to a write of `file`; None: it takes it again."""
        if error is None:
            self._refused.pop(file, None)
        elif str(self._refused.get(file)) != str(error):
            self._refused[file] = error
            if not isinstance(error, DiskSilent):
                log.error("%s", error)
        said = next((_sentences(*each) for each in self._refused.items()), None)
        self._alerts.tell(AlertCode.CANNOT_STORE, said)

    def answered(self, asked: AnyRequest, answer: Answer) -> None:
        """What the ledger said to an entry that nobody waits for any more."""
        if not isinstance(answer, Refused) or answer.code == No.UNREADABLE:  # that one lies aside
            return
        self._count += 1
        zone = ZoneInfo(self._service.settings.hall.hall.timezone)
        said = told(RefusedEntry(asked, answer), self._count, zone)
        self._alerts.alert(AlertCode.REFUSED, said)

    def damaged(self, file: Path, error: Exception) -> None:
        """Put a damaged file aside, so that its program goes on with an empty one."""
        log.error("%s; it is put aside", error)
        _put_aside(file)

    def look(self, file: Path, sentences: Sentences) -> None:
        """Tell of a damaged `file` that lies aside, with its name filled in."""
        for aside in sorted(file.parent.glob(f"{file.name}.damaged-?"))[-1:]:
            self.lies_aside(file, sentences.filled(file=aside))

    def lies_aside(self, file: Path, sentences: Sentences) -> None:
        """Tell of `file`, in which something lies that was promised; all files in one alert."""
        self._damaged[file] = sentences
        zh, en = zip(*self._damaged.values(), strict=True)
        self._alerts.alert(AlertCode.OUTBOX, Sentences("；".join(zh), "; ".join(en)))


def _sentences(file: Path, error: StoreKnown) -> Sentences:
    if isinstance(error, DiskSilent):
        return _SILENT.filled(seconds=error.seconds, file=file)
    return filled(_REFUSED, why=error)


def _put_aside(file: Path) -> None:
    """Under the first free number; the ninth is the last, and is written over."""
    names = [f"{file.name}.damaged-{number}" for number in range(1, 10)]
    name = next((each for each in names if not file.with_name(each).exists()), names[-1])
    for tail in ("", "-wal", "-shm"):
        part = file.with_name(file.name + tail)
        if part.exists():
            part.replace(file.with_name(name + tail))
