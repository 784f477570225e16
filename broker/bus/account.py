"""Who a client of the hall's broker is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broker.wire import codec
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, Topics


@dataclass(frozen=True, slots=True)
class Account:
    """Where the broker is, and who we are there. `name` is unique in the hall.

    A `guest` comes for one question: nobody misses it when it goes, so it leaves no `$state`.
    """

    host: str
    port: int
    name: str
    states: Callable[[Liveness], DeviceState]
    guest: bool = False

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port

    def presence(self, topics: Topics, liveness: Liveness) -> dict[str, bytes]:
        """Our own `$state` by its topic; a guest has none."""
        if self.guest:
            return {}
        topic = topics.liveness(Kind.SERVICE, self.name)
        return {topic: codec.encode(self.states(liveness))}
