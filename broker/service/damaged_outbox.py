"""An outbox whose file is damaged: put aside, kept for whoever can read it, and told to staff."""

from __future__ import annotations

import logging
from pathlib import Path

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.errors import StoreKnown
from broker.service.life import Service
from broker.service.outbox import Answered, Outbox, is_damage, nobody
from broker.service.reports import Alerts
from broker.wire.topics import Kind

log = logging.getLogger(__name__)

_DAMAGED = Sentences(
    "待发记录文件损坏，已移到 {file}，其中的打卡、评价或号码可能尚未登记",
    "An outbox was damaged and moved to {file}; punches, ratings or numbers in it may not be"
    " recorded",
)


def open_outbox(service: Service, file: Path, answered: Answered = nobody) -> Outbox:
    """The outbox in `file`. A damaged one is moved beside it, and an alert stands until nobody
    finds it there any more at a start; the service goes on with an empty one.

    Raises `StoreKnown` where the disk takes nothing, which moving a file would not mend.
    """
    try:
        outbox = Outbox(file, service.bus, service.runner, answered)
    except StoreKnown as error:
        if not is_damage(error.__cause__):
            raise
        log.error("%s; it is put aside", error)  # noqa: TRY400  # known; a trace says no more
        _put_aside(file)
        outbox = Outbox(file, service.bus, service.runner, answered)
    alerts = Alerts(service, Kind.SERVICE, service.name, (AlertCode.OUTBOX,))
    for aside in sorted(file.parent.glob(f"{file.name}.damaged-?"))[-1:]:
        alerts.alert(AlertCode.OUTBOX, _DAMAGED.filled(file=aside))
    return outbox


def _put_aside(file: Path) -> None:
    """Under the first free number; the ninth is the last, and is written over."""
    names = [f"{file.name}.damaged-{number}" for number in range(1, 10)]
    name = next((each for each in names if not file.with_name(each).exists()), names[-1])
    for tail in ("", "-wal", "-shm"):
        part = file.with_name(file.name + tail)
        if part.exists():
            part.replace(file.with_name(name + tail))
