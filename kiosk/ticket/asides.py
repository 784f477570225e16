"""What can be done at a kiosk beside a number and a guide: an opinion, a case asked for. Pure."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.hall import Hall
from broker.domain.ids import RequestId
from kiosk.issuing.events import Effect, Moment
from kiosk.ticket.case_questions import CaseQuestions
from kiosk.ticket.events import Aside, CaseAsked
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.opinions import Opinions


class Asides:
    """The touches that are for none of the others."""

    def __init__(
        self, hall: Hall, navigation: Navigation, mint: Callable[[], RequestId], source: str
    ) -> None:
        self.opinions = Opinions(navigation, mint, source)
        self._cases = CaseQuestions(hall.cases, navigation)

    def touched(self, touch: Aside, now: Moment) -> list[Effect]:
        """One of these."""
        if isinstance(touch, CaseAsked):
            self._cases.asked(now)
            return []
        return self.opinions.touched(touch, now)
