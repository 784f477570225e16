"""A guide desk put together: flow, journal, outbox, slips, and the conductor of all."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.domain.hall import GuideDesk
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.settings import Settings
from broker.wire.topics import Kind
from kiosk.guide_desk.conductor import GuideDeskConductor
from kiosk.guide_desk.flow import GuideDeskFlow
from kiosk.issuing.issuer import Issuer, Printer
from kiosk.issuing.journal import Journal
from kiosk.issuing.slips import Slips


def put_together(
    service: Service,
    desk: GuideDesk,
    printer: Printer | None,
    seconds: Callable[[], float],
    changed: Callable[[], None],
) -> GuideDeskConductor:
    """The conductor of `desk`; it has not started yet. `seconds` is the monotonic clock of its
    loop; `changed` is called when the screen may look different."""
    hall, run = service.settings.hall, service.settings.run
    zone = ZoneInfo(hall.hall.timezone)
    outbox = Outbox(run / f"{desk.id}-outbox.db", service.bus, service.runner)
    service.at_end.callback(outbox.close)
    journal = Journal(run / f"{desk.id}-journal.json")
    issuer = Issuer(
        service,
        (Kind.GUIDE, desk.id),
        journal=journal,
        outbox=outbox,
        printer=printer,
        slip=Slips(hall, _item_names(service.settings), zone).slip,
        alarm_words="desk.alarm",
    )
    flow = GuideDeskFlow(hall, desk, zone, new_id, journal.read())
    return GuideDeskConductor(flow, issuer, service, seconds, changed)


def _item_names(settings: Settings) -> Callable[[str, int], str]:
    names = {(item.department, item.number): item.name for item in settings.items}
    return lambda department, number: names.get((department, number), "")
