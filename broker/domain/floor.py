"""The floor as the facts tell it: tickets, windows, visits and people of one business day.

`broker.domain.projection` is the only way anything changes, so the floor after a restart is the
floor before it. What earlier days left behind stays in the ledger; numbers, queues and duty
begin anew each day.
"""

from __future__ import annotations

from broker.domain.enrolment.projection import EnrolmentFloor
from broker.domain.opinions.projection import OpinionFloor
from broker.domain.ratings.projection import RatingFloor
from broker.domain.series.projection import SeriesFloor
from broker.domain.waiting.projection import WaitingFloor


class Floor(RatingFloor, WaitingFloor, EnrolmentFloor, SeriesFloor, OpinionFloor):
    """All topics on one ground. Readable by all, changed by projections alone."""
