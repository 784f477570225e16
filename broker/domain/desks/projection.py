"""From facts to who works at which screen, and how often a PIN was wrong.

A new day ends every session; what was wrong it does not forget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from broker.domain.desks.facts import (
    DeskClosed,
    DeskFact,
    DeskOpened,
    PinLocked,
    PinUnlocked,
    PinWrong,
)
from broker.domain.ground import Ground
from broker.domain.ids import NO_STAFF, RequestId, StaffId


class DeskSession(NamedTuple):
    """Who works at a screen, since a sign-in that is told from others by `session`."""

    staff: StaffId
    session: RequestId


@dataclass(slots=True)
class Tries:
    """Wrong PINs in a row, the last of them at `last`; `other`: the screens where a number was
    tried, or nothing."""

    count: int = 0
    last: datetime | None = None
    other: set[str] = field(default_factory=set)

    def add(self, at: datetime) -> None:
        """One more."""
        self.count += 1
        self.last = at


class DeskFloor(Ground):
    """Sessions by screen; wrong PINs by screen and by staff number; numbers that are locked."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        if day is None:
            self.wrong_at: dict[str, Tries] = {}
            self.wrong_for: dict[StaffId, Tries] = {}
            self.locked: set[StaffId] = set()
        self.desks: dict[str, DeskSession] = {}

    def sit(self, desk: str, staff: StaffId, session: RequestId) -> None:
        """Somebody has signed in there: the PIN was right."""
        if session:
            self.desks[desk] = DeskSession(staff, session)
        self.right_pin(desk, staff)

    def right_pin(self, desk: str, staff: StaffId) -> None:
        """What was wrong there, or for this number, counts no longer."""
        self.wrong_at.pop(desk, None)
        self.wrong_for.pop(staff, None)


def _opened(floor: DeskFloor, fact: DeskOpened, _at: datetime) -> None:
    floor.sit(fact.desk, fact.staff, fact.session)


def _closed(floor: DeskFloor, fact: DeskClosed, _at: datetime) -> None:
    floor.desks.pop(fact.desk, None)


def _wrong(floor: DeskFloor, fact: PinWrong, at: datetime) -> None:
    floor.wrong_at.setdefault(fact.desk, Tries()).add(at)
    if fact.staff != NO_STAFF:
        tries = floor.wrong_for.setdefault(fact.staff, Tries())
        tries.add(at)
        tries.other.add(fact.desk)


def _locked(floor: DeskFloor, fact: PinLocked, _at: datetime) -> None:
    floor.locked.add(fact.staff)


def _unlocked(floor: DeskFloor, fact: PinUnlocked, _at: datetime) -> None:
    floor.locked.discard(fact.staff)
    floor.wrong_for.pop(fact.staff, None)


APPLY: Mapping[type[DeskFact], Callable[[DeskFloor, Any, datetime], None]] = {
    DeskOpened: _opened,
    DeskClosed: _closed,
    PinWrong: _wrong,
    PinLocked: _locked,
    PinUnlocked: _unlocked,
}
