"""A row of the ledger's file as a value, and its time. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from broker.domain.errors import StoreKnown
from broker.domain.facts import AnyFact
from broker.ledger.chain import Row
from broker.wire.messages import Recorded

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_facts: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)


def microseconds(at: datetime) -> int:
    """A moment as it lies on disk."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """A moment from disk. `StoreKnown` for a number that is none."""
    try:
        return _EPOCH + at * _MICROSECOND
    except OverflowError as error:
        raise StoreKnown(f"{at} is no time ({error}); restore a backup") from error


def recorded(row: Row) -> Recorded:
    """A row as a value. `StoreKnown` where its JSON is not a fact."""
    try:
        fact = _facts.decode(row.body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise StoreKnown(f"fact {row.seq} cannot be read ({error}); restore a backup") from error
    return Recorded(
        seq=row.seq,
        at=moment(row.at),
        source=row.source,
        request=row.request,
        hash=row.hash.hex(),
        fact=fact,
    )
