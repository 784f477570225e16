"""What gives numbers at a screen, put together: journal, outbox, slips."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.service.damaged_outbox import open_outbox
from broker.service.life import Service
from broker.wire.topics import Kind
from kiosk.issuing.events import Open
from kiosk.issuing.issuer import Issuer, Printer
from kiosk.issuing.journal import Journal
from kiosk.issuing.slips import Slips


def open_issuer(
    service: Service,
    place: tuple[Kind, str],
    printer: Printer | None,
    item_name: Callable[[str, int], str],
    alarm_words: str = "alarm",
) -> tuple[Issuer, tuple[Open, ...]]:
    """The issuer of the screen at `place`, and the transactions that its last run left open."""
    hall, run, (_, name) = service.settings.hall, service.settings.run, place
    outbox = open_outbox(service, run / f"{name}-outbox.db")
    service.at_end.callback(outbox.close)
    journal = Journal(run / f"{name}-journal.json")
    issuer = Issuer(
        service=service,
        place=place,
        journal=journal,
        outbox=outbox,
        printer=printer,
        slip=Slips(hall, item_name, ZoneInfo(hall.hall.timezone)).slip,
        alarm_words=alarm_words,
    )
    return issuer, journal.read()
