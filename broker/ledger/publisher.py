"""What everybody hears from the ledger: the facts of each commit, and the states that changed.

Under load states are published a few times a second and facts in batches, after the answers:
nobody waits for an answer behind a picture of the hall. When a commit fails, nothing is told until
the floor has been made anew from disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from broker.domain.floor import Floor
from broker.domain.projection import take_touched
from broker.ledger import views
from broker.ledger.ghosts import ghosts
from broker.service.life import Service, new_id
from broker.wire import codec
from broker.wire.messages import FactsRecorded, Recorded

_EVERY = 0.02  # seconds: under load, retained states are published this often at most
_BATCH = codec.LARGEST // 2  # bytes of facts in a message; one fact has four thousand at most


class Publisher:
    """Speaks for the ledger. `due` is when there is something to say, in the loop's seconds."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._untold: list[Recorded] = []
        self._published = 0.0
        self._day: date | None = None  # of what is published
        self.due: float | None = None

    def tell(self, written: list[Recorded], floor: Floor) -> None:
        """Facts are on disk. Publish at once when it is quiet, else together with what follows. A
        day that turned is news, though there was nothing of the day before to close."""
        if not written and floor.day == self._day:
            return
        self._untold += written
        now = self._service.runner.clock()
        if now - self._published >= _EVERY:
            self.publish(floor, now)
        elif self.due is None:
            self.due = self._published + _EVERY

    def begin(self) -> None:
        """The floor was made anew: all of it is to be told."""
        self.due = self._service.runner.clock()

    def hush(self) -> None:
        """The floor may hold what is not on disk: nothing of it is told."""
        self.due = None

    def publish(self, floor: Floor, clock: float) -> None:
        """Everything nobody was told yet."""
        self._published, self.due, self._day = clock, None, floor.day
        untold, self._untold = self._untold, []
        for batch in batches(untold):
            message = FactsRecorded(id=new_id(), at=floor.time_at(self._service.now()), facts=batch)
            self._service.bus.publish(self._service.topics.facts(), message)
        self._publish_states(floor)

    def _publish_states(self, floor: Floor) -> None:
        publish, topics = self._service.bus.publish, self._service.topics
        now = floor.time_at(self._service.now())
        touched = take_touched(floor)
        for number in sorted(touched.windows):
            state = views.window_state(floor, number, now, new_id())
            publish(topics.window(number), state, retain=True)
        for key in sorted(touched.queues):
            publish(topics.queue(key), views.queue_state(floor, key, now, new_id()), retain=True)
        if touched.calls:
            publish(topics.calls(), views.calls_state(floor, now, new_id()), retain=True)
        if touched.duty:
            publish(topics.duty(), views.duty_state(floor, now, new_id()), retain=True)
        for reader in self._service.settings.hall.readers if touched.fingers else ():
            fingers = views.fingers_state(floor, reader.id, now, new_id())
            publish(topics.fingers(reader.id), fingers, retain=True)
        publish(topics.day(), views.day_state(floor, now, new_id()), retain=True)


def batches(facts: Iterable[Recorded]) -> Iterator[tuple[Recorded, ...]]:
    """The facts in order, so many together as one message holds: by their length, for a reason or
    a name may be fifty times as long as another."""
    batch: list[Recorded] = []
    length = 0
    for each in facts:
        size = len(codec.encode(each))
        if batch and length + size > _BATCH:
            yield tuple(batch)
            batch, length = [], 0
        batch.append(each)
        length += size
    if batch:
        yield tuple(batch)


def own_states(service: Service) -> None:
    """Windows, queues and the day are told by the ledger alone; and where a device is gone from
    hall.toml, nobody else is left to take back what it said."""
    bus, topics = service.bus, service.topics
    is_ghost = ghosts(service.settings.hall)
    bus.own(topics.ledger_states())
    for filters in (topics.states(), topics.livenesses(), topics.alerts()):
        bus.own(filters, is_ghost)
