"""Slip printers that speak ESC/POS, as nearly all of them do."""

from __future__ import annotations

from broker.registry import Driver
from kiosk.printing.models.escpos.codec import Decoder, encode
from kiosk.printing.models.escpos.commands import (
    CheckPrinter,
    ChineseMode,
    Cut,
    Feed,
    Initialise,
    NewLine,
    PrintCommand,
    PrintJob,
    Task,
    Text,
)
from kiosk.printing.models.escpos.describing import describe
from kiosk.printing.models.escpos.reading import SentDecoder
from kiosk.printing.models.escpos.session import PrinterSession

__all__ = ["DRIVER"]


def _compose(_address: int, text: str) -> list[Task]:
    """`text` as it comes, line by line, and a cut."""
    lines = [each for line in text.splitlines() for each in (Text(line), NewLine())]
    content: tuple[PrintCommand, ...] = (Initialise(), ChineseMode(True), *lines, Feed(6), Cut())
    return [PrintJob("text", content)]


DRIVER = Driver(
    name="escpos",
    title="ESC/POS slip printer",
    baud=9600,
    encode=encode,
    decoder=lambda to_device: SentDecoder() if to_device else Decoder(),
    session=PrinterSession,
    compose=_compose,
    probe=lambda _address: CheckPrinter(),
    describe=describe,
)
