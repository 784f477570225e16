"""Who a client of the hall's broker is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from broker.bus.papers import Papers
from broker.wire import codec
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, Topics

Place: TypeAlias = tuple[str, int]  # host and port


@dataclass(frozen=True, slots=True)
class Account:
    """Where the broker is, and who we are there: `name`, unique among all programs of the hall, and
    the `client` whose rights it has, the same where nothing else is said.

    `find` is asked before every connection, for a broker may come back on another port; None while
    nobody knows of one. A `guest` comes for one question: nobody misses it when it goes, so it
    leaves no `$state`. `papers` are shown to the broker, which is asked for its own; without them
    bytes go as they are.
    """

    find: Callable[[], Place | None]
    name: str
    states: Callable[[Liveness], DeviceState]
    guest: bool = False
    belongs_to: str = ""
    papers: Papers | None = None

    @property
    def client(self) -> str:
        """Whom the broker knows us as."""
        return self.belongs_to or self.name

    def presence(self, topics: Topics, liveness: Liveness) -> dict[str, bytes]:
        """Our own `$state` by its topic; a guest has none."""
        if self.guest:
            return {}
        topic = topics.liveness(Kind.SERVICE, self.client)
        return {topic: codec.encode(self.states(liveness))}
