"""Tells staff of numbers that a kiosk gave without the ledger, and that can wait in no queue."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.domain.ids import ticket_id
from broker.domain.series.facts import SpareUnmerged
from broker.ledger.lookout import Lookout
from broker.service.life import Service

_UNMERGED = Sentences(
    "断网时发出的备用号并入不了队列：{numbers}。持号人如还在，请到导办台另取号",
    "Spare numbers that kiosks gave without the server can wait in no queue: {numbers}. Whoever"
    " holds one gets a new number at the guide desk",
)
_TWICE = Sentences(
    "。其中 {numbers} 另有一人持同号在等：叫到时请核对小票上的时间",
    ". With {numbers} somebody else waits, too: when it is called, look at the time on the slip",
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
    said = _UNMERGED.filled(numbers=_listed([_named(each) for each in lost]))
    twice = [each.number for each in lost if ticket_id(each.day, each.number) in floor.tickets]
    if not twice:
        return said
    more = _TWICE.filled(numbers=_listed(twice))
    return Sentences(said.zh + more.zh, said.en + more.en)


def _listed(words: list[str]) -> str:
    return "、".join(words[:_NAMED]) + ("…" if len(words) > _NAMED else "")


def _named(lost: SpareUnmerged) -> str:
    return f"{lost.number} ({lost.kiosk}, {lost.day})"
