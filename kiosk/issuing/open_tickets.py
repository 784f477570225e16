"""The counterfoils (存根) of numbers that are neither activated nor voided yet. Pure.

A number is settled under an id made from the id of its reservation. So whatever a restart, a
late answer or a second touch makes the kiosk say again, the ledger carries it out once.
"""

from __future__ import annotations

from collections.abc import Iterable

from broker.domain.alerts import AlertCode
from broker.domain.ids import NO_REQUEST, RequestId, following, is_spare
from broker.domain.series.requests import MergeTicket
from broker.domain.tickets.facts import HeldAs, TicketReserved, VoidReason
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket, VoidTicket
from kiosk.issuing.events import Alarm, Ask, Effect, Moment, Note, Open, Settle, Settling

CUT_SHORT = "cut-short"


def settling(reservation: RequestId) -> RequestId:
    """The id under which the number of this reservation is activated or voided."""
    return following(reservation, "settle")


class OpenTickets:
    """Every open transaction, by the id of its reservation."""

    def __init__(self, source: str, opens: Iterable[Open] = ()) -> None:
        self._source = source
        self._opens = {each.request.id: each for each in opens}
        self._unnoted: set[RequestId] = set()  # their last change waits for the disk

    def waits_for_disk(self, key: RequestId) -> bool:
        """Whether a transaction is not yet noted as it is now: it must not go on."""
        return key in self._unnoted

    def is_asked(self, key: RequestId) -> bool:
        """Whether a number is to be asked for, or was and no answer heard."""
        opened = self._opens.get(key)
        return opened is not None and opened.given is None

    def request(self, key: RequestId) -> ReserveTicket:
        """What is asked for in an open transaction."""
        return self._opens[key].request

    def given(self, key: RequestId) -> TicketReserved | None:
        """The number of an open transaction."""
        opened = self._opens.get(key)
        return opened.given if opened else None

    def ask(self, request: ReserveTicket) -> list[Effect]:
        """Open a transaction. Its number is asked for when it is noted."""
        return self._change(Open(request))

    def give_spare(
        self, request: ReserveTicket, given: TicketReserved, on_paper: bool
    ) -> list[Effect]:
        """A number that nobody was asked for is about to be printed (`on_paper`) or shown."""
        return self._change(Open(request, given, on_paper))

    def give(self, key: RequestId, given: TicketReserved, on_paper: bool) -> list[Effect]:
        """The number is about to be printed (`on_paper`) or shown: once that is noted, somebody may
        hold it."""
        return self._change(Open(self._opens[key].request, given, on_paper))

    def noted(self, key: RequestId) -> list[Effect]:
        """The disk has taken it: a number that nobody has given yet is asked for."""
        self._unnoted.discard(key)
        opened = self._opens[key]
        return [] if opened.given else [Ask(opened.request)]

    def activate(self, key: RequestId, paper: HeldAs, now: Moment) -> list[Effect]:
        """Somebody holds the number."""
        return self._settle(key, paper, now)

    def void(self, key: RequestId, reason: VoidReason, now: Moment) -> list[Effect]:
        """Nobody holds the number."""
        return self._settle(key, reason, now)

    def drop(self, key: RequestId) -> list[Effect]:
        """The ledger gave no number."""
        self._forget(key)
        return [self._note()]

    def asked(self, but: RequestId) -> list[ReserveTicket]:
        """Reservations without an answer, except `but`."""
        return [each.request for key, each in self._opens.items() if not each.given and key != but]

    def restart(self, now: Moment) -> list[Effect]:
        """After a crash or power cut: activate what may be in somebody's hand. Who stood there
        while a slip was printed may have none: staff are told."""
        shown = {key: each for key, each in self._opens.items() if each.given}
        settled = [effect for key in shown for effect in self.activate(key, HeldAs.UNKNOWN, now)]
        printed = any(each.on_paper for each in shown.values())
        return [*settled, *([Alarm(AlertCode.SLIP, CUT_SHORT)] if printed else [])]

    def _settle(self, key: RequestId, became: HeldAs | VoidReason, now: Moment) -> list[Effect]:
        """Tell the ledger what became of the number, and forget it."""
        opened = self._opens[key]
        if opened.given is None:
            raise ValueError(f"{key}: no number was given yet")
        request = self._settling(opened.request, opened.given, became, now)
        self._forget(key)
        return [Settle(request), self._note()]  # in this order: a cut between repeats, not loses

    def _settling(
        self,
        asked: ReserveTicket,
        given: TicketReserved,
        became: HeldAs | VoidReason,
        now: Moment,
    ) -> Settling:
        key, ticket, source = settling(asked.id), given.ticket, self._source
        if is_spare(given.number):
            held = became if isinstance(became, HeldAs) else None
            return _merging(key, asked, given, held, now)
        if isinstance(became, HeldAs):
            return ActivateTicket(id=key, at=now.at, source=source, ticket=ticket, paper=became)
        return VoidTicket(id=key, at=now.at, source=source, ticket=ticket, reason=became)

    def _change(self, opened: Open) -> list[Effect]:
        key = opened.request.id
        self._opens[key] = opened
        self._unnoted.add(key)
        return [self._note(key)]

    def _forget(self, key: RequestId) -> None:
        del self._opens[key]
        self._unnoted.discard(key)

    def _note(self, job: RequestId = NO_REQUEST) -> Note:
        return Note(tuple(self._opens.values()), job)


def _merging(
    key: RequestId, asked: ReserveTicket, given: TicketReserved, held: HeldAs | None, now: Moment
) -> MergeTicket:
    """What the ledger is told of a spare number: all it would have known, and when it was given."""
    return MergeTicket(
        id=key,
        at=now.at,
        source=asked.source,
        queue=given.queue,
        day=given.day,
        number=given.number,
        taken=asked.at,
        held=held,
        group=given.group,
        item=given.item,
        slot=given.slot,
        person=given.person,
    )
