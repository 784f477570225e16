"""Whether the machine's clock can be believed, by the ledger and by who takes punches. Pure.

How it works, and what it can see. The ledger's own time never goes back (`Ground.time_at`), so a
wrong clock gives no number twice; what it does, somebody must know. Three things are looked at. A
clock that no calendar of this program knows is wrong, whatever the ledger holds: a machine with a
flat battery begins in 1970. A clock behind the last fact (or what the
ledger said last) was set back, or was ahead when that fact
was written, in this life of the ledger or in one before. And between two looks the clock must move
as far as the loop's own, which nobody can set: a step beyond a few seconds is a jump. It is
remembered until the clock is put back by as much, or the ledger begins anew: whether a jump was a
correction or a mistake, only a person can say.

At the first look there is no look before, so a gap since the last fact is judged instead: longer
than a hall is ever closed, and the clock is likely ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from broker.domain.alerts import Sentences
from broker.domain.claims import APART
from broker.domain.ground import LONGEST_CLOSED, OUTLIVED, WRITTEN

_SECONDS = timedelta(seconds=5)  # what NTP, a slow disk and two readings may explain


class ClockTrouble(Enum):
    """What is wrong with the clock, and what to do."""

    STRANGE = Sentences(
        "本机时钟是 {clock}，不可能：请校准时间，再重启大厅",
        "The machine's clock says {clock}, which cannot be: set it, then restart the hall",
    )
    BEHIND = Sentences(
        "本机时钟比台账慢：台账时间停在 {last}，号码照常不重复。请校准时间；若台账走快了，"
        "见操作手册“时钟”",
        "The clock is behind the ledger, whose time stands still at {last}; numbers stay unique."
        ' Set the clock; if the ledger is ahead, see "The clock" in the operations manual',
    )
    JUMPED = Sentences(
        "本机时钟从 {last} 跳到 {clock}：请核对时间。跳错请改回；若因此提前换日，见操作手册“时钟”。"
        "无误则重启大厅以消除本提醒",
        "The clock jumped from {last} to {clock}: check it. If that is wrong, set it back, and see"
        ' "The clock" in the operations manual if the day was turned; if right, restart the hall',
    )
    GAP = Sentences(
        "台账上次记录是 {last}，本机时钟是 {clock}：若时钟走快了，请在发号之前校准；无误则重启大厅",
        "The last fact is of {last} and the clock says {clock}: if it is ahead, set it before"
        " numbers are given; if right, restart the hall",
    )


@dataclass(frozen=True, slots=True)
class ClockFound:
    """A trouble, with the clock and the time it is compared to. `doubts`: it is so large that
    nobody can say when a punch was made."""

    trouble: ClockTrouble
    clock: datetime
    last: datetime
    doubts: bool = field(default=True, compare=False)


class ClockWatch:
    """Looks at the clock again and again. `real_seconds` turns a span of hall time into one of a
    wrist watch: a played morning runs faster."""

    def __init__(self, real_seconds: Callable[[float], float]) -> None:
        self._real_seconds = real_seconds
        self._before: tuple[datetime, float] | None = None
        self._jumps = timedelta(0)  # all of them, as far as they were not taken back
        self._remembered: ClockFound | None = None

    def look(self, now: datetime, last: datetime | None, loop: float) -> ClockFound | None:
        """What is wrong at `now`; `last` is the latest the ledger knows of, `loop` the loop's
        seconds at the same moment."""
        self._compare(now, last, loop)
        self._before = (now, loop)
        if not WRITTEN <= now < OUTLIVED:
            return ClockFound(ClockTrouble.STRANGE, _day(now), now)
        if last is not None and last - now > _SECONDS:
            jumped = self._remembered is not None and self._remembered.doubts
            return ClockFound(ClockTrouble.BEHIND, last, last, jumped or last - now > APART)
        return self._remembered

    def _compare(self, now: datetime, last: datetime | None, loop: float) -> None:
        if self._before is None:
            if last is not None and now - last > LONGEST_CLOSED:
                self._remembered = ClockFound(ClockTrouble.GAP, now, last)
            return
        before, loop_before = self._before
        moved = self._real_seconds((now - before).total_seconds())
        jump = timedelta(seconds=moved - (loop - loop_before))
        if abs(jump) > _SECONDS:
            self._jumps += jump
            away = abs(self._jumps)
            found = ClockFound(ClockTrouble.JUMPED, now, before, away > APART)
            self._remembered = found if away > _SECONDS else None


def sentences(found: ClockFound, zone: ZoneInfo) -> Sentences:
    """What staff are told, in the hall's own time."""
    clock, last = (f"{each.astimezone(zone):%Y-%m-%d %H:%M}" for each in (found.clock, found.last))
    return found.trouble.value.filled(clock=clock, last=last)


def _day(moment: datetime) -> datetime:
    """Cut to the day: a sentence that changes would be said again each time."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
