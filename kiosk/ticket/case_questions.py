"""Questions for cases at one kiosk: so many a minute, or numbers could be tried out. Pure."""

from __future__ import annotations

from broker.domain.cases import CaseRules, case_key
from kiosk.issuing.events import Moment
from kiosk.ticket.case_screens import CaseFound, CaseNumber
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.ration import Ration


class CaseQuestions:
    """Who asks for a case says its whole number; what is not answered tells nothing of it."""

    def __init__(self, rules: CaseRules, navigation: Navigation) -> None:
        self._navigation = navigation
        self._ration = Ration(rules.a_minute)

    def asked(self, now: Moment) -> None:
        """What was typed is asked for."""
        screen = self._navigation.screen
        key = case_key(screen.text) if isinstance(screen, CaseNumber) else ""
        if not key:
            return
        too_many = not self._ration.left(now.seconds)
        if not too_many:
            self._ration.take(now.seconds)
        self._navigation.go(CaseFound(key, too_many), now)
