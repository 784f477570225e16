"""The printer's owner in a kiosk: jobs in, results out, in a thread of its own."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from broker.bus.base import Post
from broker.domain.errors import DeviceError, LinkError
from broker.domain.inventory import ALONE
from broker.service.device_line import DeviceLine, End
from broker.service.ports import DevicePort
from broker.service.runner import Runner
from broker.service.session import Failed
from kiosk.printing.driver import PrinterDriver, PrinterSession
from kiosk.printing.outcome import Result, SlipFailed, SlipGrowing, SlipJob, SlipOut
from kiosk.printing.slip import MaterialsSlip, Roll
from kiosk.printing.trouble import PrinterState, PrinterTrouble, PrinterTroubled

TextHeard = Callable[[PrinterTrouble | None], None]
_REMEMBERED = 256  # outcomes kept to answer a repeated key; a kiosk prints fewer in an hour
_GOODBYE = 2.0
_LOOK = 0.1  # seconds between two looks at how much of a slip has gone


@dataclass(frozen=True, slots=True)
class _Growing:
    """A slip that is being sent: its bytes, how many had gone before it, what was told last."""

    job: SlipJob
    size: int
    begun: int
    look_at: float
    told: float = 0.0


class PrinterOwner:
    """Looks after the printer; everything here happens on `runner`'s thread.

    `tell` hears each `Result`. A key that was printed, or is being printed, is not printed again:
    its outcome is told again instead.
    """

    def __init__(
        self,
        runner: Runner,
        port: DevicePort[PrinterDriver],
        tell: Callable[[Result], None],
    ) -> None:
        self._tell = tell
        self._jobs: dict[Any, SlipJob] = {}  # by the command that prints it
        self._texts: dict[Any, TextHeard] = {}  # likewise
        self._growing: _Growing | None = None
        self._clock = runner.clock
        self._outcomes: OrderedDict[str, SlipOut | SlipFailed] = OrderedDict()
        session = partial(port.driver.session, (ALONE,))
        self._encode = port.driver.encode
        self._line: DeviceLine[PrinterSession] = DeviceLine(runner, port, session, self)
        runner.add(self)

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._line.start()

    def stop(self, _event: object = None) -> None:
        """Give up what is unfinished, saying so, and close the port."""
        self._line.stop()

    def print(self, event: tuple[SlipJob, Any]) -> None:
        """Print a slip that has been laid out as a command, once."""
        job, command = event
        known = self._outcomes.get(job.key)
        if known is not None:
            self._tell(known)
        elif job not in self._jobs.values():
            self._jobs[command] = job
            if self._growing is None and self._encode is not None:
                size = len(self._encode(command))
                self._growing = _Growing(job, size, self._line.gone_out, self._clock() + _LOOK)
            self._submit(command)

    def print_text(self, event: tuple[Any, TextHeard]) -> None:
        """Print what is no slip of a number; `heard` is told what it came to."""
        command, heard = event
        if self._line.up and command not in self._texts:
            self._texts[command] = heard
            self._line.submit(command)
        else:
            heard(PrinterTrouble.UNPLUGGED if not self._line.up else PrinterTrouble.ERROR)

    def line_up(self, _now: float) -> None:
        """The session reports what it finds."""

    def line_down(self, _error: LinkError, _now: float) -> None:
        """The session has told what became of its slips."""

    def ended(self, end: End, _now: float) -> None:
        trouble = _trouble(end.error) if isinstance(end, Failed) else None
        if end.command in self._jobs:  # else a text, or a question of the session's own
            self._finish(end.command, trouble)
        elif heard := self._texts.pop(end.command, None):
            heard(trouble)

    def reported(self, event: PrinterState, _now: float) -> None:
        self._tell(event)

    def next_wakeup(self) -> float | None:
        """When it is looked how much of a slip has gone."""
        return None if self._growing is None else self._growing.look_at

    def tick(self, now: float) -> None:
        """Tell how much of the slip has gone, where that is more than before."""
        growing = self._growing
        if growing is None or now < growing.look_at:
            return
        share = min(1.0, max(0.0, (self._line.gone_out - growing.begun) / growing.size))
        if share > growing.told:
            self._tell(SlipGrowing(growing.job, share))
        told = max(share, growing.told)
        self._growing = replace(growing, told=told, look_at=now + _LOOK) if told < 1 else None

    def _submit(self, command: Any) -> None:
        if self._line.up:
            self._line.submit(command)
        else:
            self._finish(command, PrinterTrouble.UNPLUGGED)

    def _finish(self, command: Any, trouble: PrinterTrouble | None) -> None:
        job = self._jobs.pop(command)
        if self._growing is not None and self._growing.job == job:
            self._growing = None
        outcome = SlipOut(job) if trouble is None else SlipFailed(job, trouble)
        self._outcomes[job.key] = outcome
        while len(self._outcomes) > _REMEMBERED:
            self._outcomes.popitem(last=False)
        self._tell(outcome)


def _trouble(error: DeviceError) -> PrinterTrouble:
    return error.trouble if isinstance(error, PrinterTroubled) else PrinterTrouble.ERROR


class Station:
    """The printer's thread. `heard` is called through `post`, where the kiosk thinks."""

    def __init__(
        self,
        port: DevicePort[PrinterDriver],
        post: Post,
        heard: Callable[[Result], None],
        roll: Roll = Roll.MM_80,
    ) -> None:
        self._driver = port.driver
        self._roll = roll
        self._runner = Runner()
        self._owner = PrinterOwner(self._runner, port, lambda result: post(heard, result))
        self._thread = threading.Thread(target=self._runner.run, name="printer", daemon=True)

    def start(self) -> None:
        """Open the port and keep it open; the first `PrinterState` follows by itself."""
        self._owner.start()
        self._thread.start()

    def print(self, job: SlipJob) -> None:
        """From any thread: print once. `ValueError` where the slip cannot be laid out."""
        self._runner.post(self._owner.print, (job, self._command(job)))

    def _command(self, job: SlipJob) -> Any:
        if not isinstance(job.slip, MaterialsSlip):
            return self._driver.slip(job.key, job.slip, self._roll)
        if self._driver.materials is None:
            raise ValueError(f"{self._driver.title} prints no lists of materials")
        return self._driver.materials(job.key, job.slip, self._roll)

    def print_text(self, text: str, heard: TextHeard) -> None:
        """From any thread: print lines that staff want, once. `heard` is called on the printer's
        thread. `ValueError` where this printer cannot print them."""
        if self._driver.compose is None:
            raise ValueError(f"{self._driver.title} prints no text")
        for command in self._driver.compose(ALONE, text)[:1]:
            self._runner.post(self._owner.print_text, (command, heard))

    def stop(self) -> None:
        """End the thread. A slip in progress is told as failed before."""
        self._runner.post(self._owner.stop, None)
        self._runner.stop()
        if self._thread.is_alive():
            self._thread.join(_GOODBYE)
