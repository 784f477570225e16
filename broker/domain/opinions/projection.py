"""From facts to the opinions that nobody has settled yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.domain.base import Fact
from broker.domain.ground import Ground
from broker.domain.hall import Hall
from broker.domain.ids import RequestId
from broker.domain.opinions import facts

KEPT = timedelta(days=366)  # as long before now as a kiosk's clock is believed


class OpinionFloor(Ground):
    """The open ones; they outlive the turn of the day. `settled` are those of this run."""

    opinions: dict[RequestId, facts.OpinionLeft]
    settled_opinions: set[RequestId]

    def __init__(self, hall: Hall, items: Any = ()) -> None:
        self.opinions, self.settled_opinions = {}, set()
        super().__init__(hall, items)


def _left(floor: OpinionFloor, fact: facts.OpinionLeft, _at: datetime) -> None:
    floor.opinions[fact.opinion] = fact


def _settled(floor: OpinionFloor, fact: facts.OpinionSettled, _at: datetime) -> None:
    floor.opinions.pop(fact.opinion, None)
    floor.settled_opinions.add(fact.opinion)


APPLY: Mapping[type[Fact], Callable[[OpinionFloor, Any, datetime], None]] = {
    facts.OpinionLeft: _left,
    facts.OpinionSettled: _settled,
}
