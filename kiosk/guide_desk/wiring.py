"""A guide desk put together: flow, issuer, and the conductor of both."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from broker.domain.kiosks import GuideDesk
from broker.service.life import Service, new_id
from broker.settings import Settings
from broker.wire.topics import Kind
from kiosk.guide_desk.conductor import GuideDeskConductor
from kiosk.guide_desk.flow import GuideDeskFlow
from kiosk.issuing.issuer import Printer
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
    names = _item_names(service.settings)
    issuer, opens = open_issuer(service, (Kind.GUIDE, desk.id), printer, names, "desk.alarm")
    flow = GuideDeskFlow(hall, desk, ZoneInfo(hall.hall.timezone), new_id, opens)
    return GuideDeskConductor(flow, issuer, service, seconds, changed)


def _item_names(settings: Settings) -> Callable[[str, int], str]:
    names = {(item.department, item.number): item.name for item in settings.items}
    return lambda department, number: names.get((department, number), "")
