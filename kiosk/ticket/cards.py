"""What an ID card does on the screens of a kiosk. Pure.

A card helps and is never in the way: it says who is there, so that nobody takes two numbers of one
queue by mistake, and that somebody is sixty or older. Only where a queue needs one is none given
without. What it said is forgotten with the visitor.
"""

from __future__ import annotations

from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.catalogue import Item
from broker.domain.hall import Hall, PriorityClass
from broker.domain.ids import RequestId
from broker.domain.tickets.requests import ReserveTicket
from kiosk.input.came import CardRead, CardUnread, CodeRead, InputKind, InputState
from kiosk.issuing.events import Alarm, Effect, Moment
from kiosk.ticket.card_place import NO_PLACE, CardPlace
from kiosk.ticket.code_screens import CodeEntry
from kiosk.ticket.codes import AppointmentCodes
from kiosk.ticket.events import SlipGiven
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.scans import Scans
from kiosk.ticket.screens import (
    Confirm,
    Holder,
    Printing,
    Remember,
    StillThere,
    YourTicket,
)
from kiosk.ticket.stages import reservation

CardEvent = CardRead | CardUnread | CodeRead | InputState | SlipGiven


class Cards:
    """The card reader of a kiosk and its visitor's card, and the scanner beside it."""

    def __init__(self, hall: Hall, navigation: Navigation, codes: AppointmentCodes) -> None:
        self._hall = hall
        self._navigation = navigation
        self.place = self.scanner = NO_PLACE
        self.codes = codes
        self._confirmed: Confirm | None = None
        self._scans = Scans(hall, navigation, codes)

    @property
    def wanted(self) -> Confirm | CodeEntry | None:
        """What a number was last asked for with."""
        return self.codes.asked or self._confirmed

    @property
    def holder(self) -> Holder:
        """Whose card was laid down."""
        return self._navigation.holder

    def came(self, came: CardEvent, now: Moment) -> list[Effect]:
        """A card was laid down, or a code held there; or a device is another than before."""
        match came:
            case CodeRead():
                return self._scans.came(came, now)
            case InputState(InputKind.SCANNER, trouble):
                self.scanner = CardPlace(True, trouble)
                return [Alarm(AlertCode.SCANNER, f"card-{trouble}" if trouble else "")]
            case InputState(_, trouble):
                self.place = CardPlace(True, trouble)
                return [Alarm(AlertCode.CARD_READER, f"card-{trouble}" if trouble else "")]
            case SlipGiven():
                self._scans.links.given(came)
            case CardRead():
                self._laid(Holder(came), now)
            case CardUnread(why):
                self._laid(replace(self.holder, problem=why), now)
        return []

    def _laid(self, holder: Holder, now: Moment) -> None:
        """Somebody is there. Whose number is just coming out is not disturbed; one that is out
        already is the last visitor's."""
        navigation = self._navigation
        match navigation.screen:
            case Printing() | Remember():
                return
            case YourTicket():
                navigation.leave(now)
            case StillThere(under=under):
                navigation.show(under, now)
        navigation.lay(holder, now)
        if isinstance(navigation.screen, Confirm):
            navigation.show(self._favoured(navigation.screen), now)

    def confirm(self, queue: str, key: RequestId, item: Item | None) -> Confirm:
        """The last look before a number is taken."""
        return self._favoured(Confirm(queue, key, item))

    def _favoured(self, confirm: Confirm) -> Confirm:
        """Who is sixty or older has the group of it, and may take it back."""
        card = self.holder.card
        if card is None or not card.elderly or confirm.group is not PriorityClass.ORDINARY:
            return confirm
        return replace(confirm, group=PriorityClass.ELDERLY)

    def request(self, confirm: Confirm, source: str, now: Moment) -> ReserveTicket | None:
        """What is asked of the ledger; None where a card has to be laid down first."""
        card = self.holder.card
        if card is None and needs_card(self._hall, confirm.queue):
            return None
        self.codes.asked, self._confirmed = None, confirm
        person = "" if card is None or confirm.anyway else card.person
        return replace(reservation(confirm, source, now), person=person)


def needs_card(hall: Hall, queue: str) -> bool:
    """Whether a number of this queue is given to who lays a card down alone."""
    found = hall.queue(queue)
    return found is not None and found.needs_card
