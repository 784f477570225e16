"""The clerk's keypad of one window: what its display shows, and what its keys ask for."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from functools import partial
from typing import Any

from broker.bus.base import Delivery, Unanswered
from broker.domain.requests import Answer, Granted
from broker.service.life import Service, new_id
from broker.wire.messages import QueueState, WindowState
from evaluator import showing
from evaluator.dialogue import PadPressed
from evaluator.driver import KeypadDriver
from evaluator.keypad import Pressing, Wishes, wishes

log = logging.getLogger(__name__)

_DEAD_SECONDS = 0.25  # after a step of the clerk: two fingers, or one that slipped, make no second


class Pad:
    """The keypad at `address` for `window`. `submit` sends a command to it. On the loop only.

    A make without a display, or without a beeper, is spared what it cannot do.
    """

    def __init__(
        self,
        service: Service,
        window: int,
        address: int,
        driver: KeypadDriver,
        submit: Callable[[Any], None],
    ) -> None:
        self._service = service
        self._hall = service.settings.hall
        self._number = window
        self._address = address
        self._driver = driver
        self._submit = submit
        self._window: WindowState | None = None
        self._queues: dict[str, QueueState] = {}
        self._shown: Any = None
        self._stepped_at = -math.inf
        self._listen()

    def refresh(self) -> None:
        """The port is open: the display must be written anew."""
        self._shown = None
        self._show()

    def pressed(self, key: PadPressed) -> None:
        """A key of the clerk. One right after a step is none: no step is skipped by a slip."""
        at = self._service.runner.clock() if key.at is None else key.at
        if at - self._stepped_at < _DEAD_SECONDS:
            return
        pressing = Pressing(new_id(), self._service.now(), f"keypad-{self._number}")
        asked = wishes(key, self._window, self._hall, pressing)
        if asked is None:
            self._beep()
        elif asked:
            self._stepped_at = at
            self._ask(asked)

    def _listen(self) -> None:
        bus, topics = self._service.bus, self._service.topics
        bus.subscribe(topics.window(self._number), WindowState, self._window_changed)
        window = self._hall.window(self._number)
        for queue in window.queues if window is not None else ():
            bus.subscribe(topics.queue(queue), QueueState, self._queue_changed)

    def _window_changed(self, delivery: Delivery) -> None:
        self._window = delivery.message
        self._show()

    def _queue_changed(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self._queues[delivery.message.queue] = delivery.message
            self._show()

    def _show(self) -> None:
        if self._driver.numbers is None:
            return
        waiting, number = showing.waiting(self._queues.values()), showing.number(self._window)
        shown = self._driver.numbers(self._address, waiting, number)
        if shown != self._shown:
            self._shown = shown
            self._submit(shown)

    def _ask(self, asked: Wishes) -> None:
        if asked:
            self._service.bus.ask(asked[0], partial(self._answered, asked[1:]))

    def _answered(self, rest: Wishes, answer: Answer | Unanswered) -> None:
        if isinstance(answer, Granted):
            self._ask(rest)
            return
        log.info("window %d: the keypad's wish was not granted: %s", self._number, answer)
        self._beep()

    def _beep(self) -> None:
        if self._driver.beep is not None:
            self._submit(self._driver.beep(self._address))
