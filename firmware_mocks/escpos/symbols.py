"""Bar codes and two-dimensional codes: what is set for them, and what comes on the paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from firmware_mocks.escpos import pdf417
from firmware_mocks.escpos.barcodes import NoBarcode, barcode
from firmware_mocks.escpos.style import PrintMode
from firmware_mocks.firmware import BarcodeLine, Piece, QrLine, SymbolLine, extent
from kiosk.printing.models.escpos import spec

_HRI: tuple[Literal["none", "above", "below", "both"], ...] = ("none", "above", "below", "both")
_LEVELS: dict[int, Literal["L", "M", "Q", "H"]] = {
    spec.QrLevel.L: "L",
    spec.QrLevel.M: "M",
    spec.QrLevel.Q: "Q",
    spec.QrLevel.H: "H",
}
_MODULES = range(1, 17)  # dots (Epson, GS ( k function 167)
_BAR_MODULES = range(1, 7)


@dataclass(slots=True)
class Symbols:
    """What ESC @ undoes of it, and the data that were sent to be printed."""

    module: int = 3
    height: int = 162
    hri: int = 0
    hri_small: bool = False
    qr_module: int = 3
    qr_level: Literal["L", "M", "Q", "H"] = "L"
    qr_data: bytes = b""
    pdf: pdf417.SymbolShape = field(default_factory=pdf417.SymbolShape)
    pdf_data: bytes = b""

    def set(self, name: str, value: int) -> bool:
        """GS h, GS w, GS H, GS f; False where it is none of these or the value does not exist."""
        match name:
            case "gs h" if value:
                self.height = value
            case "gs w" if value in _BAR_MODULES:
                self.module = value
            case "gs H" if value % 48 < len(_HRI):
                self.hri = value % 48
            case "gs f" if value % 48 <= 1:
                self.hri_small = value % 48 == 1
            case _:
                return False
        return True

    def bars(self, args: bytes, mode: PrintMode) -> Piece | None:
        """GS k: nothing where the data is none for this code, or the paper too narrow."""
        kind = args[0]
        data = args[2:] if kind >= spec.COUNTED else args[1:].rstrip(b"\0")
        try:
            code = barcode(kind, data)
        except NoBarcode:
            return None
        if code is None or len(code.bars) * self.module > mode.room:
            return None
        return BarcodeLine(
            code.system,
            code.data,
            code.bars,
            self.module,
            self.height,
            mode.align,
            _HRI[self.hri],
            self.hri_small,
            left=mode.left,
            room=mode.edge,
        )

    def function(self, args: bytes, mode: PrintMode) -> Piece | bool:
        """GS ( k: the code that is printed, or whether it was understood."""
        match list(args):
            case [spec.QR_SYMBOL, _, *_]:
                return self._qr(args[1], args[2:], mode)
            case [spec.PDF417_SYMBOL, _, *_]:
                return self._pdf(args[1], args[2:], mode)
        return False

    def _qr(self, function: int, rest: bytes, mode: PrintMode) -> Piece | bool:
        match function, list(rest):
            case spec.QrFunction.MODEL, [49 | 50, *_]:
                pass
            case spec.QrFunction.MODULE, [module] if module in _MODULES:
                self.qr_module = module
            case spec.QrFunction.LEVEL, [level] if level in _LEVELS:
                self.qr_level = _LEVELS[level]
            case spec.QrFunction.STORE, [48, *stored]:
                self.qr_data = bytes(stored)
            case spec.QrFunction.PRINT, [48] if self.qr_data:
                return self._qr_code(mode) or False
            case _:
                return False
        return True

    def _qr_code(self, mode: PrintMode) -> QrLine | None:
        """Nothing where so many bytes fit into no code, or the code not onto the paper."""
        text, encoding = _read(self.qr_data)

        try:
            code = QrLine(
                text,
                self.qr_module,
                mode.align,
                self.qr_level,
                encoding,
                left=mode.left,
                room=mode.edge,
            )
        except ValueError:
            return None
        return code if extent(code) <= mode.room else None

    def _pdf(self, function: int, rest: bytes, mode: PrintMode) -> Piece | bool:
        match function, list(rest):
            case 65, [columns] if columns <= 30:
                self.pdf = replace(self.pdf, columns=columns)
            case 66, [rows] if rows == 0 or 3 <= rows <= 90:
                self.pdf = replace(self.pdf, rows=rows)
            case 67, [module] if 1 <= module <= 8:
                self.pdf = replace(self.pdf, module=module)
            case 68, [tall] if 1 <= tall <= 8:
                self.pdf = replace(self.pdf, tall=tall)
            case 69, [48, level] if 48 <= level <= 56:
                self.pdf = replace(self.pdf, level=level - 48)
            case 69, [49, share] if 1 <= share <= 40:
                self.pdf = replace(self.pdf, level=None, share=share)
            case 70, [0]:
                pass
            case 80, [48, *stored]:
                self.pdf_data = bytes(stored)
            case 81, [48] if self.pdf_data:
                return self._pdf_code(mode) or False
            case _:
                return False
        return True

    def _pdf_code(self, mode: PrintMode) -> SymbolLine | None:
        room = mode.room // self.pdf.module
        try:
            rows = pdf417.draw(self.pdf_data, self.pdf, room)
        except pdf417.NoSymbol:
            return None
        tall = self.pdf.tall * self.pdf.module
        text, _ = _read(self.pdf_data)
        return SymbolLine(
            "PDF417",
            text,
            rows,
            self.pdf.module,
            tall,
            mode.align,
            left=mode.left,
            room=mode.edge,
        )


def _read(data: bytes) -> tuple[str, Literal["utf-8", "gb18030", "latin-1"]]:
    """The bytes as characters, for whoever reads the look; a reader of codes sees the bytes."""
    encodings: tuple[Literal["utf-8", "gb18030"], ...] = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"
