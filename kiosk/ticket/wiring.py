"""A kiosk's journey put together: flow, issuer, and the conductor of both."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.domain.alerts import AlertCode
from broker.domain.kiosks import Kiosk
from broker.service.life import Service, new_id
from broker.wire.topics import Kind
from kiosk.issuing.issuer import Printer
from kiosk.issuing.opening import open_issuer
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
    hall = service.settings.hall
    place = (Kind.KIOSK, post.id)
    names = catalogue.item_name
    found = (AlertCode.CARD_READER, AlertCode.SCANNER)
    tables = (AlertCode.CATALOGUE, AlertCode.COMMON_WORDS, AlertCode.NOTICES, AlertCode.CASES)
    sound = (AlertCode.VOICE, AlertCode.TOUCH_SOUND)
    stale = (*found, *tables, *sound, AlertCode.ATTRACT)
    issuer, opens = open_issuer(service, place, printer, names, spares=True, stale=stale)
    zone, blocks = ZoneInfo(hall.hall.timezone), issuer.keeping.blocks
    flow = Flow(hall, catalogue, post.id, zone, new_id, opens, blocks)
    return Conductor(flow, issuer, service, seconds, changed)
