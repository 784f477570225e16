"""From an ID card to what a kiosk may know of its owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from broker.domain.ground import business_day
from broker.domain.hall import Building
from kiosk.input.came import Came, CardProblem, CardRead, CardUnread, InputState
from kiosk.input.id_card import ELDERLY, IdCard, age
from kiosk.input.person_key import PersonKeys


class CardDesk:
    """Reads what a card reader's session reports, on its thread. `now` is the hall's time."""

    def __init__(self, building: Building, keys: PersonKeys, now: Callable[[], datetime]) -> None:
        self._zone = ZoneInfo(building.timezone)
        self._cutoff = building.day_cutoff
        self._keys = keys
        self._now = now

    def read(self, event: object) -> Came | None:
        """What it means. The card's number is wiped, whatever becomes of it."""
        match event:
            case IdCard():
                try:
                    return self._card(event)
                finally:
                    event.identity.wipe()
            case CardProblem():
                return CardUnread(event)
            case InputState():
                return event
        return None

    def _card(self, card: IdCard) -> CardRead | CardUnread:
        now = self._now()
        today = now.astimezone(self._zone).date()
        if today < card.since:
            return CardUnread(CardProblem.NOT_YET)
        if card.until is not None and today > card.until:
            return CardUnread(CardProblem.EXPIRED)
        day = business_day(now, self._zone, self._cutoff)
        person = self._keys.of(card.identity, day)
        return CardRead(person, card.name, card.number, age(card.born, today) >= ELDERLY)
