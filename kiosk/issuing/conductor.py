"""What every screen that gives numbers does on its loop: it performs what the flow wants."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from broker.bus.base import Bus, Connection, Delivery
from broker.service.life import Service
from broker.wire.messages import QueueState
from broker.wire.topics import Topics
from kiosk.issuing.events import Moment, Told
from kiosk.issuing.issuer import Issuer
from kiosk.qt.pulse import Pulse

E = TypeVar("E")  # whatever the flow may want done


class Paced(Protocol[E]):
    """A flow, as far as time drives it."""

    def start(self, now: Moment) -> list[E]:
        """Settle what the last run left open."""

    def next_wakeup(self) -> float | None:
        """The next time-out, in monotonic seconds."""

    def tick(self, now: Moment) -> list[E]:
        """Let time-outs happen."""


F = TypeVar("F", bound=Paced[Any])


@dataclass(slots=True, eq=False)
class IssuingConductor(ABC, Generic[F]):
    """One screen's part of the loop. `seconds` is the loop's monotonic clock; `changed` is called
    whenever the screen may look different.
    """

    flow: F
    issuer: Issuer
    service: Service
    seconds: Callable[[], float]
    changed: Callable[[], None]
    _pulse: Pulse = field(default_factory=Pulse, init=False)

    def start(self) -> None:
        """Listen to the hall, and settle what the last run left open."""
        bus, topics = self.service.bus, self.service.topics
        bus.on_connection(self._connection)
        bus.subscribe(topics.queues(), QueueState, self._queue)
        self._listen(bus, topics)
        self._perform(self.flow.start(self.moment()))
        self.issuer.start(self.tell)

    def moment(self) -> Moment:
        """Now, on both clocks."""
        return Moment(self.seconds(), self.service.now())

    def next_wakeup(self) -> float:
        return self._pulse.wakeup(self.flow.next_wakeup())

    def tick(self, now: float) -> None:
        self._pulse.woken(now)
        self._perform(self.flow.tick(self.moment()))

    def _perform(self, effects: Iterable[Any]) -> None:
        for effect in effects:
            self._do(effect)
        self.changed()

    @abstractmethod
    def tell(self, told: Told) -> None:
        """Ledger or printer said something about a number."""

    @abstractmethod
    def _do(self, effect: Any) -> None:
        """One thing that the flow wants."""

    @abstractmethod
    def _listen(self, bus: Bus, topics: Topics) -> None:
        """Hear what this screen shows beside the queues."""

    @abstractmethod
    def _connection(self, connection: Connection) -> None:
        """The bus came up or went down."""

    @abstractmethod
    def _queue(self, delivery: Delivery) -> None:
        """A queue changed."""
