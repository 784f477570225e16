"""A kiosk's journey put together: flow, journal, outbox, slips, and the conductor of all."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.domain.hall import Kiosk
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.wire.topics import Kind
from kiosk.issuing.issuer import Issuer, Printer
from kiosk.issuing.journal import Journal
from kiosk.issuing.slips import Slips
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.conductor import Conductor
from kiosk.ticket.flow import Flow


def begin(
    service: Service,
    post: Kiosk,
    catalogue: Catalogue,
    printer: Printer | None,
    seconds: Callable[[], float],
    changed: Callable[[], None],
) -> Conductor:
    """The conductor of the kiosk `post`; it has not started yet.

    `seconds` is the monotonic clock of its loop; `changed` is called when the screen may look
    different.
    """
    hall, run = service.settings.hall, service.settings.run
    zone = ZoneInfo(hall.hall.timezone)
    outbox = Outbox(run / f"{post.id}-outbox.db", service.bus, service.runner)
    service.at_end.callback(outbox.close)
    journal = Journal(run / f"{post.id}-journal.json")
    issuer = Issuer(
        service,
        (Kind.KIOSK, post.id),
        journal=journal,
        outbox=outbox,
        printer=printer,
        slip=Slips(hall, catalogue.item_name, zone).slip,
    )
    flow = Flow(hall, catalogue, post.id, zone, new_id, journal.read())
    return Conductor(flow, issuer, service, seconds, changed)
