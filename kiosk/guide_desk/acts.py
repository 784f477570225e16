"""What a guide does with a ticket somebody holds: requeue, cancel, take that back, print again.
Pure."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.alerts import AlertCode
from broker.domain.ids import RequestId, TicketId
from broker.domain.requests import AnyRequest
from broker.domain.tickets.facts import DeskStep
from broker.domain.tickets.life import UNDO
from broker.domain.tickets.requests import CancelTicket, RequeueTicket, UndoDeskStep
from kiosk.guide_desk.events import Effect, Enquire
from kiosk.guide_desk.screens import Cancelling, Dossier, Key
from kiosk.guide_desk.state import DeskState, StepDone
from kiosk.issuing.events import Alarm, Moment, SlipLost, SlipTaken
from kiosk.issuing.reprinting import begun, ended
from kiosk.issuing.second_slip import second_slip
from kiosk.issuing.transaction import SILENT_PRINTER
from kiosk.words import say
from kiosk.words.values import Tone


class TicketActs:
    """The acts of one desk. `mint` makes a new id."""

    def __init__(self, known: DeskState, mint: Callable[[], str]) -> None:
        self._known = known
        self._mint = mint
        self._about = ""  # the number of the ticket that a request is out for

    def press(self, key: Key, value: str, now: Moment) -> list[Effect]:
        """One of the keys of a ticket."""
        match self._known.screen, key:
            case _, Key.UNDO:
                return self._undo(now)
            case Dossier() as dossier, Key.REPRINT:
                return self._print_again(dossier, now)
            case Dossier() as dossier, Key.REQUEUE:
                return self._act(RequeueTicket, dossier, now)
            case Cancelling(dossier), Key.REASON:
                self._known.screen = dossier
                return self._act(CancelTicket, dossier, now, reason=value)
            case _:
                return []

    def granted(self, asked: AnyRequest, now: Moment) -> None:
        """The ledger has done it; for ten seconds it may be taken back."""
        self._known.done = None
        match asked:
            case RequeueTicket(ticket=ticket):
                self._did(DeskStep.REQUEUE, ticket, now)
            case CancelTicket(ticket=ticket):
                self._did(DeskStep.CANCEL, ticket, now)
            case UndoDeskStep(step=step):
                words = say("guide.undone", number=self._about, step=say(f"step.{step}"))
                self._known.tell(words, Tone.OK)
            case _:
                pass  # nothing that was done

    def _did(self, step: DeskStep, ticket: TicketId, now: Moment) -> None:
        until = now.seconds + UNDO.total_seconds()
        self._known.done = StepDone(step, ticket, self._about, until)
        self._known.tell(say(f"guide.did.{step}", number=self._about), Tone.OK)

    def refused(self, asked: AnyRequest) -> None:
        """The ledger has not: nobody need ask once more for what cannot be taken back."""
        if isinstance(asked, UndoDeskStep):
            self._known.done = None

    def slip_heard(self, told: SlipTaken | SlipLost, now: Moment) -> list[Effect]:
        """A slip is out, or did not come; nothing where it is none of ours."""
        reprint = self._known.reprint
        record = ended(reprint, told, self._known.desk.id, now)
        if reprint is None or record is None:
            return []
        self._known.reprint = None
        if isinstance(told, SlipTaken):
            self._known.tell(say("guide.reprinted", number=reprint.number), Tone.OK)
            return [*record, Alarm(AlertCode.SLIP, "")]
        what = say(f"trouble.{told.reason}")
        self._known.tell(say("guide.not-reprinted", number=reprint.number, what=what))
        return [*record]

    def due(self) -> float | None:
        """When the printer has been silent for too long about a second slip."""
        return self._known.reprint.until if self._known.reprint is not None else None

    def too_long(self, now: Moment) -> list[Effect]:
        """Nobody knows whether it is out: the guide looks, and may ask for it again."""
        if self._known.reprint is None:
            return []
        return self.slip_heard(SlipLost(self._known.reprint.job, SILENT_PRINTER, maybe=True), now)

    def _print_again(self, dossier: Dossier, now: Moment) -> list[Effect]:
        ticket = dossier.found.ticket
        job = RequestId(self._mint())
        self._known.reprint = begun(job, ticket, now, self._known.guide)
        return [second_slip(job, ticket, self._known.hall, now)]

    def _undo(self, now: Moment) -> list[Effect]:
        done, asking = self._known.done, self._known.asking
        if done is None:
            return []
        self._about = done.number
        fields = {"ticket": done.ticket, "step": done.step, "by": self._known.guide}
        return [Enquire(asking.press(asking.make(UndoDeskStep, now.at, **fields)))]

    def _act(
        self,
        kind: type[RequeueTicket | CancelTicket],
        dossier: Dossier,
        now: Moment,
        **more: str,
    ) -> list[Effect]:
        ticket, asking = dossier.found.ticket, self._known.asking
        self._about = ticket.number
        fields = {"ticket": ticket.ticket, "by": self._known.guide, **more}
        return [Enquire(asking.press(asking.make(kind, now.at, **fields)))]
