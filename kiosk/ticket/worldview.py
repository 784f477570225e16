"""What the kiosk has heard of the hall: the newest state of every queue and window."""

from __future__ import annotations

from msgspec import Struct, field

from broker.domain.hall import Queue
from broker.wire.messages import QueueState, WindowState


class World(Struct):
    """Empty until the bus has spoken; what is not known is not invented."""

    queues: dict[str, QueueState] = field(default_factory=dict)
    windows: dict[int, WindowState] = field(default_factory=dict)

    def waiting(self, queues: tuple[Queue, ...]) -> int | None:
        """People waiting in these queues; None while none of them was heard of."""
        known = [self.queues[each.id].waiting for each in queues if each.id in self.queues]
        return sum(known) if known else None

    def no_window(self, queues: tuple[Queue, ...]) -> bool:
        """Whether it is known that no window serves any of these queues now."""
        known = [self.queues[each.id] for each in queues if each.id in self.queues]
        return bool(known) and not any(state.windows_open for state in known)

    def full(self, queue: Queue) -> bool:
        """Whether all of today's numbers are given."""
        state = self.queues.get(queue.id)
        return state is not None and 0 < queue.daily_limit <= state.issued
