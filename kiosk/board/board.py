"""The hall board as values: the last calls, who waits where, the time. No Qt.

Both languages stand side by side, because nobody can touch it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from broker.domain.hall import Hall
from broker.wire.messages import CallsState, CallView, QueueState
from kiosk.words import NOTHING, Wording, desk_of, named, say
from kiosk.words.calendar import clock, long_date
from kiosk.words.values import CountBar, Tone, full

ROWS = 8
MARK_SECONDS = 10.0  # how long the newest call is marked, on a wrist watch


class CallRow(Struct, frozen=True):
    """One call. `dark`: its window's display did not show it; `note` says what is special."""

    number: str
    window: int
    marked: bool
    dark: bool
    note: Wording


class BoardLook(Struct, frozen=True):
    """Everything on the board."""

    hall: Wording
    rows: tuple[CallRow, ...]
    zones: tuple[CountBar, ...]
    most: int
    notice: Wording
    tone: Tone
    time: str
    date: Wording


@dataclass(slots=True)
class Board:
    """What the board has heard. `now` is monotonic seconds, `at` hall time."""

    hall: Hall
    up: bool = False
    calls: tuple[CallView, ...] = ()
    waiting: dict[str, int] = field(default_factory=dict)
    _zone: ZoneInfo = field(init=False)
    _heard: bool = False
    _marked: dict[tuple[str, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._zone = ZoneInfo(self.hall.hall.timezone)

    def hear_connection(self, up: bool) -> None:
        """The bus came up or went down."""
        self.up = up

    def hear_calls(self, state: CallsState | None, now: float) -> None:
        """The last calls. The newest is marked, unless it was there when the board was lit."""
        before = {_key(call) for call in self.calls}
        self.calls = state.calls[:ROWS] if state else ()
        newest = next((_key(call) for call in self.calls), None)
        if self._heard and newest is not None and newest not in before:
            self._marked[newest] = now + MARK_SECONDS
        self._heard = True

    def hear_queue(self, key: str, state: QueueState | None) -> None:
        """A queue's state."""
        self.waiting[key] = state.waiting if state else 0

    def tick(self, now: float) -> None:
        """Marks that are over go out."""
        self._marked = {key: until for key, until in self._marked.items() if until > now}

    def next_wakeup(self) -> float | None:
        """When the next mark goes out."""
        return min(self._marked.values(), default=None)

    def look(self, at: datetime) -> BoardLook:
        """The board at hall time `at`."""
        zones = self._zones()
        local = at.astimezone(self._zone)
        notice, tone = self._notice()
        return BoardLook(
            hall=named(self.hall.hall),
            rows=tuple(self._row(call) for call in self.calls),
            zones=zones,
            most=full(zones),
            notice=notice,
            tone=tone,
            time=clock(local),
            date=long_date(local),
        )

    def _row(self, call: CallView) -> CallRow:
        note = NOTHING
        if call.undelivered:
            note = say("board.undelivered")
        elif call.recalls:
            note = say("board.recalled")
        return CallRow(call.number, call.window, _key(call) in self._marked, call.undelivered, note)

    def _zones(self) -> tuple[CountBar, ...]:
        """Every zone that has a queue; a queue counts in the zone of its first window."""
        counts: dict[str, int] = {}
        for queue in self.hall.queues:
            windows = self.hall.windows_of(queue.id)
            if windows:
                zone = windows[0].zone
                counts[zone] = counts.get(zone, 0) + self.waiting.get(queue.id, 0)
        return tuple(
            CountBar(named(zone), counts[zone.id]) for zone in self.hall.zones if zone.id in counts
        )

    def _notice(self) -> tuple[Wording, Tone]:
        desk = desk_of(self.hall.hall)
        if not self.up:
            return say("board.away", desk=desk), Tone.STOP
        if any(call.undelivered for call in self.calls):
            return say("board.dark"), Tone.WARN
        return say("board.notice", desk=desk), Tone.PRIMARY


def _key(call: CallView) -> tuple[str, int]:
    return call.call, call.recalls
