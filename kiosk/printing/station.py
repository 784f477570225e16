"""The printer's owner in a kiosk: jobs in, results out, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable

from broker.bus.base import Post
from broker.domain.errors import LinkError
from broker.link.base import Link, Noise
from broker.service.line import Line
from broker.service.runner import Runner
from broker.service.session import Action, Done, Failed, Report, Write
from kiosk.printing.models.escpos.codec import Decoder, Reply, encode
from kiosk.printing.models.escpos.commands import PrintJob
from kiosk.printing.models.escpos.policy import Policy
from kiosk.printing.models.escpos.session import PrinterSession
from kiosk.printing.outcome import Result, SlipFailed, SlipJob, SlipOut
from kiosk.printing.slip import PAPER_80, Paper, layout
from kiosk.printing.trouble import PrinterState, PrinterTroubled, Trouble

log = logging.getLogger(__name__)

_REMEMBERED = 256  # outcomes kept to answer a repeated key; a kiosk prints fewer in an hour
_GOODBYE = 2.0


class PrinterOwner:
    """Holds the printer's line; everything here happens on `runner`'s thread.

    `tell` hears each `Result`. A key that was printed, or is being printed, is not printed again:
    its outcome is told again instead.
    """

    def __init__(
        self,
        runner: Runner,
        opener: Callable[[], Link],
        tell: Callable[[Result], None],
        policy: Policy,
    ) -> None:
        self._runner = runner
        self._tell = tell
        self._session = PrinterSession(policy)
        self._line: Line[Reply] = Line(runner, opener, Decoder, self)
        self._up = False
        self._jobs: dict[str, SlipJob] = {}
        self._outcomes: OrderedDict[str, SlipOut | SlipFailed] = OrderedDict()
        runner.add(self)

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._line.start()

    def stop(self, _event: object = None) -> None:
        """Give up what is unfinished, saying so, and close the port."""
        self._up = False
        self._do(self._session.wire_down(self._runner.clock()))
        self._line.stop()

    def print(self, event: tuple[SlipJob, PrintJob]) -> None:
        """Print a slip that has been laid out, once."""
        job, task = event
        known = self._outcomes.get(job.key)
        if known is not None:
            self._tell(known)
        elif job.key not in self._jobs:
            self._jobs[job.key] = job
            self._submit(task)

    def line_up(self, now: float) -> None:
        self._up = True
        self._do(self._session.wire_up(now))

    def line_down(self, _error: LinkError, now: float) -> None:
        self._up = False
        self._do(self._session.wire_down(now))

    def line_heard(self, heard: Reply | Noise, now: float) -> None:
        if isinstance(heard, Noise):
            log.debug("the printer sent %s: %s", heard.data.hex(" "), heard.reason)
        else:
            self._do(self._session.receive(heard, now))

    def next_wakeup(self) -> float | None:
        return self._session.next_wakeup()

    def tick(self, now: float) -> None:
        self._do(self._session.tick(now))

    def _submit(self, task: PrintJob) -> None:
        if self._up:
            self._do(self._session.submit(task, self._runner.clock()))
        else:
            self._finish(task, Trouble.UNPLUGGED)

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self._line.write(data)
                case Report(PrinterState() as state):
                    self._tell(state)
                case Done(PrintJob() as task, _):
                    self._finish(task, None)
                case Failed(PrintJob() as task, PrinterTroubled() as error):
                    self._finish(task, error.trouble)
                case _:
                    pass

    def _finish(self, task: PrintJob, trouble: Trouble | None) -> None:
        job = self._jobs.pop(task.key)
        outcome = SlipOut(job) if trouble is None else SlipFailed(job, trouble)
        self._outcomes[task.key] = outcome
        while len(self._outcomes) > _REMEMBERED:
            self._outcomes.popitem(last=False)
        self._tell(outcome)


class Station:
    """The printer's thread. `heard` is called through `post`, where the kiosk thinks."""

    def __init__(
        self,
        opener: Callable[[], Link],
        post: Post,
        heard: Callable[[Result], None],
        policy: Policy | None = None,
        paper: Paper = PAPER_80,
    ) -> None:
        self._paper = paper
        self._runner = Runner()
        self._owner = PrinterOwner(
            self._runner, opener, lambda result: post(heard, result), policy or Policy()
        )
        self._thread = threading.Thread(target=self._runner.run, name="printer", daemon=True)

    def start(self) -> None:
        """Open the port and keep it open; the first `PrinterState` follows by itself."""
        self._owner.start()
        self._thread.start()

    def print(self, job: SlipJob) -> None:
        """From any thread: print once. `ValueError` where the slip cannot be laid out."""
        task = PrintJob(job.key, layout(job.slip, self._paper))
        encode(task)
        self._runner.post(self._owner.print, (job, task))

    def stop(self) -> None:
        """End the thread. A slip in progress is told as failed before."""
        self._runner.post(self._owner.stop, None)
        self._runner.stop()
        if self._thread.is_alive():
            self._thread.join(_GOODBYE)
