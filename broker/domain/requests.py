"""What may be asked of the hall, and its answer. Each topic has its own requests."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.attendance.requests import AskName, AttendanceRequest
from broker.domain.base import Moment, Session, kebab
from broker.domain.calling.requests import CallingRequest
from broker.domain.desks.requests import DeskRequest, SignIn
from broker.domain.enrolment.requests import EnrolmentRequest
from broker.domain.facts import AnyFact
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_ITEM, NO_REQUEST, ItemId, RequestId, StaffId, TicketId
from broker.domain.opinions.facts import OpinionLeft
from broker.domain.opinions.requests import OpinionQuery, OpinionRequest, WordsOf
from broker.domain.ratings.requests import RatingRequest
from broker.domain.series.requests import SeriesRequest
from broker.domain.text.kinds import Called
from broker.domain.tickets.facts import WaitBasis
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import TicketQuery, TicketRequest
from broker.domain.windows.requests import WindowRequest

AnyChange = (
    TicketRequest
    | SeriesRequest
    | DeskRequest
    | WindowRequest
    | CallingRequest
    | RatingRequest
    | AttendanceRequest
    | EnrolmentRequest
    | OpinionRequest
)
"""Whatever the rules decide; what they grant becomes facts."""

AnyQuery = TicketQuery | OpinionQuery | AskName
"""Whatever is only looked up: nothing is written, and no answer is kept."""

AnyRequest = AnyChange | AnyQuery | SignIn
"""`SignIn` is judged at the ledger's door, before all others."""


class LedgerAnswer(Struct, frozen=True, kw_only=True, tag=kebab, tag_field="type"):
    """Base of all answers."""

    request: RequestId
    at: Moment


class SignedIn(Struct, frozen=True, kw_only=True):
    """Who signed in, and the session that goes with all that is asked there from now on. `name` is
    what hall.toml calls that person: it goes to the screen where they signed in, and no further."""

    staff: StaffId
    session: Session
    name: Called = ""


class Granted(LedgerAnswer, frozen=True, kw_only=True):
    """The request was carried out; `facts` are what was written. `request` repeats its id.
    `signed_in`: who works at the screen that asked, where it asked for that."""

    facts: tuple[AnyFact, ...] = ()
    signed_in: SignedIn | None = None
    v: int = 1


class Standing(Struct, frozen=True, kw_only=True):
    """A ticket as it stands. `ahead`: how many would be called before it in its queue, None when
    it does not wait; `window`: where it was called or served last, or must be called;
    `reservation`: the request by which it was given, of which its link is made. Of one ticket alone
    is told that it waits for `low` to `high` minutes more, because of `basis`; both 0: nobody can
    know."""

    ticket: TicketId
    number: str
    queue: str
    group: PriorityClass
    state: TicketState
    item: ItemId = NO_ITEM
    slot: Moment | None = None
    joined: Moment | None = None
    missed_at: Moment | None = None
    window: int | None = None
    ahead: int | None = None
    reservation: RequestId = NO_REQUEST
    low: int = 0
    high: int = 0
    basis: WaitBasis = WaitBasis.UNKNOWN


class Refused(LedgerAnswer, frozen=True, kw_only=True):
    """The request was not carried out, and why, as a sentence for a person. `ticket` is the one
    that whoever asked for a number has already."""

    code: str
    zh: str
    en: str
    ticket: Standing | None = None
    v: int = 1


class DatedFact(Struct, frozen=True, kw_only=True):
    """A fact, when it was written and who asked for it."""

    at: Moment
    source: str
    fact: AnyFact


class Found(LedgerAnswer, frozen=True, kw_only=True):
    """The ticket that was asked for, and what is recorded of it, the oldest first."""

    ticket: Standing
    history: tuple[DatedFact, ...] = ()
    v: int = 1


class Listed(LedgerAnswer, frozen=True, kw_only=True):
    """The tickets or open opinions that were asked for, of `total`: the first of them where there
    are many. `words` are what was written with opinions, for whoever asked for it and may read
    it."""

    tickets: tuple[Standing, ...] = ()
    opinions: tuple[OpinionLeft, ...] = ()
    words: tuple[WordsOf, ...] = ()
    total: int = 0
    v: int = 1


class Named(LedgerAnswer, frozen=True, kw_only=True):
    """What somebody is called who punched just now; to the clock-in screen that asked, and no
    further."""

    staff: StaffId
    name: Called
    v: int = 1


Answer = Granted | Refused | Found | Listed | Named
