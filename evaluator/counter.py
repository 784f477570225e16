"""One counter: its display and its keys, and the questions to its applicants."""

from __future__ import annotations

import logging
from functools import partial
from typing import assert_never

from broker.bus.base import Delivery, Unanswered
from broker.domain.errors import LinkError
from broker.domain.hall import EvaluatorPost
from broker.domain.requests import Answer, Granted
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.wire.messages import EvaluatorPhase, QueueState, WindowState
from evaluator import prompts
from evaluator.counter_line import CounterLine
from evaluator.dialogue import (
    Armed,
    Beep,
    CounterEvent,
    PadPressed,
    Rated,
    ShowNumbers,
    Stray,
    Unrated,
)
from evaluator.keypad import Pressing, Wishes, wishes
from evaluator.notices import Notices
from evaluator.questions import Questions

log = logging.getLogger(__name__)


class Counter:
    """The evaluator and keypad of one window. On the loop only."""

    def __init__(
        self, service: Service, outbox: Outbox, line: CounterLine, post: EvaluatorPost, driver: str
    ) -> None:
        self._service = service
        self._line = line
        self._post = post
        self._hall = service.settings.hall
        self._notices = Notices(service, post.window, driver, post.line)
        self._questions = Questions(service, outbox, line, post, self._notices)
        self._window: WindowState | None = None
        self._queues: dict[str, QueueState] = {}
        self._shown: ShowNumbers | None = None
        line.join(post.address, self)
        self._listen()

    def line_up(self) -> None:
        """The lights are lit again by the session; the display is ours."""
        self._notices.line_up()
        self._questions.line_up()
        self._shown = None
        self._show()

    def line_down(self, error: LinkError) -> None:
        """Say that nobody can be asked now."""
        self._notices.line_down(str(error))

    def hear(self, event: CounterEvent) -> None:
        """What the session made of this address's frames and of time."""
        match event:
            case PadPressed():
                self._pad(event)
            case Armed():
                self._notices.phase(EvaluatorPhase.ARMED, event.visit)
            case Rated():
                self._questions.rated(event)
            case Unrated():
                self._questions.unrated(event.visit)
            case Stray():
                self._questions.stray(event)
            case _:
                assert_never(event)

    def _listen(self) -> None:
        bus, topics = self._service.bus, self._service.topics
        bus.subscribe(topics.window(self._post.window), WindowState, self._window_changed)
        window = self._hall.window(self._post.window)
        for queue in window.queues if window is not None else ():
            bus.subscribe(topics.queue(queue), QueueState, self._queue_changed)

    def _window_changed(self, delivery: Delivery) -> None:
        self._window = delivery.message
        self._show()
        if self._window is not None:
            self._questions.consider(self._window)

    def _queue_changed(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self._queues[delivery.message.queue] = delivery.message
            self._show()

    def _show(self) -> None:
        shown = ShowNumbers(
            self._post.address,
            prompts.waiting(self._queues.values()),
            prompts.number(self._window),
        )
        if shown != self._shown:
            self._shown = shown
            self._line.submit(shown)

    def _pad(self, pressed: PadPressed) -> None:
        pressing = Pressing(new_id(), self._service.now(), f"keypad-{self._post.window}")
        asked = wishes(pressed, self._window, self._hall, pressing)
        if asked is None:
            self._beep()
        else:
            self._ask(asked)

    def _ask(self, asked: Wishes) -> None:
        if asked:
            self._service.bus.ask(asked[0], partial(self._answered, asked[1:]))

    def _answered(self, rest: Wishes, answer: Answer | Unanswered) -> None:
        if isinstance(answer, Granted):
            self._ask(rest)
            return
        log.info("window %d: the keypad's wish was not granted: %s", self._post.window, answer)
        self._beep()

    def _beep(self) -> None:
        self._line.submit(Beep(self._post.address))
