"""What can be said to a slip printer. One value is one command, except the last two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from broker.domain.bitmaps import Bitmap
from kiosk.printing.models.escpos.spec import Alignment, CutKind, QrLevel, Question


@dataclass(frozen=True, slots=True)
class Initialise:
    """ESC @: forget styles and the unfinished line."""


@dataclass(frozen=True, slots=True)
class ChineseMode:
    """FS & / FS .: read high bytes as GB 18030, or as a western code page."""

    on: bool


@dataclass(frozen=True, slots=True)
class Size:
    """GS !: characters so many times (1–8) as wide and as high."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Align:
    """ESC a: for whole lines."""

    to: Alignment


@dataclass(frozen=True, slots=True)
class Bold:
    """ESC E."""

    on: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of one line; control characters are refused."""

    text: str


@dataclass(frozen=True, slots=True)
class NewLine:
    """LF: print the line."""


@dataclass(frozen=True, slots=True)
class Feed:
    """ESC d: print what is there and feed so many (0–255) lines."""

    lines: int


@dataclass(frozen=True, slots=True)
class Cut:
    """GS V."""

    kind: CutKind = CutKind.FULL


@dataclass(frozen=True, slots=True)
class Beep:
    """ESC B: 1–9 beeps of 1–9 tenths of a second; printers of the clone kind only."""

    times: int
    tenths: int


@dataclass(frozen=True, slots=True)
class QrModel:
    """GS ( k 41: model 2, the ordinary QR code."""


@dataclass(frozen=True, slots=True)
class QrModule:
    """GS ( k 43: dots (1–16) on the side of one module."""

    dots: int


@dataclass(frozen=True, slots=True)
class QrCorrection:
    """GS ( k 45."""

    level: QrLevel


@dataclass(frozen=True, slots=True)
class QrStore:
    """GS ( k 50: the payload, in UTF-8, which phones read; its lines may end in LF."""

    data: str


@dataclass(frozen=True, slots=True)
class QrPrint:
    """GS ( k 51: print what was stored."""


@dataclass(frozen=True, slots=True)
class Raster:
    """GS v 0: dots, each `times` (1 or 2) as wide and as high; it ends the line before it."""

    bitmap: Bitmap
    times: int = 1


@dataclass(frozen=True, slots=True)
class AskStatus:
    """DLE EOT n: answered at once, even while data waits."""

    question: Question


@dataclass(frozen=True, slots=True)
class AskPaper:
    """GS r 1: answered in order, after everything sent before it has been carried out."""


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """GS a n: which changes the printer reports by itself; 0 none."""

    mask: int


@dataclass(frozen=True, slots=True)
class Discard:
    """DLE DC4 8: forget everything received and not yet printed, at once."""


@dataclass(frozen=True, slots=True)
class CheckPrinter:
    """All four DLE EOT questions: the session asks them one by one."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A whole slip, printed as one transaction. `key` names it in results."""

    key: str
    content: tuple[PrintCommand, ...]


Style: TypeAlias = Initialise | ChineseMode | Size | Align | Bold
Mark: TypeAlias = Text | NewLine | Feed | Cut | Beep | Raster
Qr: TypeAlias = QrModel | QrModule | QrCorrection | QrStore | QrPrint
Ask: TypeAlias = AskStatus | AskPaper | AutoStatus | Discard
PrintCommand: TypeAlias = Style | Mark | Qr
Command: TypeAlias = PrintCommand | Ask
Task: TypeAlias = CheckPrinter | PrintJob


def qr(data: str, module: int = 6, level: QrLevel = QrLevel.L) -> tuple[Qr, ...]:
    """The five commands that print `data` as a QR code."""
    return (QrModel(), QrModule(module), QrCorrection(level), QrStore(data), QrPrint())
