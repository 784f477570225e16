"""The input devices of one kiosk, as hall.toml describes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broker.domain.kiosks import Kiosk
from broker.service.driver import Driver
from broker.service.life import Service
from broker.service.ports import Ports
from kiosk.input.came import Came, CodeRead, InputKind, InputState
from kiosk.input.cards import CardDesk
from kiosk.input.driver import CardReaderDriver, ScannerDriver
from kiosk.input.person_key import keys_in
from kiosk.input.station import InputStation, Read

Heard = Callable[[Came], None]


def open_inputs(post: Kiosk, service: Service, heard: Heard) -> None:
    """All of them, working until the service ends; none where hall.toml names no line.

    `ConfigError` where a line's driver is none for devices of its kind.
    """
    if post.card_line:
        settings = service.settings
        desk = CardDesk(settings.hall.hall, keys_in(settings.run), service.now)
        _open(
            post, service, heard, InputKind.CARD_READER, CardReaderDriver, post.card_line, desk.read
        )
    if post.scanner_line:
        _open(post, service, heard, InputKind.SCANNER, ScannerDriver, post.scanner_line, _as_told)


def _as_told(event: object) -> Came | None:
    """A scanner's events are what came."""
    return event if isinstance(event, CodeRead | InputState) else None


def _open(
    post: Kiosk,
    service: Service,
    heard: Heard,
    kind: InputKind,
    driver: type[Driver],
    line: str,
    read: Read,
) -> None:
    """The station of one device."""
    device = f"kiosks ({post.id}) {kind}"
    port: Any = Ports(service.settings).find(driver, line, device, alone=True)
    station = InputStation(port, kind, read, service.runner.post, heard)
    station.start()
    service.at_end.callback(station.stop)
