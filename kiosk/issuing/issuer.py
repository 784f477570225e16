"""Does what a transaction wants, and tells what came of it. Lives on the screen's loop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, assert_never

from broker.bus.base import Unanswered
from broker.domain.alerts import AlertCode, Sentences
from broker.domain.ids import RequestId
from broker.domain.requests import Answer
from broker.domain.series.requests import GrantSeries
from broker.domain.tickets.requests import ReserveTicket
from broker.service.life import Service
from broker.service.reports import Alerts
from broker.wire.topics import Kind
from kiosk import words
from kiosk.issuing import events
from kiosk.issuing.events import Effect, Told
from kiosk.issuing.keeping import Keeping
from kiosk.printing.outcome import Result, SlipFailed, SlipGrowing, SlipJob, SlipOut
from kiosk.printing.slip import Printable
from kiosk.printing.trouble import PrinterState, PrinterTrouble

log = logging.getLogger(__name__)

PERHAPS_PRINTED = frozenset({PrinterTrouble.CUTTER, PrinterTrouble.UNKNOWN_OUTCOME})


Tell = Callable[[Told], None]


class Printer(Protocol):
    """The printing station, as far as an issuer knows it."""

    def print(self, job: SlipJob) -> None:
        """Print once; the result comes later. `ValueError`: the slip cannot be laid out."""

    def print_text(self, text: str, heard: Callable[[PrinterTrouble | None], None]) -> None:
        """Print lines for staff; `heard` is called on any thread. `ValueError`: it cannot."""


@dataclass(kw_only=True, eq=False)
class Issuer:
    """Ledger, outbox, printer, journal and alerts of one screen that gives numbers.

    `place` is the screen as its alerts name it, and `alarm_words` begins the keys of their
    sentences; of its alerts, these `stale` ones too are soon found again. What comes of an effect
    goes to `tell`, at once or later.
    """

    service: Service
    place: tuple[Kind, str]
    keeping: Keeping
    printer: Printer | None
    slip: Callable[[events.Print | events.PrintMaterials], Printable]
    alarm_words: str = "alarm"
    stale: tuple[AlertCode, ...] = ()

    def __post_init__(self) -> None:
        stale = [AlertCode.PRINTER, AlertCode.PAPER_LOW, *self.stale]
        self._alerts = Alerts(self.service, *self.place, stale=stale)

    def perform(self, effects: Iterable[Effect], tell: Tell) -> None:
        """Do them in their order."""
        for effect in effects:
            match effect:
                case events.Ask(request):
                    self._ask(request, tell)
                case events.Settle() | events.HandIn():
                    self._keep(effect, tell)
                case events.Print() | events.PrintMaterials():
                    self._print(effect, tell)
                case events.TryPrinter():
                    self._try(effect, tell)
                case events.Note(opens, job):
                    self.keeping.note(opens, partial(self._noted, job, tell))
                case events.AskSeries() | events.AskStaff():
                    self._enquire(effect, tell)
                case events.KeepSeries(blocks):
                    self.keeping.keep_series(blocks)
                case events.Alarm(code, reason):
                    self._alarm(code, reason)
                case _:
                    assert_never(effect)

    def start(self, tell: Tell) -> None:
        """Say where there is no printer; a station says how its own is by itself."""
        if self.printer is None:
            tell(events.PrinterSeen(PrinterTrouble.UNPLUGGED))

    def _ask(self, request: ReserveTicket, tell: Tell) -> None:
        def hear(answer: Answer | Unanswered) -> None:
            tell(
                events.Silent(request)
                if isinstance(answer, Unanswered)
                else events.Answered(answer)
            )

        self.service.bus.ask(request, hear)

    def _keep(self, wanted: events.Settle | events.HandIn, tell: Tell) -> None:
        match wanted:
            case events.Settle(request):
                self.keeping.settle(request)
            case events.HandIn(opinion):
                lost = partial(tell, events.WordsLost(opinion.id))
                self.keeping.hand_in(opinion, partial(self._noted, opinion.id, tell), lost)
            case _:
                assert_never(wanted)

    def _enquire(self, effect: events.AskSeries | events.AskStaff, tell: Tell) -> None:
        if isinstance(effect, events.AskSeries):
            self._ask_series(effect.request, tell)
        else:
            self.service.bus.ask(effect.request, lambda said: tell(events.StaffAnswered(said)))

    def _ask_series(self, request: GrantSeries, tell: Tell) -> None:
        def hear(answer: Answer | Unanswered) -> None:
            tell(
                events.SeriesSilent()
                if isinstance(answer, Unanswered)
                else events.SeriesAnswered(answer)
            )

        self.service.bus.ask(request, hear)

    def _print(self, wanted: events.Print | events.PrintMaterials, tell: Tell) -> None:
        if self.printer is None:
            tell(events.SlipLost(wanted.job, PrinterTrouble.UNPLUGGED))
            return
        try:
            self.printer.print(SlipJob(wanted.job, self.slip(wanted)))
        except ValueError:
            log.exception("the slip of %s cannot be set", wanted.job)
            tell(events.SlipLost(wanted.job, PrinterTrouble.ERROR))

    def _try(self, wanted: events.TryPrinter, tell: Tell) -> None:
        job, runner = wanted.job, self.service.runner

        def heard(trouble: PrinterTrouble | None) -> None:
            lost = events.SlipLost(job, trouble) if trouble else None
            runner.post(tell, lost or events.SlipTaken(job))

        if self.printer is None:
            heard(PrinterTrouble.UNPLUGGED)
            return
        try:
            self.printer.print_text(f"{self.place[1]}\n{wanted.words.zh}\n{wanted.words.en}", heard)
        except ValueError:
            log.exception("the printer cannot be tried")
            heard(PrinterTrouble.ERROR)

    def _noted(self, job: RequestId, tell: Tell, on_disk: bool) -> None:
        if job:
            tell(events.Noted(job) if on_disk else events.NotNoted(job))

    def _alarm(self, code: AlertCode, reason: str) -> None:
        """A slip that was lost stays lost when the screen starts anew: until the next is out."""
        if not reason:
            self._alerts.over(code)
            return
        what = words.say(f"trouble.{reason}")
        key, where = f"{self.alarm_words}.{code}", self.place[1]
        zh = words.say(key, kiosk=where, what=what.zh).zh
        en = words.say(key, kiosk=where, what=what.en).en
        self._alerts.alert(code, Sentences(zh, en))


def told(result: Result) -> Told:
    """What a result of the printing station means for a transaction."""
    match result:
        case SlipGrowing(job, share):
            return events.SlipGrows(job.key, share)
        case SlipOut(job):
            return events.SlipTaken(job.key)
        case SlipFailed(job, trouble):
            return events.SlipLost(job.key, trouble, trouble in PERHAPS_PRINTED)
        case PrinterState(trouble, near_end):
            return events.PrinterSeen(trouble or "", near_end)
