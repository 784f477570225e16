"""Taking a number: reserve, print, learn that the slip is out, activate. Pure.

One transaction is the visitor's at the screen; others may still be open though nobody waits for
them any more, because the ledger was silent. They are asked about until it is known, and voided.
"""

from __future__ import annotations

from collections.abc import Iterable

from broker.domain.facts import Paper, TicketReserved
from broker.domain.hall import KioskRules, PriorityClass
from broker.domain.requests import Answer, Granted, Refused, ReserveTicket
from kiosk.ticket.events import Alarm, Ask, Effect, Moment, Open, Print, SlipLost
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.open_tickets import OpenTickets
from kiosk.ticket.screens import Cannot, Confirm, Printing, Remember, Ticket, Trouble

ANSWER_SECONDS = 15.0  # longer than all tries of the bus together
SLIP_SECONDS = 30.0  # longer than the printing station's own patience
ORPHAN_SECONDS = 60.0  # between two questions about a number nobody waits for any more

NOBODY_WAITED = "取号人未等到号码"
NOBODY_NOTED = "小票未打出，也无人记下号码"
SILENT_PRINTER = "silent"


class Taking:
    """All transactions of a kiosk. `walk` shows how far the visitor's own has come; `opens` is
    what a journal kept.

    `deadline` is when the number, the slip or the ticket on the screen has taken too long, and
    `retry_at` when orphans are asked about again, both in monotonic seconds.
    """

    def __init__(
        self, walk: Navigation, rules: KioskRules, source: str, opens: Iterable[Open]
    ) -> None:
        self._walk = walk
        self._rules = rules
        self._source = source
        self._open_tickets = OpenTickets(source, opens)
        self._key = ""  # of the transaction the visitor at the screen is in
        self._on_paper = True
        self.deadline = 0.0
        self.retry_at: float | None = None

    @property
    def going_on(self) -> bool:
        """Whether the visitor at the screen is waiting for a number or holds it unsettled."""
        return bool(self._key)

    def restart(self, now: Moment) -> list[Effect]:
        """Settle what the last run left open."""
        return [*self._open_tickets.restart(now), *self.ask_orphans(now)]

    def reserve(self, confirm: Confirm, on_paper: bool, now: Moment) -> list[Effect]:
        """Ask for a number, under the key of the screen that was confirmed."""
        self._key, self._on_paper = confirm.key, on_paper
        self.deadline = now.seconds + ANSWER_SECONDS
        self._walk.start_anew(Printing(confirm.queue), now)
        item = "" if confirm.item is None else f"{confirm.item.department}/{confirm.item.number}"
        return self._open_tickets.ask(
            ReserveTicket(
                id=confirm.key,
                at=now.at,
                source=self._source,
                queue=confirm.queue,
                group=confirm.group,
                item=item,
            )
        )

    def answered(self, answer: Answer, now: Moment) -> list[Effect]:
        """The ledger spoke, perhaps late, perhaps twice."""
        key = answer.request
        if not self._open_tickets.is_asked(key):
            return []  # a second answer, or one to somebody else
        reserved = _reserved(answer)
        if reserved is None:
            return self._refused(answer, now)
        effects = self._open_tickets.give(key, reserved)
        if key != self._key:
            return self._open_tickets.void(key, NOBODY_WAITED, now)  # not noted: nobody saw it
        if not self._on_paper:
            self._remember(reserved, False, now)
            return effects
        self.deadline = now.seconds + SLIP_SECONDS
        self._walk.show(Printing(reserved.queue, reserved.number), now)
        return [*effects, _print(key, reserved, now)]

    def _refused(self, answer: Answer, now: Moment) -> list[Effect]:
        effects = self._open_tickets.drop(answer.request)
        if answer.request == self._key:
            screen = self._walk.screen
            queue = screen.queue if isinstance(screen, Printing) else ""
            self._key = ""
            self._walk.show(_why_not(answer, queue), now)
        return effects

    def unanswered(self, key: str, now: Moment) -> list[Effect]:
        """The ledger may have given a number all the same: it is asked until that is known, and
        the number voided."""
        if not self._open_tickets.is_asked(key):
            return []
        self.retry_at = now.seconds + ORPHAN_SECONDS
        screen = self._walk.screen
        if key == self._key and isinstance(screen, Printing):
            self._key = ""
            self._walk.show(Cannot(Trouble.AWAY, screen.queue), now)
        return []

    def too_long(self, printing: Printing, now: Moment) -> list[Effect]:
        """Neither number nor slip came by the deadline."""
        if not printing.number:
            return self.unanswered(self._key, now)
        return self.slip_lost(SlipLost(self._key, SILENT_PRINTER, maybe=True), now)

    def ask_orphans(self, now: Moment) -> list[Effect]:
        """Ask about the numbers nobody waits for."""
        orphans = self._open_tickets.asked(but=self._key)
        self.retry_at = now.seconds + ORPHAN_SECONDS if orphans else None
        return [Ask(request) for request in orphans]

    def slip_out(self, job: str, now: Moment) -> list[Effect]:
        """The printer says that the slip is out: the number counts."""
        given = self._open_tickets.given(job)
        if given is None:
            return []  # said twice, or so late that the number is void
        self._ticket(given, on_paper=True, now=now)
        return [*self._open_tickets.activate(job, Paper.PRINTED, now), Alarm("slip", "")]

    def slip_lost(self, lost: SlipLost, now: Moment) -> list[Effect]:
        """No slip, or nobody knows: the number goes on the screen, to be remembered."""
        given = self._open_tickets.given(lost.job)
        if given is None or not isinstance(self._walk.screen, Printing):
            return []
        self._remember(given, lost.maybe, now)
        return [Alarm("slip", lost.reason)]

    def _remember(self, given: TicketReserved, maybe_paper: bool, now: Moment) -> None:
        remember = Remember(
            queue=given.queue,
            number=given.number,
            ticket=given.ticket,
            ahead=given.ahead,
            windows=given.windows,
            until=now.seconds + self._rules.remembered_seconds,
            maybe_paper=maybe_paper,
        )
        self._walk.show(remember, now)

    def remembered(self, now: Moment) -> list[Effect]:
        """我已记下: the number counts."""
        given = self._open_tickets.given(self._key)
        if given is None:
            return []
        effects = self._open_tickets.activate(self._key, Paper.SCREEN, now)
        self._ticket(given, on_paper=False, now=now)
        return effects

    def give_up(self, maybe_paper: bool, now: Moment) -> list[Effect]:
        """Nobody pressed 我已记下: void, unless somebody may hold a slip."""
        key, self._key = self._key, ""
        self._walk.leave(now)
        if maybe_paper:
            return self._open_tickets.activate(key, Paper.UNKNOWN, now)
        return self._open_tickets.void(key, NOBODY_NOTED, now)

    def _ticket(self, given: TicketReserved, *, on_paper: bool, now: Moment) -> None:
        self._key = ""
        self.deadline = now.seconds + self._rules.ticket_seconds
        ticket = Ticket(given.queue, given.number, given.ahead, given.windows, on_paper)
        self._walk.show(ticket, now)


def _reserved(answer: Answer) -> TicketReserved | None:
    facts = answer.facts if isinstance(answer, Granted) else ()
    return next((fact for fact in facts if isinstance(fact, TicketReserved)), None)


def _why_not(answer: Answer, queue: str) -> Cannot:
    match answer:
        case Refused(zh=zh, en=en):
            return Cannot(Trouble.REFUSED, queue, zh, en)
        case _:
            return Cannot(Trouble.BROKEN, queue)


def _print(job: str, reserved: TicketReserved, now: Moment) -> Print:
    return Print(
        job=job,
        ticket=reserved.ticket,
        number=reserved.number,
        queue=reserved.queue,
        ahead=reserved.ahead,
        windows=reserved.windows,
        item=reserved.item,
        priority=reserved.group is not PriorityClass.ORDINARY,
        at=now.at,
    )
