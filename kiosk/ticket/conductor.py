"""Does what the flow asks for, and tells it what came of it. Lives on the screen's loop."""

from __future__ import annotations

from collections.abc import Callable

from broker.bus.base import Connection, Delivery
from broker.service.life import Service
from broker.wire.messages import QueueState, WindowState
from kiosk.issuing.events import Effect, Moment
from kiosk.issuing.issuer import Issuer
from kiosk.ticket.events import BusSeen
from kiosk.ticket.flow import Event, Flow
from kiosk.ticket.worldview import World

BLINK = 1.0  # seconds between two looks at the clock


class Conductor:
    """One kiosk's loop part: `changed` is called whenever the page may look different.

    `seconds` is the monotonic clock of its loop.
    """

    def __init__(
        self,
        flow: Flow,
        issuer: Issuer,
        service: Service,
        seconds: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self.flow = flow
        self.world = World()
        self._issuer = issuer
        self._service = service
        self._seconds = seconds
        self._changed = changed
        self._look_at = 0.0

    def start(self) -> None:
        """Listen to the hall, and settle what the last run left open."""
        bus, topics = self._service.bus, self._service.topics
        bus.on_connection(self._connection)
        bus.subscribe(topics.queues(), QueueState, self._queue)
        bus.subscribe(topics.windows(), WindowState, self._window)
        self._perform(self.flow.start(self.moment()))
        self._issuer.start(self.tell)
        self._changed()

    def moment(self) -> Moment:
        """Now, on both clocks."""
        return Moment(self._seconds(), self._service.now())

    def tell(self, event: Event) -> None:
        """Something happened."""
        self._perform(self.flow.receive(event, self.moment()))
        self._changed()

    def next_wakeup(self) -> float | None:
        """The flow's next time-out, and the next look at the clock."""
        due = self.flow.next_wakeup()
        return self._look_at if due is None else min(due, self._look_at)

    def tick(self, now: float) -> None:
        """Time-outs, rings and clocks."""
        self._look_at = now + BLINK
        self._perform(self.flow.tick(self.moment()))
        self._changed()

    def _perform(self, effects: list[Effect]) -> None:
        self._issuer.perform(effects, self.tell)

    # what the hall says

    def _connection(self, connection: Connection) -> None:
        self.tell(BusSeen(connection.up))

    def _queue(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, QueueState):
            self.world.queues[delivery.message.queue] = delivery.message
            self._changed()

    def _window(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, WindowState):
            self.world.windows[delivery.message.window] = delivery.message
            self._changed()
