"""Ratings, silences and presses nobody asked for."""

from __future__ import annotations

from enum import StrEnum

from broker.domain.base import Fact, Moment
from broker.domain.ids import StaffId, VisitId
from broker.domain.reasons import Reason


class Level(StrEnum):
    """The five levels of 好差评, by name; numbers exist only in exporters."""

    VERY_SATISFIED = "very-satisfied"  # 非常满意
    SATISFIED = "satisfied"  # 满意
    BASICALLY_SATISFIED = "basically-satisfied"  # 基本满意
    DISSATISFIED = "dissatisfied"  # 不满意
    VERY_DISSATISFIED = "very-dissatisfied"  # 非常不满意


class Suspicion(StrEnum):
    """Why a rating is conspicuous. It counts all the same until somebody has looked."""

    TOO_SOON = "too-soon"
    SHORT_VISIT = "short-visit"
    BURST = "burst"


class UnratedReason(Reason):
    """Why a visit has no rating."""

    SILENCE = "silence", "评价时间内无人按键", "Nobody pressed in time"
    NOT_ASKED = (
        "not-asked",
        "评价器线路不通，未能请求评价",
        "The evaluator's line was down; nobody could be asked",
    )
    TOO_LATE = (
        "too-late",
        "评价服务中断，未能及时请求评价",
        "The rating service was interrupted; nobody was asked in time",
    )
    DAY_ENDED = "day-ended", "当日已结束", "The day ended"


class RatingGiven(Fact, frozen=True):
    """An applicant's press inside the armed time."""

    visit: VisitId
    window: int
    clerk: StaffId
    level: Level
    device: str
    armed_at: Moment
    pressed_at: Moment
    suspicions: tuple[Suspicion, ...] = ()


class RatingUnmatched(Fact, frozen=True):
    """An applicant's press about a visit that this ledger does not know: of a day that is over, or
    after the copy the ledger was restored from. Kept, and counted for nobody until somebody has
    looked."""

    visit: VisitId
    level: Level
    device: str
    armed_at: Moment
    pressed_at: Moment


class VisitUnrated(Fact, frozen=True):
    """Nobody pressed, or no evaluator could ask."""

    visit: VisitId
    window: int
    reason: UnratedReason


class StrayPressed(Fact, frozen=True):
    """A press while nothing was asked."""

    window: int
    device: str
    key: str


class FollowUpOpened(Fact, frozen=True):
    """A bad rating must be answered by `due`."""

    visit: VisitId
    level: Level
    due: Moment


RatingFact = RatingGiven | RatingUnmatched | VisitUnrated | StrayPressed | FollowUpOpened
