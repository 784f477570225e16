"""Carrying out commands one by one: what the head prints and the knife cuts."""

from __future__ import annotations

from collections import deque
from typing import Literal

from firmware_mocks.escpos.alphabets import HighBytes
from firmware_mocks.escpos.composer import Composer
from firmware_mocks.escpos.grammar import Step
from firmware_mocks.escpos.machine import Machine
from firmware_mocks.escpos.options import Model
from firmware_mocks.firmware import CutSlip, FeedLine, Output, PaperLine, Send, Show, extent
from kiosk.printing.models.escpos import spec

_CUT_MM = 12.0  # the knife takes as long as this much paper
_TO_KNIFE = 120  # dots from the head to the knife: 15 mm
_FULL = b"\x000Aag"  # m of GS V m that cut through; the others leave a bridge
_CUTS = ("gs V", "esc i", "esc m")


class PrintHead:
    """`hanging`: lines since the last cut; `slip`: the last one cut; `spent_mm`: the last command's
    paper, which is its time."""

    def __init__(self, model: Model, machine: Machine) -> None:
        self._model = model
        self._machine = machine
        self._composer = Composer(model.columns * spec.DOTS_PER_COLUMN, chinese=model.chinese)
        self.hanging: list[PaperLine] = []
        self.slip: list[PaperLine] = []
        self.slips = 0
        self.spent_mm = 0.0
        self.reset()

    @property
    def reads(self) -> HighBytes:
        """How it reads high bytes now."""
        return self._composer.reads

    def reset(self) -> None:
        """As after switching on."""
        self.auto = 0
        self._selected = True
        self._composer.initialise()
        self._composed: deque[PaperLine] | None = None  # None: the command is not begun

    def forget(self) -> None:
        """Drop the line that was begun, and what the head had not printed yet."""
        self._composer.forget()
        self._composed = None

    def do(self, step: Step) -> list[Output] | None:
        """Carry it out. None: it stopped half-way, and goes on there when it is done again."""
        self.spent_mm = 0.0
        if step.name == _SELECT:  # the line is shared with a display for customers
            self._selected = bool(step.args[0] & 1)
        if step.name == _SELECT or not self._selected:
            return []
        shown: list[Output] = []
        if self._composed is None:
            lines = self._lines(step)
            shown = _ignored(step) if lines is None else []
            self._composed = deque(lines or ())
        if not self._printed(self._composed):
            return None
        answered = self._cut(step) if step.name in _CUTS else self._answer(step)
        if answered is None:
            return None
        self._composed = None
        return shown + answered

    def _lines(self, step: Step) -> list[PaperLine] | None:
        """What goes onto the paper before anything else happens. None: it means nothing."""
        if step.name in _CUTS:
            after = step.args[1:]
            feed: list[PaperLine] = [FeedLine(0, _TO_KNIFE + after[0])] if after else []
            return [*self._composer.flushed(), *feed]
        return [] if step.name in _ANSWERED else self._composer.lines(step)

    def _printed(self, lines: deque[PaperLine]) -> bool:
        """Print as long as there is paper; False when the roll ended before all is printed."""
        while lines:
            needed = extent(lines[0]) / spec.DOTS_PER_MM
            if needed > self._machine.roll_mm:
                self._machine.roll_mm = 0.0
                return False
            self._machine.roll_mm = min(self._machine.full_mm, self._machine.roll_mm - needed)
            self.spent_mm += abs(needed)
            self.hanging.append(lines.popleft())
        return True

    def _answer(self, step: Step) -> list[Output]:
        match step.name:
            case "esc B":
                return [Show("beep", {"times": step.args[0], "tenths": step.args[1]})]
            case "esc p":
                return [Show("drawer", {"pin": 5 if step.args[0] & 1 else 2})]
            case "gs a":
                self.auto = step.args[0]
                return [Send(self._machine.automatic())] if self.auto else []
            case "gs I":
                return _told(step)
            case "gs (H":
                return _process_ended(step)
            case "gs r" | "esc v":
                asked = step.name == "esc v" or step.args[0] in (1, ord("1"))
                answers = asked and self._model.gs_r
                return [Send(bytes((self._machine.sensor(),)))] if answers else []
        return []

    def _cut(self, step: Step) -> list[Output] | None:
        if self._machine.jammed:
            self._machine.cutter_error = True
            return None
        self.spent_mm += _CUT_MM
        self.slip, self.hanging = self.hanging, []
        self.slips += 1
        whole = step.name == "esc i" or step.args[:1] in [bytes((each,)) for each in _FULL]
        cut: Literal["full", "partial"] = "full" if whole else "partial"
        return [Show("slip", CutSlip(self._model.columns, tuple(self.slip), cut))]


_SELECT = "esc ="
_ANSWERED = ("gs (H", "gs r", "gs a", "gs I", "esc v", "esc B", "esc p")
# What GS I n is answered: the kind of printer as a byte, or a word in an envelope (Epson).
_IDENTITY = {
    1: b"\x20",
    2: b"\x02",
    3: b"\x01",
    65: b"_1.00\0",
    66: b"_service-hall\0",
    67: b"_ESC/POS\0",
}


def _told(step: Step) -> list[Output]:
    n = step.args[0]
    known = _IDENTITY.get(n - ord("0") if ord("1") <= n <= ord("3") else n)
    return [Send(known)] if known else _ignored(step)


def _process_ended(step: Step) -> list[Output]:
    """GS ( H, function 48: four characters of the host's own come back once all before them is on
    paper (Epson). Its function 49 tells what would be heard while the printer is offline."""
    function, kind, *name = step.args or b"\0\0"
    if (function, kind, len(name)) != (*_PROCESS_ID, 4) or not set(name) <= _NAMED:
        return _ignored(step)
    return [Send(b"\x37\x22" + bytes(name) + b"\0")]


_PROCESS_ID = (48, 48)
_NAMED = frozenset(range(32, 127))


def _ignored(step: Step) -> list[Output]:
    """What means nothing to this printer, with its first bytes."""
    return [Show("ignored", {"command": step.name, "bytes": step.args[:_SHOWN].hex(" ")})]


_SHOWN = 32
