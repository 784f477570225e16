"""The questions a client has open: asked again with the same id, answered exactly once. Pure.

How this works and why it cannot lose. A question is written down before it is sent, and crossed out
when its answer comes or the last try has passed in vain: whoever asked hears one of the two, once.
A second answer, or one to a try that was given up, finds nothing to cross out. The question or its
answer may be lost on the way; which of the two, nobody can know. So it is asked again with the same
id, and the ledger, which keeps each answer with its id, says again what it said, and does nothing
twice. `Unanswered` is therefore no "no": the same id may be asked later, and be told what became of
it.

All wait equally long, so the dict's order is the order of deadlines: a question that is asked again
is taken out and put in at the end, and only the first has to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from broker.bus.base import Unanswered
from broker.domain.requests import Answer, AnyRequest

Handler = Callable[[Answer | Unanswered], None]

TIMEOUT = 3.0  # seconds until the same question is asked again
ATTEMPTS = 3
EXPIRY = int(TIMEOUT * ATTEMPTS)  # after this a question that still lies in a broker is void


@dataclass(slots=True)
class _Open:
    request: AnyRequest
    handler: Handler
    tries: int
    deadline: float


@dataclass(slots=True)
class Enquiries:
    """Every question without an answer yet, by request id, the earliest deadline first."""

    _open: dict[str, _Open] = field(default_factory=dict)

    def begin(self, request: AnyRequest, handler: Handler, now: float) -> None:
        """Remember a question that is being asked now."""
        self._open.pop(request.id, None)
        self._open[request.id] = _Open(request, handler, 1, now + TIMEOUT)

    def answered(self, request: str) -> Handler | None:
        """Who waits for this answer; None for a second answer or somebody else's."""
        entry = self._open.pop(request, None)
        return entry.handler if entry else None

    def due(self, now: float) -> tuple[list[AnyRequest], list[tuple[Handler, Unanswered]]]:
        """What to ask again now, and what to give up."""
        again: list[AnyRequest] = []
        given_up: list[tuple[Handler, Unanswered]] = []
        while self._open and (first := next(iter(self._open.values()))).deadline <= now:
            del self._open[first.request.id]
            if first.tries < ATTEMPTS:
                first.tries += 1
                first.deadline = now + TIMEOUT
                self._open[first.request.id] = first
                again.append(first.request)
            else:
                given_up.append((first.handler, Unanswered(first.request)))
        return again, given_up

    def all(self) -> list[AnyRequest]:
        """Everything open, to ask again when the connection is back."""
        return [entry.request for entry in self._open.values()]

    def next_wakeup(self) -> float | None:
        """The earliest deadline."""
        return next(iter(self._open.values())).deadline if self._open else None
