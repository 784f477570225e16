"""Slip printers that speak ESC/POS, as nearly all of them do."""

from __future__ import annotations

from kiosk.printing.driver import PrinterDriver
from kiosk.printing.models.escpos.codec import StatusDecoder, encode
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
from kiosk.printing.models.escpos.layout import lay_out, lay_out_materials
from kiosk.printing.models.escpos.reading import SentDecoder
from kiosk.printing.models.escpos.session import EscposSession
from kiosk.printing.models.escpos.sheet import clean
from kiosk.printing.slip import MaterialsSlip, Roll, Slip

__all__ = ["DRIVER"]


def _compose(_address: int, text: str) -> list[Task]:
    """`text` line by line, in characters of the font, and a cut."""
    lines = [each for line in text.splitlines() for each in (Text(clean(line)), NewLine())]
    content: tuple[PrintCommand, ...] = (Initialise(), ChineseMode(True), *lines, Feed(6), Cut())
    return [PrintJob("text", content)]


def _slip(key: str, slip: Slip, roll: Roll) -> PrintJob:
    """The slip as one transaction."""
    return _judged(PrintJob(key, lay_out(slip, roll)))


def _materials(key: str, slip: MaterialsSlip, roll: Roll) -> PrintJob:
    """A list of materials likewise."""
    return _judged(PrintJob(key, lay_out_materials(slip, roll)))


def _judged(job: PrintJob) -> PrintJob:
    encode(job)  # whoever asks hears of a mistake, not the printer's thread
    return job


DRIVER = PrinterDriver(
    name="escpos",
    title="ESC/POS slip printer",
    baud=9600,
    encode=encode,
    decoder=lambda to_device: SentDecoder() if to_device else StatusDecoder(),
    session=lambda _addresses: EscposSession(),
    compose=_compose,
    probe=lambda _address: CheckPrinter(),
    describe=describe,
    slip=_slip,
    materials=_materials,
)
