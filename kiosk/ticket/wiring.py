"""A kiosk's journey put together: flow, journal, outbox, slips, and the conductor of all."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.domain.hall import Kiosk
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from kiosk.issuing.journal import Journal
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.conductor import Conductor, Printer
from kiosk.ticket.flow import Flow
from kiosk.ticket.slips import Slips


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
    return Conductor(
        Flow(hall, catalogue, post.id, zone, new_id, journal.read()),
        journal,
        source=post.id,
        bus=service.bus,
        outbox=outbox,
        printer=printer,
        slip=Slips(hall, catalogue, zone).slip,
        topics=service.topics,
        clock=service.clock,
        seconds=seconds,
        changed=changed,
    )
