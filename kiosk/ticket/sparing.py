"""What the kiosk hears that matters for its spare numbers. Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.issuing.events import Effect, Moment, SeriesAnswered, SeriesSilent
from kiosk.issuing.series import Series
from kiosk.ticket.events import QueueHeard


def hear(
    series: Series, told: SeriesAnswered | SeriesSilent | QueueHeard, now: Moment
) -> list[Effect]:
    """Numbers were granted, or not; or the ledger spoke of a queue."""
    match told:
        case SeriesAnswered(answer):
            return series.answered(answer, now)
        case SeriesSilent():
            return series.unanswered(now)
        case QueueHeard(queue, issued, at, live):
            series.hear_queue(queue, issued, at)
            if live:
                series.is_back()
            return []
        case _:
            assert_never(told)
