"""A bus on which the only one who listens is the test."""

from __future__ import annotations

from collections.abc import Callable

from broker.bus.base import Connection, Unanswered
from broker.bus.local import LocalBroker, LocalBus
from broker.domain.requests import Answer, AnyRequest


class StubBus(LocalBus):
    """Keeps the questions; the test answers when it likes."""

    def __init__(self) -> None:
        super().__init__(lambda handler, event: handler(event), LocalBroker())
        self.asked: list[AnyRequest] = []
        self._handler: Callable[[Answer | Unanswered], None] | None = None

    def on_connection(self, handler: Callable[[Connection], None]) -> None:
        """Always up."""

    def ask(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        self.asked.append(request)
        self._handler = handler

    def answer(self, answer: Answer) -> None:
        """Answer the question that is open."""
        assert self._handler is not None
        self._handler(answer)
