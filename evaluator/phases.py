"""What one evaluator is doing, as the hall is told: idle, asking, thanking; and stray presses."""

from __future__ import annotations

from broker.domain.ids import NO_VISIT, VisitId
from broker.service.life import Service, new_id
from broker.wire.messages import EvaluatorPhase, EvaluatorState

_THANKS_SECONDS = 5.0


class Phases:
    """Keeps the retained state of one evaluator true. On the loop only."""

    def __init__(self, service: Service, window: int) -> None:
        self._service = service
        self._number = window
        self._state = (EvaluatorPhase.IDLE, NO_VISIT)
        self._strays = 0
        self._idle_at: float | None = None
        service.bus.own(service.topics.evaluator(window))
        self._publish()
        service.runner.add(self)

    def tell(self, phase: EvaluatorPhase, visit: VisitId = NO_VISIT) -> None:
        """Tell what the evaluator is doing; thanks end by themselves."""
        self._state = (phase, visit)
        thanked = phase is EvaluatorPhase.THANKED
        self._idle_at = self._service.runner.clock() + _THANKS_SECONDS if thanked else None
        self._publish()

    def stray(self) -> None:
        """One more press while nothing was asked, since this service started."""
        self._strays += 1
        self._publish()

    def next_wakeup(self) -> float | None:
        return self._idle_at

    def tick(self, now: float) -> None:  # noqa: ARG002  # the shape of a part of the loop
        self.tell(EvaluatorPhase.IDLE)

    def _publish(self) -> None:
        phase, visit = self._state
        state = EvaluatorState(
            id=new_id(),
            at=self._service.now(),
            window=self._number,
            phase=phase,
            visit=visit,
            strays=self._strays,
        )
        topic = self._service.topics.evaluator(self._number)
        self._service.bus.publish(topic, state, retain=True)
