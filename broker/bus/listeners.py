"""Who listens to which topics, and which messages cannot be read.

paho's thread asks here who listens while the loop adds listeners, without a lock: the subscriptions
are a tuple that is replaced and never changed, and what was found for a topic is kept with the very
tuple it was found in. A thread that still reads the old one can fill only the old one's findings.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import paho.mqtt.client as mqtt

from broker.domain.errors import WireError

log = logging.getLogger(__name__)

Take = Callable[[mqtt.MQTTMessage], None]

_TOPICS = 10_000  # remembered at most: a stranger may invent as many as he likes
_LONGEST = 200  # characters of one that is remembered: no topic of ours has half of it
_LINES = 5  # in the log of one minute, about what cannot be read
_MINUTE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class _Subscriptions:
    """All listeners at one time, and what was found in them by topic."""

    listeners: tuple[tuple[str, Take], ...] = ()
    _found: dict[str, tuple[Take, ...]] = field(default_factory=dict)

    def of(self, topic: str) -> tuple[Take, ...]:
        """Who listens to a topic. On the thread that reads messages only."""
        found = self._found.get(topic)
        if found is None:
            found = tuple(
                take for topics, take in self.listeners if mqtt.topic_matches_sub(topics, topic)
            )
            if len(self._found) >= _TOPICS:
                self._found.clear()
            if len(topic) <= _LONGEST:
                self._found[topic] = found
        return found


class Listeners:
    """The subscriptions of one client. All methods on the loop, but `of`."""

    def __init__(self) -> None:
        self._now = _Subscriptions()

    def add(self, topics: str, take: Take) -> None:
        """Have `take` called with every message on `topics`; it may raise `WireError`."""
        self._now = _Subscriptions((*self._now.listeners, (topics, take)))

    def topics(self) -> Iterator[str]:
        """Every filter, in the order it was added."""
        return (topics for topics, _ in self._now.listeners)

    def of(self, topic: str) -> tuple[Take, ...]:
        """Who takes a message on this topic: for paho's thread."""
        return self._now.of(topic)


class Unreadable:
    """Messages that were dropped: `count` of them. On the loop.

    Each topic is said once. A stranger may invent as many as he likes, so a minute has few lines;
    of the topics beyond them only the number is said, when it is over.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.count = 0
        self._clock = clock
        self._complained: set[str] = set()
        self._lines = self._unsaid = 0
        self._until: float | None = None  # the end of the minute in which something was said

    def add(self, topic: str, error: WireError) -> None:
        """Count a message that could not be read."""
        self.count += 1
        topic = topic[:_LONGEST]
        self.tick(self._clock())
        if topic in self._complained:
            return
        if len(self._complained) < _TOPICS:
            self._complained.add(topic)
        if self._lines >= _LINES:
            self._unsaid += 1
            return
        self._lines += 1
        if self._until is None:
            self._until = self._clock() + _MINUTE
        log.warning("%s: a message that cannot be read was dropped: %s", topic, error)

    def tick(self, now: float) -> None:
        """Say how many were not said, once their minute is over."""
        if self._until is None or now < self._until:
            return
        if self._unsaid:
            log.warning("%d more messages that cannot be read were dropped", self._unsaid)
        self._lines = self._unsaid = 0
        self._until = None

    def next_wakeup(self) -> float | None:
        """When the minute is over, where there is something to say then."""
        return self._until if self._unsaid else None
