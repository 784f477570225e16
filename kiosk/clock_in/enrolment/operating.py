"""Who works at the enrolment desk: signing in, leaving, and being sent back to sign in. Pure."""

from __future__ import annotations

from collections.abc import Callable

from broker.bus.base import Unanswered
from broker.domain.client_names import enrolment_at
from broker.domain.ids import RequestId
from broker.domain.refusals import No
from broker.domain.requests import Answer, Refused
from kiosk.clock_in.enrolment.events import AskLedger, Effect
from kiosk.clock_in.enrolment.state import EnrolState
from kiosk.clock_in.screens import Entry
from kiosk.issuing.events import Moment
from kiosk.staff.signing_in import StaffSeat


class Operating:
    """The seat of one desk; it changes who sits there in `known`."""

    def __init__(self, known: EnrolState, mint: Callable[[], RequestId]) -> None:
        self._known = known
        self._mint = mint
        self._seat = StaffSeat(enrolment_at(known.reader.id))

    @property
    def session(self) -> str:
        """What is shown with each request."""
        return self._seat.session

    def sign_in(self, entry: Entry, now: Moment) -> list[Effect]:
        """Enter was pressed: what is missing is typed next, else the ledger knows who it is."""
        known = self._known
        known.entry = Entry(entry.number, entry.code, at_code=bool(entry.number))
        if not entry.complete:
            return []
        asked = self._seat.ask(entry.number, entry.code, self._mint(), now.at)
        known.entry = Entry(entry.number, at_code=True)
        known.asked = asked.id if asked else None
        return [AskLedger(asked)] if asked else []

    def hears(self, answer: Answer | Unanswered) -> bool:
        """Whether this answers number and PIN."""
        return self._seat.hears(answer)

    def answered(self, answer: Answer | Unanswered) -> None:
        """What the ledger says to them. Who was sent out finds the person who stood here."""
        known = self._known
        known.asked, known.sentence = None, self._seat.answered(answer)
        operator = known.hall.member(self._seat.staff)
        if operator is None:
            return
        before, known.resumed = known.resumed, None
        known.operator, known.entry = operator, Entry()
        if before is not None and before[0] == operator:
            known.person = before[1]

    def is_over(self, refused: Refused) -> bool:
        """Whether this says that the session is over: nobody sits here then."""
        operator, person = self._known.operator, self._known.person
        if refused.code != No.NOT_SIGNED_IN or operator is None or person is None:
            return False
        self.leave()
        self._known.resumed = (operator, person)
        return True

    def sign_out(self, now: Moment) -> list[Effect]:
        """The operator leaves, or who typed gives it up."""
        signed_in = self._known.operator is not None
        left = self._seat.sign_out(self._mint(), now.at)
        self.leave()
        return [AskLedger(left)] if signed_in else []

    def leave(self) -> None:
        """Nobody sits here, and what was typed is forgotten."""
        self._seat.leave()
        self._known.operator, self._known.entry, self._known.resumed = None, Entry(), None
