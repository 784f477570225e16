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

from collections.abc import Callable, Mapping
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
    """The claims of one client, and which topics are to be put right. On the loop.

    `retained` is what the client said last, by topic; `presence` its own `$state` now.
    """

    def __init__(
        self, retained: Mapping[str, bytes], presence: Callable[[], Mapping[str, bytes]]
    ) -> None:
        self._retained = retained
        self._presence = presence
        self._claims: list[Claim] = []
        self._wrong: set[str] = set()
        self._due: float | None = None

    def claim(self, topics: str, ours: Ours) -> Claim:
        """From now on `topics` are looked after."""
        claim = Claim(topics, ours)
        self._claims.append(claim)
        return claim

    def topics(self) -> set[str]:
        """Every filter claimed."""
        return {each.topics for each in self._claims}

    def heard(self, claim: Claim, topic: str, payload: bytes, now: float) -> None:
        """Somebody else said `payload` on `topic`."""
        if self._is_wrong(claim, topic, payload) and len(self._wrong) < _MOST:
            self._wrong.add(topic)
            self._due = now + _AFTER if self._due is None else self._due

    def due(self, now: float) -> list[tuple[str, bytes]]:
        """What is to be said now: each topic with what is right there."""
        if self._due is None or now < self._due:
            return []
        wrong, self._wrong, self._due = sorted(self._wrong), set(), None
        right = {**self._retained, **self._presence()}
        return [(topic, right.get(topic, b"")) for topic in wrong]

    def next_wakeup(self) -> float | None:
        """When something is to be put right."""
        return self._due

    def _is_wrong(self, claim: Claim, topic: str, payload: bytes) -> bool:
        if topic in self._presence():
            return not says_ready(payload)
        if topic in self._retained:
            return payload != self._retained[topic]
        return bool(payload) and claim.ours(topic)
