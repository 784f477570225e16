"""Questions for cases at one kiosk: so many a minute, or numbers could be tried out. Pure."""

from __future__ import annotations

from collections import deque

from broker.domain.cases import CaseRules, case_key
from kiosk.issuing.events import Moment
from kiosk.ticket.case_screens import CaseFound, CaseNumber
from kiosk.ticket.navigation import Navigation

MINUTE = 60.0


class CaseQuestions:
    """Who asks for a case says its whole number; what is not answered tells nothing of it."""

    def __init__(self, rules: CaseRules, navigation: Navigation) -> None:
        self._navigation = navigation
        self._asked: deque[float] = deque(maxlen=rules.a_minute)

    def asked(self, now: Moment) -> None:
        """What was typed is asked for."""
        screen = self._navigation.screen
        key = case_key(screen.text) if isinstance(screen, CaseNumber) else ""
        if not key:
            return
        full = len(self._asked) == self._asked.maxlen
        too_many = full and now.seconds - self._asked[0] < MINUTE
        if not too_many:
            self._asked.append(now.seconds)
        self._navigation.go(CaseFound(key, too_many), now)
