"""What a code that is held before a kiosk does on its screens. Pure.

The code of an appointment gets its number at once. A slip of this hall leads to the progress of its
number, the number of a case to where it is asked for. Every other code is nothing that a kiosk
knows, and it says so gently: what stood in it is kept nowhere.
"""

from __future__ import annotations

import re

from broker.domain.cases import like_a_case
from broker.domain.hall import Hall
from kiosk.input.came import CodeRead
from kiosk.issuing.events import Effect, Moment
from kiosk.ticket.case_screens import CaseNumber
from kiosk.ticket.codes import AppointmentCodes, code_in
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.screens import (
    Cannot,
    Confirm,
    Printing,
    Progress,
    Remember,
    StillThere,
    WhyCannot,
    YourTicket,
)
from kiosk.ticket.slip_links import SlipLinks
from kiosk.ticket.staff_screens import ForStaff

_NUMBER = re.compile(r"([A-HJ-NP-Z]{1,2})[0-9]{3,4}")
_SAME = 1.0  # seconds within which another line may come of the code that was read, or another code


class Scans:
    """The scanner of a kiosk. One that types says a code of several lines as several codes: one
    that means something counts before those that mean nothing. Of two that are held there in turn
    the first counts, until there was none for a second: its page does not flicker."""

    def __init__(self, hall: Hall, navigation: Navigation, codes: AppointmentCodes) -> None:
        self._hall = hall
        self._codes = codes
        self.links = SlipLinks(hall.hall.public_url)
        self._navigation = navigation
        self._known_at = float("-inf")

    def came(self, code: CodeRead, now: Moment) -> list[Effect]:
        """A code was held before it. Whose number is just coming out, or is about to be taken, is
        not disturbed; one that is out already is the last visitor's."""
        navigation = self._navigation
        number = self.links.number(code.text)
        meant = Progress(number) if number else meant_by(code.text, self._hall)
        booked = code_in(code.text) if self._codes.there_are and meant is None else ""
        if self._held_on(now, known=bool(meant or booked)):
            return []
        if isinstance(navigation.screen, StillThere):
            navigation.show(navigation.screen.under, now)
        match navigation.screen:
            case Printing() | Remember() | Confirm() | ForStaff():
                return []
            case YourTicket():
                navigation.leave(now)
        if booked:
            return self._codes.scanned(booked, now)
        if navigation.screen == _UNKNOWN:
            navigation.show(meant or _UNKNOWN, now)
        else:
            navigation.go(meant or _UNKNOWN, now)
        return []

    def _held_on(self, now: Moment, *, known: bool) -> bool:
        """Whether one that means something was there within the second before this one."""
        lately = now.seconds - self._known_at < _SAME
        if known:
            self._known_at = now.seconds
        return lately


def meant_by(text: str, hall: Hall) -> Progress | CaseNumber | None:
    """Where a code leads; None where it means nothing here. The link of a slip does not say its
    number: where nobody knows it, whoever holds it types it."""
    if hall.hall.public_url and text.startswith(hall.hall.public_url):
        return Progress()
    if like_a_case(text, hall.cases):
        return CaseNumber(text.strip().upper())
    prefixes = {each.prefix for each in hall.queues}
    for line in text.splitlines()[:_LINES]:
        found = _NUMBER.fullmatch(line.partition(" ")[0])
        if found and found[1] in prefixes:
            return Progress(found[0])
    return None


_LINES = 2  # the first of a slip's code names the hall, the second begins with the number
_UNKNOWN = Cannot(WhyCannot.UNKNOWN_CODE)
