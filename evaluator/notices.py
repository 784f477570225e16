"""What the hall is told about one evaluator: liveness, phase, alerts."""

from __future__ import annotations

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.ids import NO_VISIT, VisitId
from broker.service.life import Service, new_id
from broker.wire.messages import Alert, EvaluatorPhase, EvaluatorState, Liveness
from broker.wire.topics import Kind
from evaluator import prompts

_THANKS_SECONDS = 5.0


class Notices:
    """Keeps the retained messages of one evaluator true. On the loop only.

    `ready` means that the line is open: the protocol has no heartbeat, so nobody can know
    whether the evaluator is there until somebody presses a key.
    """

    def __init__(self, service: Service, window: int, driver: str, port: str) -> None:
        self._service = service
        self._number = window
        self._driver = driver
        self._port = port
        self._state = (EvaluatorPhase.IDLE, NO_VISIT)
        self._strays = 0
        self._idle_at: float | None = None
        self._alerts: set[AlertCode] = set()
        self._said: tuple[Liveness, str] | None = None
        for code in (AlertCode.LINE_LOST, AlertCode.CANNOT_STORE):  # of a process before this one
            service.bus.clear(service.topics.alert(Kind.EVALUATOR, window, code))
        self._liveness(Liveness.INIT)
        self._publish()
        service.runner.add(self)

    def line_up(self) -> None:
        """The port is open."""
        self._liveness(Liveness.READY)
        self._over(AlertCode.LINE_LOST)

    def line_down(self, reason: str) -> None:
        """The port is closed."""
        self._liveness(Liveness.LOST, reason)
        self._alert(AlertCode.LINE_LOST, prompts.LINE_LOST)

    def store_failed(self) -> None:
        """A press could not be kept."""
        self._alert(AlertCode.CANNOT_STORE, prompts.CANNOT_STORE)

    def store_works(self) -> None:
        """The disk takes presses (again)."""
        self._over(AlertCode.CANNOT_STORE)

    def phase(self, phase: EvaluatorPhase, visit: VisitId = NO_VISIT) -> None:
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
        self.phase(EvaluatorPhase.IDLE)

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

    def _liveness(self, liveness: Liveness, reason: str = "") -> None:
        if self._said == (liveness, reason):
            return  # a port that stays missing is tried, and found missing, every few seconds
        self._said = (liveness, reason)
        state = self._service.state(liveness, driver=self._driver, port=self._port, reason=reason)
        topic = self._service.topics.liveness(Kind.EVALUATOR, self._number)
        self._service.bus.publish(topic, state, retain=True)

    def _alert(self, code: AlertCode, sentences: Sentences) -> None:
        zh, en = sentences
        if code in self._alerts:
            return
        self._alerts.add(code)
        now = self._service.now()
        alert = Alert(id=new_id(), at=now, code=code, zh=zh, en=en, since=now)
        topic = self._service.topics.alert(Kind.EVALUATOR, self._number, code)
        self._service.bus.publish(topic, alert, retain=True)

    def _over(self, code: AlertCode) -> None:
        if code in self._alerts:
            self._alerts.remove(code)
            self._service.bus.clear(self._service.topics.alert(Kind.EVALUATOR, self._number, code))
