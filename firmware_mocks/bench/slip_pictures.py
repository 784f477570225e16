"""What an ESC/POS printer makes of what it is sent, as a picture: an entry of `hall.paper`."""

from __future__ import annotations

from pathlib import Path

from firmware_mocks.bench import pictures, slip
from firmware_mocks.bench.drawing import prepare_qt
from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import CutSlip, Show


def draw(sent: bytes, millimetres: int, file: Path) -> None:
    """Save what a roll of this width shows once it is cut, in the format that the file's ending
    says. From the main thread. `OSError` where the file cannot be written."""
    printer = MOCK.make(1, {"width": str(int(millimetres))})
    for output in printer.feed(sent, 0.0):
        match output:
            case Show("slip", CutSlip() as cut):
                prepare_qt(visible=False)
                pictures.saved(slip.picture(cut.lines, cut.columns), file)
