"""One question at one counter, and at most one answer to it. Pure; times are monotonic seconds."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

from broker.domain.ids import VisitId
from broker.domain.machinery import RepeatHabit
from evaluator.rhythm import Train

_MOST = 32  # presses of a key that may have been; those of before have nothing left to say


class Verdict(Enum):
    """What a key of the evaluator amounts to."""

    FIRST = auto()  # the answer: store it, then acknowledge
    AGAIN = auto()  # the stored answer once more, its acknowledgement was lost: acknowledge again
    IGNORED = auto()  # a second opinion, or a repetition of what was ignored
    STRAY = auto()  # nothing was asked


@dataclass(slots=True)
class _Question:
    visit: VisitId
    since: float
    until: float
    pressed: int | None = None


@dataclass(frozen=True, slots=True)
class _Press:
    """A press that may have been, and the visit that was being asked about in its moment."""

    train: Train
    visit: VisitId | None


@dataclass(frozen=True, slots=True)
class _Accepted:
    """The last answer that was stored, and when its question would have ended."""

    visit: VisitId
    key: int
    asked_until: float


class Asking:
    """The question of one evaluator.

    `habit` is how its device repeats a key that it believes unheard, None where nobody knows;
    `remembered` how many past visits are never asked about again. Moments are those in which bytes
    came: what is handled late was not pressed late.
    """

    def __init__(self, habit: RepeatHabit | None, remembered: int) -> None:
        self.habit = habit
        self._question: _Question | None = None
        self._accepted: _Accepted | None = None
        self._presses: dict[int, list[_Press]] = {}
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

    def arm(self, visit: VisitId, since: float, until: float) -> None:
        """Ask about `visit`; `end` an earlier question and see to its visit first."""
        self._question = _Question(visit, since, until)

    def end(self) -> VisitId | None:
        """Stop asking; the visit that got no answer, if one was open."""
        question, self._question = self._question, None
        if question is None:
            return None
        self._settled.append(question.visit)
        return question.visit if question.pressed is None else None

    def forget(self, visit: VisitId) -> None:
        """Stop asking about `visit`, which may be asked about anew: its end was taken back."""
        if self.visit == visit:
            self.end()
        if visit in self._settled:
            self._settled.remove(visit)

    def expire(self, now: float) -> VisitId | None:
        """The visit whose time is over in silence. A press that is being stored was in time."""
        if self.until is None or now < self.until:
            return None
        return self.end()

    def press(self, key: int, at: float) -> Verdict:
        """Judge a key that came `at` that moment; call `expire` with the same moment first."""
        question = self._question
        if question is not None and at < question.since:
            question = None  # it came before anything was asked, and is only heard now
        earlier = self._explained(key, at, question)
        if question is None:
            return self._press_unasked(key, at, earlier)
        if question.pressed is not None or any(each.visit != question.visit for each in earlier):
            return Verdict.IGNORED
        question.pressed = key
        return Verdict.FIRST

    def accept(self, visit: VisitId) -> int | None:
        """The answer is stored: the key to acknowledge, None where no answer of `visit` waits."""
        question = self._question
        if question is None or question.visit != visit or question.pressed is None:
            return None
        self._accepted = _Accepted(visit, question.pressed, question.until)
        self.end()
        return self._accepted.key

    def release(self, visit: VisitId) -> None:
        """The answer could not be stored: the question is open as before."""
        if self._question is not None and self._question.visit == visit:
            self._question.pressed = None

    def _explained(self, key: int, at: float, question: _Question | None) -> list[_Press]:
        """The presses of before that this key may be said again for.

        Each frame may be such a repetition, and each may be a press of its own that falls into the
        rhythm of one before. So every frame is remembered as a press that may have been, for as
        long as the frames behind it agree with that. An answer is a key that none of those from
        before its question explains. It is left unacknowledged where one does: a device that
        repeats an old key goes on in its rhythm or falls silent, one with a new key soon says it
        more often than the old explains.
        """
        visit = question.visit if question is not None else None
        earlier = [each for each in self._presses.get(key, []) if each.train.takes(at)]
        press = _Press(Train(at, self.habit), visit)
        self._presses[key] = [*earlier, press][-_MOST:]
        return earlier

    def _press_unasked(self, key: int, at: float, earlier: list[_Press]) -> Verdict:
        last = self._accepted
        asked = last is not None and at < last.asked_until
        said_again = last is not None and any(each.visit == last.visit for each in earlier)
        if last is not None and key == last.key and (asked or said_again):
            return Verdict.AGAIN
        return Verdict.IGNORED if earlier or asked else Verdict.STRAY
