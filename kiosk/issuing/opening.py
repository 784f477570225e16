"""What gives numbers at a screen, put together: journal, outbox, slips."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.requests import Answer, AnyRequest
from broker.service.damaged_outbox import open_outbox
from broker.service.kept_files import KeptFiles
from broker.service.life import Service
from broker.wire.topics import Kind
from kiosk.issuing.events import Open
from kiosk.issuing.issuer import Issuer, Printer
from kiosk.issuing.journal import Journal
from kiosk.issuing.keeping import Keeping
from kiosk.issuing.series_file import SeriesFile
from kiosk.issuing.slips import Slips

_DAMAGED = Sentences(
    "取号记录文件损坏，已移到 {file}，其中的号码可能不会被叫到",
    "The journal of numbers was damaged and moved to {file}; numbers in it may not be called",
)
_SERIES_DAMAGED = Sentences(
    "备用号文件损坏，已移到 {file}：断网时取号机会向台账要来的新备用号取号，旧的不再使用",
    "The file of spare numbers was damaged and moved to {file}; the kiosk asks for new ones, and"
    " gives none of the old",
)


def open_issuer(
    service: Service,
    place: tuple[Kind, str],
    printer: Printer | None,
    item_name: Callable[[str, int], str],
    alarm_words: str = "alarm",
    *,
    spares: bool = False,
    stale: tuple[AlertCode, ...] = (),
) -> tuple[Issuer, tuple[Open, ...]]:
    """The issuer of the screen at `place`, and the transactions that its last run left open. With
    `spares` it holds numbers in reserve; `stale` alerts are taken back at its start."""
    run, (_, name) = service.settings.run, place
    files = KeptFiles(service)

    def answered(asked: AnyRequest, answer: Answer) -> None:
        files.answered(asked, answer)
        keeping.answered(answer)

    outbox = open_outbox(service, run / f"{name}-outbox.db", answered, files)
    service.at_end.callback(outbox.close)
    journal = Journal(run / f"{name}-journal.json", files.damaged)
    series = SeriesFile(run / f"{name}-series.json", name, files.damaged) if spares else None
    thread = service.disk_thread()
    keeping = Keeping(journal, outbox, files.disk, service.runner, thread, series)
    service.at_end.callback(keeping.close)
    files.look(journal.file, _DAMAGED)
    if series is not None:
        files.look(series.file, _SERIES_DAMAGED)
    issuer = Issuer(
        service=service,
        place=place,
        keeping=keeping,
        printer=printer,
        slip=_slips(service, place, item_name).printable,
        alarm_words=alarm_words,
        stale=stale,
    )
    return issuer, keeping.left


def _slips(
    service: Service, place: tuple[Kind, str], item_name: Callable[[str, int], str]
) -> Slips:
    hall, (kind, name) = service.settings.hall, place
    kiosk = next((each for each in hall.kiosks if each.id == name), None)
    desk = hall.plan.guide_desk if hall.plan else None
    here = kiosk.spot if kind is Kind.KIOSK and kiosk else desk
    zone = ZoneInfo(hall.hall.timezone)
    return Slips(hall, item_name, zone, here, service.settings.slip_form)
