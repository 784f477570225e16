"""Who listens to which topics, and what becomes of messages that cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import paho.mqtt.client as mqtt

from broker.domain.errors import WireError

log = logging.getLogger(__name__)

Take = Callable[[mqtt.MQTTMessage], None]

_TOPICS = 10_000  # remembered at most: a stranger may invent as many as he likes


class Listeners:
    """The subscriptions of one client. `unreadable` counts the messages that were dropped."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str, Take]] = []
        self._by_topic: dict[str, tuple[Take, ...]] = {}
        self._complained: set[str] = set()
        self.unreadable = 0

    def add(self, topics: str, take: Take) -> None:
        """Have `take` called with every message on `topics`; it may raise `WireError`."""
        self._listeners.append((topics, take))
        self._by_topic.clear()

    def topics(self) -> Iterator[str]:
        """Every filter, in the order it was added."""
        for topics, _ in self._listeners:
            yield topics

    def hear(self, raw: mqtt.MQTTMessage) -> None:
        """Pass a message on to all who listen."""
        for take in self._of(raw.topic):
            try:
                take(raw)
            except WireError as error:
                self.complain(raw.topic, error)

    def complain(self, topic: str, error: WireError) -> None:
        """Count a message that could not be read, and say so once for each topic."""
        self.unreadable += 1
        if topic not in self._complained and len(self._complained) < _TOPICS:
            self._complained.add(topic)
            log.warning("%s: a message that cannot be read was dropped: %s", topic, error)

    def _of(self, topic: str) -> tuple[Take, ...]:
        found = self._by_topic.get(topic)
        if found is None:
            found = tuple(
                take for topics, take in self._listeners if mqtt.topic_matches_sub(topics, topic)
            )
            if len(self._by_topic) >= _TOPICS:
                self._by_topic.clear()
            self._by_topic[topic] = found
        return found
