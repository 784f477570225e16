"""Tells staff of numbers that a kiosk gave without the ledger, and that can wait in no queue."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.domain.series.facts import SpareUnmerged
from broker.ledger.lookout import Lookout
from broker.service.life import Service

_UNMERGED = Sentences(
    "断网时发出的备用号并入不了队列：{numbers}。持号人如还在，请到导办台另取号",
    "Spare numbers that kiosks gave without the server can wait in no queue: {numbers}. Whoever"
    " holds one gets a new number at the guide desk",
)
_NAMED = 5  # numbers in one sentence


def watch_unmerged(service: Service, floor: Callable[[], Floor]) -> Lookout:
    """Looks at those of today, and at those of before that came today."""
    return Lookout(service, (AlertCode.SPARE,), lambda: {AlertCode.SPARE: unmerged(floor())})


def unmerged(floor: Floor) -> Sentences | None:
    """What staff are to be told; None where every number that somebody may hold can be called."""
    lost = [each for each in floor.unmerged if each.held]
    if not lost:
        return None
    named = "、".join(_named(each) for each in lost[:_NAMED])
    return _UNMERGED.filled(numbers=named + ("…" if len(lost) > _NAMED else ""))


def _named(lost: SpareUnmerged) -> str:
    return f"{lost.number} ({lost.kiosk}, {lost.day})"
