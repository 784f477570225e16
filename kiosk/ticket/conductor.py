"""Does what the flow asks for, and tells it what came of it. Lives on the screen's loop."""

from __future__ import annotations

from dataclasses import dataclass, field

from broker.bus.base import Bus, Connection, Delivery
from broker.domain.alerts import AlertCode
from broker.domain.tickets.facts import TicketReserved
from broker.service.life import new_id
from broker.settings.item_files import ItemsOf
from broker.wire.messages import CatalogueState, FactsRecorded, QueueState, WindowState
from broker.wire.topics import Topics
from kiosk.issuing.conductor import IssuingConductor
from kiosk.issuing.events import Alarm, Effect
from kiosk.ticket.clock_apart import apart
from kiosk.ticket.events import BusSeen, QueueHeard, SlipGiven
from kiosk.ticket.flow import Event, Flow
from kiosk.ticket.worldview import World


@dataclass(slots=True, eq=False)
class Conductor(IssuingConductor[Flow]):
    """One kiosk's part of the loop. `world` is what the hall has told."""

    world: World = field(default_factory=World)

    def tell(self, event: Event) -> None:
        """Something happened."""
        self._perform(self.flow.receive(event, self.moment()))

    def judged_pictures(self, damaged: bool) -> None:
        """Whether one of those for an idle kiosk cannot be shown."""
        self.tell_staff(AlertCode.ATTRACT, "picture-damaged" if damaged else "")

    def tell_staff(self, code: AlertCode, reason: str) -> None:
        """A trouble of this kiosk, or ("") its end: an alert, and a line of the staff corner."""
        alarm = Alarm(code, reason)
        self.flow.corner.noted((alarm,))
        self.issuer.perform((alarm,), self.tell)

    def offer(self, offered: ItemsOf) -> None:
        """Say which catalogue this kiosk runs on."""
        service = self.service
        state = CatalogueState(
            id=new_id(),
            at=service.now(),
            catalogue=offered.catalogue,
            items=len(offered.items),
        )
        service.bus.publish(service.topics.kiosk(self.issuer.place[1]), state, retain=True)

    def _do(self, effect: Effect) -> None:
        self.issuer.perform((effect,), self.tell)

    # what the hall says

    def _listen(self, bus: Bus, topics: Topics) -> None:
        bus.subscribe(topics.windows(), WindowState, self._window)
        if self.service.settings.hall.hall.public_url:
            bus.subscribe(topics.facts(), FactsRecorded, self._facts)
        bus.subscribe(topics.catalogue(), CatalogueState, self._catalogue)
        bus.own(topics.kiosk(self.issuer.place[1]))

    def _facts(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, FactsRecorded):
            for each in delivery.message.facts:
                if isinstance(each.fact, TicketReserved):
                    self.tell(SlipGiven(each.request, each.fact.number, each.fact.day))

    def _connection(self, connection: Connection) -> None:
        self.tell(BusSeen(connection.up))

    def _queue(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, QueueState):
            state = delivery.message
            self.world.hear_queue(state)
            heard = QueueHeard(state.queue, state.issued, state.at, not delivery.retained)
            for effect in self.flow.receive(heard, self.moment()):
                self._do(effect)
            self._compare_clock(heard)
            self._pulse.hasten()

    def _compare_clock(self, heard: QueueHeard) -> None:
        service = self.service
        found = apart(heard.at, service.now(), service.clock.real_seconds, live=heard.live)
        if found is not None:
            self.tell_staff(AlertCode.CLOCK, "clock-apart" if found else "")

    def _catalogue(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, CatalogueState):
            self.world.catalogue = delivery.message.catalogue

    def _window(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, WindowState):
            self.world.hear_window(delivery.message)
            self._pulse.hasten()
