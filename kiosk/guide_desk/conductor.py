"""Does what the guide desk's flow asks for, and tells it what came of it. Lives on its loop."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from broker.bus.base import Bus, Connection, Delivery, Unanswered
from broker.domain.alerts import AlertCode
from broker.domain.requests import Answer
from broker.wire.messages import CatalogueState, DayState
from broker.wire.topics import Topics, subject
from kiosk.guide_desk.events import Effect, Enquire
from kiosk.guide_desk.flow import GuideDeskFlow
from kiosk.guide_desk.item_names import ItemNames
from kiosk.guide_desk.screens import Key
from kiosk.issuing.conductor import IssuingConductor
from kiosk.issuing.events import Alarm, Told


@dataclass(eq=False)
class GuideDeskConductor(IssuingConductor[GuideDeskFlow]):
    """One desk's part of the loop. `names` is how items are called."""

    names: ItemNames

    def tick(self, now: float) -> None:
        self.names.look()
        super().tick(now)

    def tell_staff(self, code: AlertCode, reason: str) -> None:
        """A trouble of this desk, or ("") its end."""
        self.issuer.perform((Alarm(code, reason),), self.tell)

    def tell(self, told: Told) -> None:
        """Ledger or printer said something about a number."""
        self._perform(self.flow.hear(told, self.moment()))

    def press(self, key: Key, value: str, came: float) -> None:
        """A key of the screen, which was pressed at the loop's second `came`."""
        self._perform(self.flow.press(key, value, replace(self.moment(), seconds=came)))

    def type(self, text: str) -> None:
        """The text of the screen's field."""
        self.flow.typed(text, self.moment())
        self.changed()

    def sign_in(self, number: str, pin: str) -> None:
        """Staff number and PIN."""
        self._perform(self.flow.sign_in(number, pin, self.moment()))

    def _do(self, effect: Effect) -> None:
        if isinstance(effect, Enquire):
            self.service.bus.ask(effect.request, self._answered)
        else:
            self.issuer.perform((effect,), self.tell)

    def _listen(self, bus: Bus, topics: Topics) -> None:
        bus.subscribe(topics.day(), DayState, self._day)
        bus.subscribe(topics.catalogue(), CatalogueState, self._catalogue)

    def _answered(self, answer: Answer | Unanswered) -> None:
        self._perform(self.flow.hear_answer(answer, self.moment()))

    def _connection(self, connection: Connection) -> None:
        self._perform(self.flow.hear_connection(connection.up, self.moment()))

    def _queue(self, delivery: Delivery) -> None:
        _, queue = subject(delivery.topic)
        self.flow.hear_queue(queue, delivery.message)
        self._pulse.hasten()

    def _day(self, _delivery: Delivery) -> None:
        """Published with every commit: something has changed."""
        self.flow.hear_change()

    def _catalogue(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, CatalogueState):
            self.names.heard(delivery.message.catalogue)
