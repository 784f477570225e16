"""The part that the clock-in screen and the enrolment desk have in their loop: presses, digits and
time-outs go to a flow, and what it asks for is done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, Generic, Protocol, TypeVar

from broker.service.life import Service
from kiosk.issuing.events import Moment
from kiosk.qt.pulse import Pulse


class TouchedFlow(Protocol):
    """What both flows can be told. All moments are of both clocks."""

    def press(self, key: Any, now: Moment, /) -> list[Any]:
        """A key; what is to be done."""

    def type(self, text: str, now: Moment, /) -> None:
        """Digits."""

    def next_wakeup(self) -> float | None:
        """Monotonic second at which `tick` is wanted, or None."""

    def tick(self, now: Moment, /) -> object:
        """Let time-outs happen."""


F = TypeVar("F", bound=TouchedFlow)


class TouchedConductor(ABC, Generic[F]):
    """A `Part` of the loop. `seconds` is its monotonic clock; `changed` is called whenever the
    screen may look different. `flow` is made by whoever knows which."""

    flow: F

    def __init__(
        self, service: Service, seconds: Callable[[], float], changed: Callable[[], None]
    ) -> None:
        self._service = service
        self._seconds = seconds
        self._changed = changed
        self._pulse = Pulse()

    @abstractmethod
    def start(self) -> None:
        """Listen to the hall."""

    @abstractmethod
    def _do(self, effect: Any) -> None:
        """What the flow asked for."""

    def press(self, key: Any) -> None:
        """A key of the screen."""
        self._perform(self.flow.press(key, self._moment()))

    def type(self, text: str) -> None:
        """Digits."""
        self.flow.type(text, self._moment())
        self._changed()

    def next_wakeup(self) -> float:
        return self._pulse.wakeup(self.flow.next_wakeup())

    def tick(self, now: float) -> None:
        self._pulse.woken(now)
        self.flow.tick(self._moment())
        self._changed()

    def _moment(self) -> Moment:
        return Moment(self._seconds(), self._service.now())

    def _perform(self, effects: Iterable[Any]) -> None:
        for effect in effects:
            self._do(effect)
        self._changed()
