"""The code of an appointment, typed or scanned: a number is asked for with it. Pure.

What was booked the ledger knows, and it alone knows whether the code is used: a kiosk that cannot
ask it says so. Codes are guessed by trying, so a kiosk tries so many a minute and no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo

from broker.domain.appointments import CODE_DIGITS
from broker.domain.hall import Hall, PriorityClass
from broker.domain.ids import RequestId
from broker.domain.tickets.requests import ReserveTicket
from kiosk.issuing.events import Effect, Moment
from kiosk.ticket.code_screens import CodeEntry, CodeRefused, WhyNoCode
from kiosk.ticket.events import CodeEntered, CodeTouch, CodeWanted
from kiosk.ticket.hours import ClosedNow, standing
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.ration import Ration
from kiosk.ticket.screens import Cannot, WhyCannot

_LINK = re.compile(r"https?://\S*[/=#]([0-9]{6})/?", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9]{6}")

Book = Callable[[ReserveTicket, Moment], list[Effect] | None]
"""Ask for a number; None where nobody could answer."""


def code_in(text: str) -> str:
    """The code in what was scanned: plain, or at the end of a link; "" where there is none."""
    line = text.strip()
    if _PLAIN.fullmatch(line):
        return line
    found = _LINK.fullmatch(line)
    return found[1] if found else ""


class AppointmentCodes:
    """The codes of one kiosk. `asked` is the one for which a number was last asked for; None: the
    last number was asked for otherwise."""

    def __init__(
        self,
        hall: Hall,
        navigation: Navigation,
        zone: tzinfo,
        mint: Callable[[], RequestId],
        source: str,
        book: Book,
    ) -> None:
        self._hall = hall
        self._navigation = navigation
        self._zone = zone
        self._mint = mint
        self._source = source
        self._book = book
        self._ration = Ration(hall.appointments.tries_a_minute)
        self.asked: CodeEntry | None = None

    @property
    def there_are(self) -> bool:
        """Whether the hall has appointments."""
        return bool(self._hall.appointments.file)

    def touched(self, touch: CodeTouch, now: Moment) -> list[Effect]:
        """One of the keys for it."""
        screen = self._navigation.screen
        match touch:
            case CodeWanted():
                self._navigation.go(CodeEntry(self._mint()), now)
            case CodeEntered() if isinstance(screen, CodeEntry) and len(screen.text) == CODE_DIGITS:
                return self._give(screen, now)
            case _:
                pass
        return []

    def scanned(self, code: str, now: Moment) -> list[Effect]:
        """A code was held before the scanner: the same, without a touch."""
        return self._give(CodeEntry(self._mint(), code), now)

    def _give(self, entry: CodeEntry, now: Moment) -> list[Effect]:
        if isinstance(standing(self._hall.hours, now.at.astimezone(self._zone)), ClosedNow):
            self._navigation.go(Cannot(WhyCannot.CLOSED), now)
            return []
        if not self._ration.left(now.seconds):
            self._navigation.go(CodeRefused(WhyNoCode.OFTEN), now)
            return []
        effects = self._book(self._request(entry, now), now)
        if effects is None:
            self._navigation.go(CodeRefused(WhyNoCode.AWAY), now)
            return []
        self._ration.take(now.seconds)
        self.asked = entry
        return effects

    def _request(self, entry: CodeEntry, now: Moment) -> ReserveTicket:
        card = self._navigation.holder.card
        return ReserveTicket(
            id=entry.key,
            at=now.at,
            source=self._source,
            queue="",  # the ledger finds it
            group=PriorityClass.APPOINTMENT,
            person=card.person if card else "",
            code=entry.text,
        )
