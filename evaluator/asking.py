"""One question at one counter, and at most one answer to it. Pure; `now` is monotonic seconds."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

from broker.domain.ids import VisitId


class Verdict(Enum):
    """What a key of the evaluator amounts to."""

    FIRST = auto()  # the answer: store it, then acknowledge
    AGAIN = auto()  # the stored answer once more, its acknowledgement was lost: acknowledge again
    IGNORED = auto()  # a second opinion, or a repetition of what was ignored
    STRAY = auto()  # nothing was asked


@dataclass(slots=True)
class _Question:
    visit: VisitId
    until: float
    pressed: int | None = None


@dataclass(frozen=True, slots=True)
class _Heard:
    """A key that was dealt with; the device may say it again until `repeats_until`."""

    key: int
    repeats_until: float
    asked_until: float


class Asking:
    """The question of one evaluator.

    `repeats` is how many seconds a device may go on repeating a key that it believes unheard;
    `remembered` how many past visits are never asked about again.
    """

    def __init__(self, repeats: float, remembered: int) -> None:
        self._repeats = repeats
        self._question: _Question | None = None
        self._accepted: _Heard | None = None
        self._unheard: _Heard | None = None
        self._settled: deque[str] = deque(maxlen=remembered)

    @property
    def open(self) -> bool:
        """True while an applicant may press."""
        return self._question is not None and self._question.pressed is None

    @property
    def until(self) -> float | None:
        """When silence ends the question; None while no question is open."""
        return self._question.until if self._question is not None and self.open else None

    @property
    def visit(self) -> VisitId | None:
        """The visit that is being asked about, or whose answer waits to be stored."""
        return self._question.visit if self._question is not None else None

    def knows(self, visit: VisitId) -> bool:
        """True where `visit` is, or was, asked about."""
        return self.visit == visit or visit in self._settled

    def arm(self, visit: VisitId, until: float) -> None:
        """Ask about `visit`; `end` an earlier question and see to its visit first."""
        self._question = _Question(visit, until)

    def end(self) -> VisitId | None:
        """Stop asking; the visit that got no answer, if one was open."""
        question, self._question = self._question, None
        if question is None:
            return None
        self._settled.append(question.visit)
        return question.visit if question.pressed is None else None

    def expire(self, now: float) -> VisitId | None:
        """The visit whose time is over in silence. A press that is being stored was in time."""
        if self.until is None or now < self.until:
            return None
        return self.end()

    def press(self, key: int, now: float) -> Verdict:
        """Judge a key; call `expire` with the same `now` first."""
        question = self._question
        if question is None:
            return self._press_unasked(key, now)
        if question.pressed is not None or self._said_before(key, now):
            return Verdict.IGNORED
        question.pressed = key
        return Verdict.FIRST

    def accept(self, visit: VisitId, now: float) -> int | None:
        """The answer is stored: the key to acknowledge, None where no answer of `visit` waits."""
        question = self._question
        if question is None or question.visit != visit or question.pressed is None:
            return None
        self._accepted = _Heard(question.pressed, now + self._repeats, question.until)
        self.end()
        return self._accepted.key

    def release(self, visit: VisitId) -> None:
        """The answer could not be stored: the question is open as before."""
        if self._question is not None and self._question.visit == visit:
            self._question.pressed = None

    def _said_before(self, key: int, now: float) -> bool:
        """Whether this may be a key from before the question. It is left unacknowledged: a device
        that repeats an old key falls silent soon, one with a new key says it again until then."""
        earlier = (self._accepted, self._unheard)
        return any(each and each.key == key and now < each.repeats_until for each in earlier)

    def _press_unasked(self, key: int, now: float) -> Verdict:
        last = self._accepted
        if last is not None and now < max(last.repeats_until, last.asked_until):
            if key == last.key:
                return Verdict.AGAIN
            self._unheard = _Heard(key, now + self._repeats, now)
            return Verdict.IGNORED
        if self._said_before(key, now):
            return Verdict.IGNORED
        self._unheard = _Heard(key, now + self._repeats, now)
        return Verdict.STRAY
