"""The conversation with one printer: one task at a time, a look at its state while idle."""

from __future__ import annotations

from collections import deque
from typing import assert_never

from broker.service.session import Action, Done, Failed, Report, Write
from kiosk.printing.models.escpos.codec import AutoStatusBack, Cleared, PaperSensor, RealTime, Reply
from kiosk.printing.models.escpos.commands import CheckPrinter, PrintJob, Task
from kiosk.printing.models.escpos.policy import PrintPolicy
from kiosk.printing.models.escpos.transaction import Known, Prompt, Talk, check, greet, print_slip
from kiosk.printing.trouble import PrinterState, PrinterTrouble, PrinterTroubled

_WHEN_ASKED = PrintPolicy()


class EscposSession:
    """Reports every change of `PrinterState`; ends each task with `Done` or `Failed`.

    `Failed` carries `PrinterTroubled`. Nothing that may have reached the paper is ever sent
    again. Idle polling begins with `opened`.
    """

    def __init__(self, policy: PrintPolicy = _WHEN_ASKED) -> None:
        self._policy = policy
        self._known = Known(policy)
        self._told: PrinterState | None = None
        self._waiting: deque[Task] = deque()
        self._task: Task | None = None
        self._talk: Talk | None = None
        self._step: Prompt | None = None
        self._deadline = 0.0
        self._poll_at: float | None = None

    def submit(self, command: Task, now: float) -> list[Action]:
        """Print or check when its turn comes."""
        self._waiting.append(command)
        return self._next(now)

    def receive(self, reply: Reply, now: float) -> list[Action]:
        """Take one decoded reply; one that is the line's echo is none."""
        return [
            action for real in self._known.echoes.real(reply) for action in self._take(real, now)
        ]

    def _take(self, reply: Reply, now: float) -> list[Action]:
        self._note(reply, now)
        if self._step is not None and isinstance(reply, self._step.wants):
            return self._advance(reply, now)
        return []

    def tick(self, now: float) -> list[Action]:
        """End a wait in vain, or ask how the printer is."""
        if self._talk is not None:
            return self._advance(None, now) if now >= self._deadline else []
        if self._poll_at is not None and now >= self._poll_at:
            return self._begin(check(self._known), now)
        return []

    def next_wakeup(self) -> float | None:
        """The end of the wait, or the next poll."""
        return self._poll_at if self._talk is None else self._deadline

    def opened(self, now: float) -> list[Action]:
        """The port is open (again): what was learnt of the printer counts no more."""
        self._known = Known(self._policy)
        self._poll_at = now
        return self._begin(greet(self._known), now)

    def closed(self, _now: float) -> list[Action]:
        """The port is gone, and every task with it; the one that was out may be on paper."""
        cut = PrinterTrouble.UNKNOWN_OUTCOME if self._known.sent else PrinterTrouble.UNPLUGGED
        lost: list[Action] = [] if self._task is None else [_failed(self._task, cut)]
        lost += [_failed(task, PrinterTrouble.UNPLUGGED) for task in self._waiting]
        self._waiting.clear()
        self._known = Known(self._policy, state=PrinterState(PrinterTrouble.UNPLUGGED))
        self._task = self._talk = self._step = self._poll_at = None
        return [*lost, *self._news()]

    def _note(self, reply: Reply, now: float) -> None:
        match reply:
            case PaperSensor():
                self._known.hear(reply, now)
            case Cleared():
                self._known.owed = 0
            case AutoStatusBack():
                self._poll_at = None if self._poll_at is None else now
            case RealTime():
                pass
            case _:
                assert_never(reply)

    def _next(self, now: float) -> list[Action]:
        if self._talk is not None or not self._waiting:
            return []
        self._task = self._waiting.popleft()
        self._known.sent = False
        match self._task:
            case PrintJob():
                return self._begin(print_slip(self._known, self._task), now)
            case CheckPrinter():
                return self._begin(check(self._known), now)
            case _:
                assert_never(self._task)

    def _begin(self, talk: Talk, now: float) -> list[Action]:
        self._talk = talk
        return self._advance(None, now)

    def _advance(self, reply: Reply | None, now: float) -> list[Action]:
        assert self._talk is not None  # noqa: S101  # callers have looked
        self._known.now = now
        try:
            self._step = self._talk.send(reply)
        except StopIteration as ended:
            return self._ended(ended.value, now)
        self._deadline = now + self._step.patience
        self._known.echoes.sent(self._step.data)
        written: list[Action] = [Write(self._step.data)] if self._step.data else []
        return [*self._news(), *written]

    def _ended(self, trouble: PrinterTrouble | None, now: float) -> list[Action]:
        task, self._task = self._task, None
        self._talk = self._step = None
        if self._poll_at is not None:
            self._poll_at = now + (0.0 if isinstance(task, PrintJob) else self._policy.poll_seconds)
        ended: list[Action] = []
        if task is not None:
            ended = [_failed(task, trouble) if trouble else Done(task, self._known.state)]
        return [*ended, *self._news(), *self._next(now)]

    def _news(self) -> list[Action]:
        """The printer's state, if it is another than last told."""
        state = self._known.state
        if state is None or state == self._told:
            return []
        self._told = state
        return [Report(state)]


def _failed(task: Task, trouble: PrinterTrouble) -> Action:
    return Failed(task, PrinterTroubled(trouble))
