"""The only loop of a service: an inbox, sockets to watch, and parts that want to be woken.

How this works, and why no answer that is here is taken for missing. A handler may take long, and
what came meanwhile waits: in the inbox, or at a socket. So before any part is ticked the loop looks
again whether something came, hands it over, and only then asks whether the part still wants its
tick; a time-out falls when nothing that came before it waits. A flood may not stop the clock
either: so many looks in a row are the most.
"""

from __future__ import annotations

import logging
import os
import selectors
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol, TypeVar

from broker.domain.errors import HallError

log = logging.getLogger(__name__)

T = TypeVar("T")
_FOREVER = 3600.0
_LONGEST_BREATH = 16  # rounds of the loop
_MOST_LOOKS = 16  # at what came, before parts are ticked


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
        self._inbox: deque[tuple[Callable[[Any], None], Any]] = deque()
        self._parts: list[Part] = []
        self._breathers: list[Callable[[], None]] = []
        self._errands: set[threading.Thread] = set()
        self._rounds = 0
        self._stopping = False
        self._fatal: HallError | None = None
        self._thread = 0
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._selector = selectors.DefaultSelector()
        # No handler may hold this object: the selector outlives it by one call, to be closed.
        answer_bell = partial(os.eventfd_read, self._bell)
        self._selector.register(self._bell, selectors.EVENT_READ, answer_bell)
        weakref.finalize(self, os.close, self._bell)
        weakref.finalize(self, self._selector.close)

    def post(self, handler: Callable[[T], None], event: T) -> None:
        """From any thread: have `handler(event)` called on the loop."""
        self._inbox.append((handler, event))
        if threading.get_ident() != self._thread:
            os.eventfd_write(self._bell, 1)

    def add(self, part: Part) -> None:
        """Tick `part` when it asks for it. Before `run`, or on the loop."""
        self._parts.append(part)

    @property
    def errands(self) -> int:
        """How many are under way, their outcome not yet told."""
        return len(self._errands)

    def aside(
        self, work: Callable[[], T], done: Callable[[T], None], what: str
    ) -> threading.Thread:
        """On the loop: have `work`, which may wait, done by a thread of its own, and `done` called
        on the loop with what came of it. `work` raises nothing; what it raises all the same is a
        failure on the loop, for one of its thread's nobody would hear."""

        def go() -> None:
            try:
                came = work()
            except Exception as error:  # noqa: BLE001  # whatever it is, the loop hears of it
                self.post(fail, error)
            else:
                self.post(back, came)

        def back(came: T) -> None:
            self._errands.discard(thread)
            done(came)

        def fail(error: Exception) -> None:
            self._errands.discard(thread)
            raise error

        thread = threading.Thread(target=go, name=f"errand {what}", daemon=True)
        self._errands.add(thread)
        thread.start()
        return thread

    def rest(self, seconds: float) -> None:
        """After the loop ended: let what is under way come to its end, so long at most in all."""
        until = time.monotonic() + seconds
        for thread in self._errands:
            thread.join(max(0.0, until - time.monotonic()))

    def breathe(self, handler: Callable[[], None]) -> None:
        """Have `handler` called when nothing is left to do, and now and then when there is always
        something: the moment to send what gathered."""
        self._breathers.append(handler)

    def watch(self, file: int, ready: Callable[[], None], *, writing: bool = False) -> None:
        """On the loop: call `ready` when the descriptor can be read (with `writing`: or written).
        Watching one again changes what is waited for."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if writing else 0)
        if file in self._selector.get_map():
            self._selector.modify(file, events, ready)
        else:
            self._selector.register(file, events, ready)

    def forget(self, file: int) -> None:
        """On the loop: no longer watch a descriptor; one never watched is forgotten already."""
        if file in self._selector.get_map():
            self._selector.unregister(file)

    def stop(self) -> None:
        """From any thread or a signal handler: end `run` after the handlers already posted."""
        self._inbox.append((self._end, None))
        os.eventfd_write(self._bell, 1)

    def give_up(self, error: HallError) -> None:
        """On the loop: end `run`, which then raises `error`."""
        self._fatal = error
        self.stop()

    def run(self) -> None:
        """Work until `stop`. A handler's exception is logged and the loop goes on.

        Raises what `give_up` was told.
        """
        while not self._stopping:
            self.step(_FOREVER)
        if self._fatal is not None:
            raise self._fatal

    def step(self, longest: float) -> None:
        """Handle what is ready, waiting at most `longest` seconds for the first of it."""
        self._thread = threading.get_ident()
        self._rounds += 1
        if not self._inbox or self._rounds >= _LONGEST_BREATH:
            self._rounds = 0
            for breather in self._breathers:
                self._guard(breather)
        self._take_in(0.0 if self._inbox else self._patience(longest))
        for _ in range(_MOST_LOOKS):
            if next(self._due(self.clock()), None) is None or not self._take_in(0.0):
                break
        now = self.clock()
        for part in self._due(now):
            self._guard(part.tick, now)

    def _take_in(self, longest: float) -> bool:
        """Hand over what came, waiting at most so long for the first of it; False: nothing did."""
        ready = self._selector.select(longest)
        for key, _ in ready:
            self._guard(key.data)
        waiting = len(self._inbox)
        for _ in range(waiting):
            handler, event = self._inbox.popleft()
            self._guard(handler, event)
        return bool(ready or waiting)

    def _patience(self, longest: float) -> float:
        wakeups = [at for part in self._parts if (at := part.next_wakeup()) is not None]
        if not wakeups:
            return longest
        return max(0.0, min(longest, min(wakeups) - self.clock()))

    def _due(self, now: float) -> Iterator[Part]:
        """The parts that want to be ticked, each asked when its turn comes."""
        for part in list(self._parts):
            at = part.next_wakeup()
            if at is not None and at <= now:
                yield part

    def _end(self, _event: object) -> None:
        self._stopping = True

    def _guard(self, handler: Callable[..., None], *event: object) -> None:
        try:
            handler(*event)
        except Exception:
            log.exception("a handler failed; the service goes on")
