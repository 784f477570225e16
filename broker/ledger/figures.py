"""The figures of a day, counted from its facts. Pure."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import quantiles
from typing import assert_never

from broker.domain.attendance.facts import PunchRecorded
from broker.domain.calling.facts import (
    CallDelivered,
    CallUndelivered,
    ClerkStep,
    ServiceFinished,
    StepUndone,
    TicketCalled,
    TicketMissed,
)
from broker.domain.facts import AnyFact
from broker.domain.ids import CallId, TicketId, ticket_id
from broker.domain.opinions.facts import OpinionKind, OpinionLeft
from broker.domain.ratings.facts import (
    Level,
    RatingGiven,
    RatingUnmatched,
    StrayPressed,
    VisitUnrated,
)
from broker.domain.tickets.facts import (
    TicketActivated,
    TicketExpired,
    TicketReprinted,
    TicketReserved,
    TicketVoided,
)
from broker.domain.waiting.ranging import Minutes
from broker.ledger.id_set import Ids
from broker.wire.messages import Recorded


@dataclass(slots=True)
class Figures:
    """What a duty leader asks in the evening. Waiting is from joining to the first call, in s."""

    issued: int = 0
    called: int = 0
    served: int = 0
    missed: int = 0
    levels: Counter[Level] = field(default_factory=Counter)
    unrated: int = 0
    punches: int = 0
    undelivered: int = 0
    strays: int = 0
    unmatched: int = 0
    reprints: int = 0
    duplicates: int = 0
    judged: int = 0  # ranges of minutes that were given, and the wait is over
    hits: int = 0
    opinions: Counter[OpinionKind] = field(default_factory=Counter)
    waits: array[float] = field(default_factory=lambda: array("d"))

    def waiting(self, percent: int) -> float | None:
        """The waiting time that `percent` of those called stayed below; None without calls."""
        if len(self.waits) < 2:  # a quantile needs two
            return self.waits[0] if self.waits else None
        return quantiles(self.waits, n=100, method="inclusive")[percent - 1]


def count(facts: Iterable[Recorded]) -> Figures:
    """Count one day, or any stretch of facts that begins with a day, as they go by."""
    counting = _Counting()
    for each in facts:
        counting.add(each.fact, each.at)
    return counting.figures


class _Counting:
    """The figures so far, and what the next fact may change of them: who still waits, which calls
    were last said not to be shown, and which visits have a rating or none."""

    def __init__(self) -> None:
        self.figures = Figures()
        self._numbers, self._rated, self._unrated = Ids(), Ids(), Ids()
        self._joined: dict[TicketId, datetime] = {}
        self._called: dict[int, tuple[datetime, float, Minutes | None]] = {}  # a window's last
        self._given: dict[TicketId, Minutes] = {}
        self._unshown: set[CallId] = set()

    def add(self, fact: AnyFact, at: datetime) -> None:
        """One more fact, in order."""
        figures = self.figures
        match fact:
            case TicketReserved() | TicketActivated() | TicketExpired() | TicketVoided():
                self._ticket(fact)
            case TicketCalled() | ServiceFinished() | TicketMissed() | StepUndone():
                self._visit(fact, at)
            case CallDelivered() | CallUndelivered():
                self._shown(fact)
            case RatingGiven() | VisitUnrated():
                self._rating(fact)
            case PunchRecorded():
                figures.punches += 1
            case StrayPressed():
                figures.strays += 1
            case TicketReprinted():
                figures.reprints += 1
            case OpinionLeft():
                figures.opinions[fact.kind] += 1
            case RatingUnmatched():
                figures.unmatched += 1
            case _:
                pass  # a fact that no figure of the evening counts

    def _ticket(
        self, fact: TicketReserved | TicketActivated | TicketExpired | TicketVoided
    ) -> None:
        match fact:
            case TicketReserved():
                self.figures.issued += 1
                if fact.wait_high:
                    self._given[fact.ticket] = Minutes(fact.wait_low, fact.wait_high)
                self.figures.duplicates += not self._numbers.add(ticket_id(fact.day, fact.number))
            case TicketActivated():
                self._joined[fact.ticket] = fact.joined
            case _:
                self._given.pop(fact.ticket, None)
                self._joined.pop(fact.ticket, None)

    def _visit(
        self, fact: TicketCalled | ServiceFinished | TicketMissed | StepUndone, at: datetime
    ) -> None:
        match fact:
            case TicketCalled():
                self.figures.called += 1
                self._waited(fact, at)
            case ServiceFinished():
                self.figures.served += 1
            case TicketMissed():
                self.figures.missed += 1
            case StepUndone():
                self._undone(fact)
            case _:
                assert_never(fact)

    def _waited(self, fact: TicketCalled, at: datetime) -> None:
        joined = self._joined.pop(fact.ticket, None)
        self._called.pop(fact.window, None)
        if joined is not None:
            self.figures.waits.append((at - joined).total_seconds())
            given = self._given.pop(fact.ticket, None)
            self._called[fact.window] = (joined, self.figures.waits[-1], given)
            self._judge(given, self.figures.waits[-1], 1)

    def _judge(self, given: Minutes | None, waited: float, times: int) -> None:
        """Whether the range held that was given with the number; -1 times: it is not over."""
        if given is not None:
            self.figures.judged += times
            self.figures.hits += times * given.holds(waited)

    def _undone(self, fact: StepUndone) -> None:
        """What was taken back did not happen; only a window's last step can be."""
        match fact.step:
            case ClerkStep.CALL:
                self.figures.called -= 1
                self._waits_again(fact)
            case ClerkStep.FINISH:
                self.figures.served -= 1
                self.figures.unrated -= self._unrated.discard(fact.visit)
            case ClerkStep.MISS:
                self.figures.missed -= 1
            case ClerkStep.START | ClerkStep.TRANSFER:
                pass
            case _:
                assert_never(fact.step)

    def _waits_again(self, fact: StepUndone) -> None:
        called = self._called.pop(fact.window, None)
        if called is not None:
            self._joined[fact.ticket], waited, given = called
            self.figures.waits.remove(waited)
            self._judge(given, waited, -1)
            if given is not None:
                self._given[fact.ticket] = given

    def _shown(self, fact: CallDelivered | CallUndelivered) -> None:
        """The last word of a display about a call counts."""
        if isinstance(fact, CallUndelivered):
            self._unshown.add(fact.call)
        else:
            self._unshown.discard(fact.call)
        self.figures.undelivered = len(self._unshown)

    def _rating(self, fact: RatingGiven | VisitUnrated) -> None:
        """A late rating replaces silence; the rules allow one rating of a visit."""
        if isinstance(fact, RatingGiven):
            self.figures.levels[fact.level] += self._rated.add(fact.visit)
            self.figures.unrated -= fact.visit in self._unrated
        elif fact.visit not in self._rated and self._unrated.add(fact.visit):
            self.figures.unrated += 1


LEVEL_NAMES = {
    Level.VERY_SATISFIED: "非常满意",
    Level.SATISFIED: "满意",
    Level.BASICALLY_SATISFIED: "基本满意",
    Level.DISSATISFIED: "不满意",
    Level.VERY_DISSATISFIED: "非常不满意",
}


def table(figures: Figures) -> list[tuple[str, str, str]]:
    """(中文, English, value) rows in the order people read them."""
    return [
        ("取号", "tickets issued", str(figures.issued)),
        ("补打小票", "slips printed again", str(figures.reprints)),
        ("呼叫", "called", str(figures.called)),
        ("办结", "served", str(figures.served)),
        ("过号", "no-shows", str(figures.missed)),
        *(
            (f"评价 {LEVEL_NAMES[level]}", f"rated {level}", str(figures.levels[level]))
            for level in Level
        ),
        ("未评价", "unrated", str(figures.unrated)),
        ("评价无对应办理", "ratings without a visit", str(figures.unmatched)),
        ("意见", "opinions left", str(figures.opinions.total())),
        ("其中投诉", "of these complaints", str(figures.opinions[OpinionKind.COMPLAINT])),
        ("打卡", "punches", str(figures.punches)),
        ("等候 p50", "waiting p50", _minutes(figures.waiting(50))),
        ("等候 p90", "waiting p90", _minutes(figures.waiting(90))),
        ("等候预计准确率", "wait ranges that held", _share(figures.hits, figures.judged)),
        ("未送达的呼叫", "undelivered calls", str(figures.undelivered)),
        ("重复号码", "duplicates", str(figures.duplicates)),
    ]


def _minutes(seconds: float | None) -> str:
    return "—" if seconds is None else f"{seconds / 60:.1f} min"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "—"
