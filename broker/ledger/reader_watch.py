"""The ledger notes by itself when a reader was away: attendance must not cost anybody for it.

A reader is away while its own `$state` does not say ready, or while the service that looks after
it is gone, whose last will speaks for all its readers. What lasts less than a minute is not
written. It is asked as any request is, so a fact says it, a start knows it again, and what was lost
before a start and came back during it is noted at its whole length. The duty leader notes what
cannot be seen from here: a reader that works, and names nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from broker.bus.base import Delivery
from broker.domain.attendance.requests import NoteReader
from broker.domain.floor import Floor
from broker.domain.wings import keeper_of
from broker.ledger.lookout import LOOK
from broker.service.life import Service, new_id
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind

SHORTEST = timedelta(seconds=60)
_GONE = (Liveness.LOST, Liveness.DISCONNECTED)


class ReaderWatch:
    """Follows the readers of hall.toml. Lives on the ledger's loop."""

    def __init__(self, service: Service, floor: Callable[[], Floor]) -> None:
        self._service = service
        self._floor = floor
        self._said: dict[str, DeviceState] = {}  # by reader
        self._away: dict[str, datetime] = {}
        self._kept_by: dict[str, str] = {}  # the service that looks after a reader
        self._gone: set[str] = set()  # services
        self._look_at = service.runner.clock()
        bus, topics = service.bus, service.topics
        for each in service.settings.hall.readers:
            topic = topics.liveness(Kind.READER, each.id)
            bus.subscribe(topic, DeviceState, partial(self._hear, each.id))
            self._kept_by[each.id] = keeper_of(service.settings.hall, each)
        for keeper in set(self._kept_by.values()):
            topic = topics.liveness(Kind.SERVICE, keeper)
            bus.subscribe(topic, DeviceState, partial(self._hear_keeper, keeper))
        service.runner.add(self)

    def next_wakeup(self) -> float:
        return self._look_at

    def tick(self, now: float) -> None:
        if now >= self._look_at:
            self._look_at = now + LOOK
            self._look()

    def _look(self) -> None:
        time, lost = self._service.now(), self._floor().readers_lost
        for reader in self._said:
            since = self._away.get(reader)
            if since is None and reader in lost:
                self._note(reader, min(time, self._said[reader].at), works=True)
            elif since is not None and reader not in lost and time - since >= SHORTEST:
                self._note(reader, since, works=False)

    def _hear(self, reader: str, delivery: Delivery) -> None:
        state = delivery.message
        if not isinstance(state, DeviceState):
            return
        self._said[reader] = state
        self._judge(reader, min(state.at, self._service.now()))

    def _hear_keeper(self, keeper: str, delivery: Delivery) -> None:
        state = delivery.message
        if not isinstance(state, DeviceState):
            return
        change = self._gone.add if state.state in _GONE else self._gone.discard
        change(keeper)
        for reader in self._said:
            if self._kept_by[reader] == keeper:
                self._judge(reader, self._service.now())  # a last will has the time it was made

    def _judge(self, reader: str, at: datetime) -> None:
        if self._said[reader].state is Liveness.READY and self._kept_by[reader] not in self._gone:
            self._away.pop(reader, None)
        else:
            self._away.setdefault(reader, at)

    def _note(self, reader: str, at: datetime, *, works: bool) -> None:
        """Whatever is answered, the floor tells at the next look whether it is to be asked anew."""
        request = NoteReader(
            id=new_id(),
            at=self._service.now(),
            source="ledger",
            reader=reader,
            works=works,
            changed_at=at,
        )
        self._service.bus.ask(request, lambda _answer: None)
