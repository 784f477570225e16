"""What somebody is called whose punch is on the glass: asked of the ledger alone. Pure.

A name is asked for the result that is shown, and for no other; it goes with that result. The ledger
tells nobody's name before it has their punch, so it is asked again when that was heard.
"""

from __future__ import annotations

from broker.bus.base import Unanswered
from broker.domain.attendance.facts import PunchRecorded
from broker.domain.facts import AnyFact
from broker.domain.ids import NO_STAFF, StaffId
from broker.domain.requests import Answer, Named
from kiosk.clock_in.events import AskWho
from kiosk.clock_in.screens import PunchKeptApart, PunchTold
from kiosk.clock_in.state import ClockInState


class Naming:
    """Of one screen."""

    def __init__(self, known: ClockInState) -> None:
        self._known = known
        self._asked = NO_STAFF

    def wonders(self) -> list[AskWho]:
        """After whose name the ledger is to be asked now."""
        staff, known = self._whose(), self._known
        if staff == NO_STAFF:
            self.over()
        if not known.up or staff in {NO_STAFF, self._asked, *known.names}:
            return []
        self._asked = staff
        return [AskWho(staff)]

    def over(self) -> None:
        """Nobody stands on the glass any more."""
        self._known.names, self._asked = {}, NO_STAFF

    def hear(self, fact: AnyFact) -> None:
        """What the ledger wrote."""
        if isinstance(fact, PunchRecorded) and fact.staff == self._asked:
            self._asked = NO_STAFF

    def named(self, answer: Answer | Unanswered) -> None:
        """What the ledger says."""
        if isinstance(answer, Named) and answer.staff == self._whose():
            self._known.names = {answer.staff: answer.name}

    def _whose(self) -> StaffId:
        shown = self._known.shown
        told = shown.result if shown is not None else None
        return told.staff if isinstance(told, PunchTold | PunchKeptApart) else NO_STAFF
