"""What the kiosk has heard of the hall: the newest state of every queue and window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from broker.domain.hall import Queue
    from broker.wire.messages import QueueState, WindowState
    from kiosk.ticket.whereabouts import Departure


class World(Struct):
    """Empty until the bus has spoken; what is not known is not invented."""

    queues: dict[str, QueueState] = field(default_factory=dict)
    windows: dict[int, WindowState] = field(default_factory=dict)
    ended: dict[str, Departure] = field(default_factory=dict)  # numbers of today that left a window
    catalogue: str = ""  # the one that the ledger knows

    def hear_queue(self, state: QueueState) -> None:
        """A queue now. One that has given fewer numbers than before has begun a new day."""
        before = self.queues.get(state.queue)
        if before is not None and state.issued < before.issued:
            self.ended.clear()
        self.queues[state.queue] = state

    def hear_window(self, state: WindowState) -> None:
        """A window now. It lets a number go that was served, or one that nobody came for; one that
        goes on waiting elsewhere is found there first."""
        from broker.wire.messages import WindowStatus  # all messages: home is drawn before any came
        from kiosk.ticket.whereabouts import Departure

        before = self.windows.get(state.window)
        if before is not None and before.number and before.number != state.number:
            served = before.status is WindowStatus.SERVING
            self.ended[before.number] = Departure.FINISHED if served else Departure.MISSED
        self.windows[state.window] = state

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
