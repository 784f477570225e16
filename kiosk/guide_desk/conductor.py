"""Does what the guide desk's flow asks for, and tells it what came of it. Lives on its loop."""

from __future__ import annotations

from collections.abc import Callable

from broker.bus.base import Connection, Delivery, Unanswered
from broker.domain.requests import Answer
from broker.service.life import Service
from broker.wire.messages import DayState, QueueState
from broker.wire.topics import subject
from kiosk.guide_desk.events import Effect, Enquire
from kiosk.guide_desk.flow import GuideDeskFlow
from kiosk.guide_desk.screens import Key
from kiosk.issuing.events import Moment, Told
from kiosk.issuing.issuer import Issuer

BLINK = 1.0  # seconds between two looks at the clock


class GuideDeskConductor:
    """One desk's loop part: `changed` is called whenever the glass may look different.

    `seconds` is the monotonic clock of its loop.
    """

    def __init__(
        self,
        flow: GuideDeskFlow,
        issuer: Issuer,
        service: Service,
        seconds: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self.flow = flow
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
        bus.subscribe(topics.day(), DayState, self._day)
        self._perform(self.flow.start(self.moment()))
        self._issuer.start(self.tell)

    def moment(self) -> Moment:
        """Now, on both clocks."""
        return Moment(self._seconds(), self._service.now())

    def tell(self, told: Told) -> None:
        """Ledger or printer said something about a number."""
        self._perform(self.flow.hear(told, self.moment()))

    def press(self, key: Key, value: str) -> None:
        """A key of the screen."""
        self._perform(self.flow.press(key, value, self.moment()))

    def type(self, text: str) -> None:
        """The text of the screen's field."""
        self.flow.typed(text, self.moment())
        self._changed()

    def sign_in(self, number: str, pin: str) -> None:
        """Staff number and PIN."""
        self.flow.sign_in(number, pin, self.moment())
        self._changed()

    def next_wakeup(self) -> float | None:
        """The flow's next time-out, and the next look at the clock."""
        due = self.flow.next_wakeup()
        return self._look_at if due is None else min(due, self._look_at)

    def tick(self, now: float) -> None:
        """Time-outs and minutes."""
        self._look_at = now + BLINK
        self._perform(self.flow.tick(self.moment()))

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Enquire):
                self._service.bus.ask(effect.request, self._answered)
            else:
                self._issuer.perform((effect,), self.tell)
        self._changed()

    def _answered(self, answer: Answer | Unanswered) -> None:
        self._perform(self.flow.hear_answer(answer, self.moment()))

    def _connection(self, connection: Connection) -> None:
        self._perform(self.flow.hear_connection(connection.up, self.moment()))

    def _queue(self, delivery: Delivery) -> None:
        _, queue = subject(delivery.topic)
        self.flow.hear_queue(queue, delivery.message)
        self._changed()

    def _day(self, _delivery: Delivery) -> None:
        """Published with every commit: something has changed."""
        self.flow.hear_change()
