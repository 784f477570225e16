"""Who may ask the ledger for what: judged at its door, counted, and told to staff.

What a client may not ask for is answered at once and kept nowhere: neither can a stranger fill the
ledger's disk with refusals, nor use up the id under which somebody else is about to ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from broker.bus.base import Asked
from broker.domain.alerts import AlertCode, Sentences
from broker.domain.clients import Rights
from broker.domain.ids import RequestId
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Answer
from broker.ledger.answers import refused, unreadable
from broker.ledger.lookout import Lookout, Troubles
from broker.service.life import Service

_TOLD = Sentences(
    "有程序请求了它无权做的事，均未执行：{who}。请检查这些设备由谁在用",
    "Programs asked for what they may not have, and nothing was done: {who}. See who uses these"
    " machines",
)
_NAMED = 5  # clients in one sentence
_MOST = 100  # clients that are counted apart: a stranger may invent as many names as he likes
_LONGEST = 32  # characters of a name that are told


class Entitlement:
    """The rights of one hall at the door of its ledger. On the loop."""

    def __init__(self, service: Service, rights: Rights) -> None:
        self._rights = rights
        self._refused: Counter[str] = Counter()
        Lookout(service, (AlertCode.NOT_ENTITLED,), self._found)

    def let_in(self, asked: Asked, now: datetime, further: Callable[[Asked], None]) -> None:
        """Hand on what may be asked; answer what may not, or is no request at all."""
        if (no := self._turned_away(asked, now)) is None:
            further(asked)
        else:
            asked.answer(no)

    def _turned_away(self, asked: Asked, now: datetime) -> Answer | None:
        if asked.request is None:
            return unreadable(asked, now)
        try:
            self._rights.check(asked.client, asked.request)
        except Refusal as refusal:
            return self.no(asked.client, asked.request.id, now, refusal)
        return None

    def no(self, client: str, request: RequestId, now: datetime, refusal: Refusal) -> Answer:
        """The answer; who is not entitled is counted, who has not signed in is not."""
        if refusal.code == No.NOT_ENTITLED:
            self._count(client)
        return refused(request, now, refusal)

    def _count(self, client: str) -> None:
        known = client in self._refused or len(self._refused) < _MOST
        self._refused[client if known else "…"] += 1

    def _found(self) -> Troubles:
        told = [
            f"{client[:_LONGEST]} × {count}" for client, count in self._refused.most_common(_NAMED)
        ]
        return {AlertCode.NOT_ENTITLED: _TOLD.filled(who="、".join(told)) if told else None}
