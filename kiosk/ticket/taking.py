"""A number is asked for: at the confirm page, at a key for a queue alone, or by a code. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from broker.domain.catalogue import Item
from broker.domain.hall import Hall
from broker.domain.ids import RequestId
from broker.domain.tickets.requests import ReserveTicket
from kiosk.issuing.events import Effect, Moment
from kiosk.issuing.series import Series
from kiosk.issuing.transaction import TicketTransaction
from kiosk.ticket import screens
from kiosk.ticket.cards import Cards
from kiosk.ticket.codes import AppointmentCodes
from kiosk.ticket.giving import no_number_now
from kiosk.ticket.navigation import Navigation


class NumberTaking:
    """What a kiosk says and asks before a number is given. `connected`: the hall's bus is there;
    `printer_trouble`: what keeps slips from coming out, "" for nothing."""

    def __init__(
        self,
        hall: Hall,
        zone: tzinfo,
        mint: Callable[[], RequestId],
        source: str,
        navigation: Navigation,
        series: Series,
        transaction: TicketTransaction,
    ) -> None:
        codes = AppointmentCodes(hall, navigation, zone, mint, source, self._book)
        self.cards = Cards(hall, navigation, codes)
        self.connected = False
        self.printer_trouble = ""
        self._hall = hall
        self._zone = zone
        self._mint = mint
        self._source = source
        self._navigation = navigation
        self._series = series
        self._transaction = transaction

    def confirm(self, queue: str, item: Item | None, now: Moment) -> None:
        """Show the last page before a number is taken, or why there is none."""
        trouble = self._no_number_now(queue, now)
        self._navigation.go(trouble or self.cards.confirm(queue, self._mint(), item), now)

    def take(self, on_paper: bool, now: Moment) -> list[Effect]:
        """A key for a number was pressed on this page."""
        match self._navigation.screen:
            case screens.Guidance(item) | screens.Sample(item) | screens.TakeAway(item):
                self.confirm(item.queue, item, now)
            case screens.Confirm() as confirm:
                return self.reserve(confirm, on_paper, now)
        return []

    def reserve(self, confirm: screens.Confirm, on_paper: bool, now: Moment) -> list[Effect]:
        """Ask for the number; or say why there is none, or that a card has to be laid down."""
        trouble = self._no_number_now(confirm.queue, now)
        if trouble is not None:
            self._navigation.go(trouble, now)
            return []
        request = self.cards.request(confirm, self._source, now)
        if request is None:
            return []
        return self._transaction.reserve(request, on_paper and not self.printer_trouble, now)

    def _no_number_now(self, queue: str, now: Moment) -> screens.Cannot | None:
        return no_number_now(queue, self._hall, self._zone, self.connected, self._series, now)

    def _book(self, request: ReserveTicket, now: Moment) -> list[Effect] | None:
        if not self.connected:
            return None  # what was booked the ledger alone knows
        return self._transaction.reserve(request, not self.printer_trouble, now)
