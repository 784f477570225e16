"""The input devices of one kiosk, as hall.toml describes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broker.domain.kiosks import Kiosk
from broker.service.driver import Driver
from broker.service.life import Service
from broker.service.ports import Ports
from kiosk.input.came import Came, InputKind
from kiosk.input.station import InputStation, Read

__all__ = ["open_input"]


def open_input(
    post: Kiosk,
    service: Service,
    heard: Callable[[Came], None],
    kind: InputKind,
    driver: type[Driver],
    line: str,
    read: Read,
) -> InputStation | None:
    """The station of one device at `line`, working until the service ends; None where hall.toml
    names no line for it.

    `ConfigError` where the line's driver is none for devices of this kind.
    """
    if service.settings.hall.wire(line) is None:
        return None
    device = f"kiosks ({post.id}) {kind}"
    port: Any = Ports(service.settings).find(driver, line, device, alone=True)
    station = InputStation(port, kind, read, service.runner.post, heard)
    station.start()
    service.at_end.callback(station.stop)
    return station
