"""What is said to a printer and in which order: checking it, and printing with proof.

Each conversation is a generator: it yields a `Prompt` (bytes to send, the reply it waits for, how
long) and is given that reply, or None when the time is up. So the order of a transaction reads
from top to bottom, and still nothing here knows a wire or a clock.

The proof: DLE EOT is answered at once, past everything that waits in the printer, so "all is
well" after the data proves nothing. GS r 1 waits its turn behind the data. It is sent in the same
breath as the slip, and its answer says that the slip has been printed and cut.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TypeAlias

from kiosk.printing.models.escpos.codec import Cleared, PaperSensor, RealTime, Reply, encode
from kiosk.printing.models.escpos.commands import AskPaper, AskStatus, AutoStatus, Discard, PrintJob
from kiosk.printing.models.escpos.echoes import SaidBack
from kiosk.printing.models.escpos.policy import PrintPolicy, Proof
from kiosk.printing.models.escpos.spec import (
    ERROR_CUTTER,
    ERROR_HEAT,
    OFFLINE_COVER,
    OFFLINE_ERROR,
    OFFLINE_PAPER_END,
    PAPER_END,
    PAPER_NEAR_END,
    PRINTER_OFFLINE,
    REAL_TIME_FIXED,
    Question,
)
from kiosk.printing.trouble import PrinterState, PrinterTrouble

_TWICE = 2  # a slip asks so often whether it is out: an answer that came again proves nothing
_SLACK = 1.1  # times as long as its bytes need on a slow line
_PRESUMED = 1.5  # likewise, until a slip that nobody proves is printed and cut
_SLOWER = 1.5  # times the slowest answer so far: how late another one may be

# Troubles that stop a slip for good; heat passes by itself, silence may be a full buffer.
_STOPS = frozenset(
    {
        PrinterTrouble.PAPER_OUT,
        PrinterTrouble.COVER_OPEN,
        PrinterTrouble.CUTTER,
        PrinterTrouble.ERROR,
    }
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Send `data`, then wait `patience` seconds for a reply of type `wants`."""

    data: bytes
    wants: type[Reply]
    patience: float


@dataclass(slots=True)
class Known:
    """What has been learnt of the printer since its wire came up.

    `owed` counts the answers to GS r that are still to come: they come in order, so a slip is
    proved when nothing is owed, and never by a late answer that belongs to an earlier slip.
    `doubles`: an answer came though none was owed, so this line says things more than once.
    `slowest`: the longest that one took which no slip was printed before.
    """

    policy: PrintPolicy
    now: float = 0.0
    owed: int = 0
    doubles: bool = False
    slowest: float = 0.0
    asked: float = 0.0  # when GS r was last asked, or last answered
    since: float = 0.0  # when the oldest question was asked that is not answered yet
    sensor: PaperSensor = field(default_factory=lambda: PaperSensor(False, False))
    in_order: bool | None = None  # whether it answers GS r; None: not tried yet
    sent: bool = False  # the slip in hand may be on paper
    state: PrinterState | None = None
    echoes: SaidBack = field(default_factory=SaidBack)

    @property
    def quiet(self) -> float:
        """Seconds of silence after which nothing older is still to come."""
        return max(self.policy.settle_seconds, _SLOWER * self.slowest)

    def owe(self, answers: int) -> None:
        """GS r is asked now, so many times."""
        self.since = self.since if self.owed else self.now
        self.asked = self.now
        self.owed += answers

    def hear(self, sensor: PaperSensor, now: float) -> None:
        """An answer to GS r came."""
        if not self.sent:
            self.slowest = max(self.slowest, now - self.asked)
        if not self.owed:
            self.doubles = True
        self.owed = max(0, self.owed - 1)
        self.asked = now
        self.sensor = sensor
        self.in_order = True


Talk: TypeAlias = Generator[Prompt, Reply | None, PrinterTrouble | None]


def greet(known: Known) -> Talk:
    """The wire has come up: begin from an empty buffer, and learn what the printer can do."""
    yield from _discard(known.policy)
    yield Prompt(encode(AutoStatus(0)), Cleared, 0.0)
    trouble = yield from check(known)
    if trouble is None and (yield from settle(known)):
        while (yield Prompt(b"", PaperSensor, known.quiet)):
            pass  # an answer that comes again: `Known.hear` counts it
    return trouble


def check(known: Known) -> Talk:
    """Ask n = 1, 2, 3, 4 and remember the state they make."""
    answers: dict[Question, int] = {}
    for question in Question:
        reply = yield from _ask(known, question)
        if reply is None and question is Question.PRINTER:
            known.state = PrinterState(PrinterTrouble.SILENT)
            return PrinterTrouble.SILENT
        answers[question] = reply.bits if reply else REAL_TIME_FIXED
    known.state = diagnose(answers)
    return known.state.trouble


def _ask(known: Known, question: Question) -> Generator[Prompt, Reply | None, RealTime | None]:
    """Its answer; others to the same question that may still come are waited for too, or they
    would be taken for the next one's."""
    patience = known.policy.answer_seconds
    for attempt in range(known.policy.attempts):
        reply = yield Prompt(encode(AskStatus(question)), RealTime, patience)
        if isinstance(reply, RealTime):
            if attempt or known.doubles:
                yield Prompt(b"", RealTime, patience)
            return reply
    return None


def diagnose(answers: dict[Question, int]) -> PrinterState:
    """The four bytes as one state. One bit of a pair is enough: better a warning too many."""
    offline, error = answers[Question.OFFLINE_CAUSE], answers[Question.ERROR_CAUSE]
    paper = answers[Question.PAPER]
    findings = (
        (offline & OFFLINE_COVER, PrinterTrouble.COVER_OPEN),
        (offline & OFFLINE_PAPER_END or paper & PAPER_END, PrinterTrouble.PAPER_OUT),
        (error & ERROR_CUTTER, PrinterTrouble.CUTTER),
        (error & ERROR_HEAT, PrinterTrouble.TOO_HOT),
        (error & ~REAL_TIME_FIXED or offline & OFFLINE_ERROR, PrinterTrouble.ERROR),
        (answers[Question.PRINTER] & PRINTER_OFFLINE, PrinterTrouble.ERROR),
    )
    trouble = next((trouble for bits, trouble in findings if bits), None)
    return PrinterState(trouble, bool(paper & PAPER_NEAR_END))


def settle(known: Known) -> Generator[Prompt, Reply | None, bool | None]:
    """Have every older GS r answered, so that the next answer can only be the next slip's.

    True: the printer answers in order. False: it does not know GS r and need not. None: it
    should answer and does not.
    """
    if known.policy.proof is Proof.REAL_TIME or known.in_order is False:
        return False
    known.owe(1)
    reply = yield Prompt(encode(AskPaper()), PaperSensor, known.quiet)
    heard = reply is not None
    while reply is not None and (known.owed or known.doubles):
        lost = known.since + known.policy.lost_seconds - known.now
        reply = yield Prompt(b"", PaperSensor, max(known.quiet, lost))
    if reply is None:
        known.echoes.forget()
    if heard:  # whatever is still owed was lost with a buffer: it has been quiet since
        known.owed = 0
        known.in_order = True
        return True
    if known.in_order or known.policy.proof is Proof.ORDERED:
        return None
    known.in_order = False
    return False


def print_slip(known: Known, job: PrintJob) -> Talk:
    """Check, print, prove. Returns None when the slip is out."""
    trouble = yield from check(known)
    if trouble is not None:
        return trouble
    ordered = yield from settle(known)
    if ordered is None:
        return PrinterTrouble.SILENT
    known.sent = True
    trouble = yield from (_prove(known, job) if ordered else _presume(known, job))
    if trouble is not None:
        yield from _discard(known.policy)
    return trouble


def _discard(policy: PrintPolicy) -> Generator[Prompt, Reply | None, None]:
    if policy.discards:  # nothing may follow before the printer has answered (Epson)
        yield Prompt(encode(Discard()), Cleared, policy.answer_seconds)


def _prove(known: Known, job: PrintJob) -> Talk:
    known.owe(_TWICE)
    asked = encode(job) + encode(AskPaper())
    until = known.now + known.policy.slip_seconds + known.policy.sending(asked)
    first_look = max(known.policy.first_look_seconds, _SLACK * known.policy.sending(asked))
    yield from _owed(known, asked, first_look)
    trouble: PrinterTrouble | None = None
    while known.owed and known.now < until:
        trouble = yield from check(known)
        if known.owed:  # one that came out in this very moment is given time to say so
            yield from _owed(known, b"", known.policy.look_seconds)
        if trouble in _STOPS:
            break
    if known.owed:
        stopped = trouble in _STOPS or trouble is PrinterTrouble.TOO_HOT
        return trouble if stopped else PrinterTrouble.UNKNOWN_OUTCOME
    if known.sensor.end:
        return PrinterTrouble.PAPER_OUT
    after = yield from check(known)
    return after if after is PrinterTrouble.CUTTER else None


def _owed(known: Known, data: bytes, patience: float) -> Generator[Prompt, Reply | None, None]:
    """Send `data`, and hear what is owed as long as it comes."""
    reply = yield Prompt(data, PaperSensor, patience)
    while reply is not None and known.owed:
        reply = yield Prompt(b"", PaperSensor, known.policy.look_seconds)


def _presume(known: Known, job: PrintJob) -> Talk:
    slip = b"".join(map(encode, job.content))
    until = known.now + max(known.policy.presumed_seconds, _PRESUMED * known.policy.sending(slip))
    yield Prompt(slip, PaperSensor, until - known.now)
    while known.now < until:  # an answer that is owed since long shortens nothing
        yield Prompt(b"", PaperSensor, until - known.now)
    trouble = yield from check(known)
    return PrinterTrouble.UNKNOWN_OUTCOME if trouble is PrinterTrouble.SILENT else trouble
