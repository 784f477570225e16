"""The ledger's entrance: who may ask, who has signed in, and what goes on to the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from broker.bus.base import Asked
from broker.domain.attendance.requests import RecordPunch
from broker.domain.base import Request
from broker.domain.clients import Rights, clients
from broker.domain.desks.requests import SignIn
from broker.domain.desks.sessions import check_permit, check_session
from broker.domain.floor import Floor
from broker.domain.refusals import Refusal
from broker.ledger.entitlement import Entitlement
from broker.ledger.signing_in import SigningIn
from broker.service.committer import Committer
from broker.service.life import Service


class Entrance:
    """Where all requests of a hall come in. On the ledger's loop."""

    def __init__(
        self,
        service: Service,
        rights: Rights | None,
        checker: Committer,
        floor: Callable[[], Floor],
        further: Callable[[Asked], None],
    ) -> None:
        self._service = service
        self._rights = rights or Rights(clients(service.settings.hall))
        self._floor = floor
        self._further = further
        self._entitlement = Entitlement(service, self._rights)
        self._signing_in = SigningIn(service, self._rights, checker, floor, further)
        service.bus.serve(lambda asked: self._entitlement.let_in(asked, self._now(), self._known))

    def _known(self, asked: Asked) -> None:
        """Whoever asks is a client, and may ask for this."""
        request = asked.request
        if isinstance(request, SignIn):
            self._signing_in.take(asked, request)
        elif request is not None and self._rights.needs_session(asked.client, request):
            self._with_session(asked, request)
        else:
            self._further(asked)

    def _with_session(self, asked: Asked, request: Request) -> None:
        now = self._now()
        try:
            self._check(asked.client, request, now)
        except Refusal as refusal:
            asked.answer(self._entitlement.no(asked.client, request.id, now, refusal))
        else:
            self._further(asked)

    def _check(self, client: str, request: Request, now: datetime) -> None:
        floor, key = self._floor(), self._signing_in.key
        if isinstance(request, RecordPunch):
            check_permit(floor, key, client, request, request.staff)
        else:
            check_session(floor, key, client, request, now)

    def _now(self) -> datetime:
        return self._floor().time_at(self._service.now())
