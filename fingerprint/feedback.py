"""What a reader's screen should say: its rest, and for a moment what came of a finger."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.ids import NO_STAFF, StaffId
from broker.service.life import Service, new_id
from broker.wire.messages import ReaderPhase, ReaderState
from fingerprint.punches import Punch

FEEDBACK_SECONDS = 4.0  # how long a result stays, unless the next finger comes first


class Feedback:
    """Keeps the retained state of one reader true. On the loop only."""

    def __init__(self, service: Service, reader: str) -> None:
        self._service = service
        self._reader = reader
        self._rest = ReaderPhase.AWAY  # what to say while nobody touches it
        self._whose = NO_STAFF
        self._rest_at: float | None = None
        self._shown: Punch | None = None
        service.bus.own(service.topics.reader(reader))
        self._be_quiet()
        service.runner.add(self)

    def rest(self, rest: ReaderPhase, whose: StaffId = NO_STAFF, *, at_once: bool = False) -> None:
        """From now on, this is said while nobody touches the reader; `at_once` it ends what is said
        for a moment. `whose` finger is wanted, where one is."""
        changed = (rest, whose) != (self._rest, self._whose)
        self._rest, self._whose = rest, whose
        if at_once or (changed and self._rest_at is None):
            self._be_quiet()

    def recognised(self, punch: Punch) -> None:
        """The punch is on disk: the person may be told; that it counts, only where it does."""
        apart = punch.meaning is None
        self._show(ReaderPhase.KEPT_APART if apart else ReaderPhase.RECOGNISED, punch)

    def known_anew(self, known: Callable[[Punch], Punch]) -> None:
        """The ledger has spoken: what is said of a punch just now may have become another."""
        if self._shown is not None and (now := known(self._shown)) != self._shown:
            self.recognised(now)

    def puzzled(self, phase: ReaderPhase) -> None:
        """A touch that came to nothing; it is said for a moment."""
        self._show(phase)

    def next_wakeup(self) -> float | None:
        return self._rest_at

    def tick(self, now: float) -> None:  # noqa: ARG002  # the shape of a part of the loop
        self._be_quiet()

    def _be_quiet(self) -> None:
        self._rest_at = self._shown = None
        self._publish(self._rest, whose=self._whose)

    def _show(self, phase: ReaderPhase, punch: Punch | None = None) -> None:
        self._rest_at = self._service.runner.clock() + FEEDBACK_SECONDS
        self._shown = punch
        self._publish(phase, punch)

    def _publish(
        self, phase: ReaderPhase, punch: Punch | None = None, whose: StaffId = NO_STAFF
    ) -> None:
        meaning = punch.meaning if punch else None
        state = ReaderState(
            id=new_id(),
            at=self._service.now(),
            reader=self._reader,
            phase=phase,
            staff=punch.staff if punch else whose,
            punched_at=punch.at if punch and not punch.unsure else None,
            again=meaning.again if meaning else False,
            turn=meaning.turn if meaning else None,
            session=meaning.session if meaning else 0,
        )
        topic = self._service.topics.reader(self._reader)
        self._service.bus.publish(topic, state, retain=True)
