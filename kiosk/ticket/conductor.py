"""Does what the flow asks for, and tells it what came of it. Lives on the screen's loop."""

from __future__ import annotations

from dataclasses import dataclass, field

from broker.bus.base import Bus, Connection, Delivery
from broker.domain.alerts import AlertCode
from broker.wire.messages import QueueState, WindowState
from broker.wire.topics import Topics
from kiosk.issuing.conductor import IssuingConductor
from kiosk.issuing.events import Alarm, Effect
from kiosk.ticket.events import BusSeen, QueueHeard
from kiosk.ticket.flow import Event, Flow
from kiosk.ticket.worldview import World


@dataclass(slots=True, eq=False)
class Conductor(IssuingConductor[Flow]):
    """One kiosk's part of the loop. `world` is what the hall has told."""

    world: World = field(default_factory=World)

    def tell(self, event: Event) -> None:
        """Something happened."""
        self._perform(self.flow.receive(event, self.moment()))

    def complain(self, code: AlertCode, damaged: bool) -> None:
        """A table beside hall.toml is damaged, and the one before goes on; or it is well again."""
        self.issuer.perform((Alarm(code, "table-damaged" if damaged else ""),), self.tell)

    def judged_pictures(self, damaged: bool) -> None:
        """Whether one of those for an idle kiosk cannot be shown."""
        reason = "picture-damaged" if damaged else ""
        self.issuer.perform((Alarm(AlertCode.ATTRACT, reason),), self.tell)

    def _do(self, effect: Effect) -> None:
        self.issuer.perform((effect,), self.tell)

    # what the hall says

    def _listen(self, bus: Bus, topics: Topics) -> None:
        bus.subscribe(topics.windows(), WindowState, self._window)

    def _connection(self, connection: Connection) -> None:
        self.tell(BusSeen(connection.up))

    def _queue(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, QueueState):
            state = delivery.message
            self.world.hear_queue(state)
            self.tell(QueueHeard(state.queue, state.issued, state.at, not delivery.retained))

    def _window(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, WindowState):
            self.world.hear_window(delivery.message)
            self.changed()
