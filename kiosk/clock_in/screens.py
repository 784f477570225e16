"""What the clock-in screen shows for a moment, and what is typed at it, as frozen values. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from broker.domain.attendance.facts import Turn
from broker.domain.ids import NO_REQUEST, RequestId, StaffId
from broker.wire.messages import ReaderPhase

LONGEST = 8  # digits of a staff number or a PIN


class ClockInKey(StrEnum):
    """What can be pressed, beside digits."""

    PIN = "pin"  # 用工号和密码打卡
    BACK = "back"
    NUMBER = "number"  # type the staff number
    CODE = "code"  # type the PIN
    ERASE = "erase"
    CLEAR = "clear"  # what is typed is wrong
    ENTER = "enter"  # on to the PIN, and then the punch


class PunchTold(Struct, frozen=True):
    """A punch that is kept: whose, and what it means. `request` is that of a PIN's punch. `at` is
    None where that had been so before, and nobody here knows since when."""

    staff: StaffId
    at: datetime | None
    turn: Turn | None
    session: int
    again: bool
    request: RequestId = NO_REQUEST


class PunchKeptApart(Struct, frozen=True):
    """A punch that is kept, and counts for nothing until the duty leader has judged it."""

    staff: StaffId
    at: datetime
    request: RequestId = NO_REQUEST


class FingerPuzzled(Struct, frozen=True):
    """A finger that named nobody."""

    why: ReaderPhase


class PunchNotKept(Struct, frozen=True):
    """The disk would not take a punch: nothing is recorded."""


class PunchRefused(Struct, frozen=True):
    """The ledger would not have a punch, and says why."""

    zh: str
    en: str


Result = PunchTold | PunchKeptApart | FingerPuzzled | PunchNotKept | PunchRefused


class ShownResult(Struct, frozen=True):
    """A result on the glass until `until` (monotonic seconds). `state` is the id of the reader's
    state that said it; empty for what came of a PIN."""

    result: Result
    until: float
    state: str = ""


class Entry(Struct, frozen=True):
    """Staff number and PIN as far as they are typed; `at_code`: the PIN is being typed."""

    number: str = ""
    code: str = ""
    at_code: bool = False

    @property
    def complete(self) -> bool:
        """Whether both are there."""
        return bool(self.number and self.code)

    def typed(self, text: str) -> Entry:
        """With what was typed behind it: digits of any width, and nothing else."""
        digits = "".join(str(int(each)) for each in text if each.isdecimal())
        if self.at_code:
            return Entry(self.number, (self.code + digits)[:LONGEST], at_code=True)
        return Entry((self.number + digits)[:LONGEST], self.code)

    def erased(self) -> Entry:
        """Without the last digit; from an empty PIN back to the number."""
        if not self.at_code:
            return Entry(self.number[:-1], self.code)
        return Entry(self.number, self.code[:-1], at_code=bool(self.code))
