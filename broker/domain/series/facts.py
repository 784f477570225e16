"""What happened to the numbers a kiosk holds in reserve (备用号)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from broker.domain.base import Count, Fact, Moment, Word


class SeriesGranted(Fact, frozen=True):
    """The spare numbers from `first` to `last` of a letter and day are this kiosk's for ever.

    No other gets them, though the kiosk never uses them: what is not used is not given.
    """

    kiosk: Word
    queue: Word
    day: date
    prefix: Word
    first: Count
    last: Count


class WhyUnmerged(StrEnum):
    """Why nobody can be called by a spare number that a kiosk gave."""

    DAY_OVER = "day-over"  # the ledger came back too late
    DAY_TO_COME = "day-to-come"  # the kiosk's clock was ahead
    NOT_GRANTED = "not-granted"  # it is of nobody's series, or of another's
    GIVEN_TWICE = "given-twice"  # the floor has it already, from another touch


class SpareUnmerged(Fact, frozen=True):
    """A kiosk gave a spare number at `taken`, and it can wait in no queue. `held`: whether
    somebody has it, as far as the kiosk knows."""

    kiosk: Word
    queue: Word
    day: date
    number: Word
    taken: Moment
    why: WhyUnmerged
    held: bool = True


SeriesFact = SeriesGranted | SpareUnmerged
