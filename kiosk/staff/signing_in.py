"""Staff number and PIN at a screen that is no window: asked of the ledger, which knows. Pure.

One sign-in is out at a time, and what comes when somebody has moved on changes nothing. A PIN is
kept no longer than it takes to ask.
"""

from __future__ import annotations

from datetime import datetime

from broker.bus.base import Unanswered
from broker.domain.desks.requests import SignIn, SignOut
from broker.domain.ids import NO_REQUEST, NO_STAFF, RequestId, StaffId
from broker.domain.requests import Answer, Granted, Refused
from kiosk.words import NOTHING, Wording, say


class StaffSeat:
    """Who works at the screen `source`, and the session to show with what is asked there."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._out = NO_REQUEST
        self.staff = NO_STAFF
        self.session = ""
        self.name = ""  # as the ledger told it

    @property
    def waits(self) -> bool:
        """The ledger compares a PIN just now."""
        return bool(self._out)

    def ask(self, number: str, pin: str, name: str, at: datetime) -> SignIn | None:
        """Number and PIN were entered; `name` is the id of the question. None: nothing to ask, or
        one is out already."""
        if self.waits or not pin:
            return None
        self._out = RequestId(name)
        staff = StaffId(number)
        return SignIn(id=self._out, at=at, source=self._source, staff=staff, pin=pin)

    def hears(self, answer: Answer | Unanswered) -> bool:
        """Whether this answers the sign-in that is out."""
        name = answer.request.id if isinstance(answer, Unanswered) else answer.request
        return self.waits and name == self._out

    def answered(self, answer: Answer | Unanswered) -> Wording:
        """Take the answer; what is to be said, nothing where somebody sits here now."""
        self._out = NO_REQUEST
        match answer:
            case Granted(signed_in=signed_in) if signed_in is not None:
                self.staff, self.session = signed_in.staff, signed_in.session
                self.name = signed_in.name
                return NOTHING
            case Refused():
                return Wording(answer.zh, answer.en)
            case _:
                return say("unanswered")

    def leave(self) -> None:
        """Nobody sits here; what is out is answered to nobody."""
        self._out, self.staff, self.session, self.name = NO_REQUEST, NO_STAFF, "", ""

    def sign_out(self, name: str, at: datetime) -> SignOut:
        """What the ledger is told of that; where it is away the session lies unused."""
        return SignOut(id=RequestId(name), at=at, source=self._source, session=self.session)
