"""Looking things up for the guide: a ticket by its number, and what is shown, again. Pure.

Nobody tells the desk what its lists hold; it hears that something was written, and looks again,
but not more often than somebody can read.
"""

from __future__ import annotations

from msgspec.structs import replace

from broker.domain.opinions.requests import ListOpinions, ReadWords
from broker.domain.requests import AnyRequest, Found, Listed
from broker.domain.text.matching import letters
from broker.domain.tickets.requests import FindTicket, ListMissed, ListWaiting
from kiosk.guide_desk.events import Effect, Enquire
from kiosk.guide_desk.screens import (
    Dossier,
    Find,
    Giving,
    Missed,
    OpenOpinions,
    OpinionRead,
    WaitingList,
)
from kiosk.guide_desk.state import DeskState
from kiosk.issuing.events import Moment

_LOOKED_UP = Missed | WaitingList | OpenOpinions | OpinionRead | Dossier
GLANCE_SECONDS = 1.5  # between two looks at what is shown


class Lookup:
    """What one desk asks for to show it."""

    def __init__(self, known: DeskState) -> None:
        self._known = known
        self._moved_on = False
        self._looked_at = 0.0

    def moved_on(self) -> None:
        """What is shown may not be true any more."""
        self._moved_on = True

    def open(self, number: str, now: Moment) -> list[Effect]:
        """The guide wants to see this ticket."""
        wanted = letters(number)
        if not wanted:
            return []
        asking = self._known.asking
        return [Enquire(asking.press(asking.make(FindTicket, now.at, number=wanted)))]

    def found(self, found: Found) -> None:
        """The ledger knows the ticket."""
        known = self._known
        match known.screen:
            case Dossier() as dossier:
                if found.ticket.state is not dossier.found.ticket.state:
                    known.asking.outcome_seen()
                known.screen = replace(dossier, found=found)
            case Find() | Missed() | WaitingList() as under:
                known.screen = Dossier(found, under)
            case Giving():
                known.screen = Dossier(found, Find())
            case _:
                pass  # asked for a screen that has gone meanwhile

    def listed(self, listed: Listed) -> None:
        """The ledger told a list."""
        match self._known.screen:
            case Missed() | WaitingList() | OpenOpinions() as shown:
                self._known.screen = replace(shown, listed=listed)
            case OpinionRead(left) as reading:
                found = (each.words for each in listed.words if each.opinion == left.opinion)
                self._known.screen = replace(reading, words=next(found, ""))
            case _:
                pass  # asked for a screen that has gone meanwhile

    def leave(self) -> None:
        """The ledger does not tell what is shown: a ticket, when the day has turned. To look again
        would be in vain."""
        if isinstance(self._known.screen, Dossier | OpinionRead):
            self._known.screen = self._known.screen.under
            self._moved_on = True  # of the list below

    def glance_at(self) -> float | None:
        """When to look again, in monotonic seconds; None while nothing has changed."""
        known = self._known
        shown = isinstance(known.screen, _LOOKED_UP)
        if not (shown and self._moved_on and known.up and known.asking.look is None):
            return None
        return self._looked_at + GLANCE_SECONDS

    def glance(self, now: Moment) -> list[Effect]:
        """Look up what is shown."""
        self._moved_on, self._looked_at = False, now.seconds
        query = self._query(now)
        if query is None:
            self._known.asking.look = None  # what was shown before need not be known any more
            return []
        return [Enquire(self._known.asking.glance(query))]

    def _query(self, now: Moment) -> AnyRequest | None:
        make = self._known.asking.make
        match self._known.screen:
            case Missed():
                return make(ListMissed, now.at)
            case WaitingList():
                return make(ListWaiting, now.at)
            case OpenOpinions():
                return make(ListOpinions, now.at)
            case OpinionRead(left=left):
                return make(ReadWords, now.at, opinions=(left.opinion,), by=self._known.guide)
            case Dossier(found=found):
                return make(FindTicket, now.at, number=found.ticket.number)
            case _:
                return None
