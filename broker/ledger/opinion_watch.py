"""Tells the supervisor of complaints and calls for help, until somebody has settled them."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.domain.opinions.facts import OpinionKind
from broker.ledger.lookout import Lookout, Troubles
from broker.service.life import Service

_OPEN = Sentences(
    "意见箱有 {count} 件投诉或求助还没有处理：请用 hall opinions 查看并办结",
    "Complaints or calls for help in the opinion box: {count}. See them with `hall opinions`, and"
    " settle them",
)
_URGENT = frozenset({OpinionKind.COMPLAINT, OpinionKind.HELP})


def watch_opinions(service: Service, floor: Callable[[], Floor]) -> Lookout:
    """Looks at those that are open."""

    def find() -> Troubles:
        count = sum(each.kind in _URGENT for each in floor().opinions.values())
        return {AlertCode.OPINION: _OPEN.filled(count=count) if count else None}

    return Lookout(service, (AlertCode.OPINION,), find)
