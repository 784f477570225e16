"""How long a card is waited for, and how often it is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from broker.service import turns
from broker.service.driver import LinePace
from queue_display.models.onbon import spec

_BITS = 10  # of a byte on the wire: 8N1


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds and counts. But for `answer` the sources give none: they are ours.

    - `answer`: how late an answer may come (the maker's own program waits 10 s): until then the
      card is not given up, and what it says is counted as the answer it owes.
    - `turn`: how long after a frame the line is kept free for the answer, before a call for
      another card may go; `longest_turn` the same for a card that is known to need longer.
    - `again`: the first wait before a frame is repeated, twice as long before each further one,
      and more for a card that was seen to be slower. `attempts` counts the first; a card that is
      known to be away is asked once. A newer picture waits for an older one no longer than
      `stale`.
    - `gap`: the rest between frames. Behind an answer the line rests for one more of that length,
      so that an answer that comes twice is not taken for the answer to what follows.
    - A card that is `busy`, or heard a broken frame, is asked again after `busy_after` or
      `broken_after`, so many times.
    - `baud` is the speed of the line.
    """

    answer: float = 10.0
    turn: float = 0.15
    longest_turn: float = 0.25
    again: float = 0.6
    stale: float = 2.0
    attempts: int = 3
    gap: float = 0.01
    busy_after: float = 0.5
    busy_times: int = 6
    broken_after: float = 0.05
    broken_times: int = 3
    baud: int = spec.BAUD

    def on_wire(self, size: int) -> float:
        """Seconds that so many bytes take."""
        return size * _BITS / self.baud

    @property
    def rest(self) -> float:
        """Seconds of silence behind an answer."""
        return self.gap + self.on_wire(spec.RECEIPT_BYTES) if self.gap else 0.0

    def turn_of(self, takes: float) -> float:
        """Seconds the line is kept for a card that was seen to take so long."""
        return turns.turn(takes, self.turn, self.longest_turn)

    def quiet_of(self, takes: float) -> float:
        """Seconds in which another question leaves the line to such a card."""
        return turns.turn(takes, self.turn, self.answer)

    def again_after(self, takes: float, tries: int) -> float:
        """Seconds until a card that was seen to take so long is asked once more."""
        return turns.again_after(takes, min(self.again, self.answer / 3), tries, self.answer)

    def on(self, pace: LinePace) -> Patience:
        """The same on a line of hall.toml."""
        answer = self.answer if pace.patience is None else pace.patience
        return replace(self, answer=answer, baud=pace.baud or self.baud)
