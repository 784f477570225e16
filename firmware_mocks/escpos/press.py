"""Carrying out commands one by one: what the head prints and the knife cuts."""

from __future__ import annotations

from dataclasses import replace

from firmware_mocks.escpos.grammar import Op
from firmware_mocks.escpos.machine import Machine
from firmware_mocks.escpos.options import Options
from firmware_mocks.escpos.paper import Line, Writer, length_mm
from firmware_mocks.firmware import Output, Send, Show
from kiosk.printing.models.escpos import spec

_ALIGN = ("left", "centre", "right")
_CUT_MM = 12.0  # the knife takes as long as this much paper


class Press:
    """`hanging`: lines since the last cut; `slip`: the last one cut; `spent_mm`: the last command's
    paper, which is its time."""

    def __init__(self, options: Options, machine: Machine) -> None:
        self._options = options
        self._machine = machine
        self.hanging: list[Line] = []
        self.slip: list[Line] = []
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
        self._writer = Writer(self._options.columns)
        self.chinese = self._options.chinese

    def do(self, op: Op) -> list[Output] | None:
        """Carry it out. None: it stopped half-way and is still to be done."""
        self.spent_mm = 0.0
        match op.name:
            case "char":
                return self._print(self._writer.put(self._glyph(op.args)))
            case "lf":
                return self._print(self._writer.end())
            case "esc d":
                feed: list[Line] = [{"kind": "feed", "lines": op.args[0]}] if op.args[0] else []
                return self._print([*self._writer.flush(), *feed])
            case "gs V" | "esc i" | "esc m":
                return self._cut(op)
            case "symbol":
                return self._symbol(op.args)
            case "raster":
                across, down = (int.from_bytes(op.args[at : at + 2], "little") for at in (0, 2))
                size: Line = {"kind": "raster", "width": across * 8, "height": down}
                return self._print([size | {"align": self._writer.style.align}])
            case "gs r" | "gs a" | "esc v" | "esc B":
                return self._answer(op)
            case _:
                return self._set(op)

    def _answer(self, op: Op) -> list[Output]:
        if op.name == "esc B":
            return [Show("beep", {"times": op.args[0], "tenths": op.args[1]})]
        if op.name == "gs a":
            self.auto = op.args[0]
            return [Send(self._machine.automatic())] if self.auto else []
        asked = op.name == "esc v" or op.args[0] in (1, ord("1"))
        return [Send(bytes((self._machine.sensor(),)))] if asked and self._options.gs_r else []

    def _set(self, op: Op) -> list[Output]:
        writer, args = self._writer, op.args
        match op.name:
            case "esc @":
                self._initialise()
            case "fs &" | "fs .":
                self.chinese = op.name == "fs &"
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
                return [Show("ignored", {"command": op.name, "bytes": args.hex(" ")})]
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
        if len(body) < 2 or body[0] != spec.QR_SYMBOL:  # cn fn
            return [Show("ignored", {"command": "symbol", "bytes": body.hex(" ")})]
        self._qr[body[1]] = body[2:]
        stored = self._qr.get(spec.QrFunction.STORE, b"")[1:]
        if body[1] != spec.QrFunction.PRINT or not stored:
            return []
        module = self._qr.get(spec.QrFunction.MODULE, b"\x03")[0]
        code: Line = {"kind": "qr", "data": stored.decode("ascii", "replace"), "module": module}
        return self._print([*self._writer.flush(), code | {"align": self._writer.style.align}])

    def _print(self, lines: list[Line]) -> list[Output] | None:
        """Put lines on the paper; None when the roll ended before them."""
        needed = sum(map(length_mm, lines))
        if needed > self._machine.roll_mm:
            self._machine.roll_mm = 0.0
            return None
        self._machine.roll_mm -= needed
        self.spent_mm += needed
        self.hanging += lines
        return []

    def _cut(self, op: Op) -> list[Output] | None:
        feed = op.args[1:2] and op.args[1]
        blank: list[Line] = [{"kind": "feed", "lines": 1}] if feed else []
        if self._print([*self._writer.flush(), *blank]) is None:
            return None
        if self._machine.jammed:
            self._machine.cutter_error = True
            return None
        self.spent_mm += _CUT_MM
        self.slip, self.hanging = self.hanging, []
        self.slips += 1
        kind = "partial" if op.name != "esc i" and op.args[:1] not in (b"\x00", b"A") else "full"
        detail = {"columns": self._options.columns, "lines": list(self.slip), "cut": kind}
        return [Show("slip", detail)]
