"""What the hall board has heard: the last calls, who waits where, what hangs. No Qt."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from broker.domain.hall import Hall
from broker.domain.notices import Notice
from broker.wire.messages import CallsState, CallView, DayState, QueueState

ROWS = 8
MARK_SECONDS = 10.0  # how long a new call is marked, on a wrist watch
QUIET = 20.0  # seconds without a new call until notices come
EACH = 20.0  # and how long each of them stands
_REMEMBERED = 8 * ROWS  # calls: one that comes back after another went is no news


@dataclass(slots=True)
class Board:
    """The state of the board. `now` is monotonic seconds."""

    hall: Hall
    up: bool = False
    calls: tuple[CallView, ...] = ()
    waiting: dict[str, int] = field(default_factory=dict)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)  # minutes, where known
    held: int | None = None  # in percent: how many ranges of the last day did
    notices: tuple[Notice, ...] = ()  # of the whole table
    turn: int | None = None  # which notice's turn it is, from 0; None while calls come
    _called_at: float | None = None
    _heard: bool = False
    _seen: deque[tuple[str, int]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _marked: dict[tuple[str, int], float] = field(default_factory=dict)

    def hear_connection(self, up: bool) -> None:
        """The bus came up or went down."""
        self.up = up

    def hear_calls(self, state: CallsState | None, now: float) -> None:
        """The last calls. Those that nobody has seen yet are marked, unless they were there when
        the board was lit: eight windows may have called at once."""
        self.calls = state.calls[:ROWS] if state else ()
        new = [key for key in map(_key, self.calls) if key not in self._seen]
        self._seen.extend(new)
        if new or not self._heard:
            self._called_at, self.turn = now, None
        if self._heard:
            self._marked |= dict.fromkeys(new, now + MARK_SECONDS)
        self._heard = True

    def hear_queue(self, key: str, state: QueueState | None) -> None:
        """A queue's state."""
        self.waiting[key] = state.waiting if state else 0
        self.ranges.pop(key, None)
        if state and state.high:
            self.ranges[key] = state.low, state.high

    def hear_day(self, state: DayState | None) -> None:
        """The figures of the day, and how often the ranges of the last one held."""
        judged = state.judged_before if state else 0
        self.held = round(100 * state.hits_before / judged) if state and judged else None

    def hear_notices(self, notices: tuple[Notice, ...]) -> None:
        """The whole table of notices, as it was read last."""
        self.notices = notices

    def marked(self, call: CallView) -> bool:
        """Whether this call came a moment ago."""
        return _key(call) in self._marked

    def tick(self, now: float) -> None:
        """Marks that are over go out; after a while without a call notices come, one by one."""
        self._marked = {key: until for key, until in self._marked.items() if until > now}
        if self._called_at is not None and now >= self._called_at + QUIET:
            self.turn = int((now - self._called_at - QUIET) // EACH)

    def next_wakeup(self) -> float | None:
        """When the next mark goes out."""
        return min(self._marked.values(), default=None)


def _key(call: CallView) -> tuple[str, int]:
    return call.call, call.recalls
