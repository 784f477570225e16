"""The printer of a screen that gives numbers; opened late, so that the glass is lit before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from broker.domain.kiosks import GuideDesk, Kiosk
    from broker.service.life import Service
    from kiosk.issuing.issuer import Printer
    from kiosk.printing.outcome import Result

    OpenPrinter = Callable[[Service, Callable[[Result], None]], Printer | None]


def printer_of(post: Kiosk | GuideDesk) -> OpenPrinter:
    """How to open the printer of `post`, once there is a service; None where it has none."""

    def open_it(service: Service, heard: Callable[[Result], None]) -> Printer | None:
        from kiosk.printing.opening import open_station

        return open_station(post, service, heard)

    return open_it
