"""The only loop of a service: an inbox, and parts that want to be woken."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
_FOREVER = 3600.0


class Part(Protocol):
    """Something with time-outs of its own, ticked by the loop."""

    def next_wakeup(self) -> float | None:
        """Monotonic second at which `tick` is wanted, or None."""

    def tick(self, now: float) -> None:
        """The time asked for has come (or passed)."""


class Runner:
    """Runs handlers one after another on the thread that calls `run`.

    Readers and network callbacks `post`; nothing but the loop thinks.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._inbox: queue.SimpleQueue[tuple[Callable[[Any], None], Any]] = queue.SimpleQueue()
        self._parts: list[Part] = []
        self._stopping = False

    def post(self, handler: Callable[[T], None], event: T) -> None:
        """From any thread: have `handler(event)` called on the loop."""
        self._inbox.put((handler, event))

    def add(self, part: Part) -> None:
        """Tick `part` when it asks for it. Before `run`, or on the loop."""
        self._parts.append(part)

    def stop(self) -> None:
        """From any thread or a signal handler: end `run` after the handlers already posted."""
        self.post(self._end, None)

    def run(self) -> None:
        """Work until `stop`. A handler's exception is logged and the loop goes on."""
        while not self._stopping:
            self.step(_FOREVER)

    def step(self, longest: float) -> None:
        """Handle one event, or the time-outs due within `longest` seconds."""
        try:
            handler, event = self._inbox.get(timeout=self._patience(longest))
        except queue.Empty:
            pass
        else:
            self._guard(handler, event)
        self._tick_due()

    def _patience(self, longest: float) -> float:
        wakeups = [at for part in self._parts if (at := part.next_wakeup()) is not None]
        if not wakeups:
            return longest
        return max(0.0, min(longest, min(wakeups) - self.clock()))

    def _tick_due(self) -> None:
        now = self.clock()
        for part in self._parts:
            at = part.next_wakeup()
            if at is not None and at <= now:
                self._guard(part.tick, now)

    def _end(self, _event: object) -> None:
        self._stopping = True

    def _guard(self, handler: Callable[[Any], None], event: object) -> None:
        try:
            handler(event)
        except Exception:
            log.exception("a handler failed; the service goes on")
