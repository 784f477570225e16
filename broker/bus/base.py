"""What a room says to the bus and hears from it; no room knows what carries the messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from broker.bus.belongings import Ours
from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.requests import Answer, AnyRequest

M = TypeVar("M", bound=Struct)
T = TypeVar("T")


class Post(Protocol):
    """Hands `handler(event)` to the thread that thinks: `Runner.post`, or Qt's one signal."""

    def __call__(self, handler: Callable[[T], None], event: T, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that came in. `message` is None where a retained topic was cleared."""

    topic: str
    message: Any
    retained: bool


@dataclass(frozen=True, slots=True)
class Connection:
    """The bus came up (subscriptions are in place) or went down."""

    up: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody answered a request through all tries. It may or may not have been carried out;
    asking again with the same id is safe."""

    request: AnyRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came in, for the ledger. `answer` may be called once, on the loop.

    `client` sent it, as the broker vouches. `request` is None where the payload could not be read;
    `trouble` then says why, and `id` what it called itself. After `until`, in seconds of the loop,
    whoever asked has given it up.
    """

    client: str
    request: AnyRequest | None
    trouble: str
    answer: Callable[[Answer], None]
    id: RequestId = NO_REQUEST
    until: float | None = None


def anything(_topic: str) -> bool:
    """Every topic of a filter is meant."""
    return True


class Bus(Protocol):
    """Messages to and from everyone in the hall.

    A bus is a `Part` of the loop it posts to, and all methods are called on that loop; all
    handlers run where `Post` puts them. What was published retained is published anew by the bus
    itself whenever the connection comes back.
    """

    def start(self) -> None:
        """Begin to connect; returns at once and keeps trying for ever."""

    def stop(self) -> None:
        """Say goodbye (`$state` disconnected, where we have one) and disconnect.

        From then on nothing is sent and no handler is called, not even for what came in before;
        open questions stay unanswered. Stopping twice, or what never started, does no harm.
        """

    def on_connection(self, handler: Callable[[Connection], None]) -> None:
        """Hear about every change of connection."""

    def subscribe(self, topics: str, of: type[M], handler: Callable[[Delivery], None]) -> None:
        """Hear every message of type `of` on `topics` (an MQTT filter from `wire.topics`)."""

    def publish(self, topic: str, message: Struct, *, retain: bool = False) -> None:
        """Send `message`; while the bus is down only the newest of a retained topic is kept."""

    def clear(self, topic: str) -> None:
        """Remove a retained message."""

    def own(self, topics: str, ours: Ours = anything) -> None:
        """Keep what is retained on `topics` (an MQTT filter) as this client said it: what others
        put there is put right within seconds. What stands where this client said nothing is
        removed, if `ours` agrees."""

    def ask(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        """Send `request` to the ledger, again and again with the same id, and hear the answer
        exactly once."""

    def serve(self, handler: Callable[[Asked], None]) -> None:
        """Hear every request of the hall: for the ledger, of which there is one."""

    def next_wakeup(self) -> float | None:
        """When a question must be asked again."""

    def tick(self, now: float) -> None:
        """Ask again, or give up."""
