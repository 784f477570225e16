"""The printing station of one kiosk or guide desk, as hall.toml describes it."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.kiosks import GuideDesk, Kiosk
from broker.service.life import Service
from broker.service.ports import Ports
from broker.wire.topics import Kind
from kiosk.printing.driver import PrinterDriver
from kiosk.printing.outcome import Result
from kiosk.printing.slip_texts import SlipTexts
from kiosk.printing.station import Station


def open_station(
    post: Kiosk | GuideDesk, service: Service, heard: Callable[[Result], None]
) -> Station | None:
    """The station, working until the service ends; None where hall.toml names no line for it.

    `ConfigError` where the line's driver is none for printers.
    """
    if service.settings.hall.wire(post.line) is None:
        return None
    table = "kiosks" if isinstance(post, Kiosk) else "guide_desks"
    device = f"{table} ({post.id})"
    port = Ports(service.settings).find(PrinterDriver, post.line, device, alone=True)
    roll = post.paper or service.settings.hall.slip.paper
    station = Station(port, service.runner.post, heard, roll)
    station.start()
    kind = Kind.KIOSK if isinstance(post, Kiosk) else Kind.GUIDE
    SlipTexts(service, (kind, post.id), station.print_text)
    service.at_end.callback(station.stop)
    return station
