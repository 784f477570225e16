"""Tells the duty leader of punches that are kept apart, until each has been judged."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.ledger.lookout import Lookout, Troubles
from broker.service.life import Service

_WAITING = Sentences(
    "有 {count} 次打卡不可信，已另存，尚未计入在岗和考勤：请值班长用 hall quarantine 核对",
    "Punches that cannot be believed: {count}. They are kept apart and count for nothing yet: the"
    " duty leader should go through them with `hall quarantine`",
)


def watch_quarantine(service: Service, floor: Callable[[], Floor]) -> Lookout:
    """Looks at those that nobody has judged."""

    def find() -> Troubles:
        count = len(floor().quarantined)
        return {AlertCode.QUARANTINE: _WAITING.filled(count=count) if count else None}

    return Lookout(service, (AlertCode.QUARANTINE,), find)
