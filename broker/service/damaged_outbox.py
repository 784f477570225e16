"""An outbox whose file is damaged or refused: told to staff, while its program goes on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.domain.alerts import Sentences
from broker.service.kept_files import KeptFiles
from broker.service.life import Service
from broker.service.outbox import Answered, Outbox
from broker.service.put_aside import PutAside

_DAMAGED = Sentences(
    "待发记录文件损坏，已移到 {file}，其中的打卡、评价或号码可能尚未登记",
    "An outbox was damaged and moved to {file}; punches, ratings or numbers in it may not be"
    " recorded",
)


def open_outbox(
    service: Service,
    file: Path,
    answered: Answered | None = None,
    files: KeptFiles | None = None,
) -> Outbox:
    """The outbox in `file`, one of the kept `files` of its program.

    A damaged one is moved beside it, and an alert stands until nobody finds it there any more at a
    start; the service goes on with an empty one. One that the disk refuses is waited for, with an
    alert, and takes nothing meanwhile. What the ledger cannot read is put aside and told in the
    same way, with whose it is. Without an `answered` nobody else tells of what the ledger refuses:
    staff are told of that, too.
    """
    files = files or KeptFiles(service)
    disk, damaged = partial(files.disk, file), partial(files.damaged, file)
    disk_thread = service.disk_thread()
    unreadable = PutAside(file)

    def aside() -> None:
        told = unreadable.told(ZoneInfo(service.settings.hall.hall.timezone))
        if told is not None:
            files.lies_aside(unreadable.file, told)

    heard = answered or files.answered
    outbox = Outbox(file, service.bus, service.runner, heard, disk, damaged, disk_thread, aside)
    files.look(file, _DAMAGED)
    if unreadable.file.exists():
        aside()
    return outbox
