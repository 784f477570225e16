"""What a simulated device is: all that its author imports.

Written from the makers' documents, never from our drivers: it may share a protocol's `spec`
(numbers from the manual), not its codec. `firmware_mocks.hosting` gives it a pty, a TCP port or
a memory cable, alone or with several on one bus.
"""

from __future__ import annotations

from broker.domain.inventory import DeviceKind
from firmware_mocks.firmware.extent import extent
from firmware_mocks.firmware.looks import (
    CounterLook,
    DotPicture,
    EvaluatorLook,
    Glyph,
    Ink,
    KeyCap,
    KeypadLook,
    Look,
    PrinterLook,
    ReaderLook,
    SignArea,
    SignLook,
    written,
)
from firmware_mocks.firmware.paper import (
    Align,
    BarcodeLine,
    CutSlip,
    FeedLine,
    PageLine,
    PagePiece,
    PaperLine,
    Piece,
    QrLine,
    RasterLine,
    Run,
    Stripe,
    SymbolLine,
    TextLine,
)
from firmware_mocks.firmware.shape import Firmware, Hand, Mock, Output, Send, Show

__all__ = [
    "Align",
    "BarcodeLine",
    "CounterLook",
    "CutSlip",
    "DeviceKind",
    "DotPicture",
    "EvaluatorLook",
    "FeedLine",
    "Firmware",
    "Glyph",
    "Hand",
    "Ink",
    "KeyCap",
    "KeypadLook",
    "Look",
    "Mock",
    "Output",
    "PageLine",
    "PagePiece",
    "PaperLine",
    "Piece",
    "PrinterLook",
    "QrLine",
    "RasterLine",
    "ReaderLook",
    "Run",
    "Send",
    "Show",
    "SignArea",
    "SignLook",
    "Stripe",
    "SymbolLine",
    "TextLine",
    "extent",
    "written",
]
