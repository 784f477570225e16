"""A reader of fingers on a wire that can be in trouble, and what its session told of it."""

from __future__ import annotations

from typing import Any

from shared_wire import SharedWire

from broker.link.base import Noise
from broker.service.session import Action, NoiseListener, Report
from fingerprint.reading import Away, Ready


class WatchedReader(SharedWire):
    """The only device of its wire. `judge` hears what is told while the finger is where it is."""

    def __post_init__(self) -> None:
        super().__post_init__()
        (self.address,) = self.addresses
        self.told: list[Any] = []

    def judge(self, event: Any) -> None:
        """For who knows what is right."""

    def lifted(self) -> None:
        """The finger is taken away."""
        self.hand("lift")

    def until_ready(self) -> bool:
        """Whether it is watched in the end."""
        self.run(20.0, lambda: self.ready)
        return self.ready

    @property
    def ready(self) -> bool:
        states = [each for each in self.told if isinstance(each, Ready | Away)]
        return bool(states) and isinstance(states[-1], Ready)

    def hand(self, words: str) -> None:
        """A hand at the simulated reader."""
        self._say(self.address, self.devices[self.address].hand(words.split(), self.now))

    def _do(self, actions: list[Action]) -> None:
        super()._do(actions)
        for action in actions:
            if isinstance(action, Report):
                self.told.append(action.event)
                self.judge(action.event)

    def _hear(self, data: bytes) -> None:
        listener: object = self._session
        for heard in self._decoder.feed(data, self.now):
            if not isinstance(heard, Noise):
                self._do(self._session.receive(heard, self.now))
            elif isinstance(listener, NoiseListener):
                self._do(listener.noise(heard, self.now))
