"""Carrying out commands one by one: what the head prints and the knife cuts."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from firmware_mocks.escpos.grammar import Step
from firmware_mocks.escpos.machine import Machine
from firmware_mocks.escpos.options import Model
from firmware_mocks.escpos.paper import Writer, length_mm
from firmware_mocks.firmware import (
    Align,
    CutSlip,
    FeedLine,
    Output,
    PaperLine,
    QrLine,
    RasterLine,
    Send,
    Show,
)
from kiosk.printing.models.escpos import spec

_ALIGN: tuple[Align, ...] = ("left", "centre", "right")
_MODULES = range(1, 17)  # dots (Epson, GS ( k function 167)
_QR_MOST = 1 + 700  # m, and data that fit into one code whatever they are
_CUT_MM = 12.0  # the knife takes as long as this much paper


class PrintHead:
    """`hanging`: lines since the last cut; `slip`: the last one cut; `spent_mm`: the last command's
    paper, which is its time."""

    def __init__(self, model: Model, machine: Machine) -> None:
        self._model = model
        self._machine = machine
        self.hanging: list[PaperLine] = []
        self.slip: list[PaperLine] = []
        self.slips = 0
        self.spent_mm = 0.0
        self.reset()

    def reset(self) -> None:
        """As after switching on."""
        self.auto = 0
        self._qr: dict[int, bytes] = {}
        self._initialise()

    def forget(self) -> None:
        """Drop the line that was begun."""
        self._writer.forget()

    def _initialise(self) -> None:
        self._writer = Writer(self._model.columns)
        self.chinese = self._model.chinese

    def do(self, step: Step) -> list[Output] | None:
        """Carry it out. None: it stopped half-way and is still to be done."""
        self.spent_mm = 0.0
        match step.name:
            case "char":
                return self._print(self._writer.put(self._glyph(step.args)))
            case "lf":
                return self._print(self._writer.end())
            case "esc d":
                feed = [FeedLine(step.args[0])] if step.args[0] else []
                return self._print([*self._writer.flush(), *feed])
            case "gs V" | "esc i" | "esc m":
                return self._cut(step)
            case "symbol":
                return self._symbol(step.args)
            case "raster":
                across, down = (int.from_bytes(step.args[at : at + 2], "little") for at in (0, 2))
                return self._print([RasterLine(across * 8, down, self._writer.style.align)])
            case "gs r" | "gs a" | "esc v" | "esc B":
                return self._answer(step)
            case _:
                return self._set(step)

    def _answer(self, step: Step) -> list[Output]:
        if step.name == "esc B":
            return [Show("beep", {"times": step.args[0], "tenths": step.args[1]})]
        if step.name == "gs a":
            self.auto = step.args[0]
            return [Send(self._machine.automatic())] if self.auto else []
        asked = step.name == "esc v" or step.args[0] in (1, ord("1"))
        return [Send(bytes((self._machine.sensor(),)))] if asked and self._model.gs_r else []

    def _set(self, step: Step) -> list[Output]:
        writer, args = self._writer, step.args
        match step.name:
            case "esc @":
                self._initialise()
            case "fs &" | "fs .":
                self.chinese = step.name == "fs &"
            case "gs !":
                width, height = (args[0] >> 4 & 7) + 1, (args[0] & 7) + 1
                writer.style = replace(writer.style, width=width, height=height)
            case "esc !":
                self._mode(args[0])
            case "esc E":
                writer.style = replace(writer.style, bold=bool(args[0] & 1))
            case "esc a" if args[0] % ord("0") < len(_ALIGN):
                writer.style = replace(writer.style, align=_ALIGN[args[0] % ord("0")])
            case _:
                return [Show("ignored", {"command": step.name, "bytes": args.hex(" ")})]
        return []

    def _mode(self, bits: int) -> None:
        """ESC !: bold, double height and double width in one byte."""
        width, height = (2 if bits & mask else 1 for mask in (0x20, 0x10))
        style = replace(self._writer.style, width=width, height=height, bold=bool(bits & 0x08))
        self._writer.style = style

    def _glyph(self, data: bytes) -> str:
        if not self.chinese:
            return data.decode("cp437")
        return data.decode(spec.ENCODING, "replace")

    def _symbol(self, body: bytes) -> list[Output] | None:
        if not _known(body):
            return [Show("ignored", {"command": "symbol", "bytes": body.hex(" ")})]
        self._qr[body[1]] = body[2:]
        stored = self._qr.get(spec.QrFunction.STORE, b"")[1:]
        if body[1] != spec.QrFunction.PRINT or not stored:
            return []
        module = self._qr.get(spec.QrFunction.MODULE, b"\x03")[0]
        code = QrLine(stored.decode("ascii", "replace"), module, self._writer.style.align)
        return self._print([*self._writer.flush(), code])

    def _print(self, lines: list[PaperLine]) -> list[Output] | None:
        """Put lines on the paper; None when the roll ended before them."""
        needed = sum(map(length_mm, lines))
        if needed > self._machine.roll_mm:
            self._machine.roll_mm = 0.0
            return None
        self._machine.roll_mm -= needed
        self.spent_mm += needed
        self.hanging += lines
        return []

    def _cut(self, step: Step) -> list[Output] | None:
        feed = step.args[1:2] and step.args[1]
        blank = [FeedLine(1)] if feed else []
        if self._print([*self._writer.flush(), *blank]) is None:
            return None
        if self._machine.jammed:
            self._machine.cutter_error = True
            return None
        self.spent_mm += _CUT_MM
        self.slip, self.hanging = self.hanging, []
        self.slips += 1
        whole = step.name == "esc i" or step.args[:1] in (b"\x00", b"A")
        cut: Literal["full", "partial"] = "full" if whole else "partial"
        return [Show("slip", CutSlip(self._model.columns, tuple(self.slip), cut))]


def _known(symbol: bytes) -> bool:
    """cn, fn and what follows: a QR function with values the printer takes; others do nothing."""
    match list(symbol):
        case [spec.QR_SYMBOL, spec.QrFunction.MODULE, *module]:
            return len(module) == 1 and module[0] in _MODULES
        case [spec.QR_SYMBOL, spec.QrFunction.STORE, *stored]:
            return len(stored) <= _QR_MOST
        case [spec.QR_SYMBOL, _, *_]:
            return True
    return False
