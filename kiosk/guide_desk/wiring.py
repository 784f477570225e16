"""A guide desk put together: flow, issuer, and the conductor of both."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.domain.alerts import AlertCode
from broker.domain.kiosks import GuideDesk
from broker.service.life import Service, new_id
from broker.wire.topics import Kind
from kiosk.guide_desk.conductor import GuideDeskConductor
from kiosk.guide_desk.flow import GuideDeskFlow
from kiosk.guide_desk.item_names import ItemNames
from kiosk.issuing.issuer import Printer
from kiosk.issuing.newer_items import NewerItems
from kiosk.issuing.opening import open_issuer


def put_together(
    service: Service,
    desk: GuideDesk,
    printer: Printer | None,
    seconds: Callable[[], float],
    changed: Callable[[], None],
) -> GuideDeskConductor:
    """The conductor of `desk`; it has not started yet. `seconds` is the monotonic clock of its
    loop; `changed` is called when the screen may look different."""
    hall = service.settings.hall

    def complain(code: AlertCode, reason: str) -> None:
        conductor.tell_staff(code, reason)

    names = ItemNames(NewerItems(service.settings, seconds, service.runner.aside, complain))
    place, stale = (Kind.GUIDE, desk.id), (AlertCode.CATALOGUE,)
    issuer, opens = open_issuer(service, place, printer, names, "desk.alarm", stale=stale)
    flow = GuideDeskFlow(hall, desk, ZoneInfo(hall.hall.timezone), new_id, opens)
    conductor = GuideDeskConductor(flow, issuer, service, seconds, changed, names)
    return conductor
