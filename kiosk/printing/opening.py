"""The printing station of one kiosk, as hall.toml describes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from broker.domain.hall import Kiosk
from broker.link.opening import open_link
from broker.service.life import Service
from kiosk.printing.outcome import Result
from kiosk.printing.station import Station


def open_station(post: Kiosk, service: Service, heard: Callable[[Result], None]) -> Station | None:
    """The station, working until the service ends; None where hall.toml names no line for it."""
    settings = service.settings
    wire = settings.hall.wire(post.line)
    if wire is None:
        return None
    opener = partial(open_link, settings.port(wire), wire.baud)
    station = Station(opener, service.runner.post, heard)
    station.start()
    service.at_end.callback(station.stop)
    return station
