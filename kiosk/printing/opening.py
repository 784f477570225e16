"""The printing station of one kiosk, as hall.toml describes it."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.hall import Kiosk
from broker.service.life import Service
from broker.service.ports import Ports
from kiosk.printing.driver import PrinterDriver
from kiosk.printing.outcome import Result
from kiosk.printing.station import Station


def open_station(post: Kiosk, service: Service, heard: Callable[[Result], None]) -> Station | None:
    """The station, working until the service ends; None where hall.toml names no line for it.

    `ConfigError` where the line's driver is none for printers.
    """
    if service.settings.hall.wire(post.line) is None:
        return None
    port = Ports(service.settings).find(PrinterDriver, post.line, f"kiosks ({post.id})", alone=True)
    station = Station(port, service.runner.post, heard)
    station.start()
    service.at_end.callback(station.stop)
    return station
