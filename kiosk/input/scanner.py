"""Scanners of codes: keyboards by evdev, and serial ports."""

from __future__ import annotations

from broker.link.base import Noise
from broker.link.input_device import open_input
from broker.service.driver import Observing
from kiosk.input.came import CodeRead
from kiosk.input.driver import ScannerDriver
from kiosk.input.models.scanner.codec import KeyDecoder, LineDecoder
from kiosk.input.models.scanner.observing import ASKS, AwaitCode, AwaitingSession
from kiosk.input.models.scanner.session import ScannerSession
from kiosk.input.models.scanner.spec import BAUD

__all__ = ["KEYS", "LINES"]


def describe(value: object) -> str:
    """One line for a person, without a character of what was scanned."""
    match value:
        case CodeRead(text):
            return f"a code of {len(text)} characters"
        case Noise(_, reason):
            return f"no code: {reason}"
        case _:
            return repr(value)


OBSERVING = Observing(ASKS, lambda _address: AwaitCode(), AwaitingSession)

KEYS = ScannerDriver(
    name="scanner",
    title="Scanner that types (USB keyboard, by evdev)",
    session=lambda _addresses: ScannerSession(),
    decoder=KeyDecoder,
    describe=describe,
    observe=OBSERVING,
    link=open_input,
)

LINES = ScannerDriver(
    name="scanner-serial",
    title="Scanner at a serial port (USB CDC)",
    baud=BAUD,
    session=lambda _addresses: ScannerSession(),
    decoder=LineDecoder,
    describe=describe,
    observe=OBSERVING,
)
