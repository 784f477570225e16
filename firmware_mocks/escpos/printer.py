"""The printer as a whole: what arrives, what waits, what is on paper."""

from __future__ import annotations

from firmware_mocks.escpos.grammar import take
from firmware_mocks.escpos.machine import NEAR_END_MM, Machine
from firmware_mocks.escpos.options import OPTIONS, Model, read
from firmware_mocks.escpos.print_head import PrintHead
from firmware_mocks.escpos.stream import RealTimeCommand, RealTimeFilter
from firmware_mocks.firmware import Output, PrinterLook, Send, Show
from kiosk.printing.models.escpos import spec

__all__ = ["OPTIONS", "SlipPrinter"]


class EscposLook(PrinterLook, frozen=True):
    """What else can be told of it: slips cut, bytes that wait, paper on the roll, its troubles."""

    slips: int = 0
    waiting: int = 0
    paper_mm: int = 0
    knife: str = "free"
    hot: bool = False
    silent: bool = False


class SlipPrinter:
    """One printer. Data is carried out at the speed of the paper; see `look` for what it shows."""

    def __init__(self, address: int, options: dict[str, str]) -> None:
        self.address = address
        self._model: Model = read(options)
        paper = self._model.paper
        self._machine = Machine(paper, paper, self._model.near_end_sensor)
        self._head = PrintHead(self._model, self._machine)
        self._silent = False
        self._reset()

    def _reset(self) -> None:
        """As after switching on: nothing received, no style, no automatic status."""
        self._input = RealTimeFilter()
        self._waiting = bytearray()
        self._head.reset()
        self._told = self._machine.automatic()
        self._free_at = 0.0

    def feed(self, data: bytes, now: float) -> list[Output]:
        outputs: list[Output] = []
        for piece in self._input.feed(data):
            if isinstance(piece, RealTimeCommand):
                outputs += self._at_once(piece)
            else:
                self._waiting += piece
                outputs += self._work(now)
        return self._spoken(outputs)

    def hand(self, words: list[str], now: float) -> list[Output]:
        shown = self._handle(words)
        return self._spoken([*shown, *self._work(now)])

    def tick(self, now: float) -> list[Output]:
        return self._spoken(self._work(now))

    def next_wakeup(self) -> float | None:
        if self._machine.stopped or take(self._waiting, self._head.reads) is None:
            return None
        return self._free_at

    def power_cycle(self, now: float) -> list[Output]:
        del now
        self._recover()
        self._reset()
        return []

    def look(self) -> EscposLook:
        machine = self._machine
        return EscposLook(
            columns=self._model.columns,
            hanging=tuple(self._head.hanging),
            slip=tuple(self._head.slip),
            paper="out" if machine.paper_out else "near end" if machine.near_end else "there",
            cover="open" if machine.cover_open else "closed",
            online=not machine.stopped,
            slips=self._head.slips,
            waiting=len(self._waiting),
            paper_mm=round(machine.roll_mm),
            knife="stuck" if machine.jammed else "free",
            hot=machine.hot,
            silent=self._silent,
        )

    def _handle(self, words: list[str]) -> list[Output]:
        machine = self._machine
        match words:
            case ["paper", "out" | "in" as way]:
                machine.roll_mm = machine.full_mm if way == "in" else 0.0
            case ["cover", "open" | "close" as way]:
                machine.cover_open = way == "open"
            case ["near-end"]:
                machine.roll_mm = min(machine.roll_mm, NEAR_END_MM)
            case ["jam"]:
                machine.jammed = True
            case ["tear"]:
                return self._tear()
            case ["fault", "silent"]:
                self._silent = True
            case ["fault", "heat"]:
                machine.hot = True
            case ["ok"]:
                self._silent = False
                machine.mend()
            case _:
                raise ValueError(f"a printer has no {' '.join(words)!r}; see its list of hands")
        return []

    def _tear(self) -> list[Output]:
        head = self._head
        torn, head.hanging, head.slip = [*head.slip, *head.hanging], [], []
        return [Show("torn", {"lines": torn})] if torn else []

    def _at_once(self, command: RealTimeCommand) -> list[Output]:
        match command.kind:
            case spec.EOT:
                return [Send(bytes((self._machine.real_time(command.n),)))]
            case spec.ENQ:
                self._recover()
                if command.n == 2:  # recover and forget
                    self._forget()
                return []
            case _:
                return self._clear()

    def _recover(self) -> None:
        """The knife is free again only if nothing blocks it any more."""
        self._machine.cutter_error = self._machine.cutter_error and self._machine.jammed

    def _clear(self) -> list[Output]:
        if not self._model.clear:
            return []
        self._forget()
        return [Send(spec.CLEARED)]

    def _forget(self) -> None:
        self._waiting.clear()
        self._head.forget()

    def _work(self, now: float) -> list[Output]:
        """Carry out what waits, as far as paper, trouble and time allow."""
        outputs: list[Output] = []
        while not self._machine.stopped and self._free_at <= now:
            taken = take(self._waiting, self._head.reads)
            if taken is None:
                break
            step, length = taken
            done = self._head.do(step)
            if done is None:
                break
            del self._waiting[:length]
            outputs += done
            self._free_at = now + self._head.spent_mm / self._model.speed
        return outputs

    def _spoken(self, outputs: list[Output]) -> list[Output]:
        """Add what it reports by itself, and lose all bytes while its answers get lost."""
        status = self._machine.automatic()
        if self._head.auto and status != self._told:
            outputs = [*outputs, Send(status)]
        self._told = status
        return [each for each in outputs if isinstance(each, Show) or not self._silent]
