"""What the guide desk has asked of the ledger, beside numbers. Pure.

Two questions may be out at once: what the guide pressed, and the look at what is shown, which the
desk repeats by itself. A press that nobody answered and that is made again keeps its id, so that it
counts once; answers to anything else come too late and mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from broker.domain.base import Request
from broker.domain.ids import RequestId
from broker.domain.requests import Answer, AnyQuery, AnyRequest
from kiosk.staff.signing_in import StaffSeat

R = TypeVar("R", bound=Request)


class DeskQuestions:
    """The questions of one desk. `mint` makes a new id; each shows the session of `seat`."""

    def __init__(self, source: str, mint: Callable[[], str], seat: StaffSeat) -> None:
        self._source = source
        self._mint = mint
        self._seat = seat
        self._lost: AnyRequest | None = None
        self.out: AnyRequest | None = None
        self.look: AnyRequest | None = None

    def make(self, kind: type[R], at: datetime, **fields: Any) -> R:
        """A question of this moment, with an id of its own."""
        name, session = RequestId(self._mint()), self._seat.session
        return kind(id=name, at=at, source=self._source, session=session, **fields)

    def press(self, request: AnyRequest) -> AnyRequest:
        """The guide asks; the same again after silence keeps its id."""
        lost, self._lost = self._lost, None
        if lost is not None:
            same = msgspec.structs.replace(request, id=lost.id, at=lost.at)
            request = same if same == lost else request
        self.out = request
        return request

    def glance(self, request: AnyRequest) -> AnyRequest:
        """The desk looks at what it shows; an older look is forgotten."""
        self.look = request
        return request

    def answered(self, answer: Answer) -> AnyRequest | None:
        """Which question this answers; None for one that nobody waits for any more."""
        return self._take(answer.request)

    def unanswered(self, request: AnyRequest) -> bool:
        """Nobody answered. Whether the guide had asked, and must ask again."""
        pressed = self.out is not None and self.out.id == request.id
        ended = self._take(request.id)
        self._lost = ended if pressed else self._lost
        return pressed

    def outcome_seen(self) -> None:
        """What became of a press that nobody answered is seen: the same again is a new one."""
        self._lost = None

    def forget_questions(self) -> None:
        """The guide has gone elsewhere: what was looked up for the screen before is of no use."""
        self.look = None
        if isinstance(self.out, AnyQuery):
            self.out = None

    def forget(self) -> None:
        """Nobody sits here any more: whatever comes is too late."""
        self.out = self.look = self._lost = None

    def _take(self, request: str) -> AnyRequest | None:
        """The question with this id, which is out no longer."""
        asked = next((each for each in (self.out, self.look) if each and each.id == request), None)
        self.out = None if asked is self.out else self.out
        self.look = None if asked is self.look else self.look
        return asked
