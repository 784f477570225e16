"""What a start reads of the time before its days: few facts, each sort found by an index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from broker.domain.attendance.rules import BINDING
from broker.domain.series.rules import AHEAD
from broker.ledger.migrations import GRANTED, LASTING, OPINIONS, PINS, SETTLED

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def before(begin: datetime) -> tuple[tuple[str, str, datetime], ...]:
    """The index, the kinds and since when: what was said of months and still binds, what lasts,
    which numbers were granted for days to come, which staff numbers were locked, and all that was
    left in the opinion box: one stays open however old it is."""
    return (
        ("settled", SETTLED, begin - BINDING),
        ("lasting", LASTING, _EVER),
        ("granted", GRANTED, begin - AHEAD - _DAY),
        ("opinions", OPINIONS, _EVER),
        ("pins", PINS, _EVER),
    )
