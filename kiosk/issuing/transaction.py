"""Giving a number: reserve, print, learn that the slip is out, activate. Pure.

How it works, and why nothing is lost or given twice. A number is *reserved* under the id of one
touch; the ledger repeats its answer to an id it knows, so a second touch, a retry or a restart gets
the same number. It is noted on disk twice: before it is asked for, and before a slip is printed or
the number shown; from then on somebody may hold it. Each step waits for the word that the note is
on disk, and the person meanwhile for the screen; what cannot be noted, or not in time, is not asked
for, or void before anybody has seen it. It ends in
exactly one of two ways, told through the outbox under an id made from the reservation's:
*activated*, when the printer says that the slip is out, when somebody says that the number is
noted, or when nobody can know; or *voided*, when no paper can exist and nobody noted it. Whatever
is left open by a crash is activated at the next start: a number too many is called in vain, a
number too few is a person who waits for ever. Where the ledger is silent, it is asked again under
the same id for as long as it takes, and a number that comes too late is voided before anybody has
seen it. A kiosk that holds spare numbers gives one of them then, or at once where nobody can be
asked, as a transaction of its own: noted once, before it is printed, and told to the ledger when it
is settled.

One transaction is that of the person at the screen: `stage` says how far it has come. It knows no
screens; whoever owns it shows what the stage says.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.alerts import AlertCode
from broker.domain.ids import NO_REQUEST, RequestId, following
from broker.domain.refusals import SENTENCES, No
from broker.domain.requests import Answer, Granted, Refused, Standing
from broker.domain.tickets.facts import HeldAs, TicketReserved, VoidReason
from broker.domain.tickets.requests import ReserveTicket
from kiosk.issuing.events import Alarm, Ask, Effect, Moment, Noted, NotNoted, Open, SlipLost
from kiosk.issuing.first_slip import first_slip
from kiosk.issuing.open_tickets import OpenTickets
from kiosk.issuing.series import Series

ANSWER_SECONDS = 15.0  # longer than all tries of the bus together; and for each note
SLIP_SECONDS = 30.0  # longer than the printing station's own patience
ORPHAN_SECONDS = 60.0  # between two questions about a number nobody waits for any more

SILENT_PRINTER = "silent"


class WhyNone(Enum):
    """Why no number was given."""

    AWAY = "away"  # the ledger does not answer
    REFUSED = "refused"  # the ledger answered no: quota, queue closed
    BROKEN = "broken"  # an answer that nobody understands, or a disk that takes nothing


class Reserving(Struct, frozen=True):
    """A number of `queue` is being noted, asked for and noted again; nobody has seen one."""

    queue: str


class WithNumber(Struct, frozen=True):
    """Base of the stages in which a number is given."""

    given: TicketReserved


class OnPaper(WithNumber, frozen=True):
    """The number is given, and its slip is being printed."""


class ToNote(WithNumber, frozen=True):
    """No slip: the number is to be noted from the screen. At `until` (monotonic seconds) it is
    given up, or kept where there may be a slip (`maybe_paper`)."""

    until: float
    maybe_paper: bool


class Held(WithNumber, frozen=True):
    """Somebody holds the number; `on_paper` False: noted from the screen."""

    on_paper: bool


class NotGiven(Struct, frozen=True):
    """No number, and why; `zh` and `en` carry the ledger's own sentence."""

    why: WhyNone
    queue: str
    zh: str = ""
    en: str = ""
    had: Standing | None = None  # of this queue, by whoever asked


Stage = Reserving | OnPaper | ToNote | Held | NotGiven | None  # None: nobody asked, or all is over


class TicketTransaction:
    """All transactions of one screen; `opens` is what its journal kept.

    `stage` is how far that of the person at the screen has come. `deadline` is when number or
    slip have taken too long, and `retry_at` when orphans are asked about again, both in monotonic
    seconds. A number to be noted is held for `noting_seconds`.
    """

    def __init__(
        self,
        source: str,
        noting_seconds: float,
        opens: Iterable[Open] = (),
        series: Series | None = None,
    ) -> None:
        self._source = source
        self._series = series
        self._noting_seconds = noting_seconds
        self._open_tickets = OpenTickets(source, opens)
        self._key = NO_REQUEST  # of the transaction the person at the screen is in
        self._print_it = True
        self.stage: Stage = None
        self.deadline = 0.0
        self.retry_at: float | None = None

    @property
    def going_on(self) -> bool:
        """Whether somebody at the screen is waiting for a number or holds it unsettled."""
        return bool(self._key)

    def is_of(self, job: RequestId) -> bool:
        """Whether this is the job of the person at the screen."""
        return bool(job) and job == self._key

    def disk_said(self, said: Noted | NotNoted, now: Moment) -> list[Effect]:
        """Whether a note is on disk."""
        on_disk = isinstance(said, Noted)
        return self.on_disk(said.job, now) if on_disk else self.not_noted(said.job, now)

    def restart(self, now: Moment) -> list[Effect]:
        """Settle what the last run left open."""
        return [*self._open_tickets.restart(now), *self.ask_orphans(now)]

    def reserve(self, request: ReserveTicket, on_paper: bool, now: Moment) -> list[Effect]:
        """Ask for a number; the request's id is the key of the one touch that was made."""
        self._print_it = on_paper
        if self._series is not None and self._series.gives(request.queue, now.at):
            return self._give_spare(request, self._series, now)
        self._key = request.id
        self.deadline = now.seconds + ANSWER_SECONDS
        self.stage = Reserving(request.queue)
        return self._open_tickets.ask(request)

    def _give_spare(self, request: ReserveTicket, series: Series, now: Moment) -> list[Effect]:
        """A number of our own, where there is one; the touch is the same, and no more is asked."""
        spare = series.take(request, now.at)
        if spare is None:
            full = series.is_full(request.queue, now.at)
            self._end(_all_given(request.queue) if full else NotGiven(WhyNone.AWAY, request.queue))
            return []
        own = replace(request, id=following(request.id, "spare"), at=spare.at)
        self._key, self.stage = own.id, Reserving(request.queue)
        self.deadline = now.seconds + ANSWER_SECONDS
        return [series.keep(), *self._open_tickets.give_spare(own, spare.given, self._print_it)]

    def answered(self, answer: Answer, now: Moment) -> list[Effect]:
        """The ledger spoke, perhaps late, perhaps twice."""
        key = answer.request
        if self._series is not None:
            self._series.is_back()
        if not self._open_tickets.is_asked(key):
            return []  # a second answer, or one to somebody else
        reserved = _reserved(answer)
        if reserved is None:
            return self._refused(answer)
        effects = self._open_tickets.give(key, reserved, self._print_it)
        if key != self._key:
            why = VoidReason.NOBODY_WAITED  # not noted: nobody saw it
            return self._open_tickets.void(key, why, now)
        self.deadline = now.seconds + ANSWER_SECONDS
        return effects

    def on_disk(self, job: RequestId, now: Moment) -> list[Effect]:
        """A note is safe: ask for the number, or print or show it."""
        if not self._open_tickets.waits_for_disk(job):
            return []  # it is over
        effects = self._open_tickets.noted(job)
        given = self._open_tickets.given(job)
        self.deadline = now.seconds + ANSWER_SECONDS
        if given is None:
            return effects
        if not self._print_it:
            self._to_note(given, False, now)
            return effects
        self.deadline = now.seconds + SLIP_SECONDS
        self.stage = OnPaper(given)
        return [*effects, first_slip(job, given, now)]

    def _refused(self, answer: Answer) -> list[Effect]:
        effects = self._open_tickets.drop(answer.request)
        if answer.request == self._key:
            queue = self.stage.queue if isinstance(self.stage, Reserving) else ""
            self._end(_why_not(answer, queue))
        return effects

    def unanswered(self, key: RequestId, now: Moment) -> list[Effect]:
        """The ledger may have given a number all the same: it is asked until that is known, and
        the number voided."""
        if not self._open_tickets.is_asked(key):
            return []
        self.retry_at = now.seconds + ORPHAN_SECONDS
        if key != self._key or not isinstance(self.stage, Reserving):
            return []
        if self._series is None:
            self._end(NotGiven(WhyNone.AWAY, self.stage.queue))
            return []
        self._series.is_silent()
        return self._give_spare(self._open_tickets.request(key), self._series, now)

    def too_long(self, now: Moment) -> list[Effect]:
        """Neither number nor slip came by the deadline."""
        if self._open_tickets.waits_for_disk(self._key):
            return self.not_noted(self._key, now)
        if isinstance(self.stage, Reserving):
            return self.unanswered(self._key, now)
        return self.slip_lost(SlipLost(self._key, SILENT_PRINTER, maybe=True), now)

    def ask_orphans(self, now: Moment) -> list[Effect]:
        """Ask about the numbers nobody waits for."""
        orphans = self._open_tickets.asked(but=self._key)
        self.retry_at = now.seconds + ORPHAN_SECONDS if orphans else None
        return [Ask(request) for request in orphans]

    def slip_out(self, job: RequestId, now: Moment) -> list[Effect]:
        """The printer says that the slip is out: the number counts."""
        given = self._open_tickets.given(job)
        if given is None:
            return []  # said twice, or so late that the number is void
        self._end(Held(given, on_paper=True))
        return [*self._open_tickets.activate(job, HeldAs.PRINTED, now), Alarm(AlertCode.SLIP, "")]

    def slip_lost(self, lost: SlipLost, now: Moment) -> list[Effect]:
        """No slip, or nobody knows: the number goes on the screen, to be noted."""
        given = self._open_tickets.given(lost.job)
        if given is None or not isinstance(self.stage, OnPaper):
            return []
        self._to_note(given, lost.maybe, now)
        return [Alarm(AlertCode.SLIP, lost.reason)]

    def not_noted(self, job: RequestId, now: Moment) -> list[Effect]:
        """The disk took no note: the number was not asked for, or nobody has seen it. Void."""
        if not self._open_tickets.waits_for_disk(job):
            return []
        if self._open_tickets.is_asked(job):
            effects = self._open_tickets.drop(job)
        else:
            effects = self._open_tickets.void(job, VoidReason.NOBODY_WAITED, now)
        queue = self.stage.queue if isinstance(self.stage, Reserving) else ""
        self._end(NotGiven(WhyNone.BROKEN, queue))
        return effects

    def noted(self, now: Moment) -> list[Effect]:
        """我已记下: the number counts."""
        if not isinstance(self.stage, ToNote):
            return []  # nothing of it is on the screen
        given = self.stage.given
        effects = self._open_tickets.activate(self._key, HeldAs.SCREEN, now)
        self._end(Held(given, on_paper=False))
        return effects

    def give_up(self, now: Moment) -> list[Effect]:
        """Nobody noted the number: void, unless somebody may hold a slip."""
        if not isinstance(self.stage, ToNote):
            return []
        key, maybe_paper = self._key, self.stage.maybe_paper
        self._end(None)
        if maybe_paper:
            return self._open_tickets.activate(key, HeldAs.UNKNOWN, now)
        return self._open_tickets.void(key, VoidReason.NOBODY_NOTED, now)

    def _to_note(self, given: TicketReserved, maybe_paper: bool, now: Moment) -> None:
        self.stage = ToNote(given, now.seconds + self._noting_seconds, maybe_paper)

    def _end(self, stage: Stage) -> None:
        self._key, self.stage = NO_REQUEST, stage


def _reserved(answer: Answer) -> TicketReserved | None:
    facts = answer.facts if isinstance(answer, Granted) else ()
    return next((fact for fact in facts if isinstance(fact, TicketReserved)), None)


def _all_given(queue: str) -> NotGiven:
    return NotGiven(WhyNone.REFUSED, queue, *SENTENCES[No.LIMIT])


def _why_not(answer: Answer, queue: str) -> NotGiven:
    if isinstance(answer, Refused):
        return NotGiven(WhyNone.REFUSED, queue, answer.zh, answer.en, answer.ticket)
    return NotGiven(WhyNone.BROKEN, queue)
