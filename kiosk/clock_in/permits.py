"""A punch by staff number and PIN: the ledger permits it under the id of the question. Pure."""

from __future__ import annotations

from datetime import datetime

from broker.bus.base import Unanswered
from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.desks.requests import SignIn
from broker.domain.ground import WRITTEN
from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.requests import Answer
from kiosk.clock_in.screens import Entry
from kiosk.staff.signing_in import StaffSeat
from kiosk.words import Wording


class Permits:
    """Asks for one screen, whose id is `post`."""

    def __init__(self, post: str) -> None:
        self._post = post
        self._seat = StaffSeat(post)
        self._entered_at = WRITTEN
        self._name = NO_REQUEST

    def ask(self, entry: Entry, name: RequestId, at: datetime) -> SignIn | None:
        """Enter was pressed at `at`. None: there is nothing to ask."""
        asked = self._seat.ask(entry.number, entry.code, name, at)
        if asked is not None:
            self._name, self._entered_at = name, at
        return asked

    def hears(self, answer: Answer | Unanswered) -> bool:
        """Whether this answers what is out."""
        return self._seat.hears(answer)

    def punch(self, answer: Answer | Unanswered, at: datetime) -> RecordPunch | Wording:
        """The punch of when enter was pressed, or why there is none."""
        said = self._seat.answered(answer)
        staff, permit = self._seat.staff, self._seat.session
        self._seat.leave()
        if not staff:
            return said
        return RecordPunch(
            id=self._name,
            at=at,
            source=self._post,
            session=permit,
            staff=staff,
            device=self._post,
            punched_at=self._entered_at,
            way=PunchWay.PIN,
        )
