"""What stands retained on topics that are ours, and whether somebody else changed it. Pure.

How it works. The owner of a retained topic listens to it, without hearing itself (MQTT 5: no
local). So whatever is heard there was said by somebody else: a state forged or cleared, or left by
a device that hall.toml no longer has. It is noted, and a moment later the owner says what is right
once more: its own newest value, or nothing where it has none. The moment is the point: two who both
believe to be the owner would else answer each other as fast as the bus can carry it, and what came
late from our own earlier connection has passed by then. However often a topic is written to, it is
put right once in that time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from broker.domain.errors import WireError
from broker.wire import codec
from broker.wire.messages import DeviceState, Liveness

_AFTER = 1.0  # seconds from what was heard to what is right
_MOST = 10_000  # topics at a time: a stranger may invent as many as he likes

Ours = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """`topics` are ours. What stands on one of them that we never said anything on is removed
    where `ours` says so: it may be another's, whom the same filter covers."""

    topics: str
    ours: Ours


def says_ready(payload: bytes) -> bool:
    """Whether this is a `$state` of somebody who is there: ours, of an earlier connection perhaps.
    One that says so was not worth forging."""
    try:
        return codec.decode(payload, DeviceState).state is Liveness.READY
    except WireError:
        return False


class Belongings:
    """The claims of one client, and which topics are to be put right. On the loop."""

    def __init__(self) -> None:
        self._claims: list[Claim] = []
        self._wrong: set[str] = set()
        self._due: float | None = None

    def claim(self, topics: str, ours: Ours) -> Claim:
        """From now on `topics` are looked after."""
        claim = Claim(topics, ours)
        self._claims.append(claim)
        return claim

    def topics(self) -> Iterator[str]:
        """Every filter claimed."""
        return (each.topics for each in self._claims)

    def heard(
        self, claim: Claim, topic: str, payload: bytes, right: bytes | None, now: float
    ) -> None:
        """Somebody else said `payload`; `right` is what we said there last, None for nothing."""
        wrong = payload != right if right is not None else bool(payload) and claim.ours(topic)
        if wrong and len(self._wrong) < _MOST:
            self._wrong.add(topic)
            self._due = now + _AFTER if self._due is None else self._due

    def due(self, now: float) -> list[str]:
        """The topics that are to be put right now."""
        if self._due is None or now < self._due:
            return []
        wrong, self._wrong, self._due = sorted(self._wrong), set(), None
        return wrong

    def next_wakeup(self) -> float | None:
        """When something is to be put right."""
        return self._due
