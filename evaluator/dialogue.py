"""What the devices of a counter tell, whatever their protocol, and how an applicant is asked.

A counter has an evaluator (the applicant's keys) and a keypad, often with a small display (the
clerk's). On the buses we know, both sit at one address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeAlias, runtime_checkable

from broker.domain.ids import VisitId
from broker.domain.machinery import RepeatHabit
from broker.domain.ratings.facts import Level
from broker.service.session import Action, LastingSession, Session


class PadKey(StrEnum):
    """What the clerk's key means."""

    CALL = "call"  # 呼叫
    RECALL = "recall"  # 重呼
    ONE_METRE = "one-metre"  # 一米
    EVALUATE = "evaluate"  # 评价
    GIVE_UP = "give-up"  # 弃号
    HOLD = "hold"  # 挂起
    CALL_BACK = "call-back"  # 回呼
    PAUSE = "pause"  # 暂停
    TRANSFER = "transfer"  # 转移
    CANCEL = "cancel"  # 取消
    CONFIRM = "confirm"  # 确认


@dataclass(frozen=True, slots=True)
class PadPressed:
    """A key of the keypad, once for each press; `typed` are the digits typed before it.

    `key` is None where the device sent a key that nobody described. `at` is the moment in which it
    came, in monotonic seconds, where the driver knows it.
    """

    address: int
    key: PadKey | None
    typed: tuple[int, ...] = ()
    at: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Armed:
    """The applicant is being asked about `visit`."""

    address: int
    visit: VisitId


@dataclass(frozen=True, slots=True)
class Rated:
    """The first valid key inside the armed time. Store it, then `accept`; else `release`."""

    address: int
    visit: VisitId
    level: Level


@dataclass(frozen=True, slots=True)
class Unrated:
    """The armed time ended in silence."""

    address: int
    visit: VisitId


@dataclass(frozen=True, slots=True)
class Stray:
    """An evaluator key while nothing was asked; `key` is the device's own number for it."""

    address: int
    key: str


@dataclass(frozen=True, slots=True)
class Echoing:
    """What was learnt of the whole line: it gives back what is said on it, or no longer does."""

    echoes: bool


CounterEvent: TypeAlias = PadPressed | Armed | Rated | Unrated | Stray | Echoing


class EvaluatorSession(Session[Any, Any], LastingSession, Protocol):
    """The conversation with all evaluators on one wire. Times are monotonic seconds.

    A rating is acknowledged to the person in two steps: the session reports `Rated`, the service
    makes it durable and calls `accept`, and only that puts the acknowledgement on the wire.
    When the wire is open again, it asks again what is still being asked.
    """

    def arm(self, address: int, visit: VisitId, seconds: float, now: float) -> list[Action]:
        """Ask about `visit` for `seconds`. A visit that was asked before is not asked again."""

    def accept(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """The reported rating is safe: acknowledge it."""

    def release(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """The reported rating could not be stored: hear the device's next try as the first."""

    def disarm(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """The visit was settled elsewhere, or its end was taken back: stop asking, and report
        nothing. Where it is armed again, it is asked about anew."""


@runtime_checkable
class HabitualSession(Protocol):
    """A session that is told how devices repeat what nobody acknowledged."""

    def habit(self, address: int, habit: RepeatHabit) -> None:
        """The device at `address` repeats like this."""
