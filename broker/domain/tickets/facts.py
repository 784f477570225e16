"""What happened to a number outside the windows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from broker.domain.base import Fact, Moment
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_ITEM, NO_STAFF, ItemId, StaffId, TicketId
from broker.domain.reasons import Reason


class HeldAs(StrEnum):
    """How the citizen holds the number."""

    PRINTED = "printed"  # the slip is out
    SCREEN = "screen"  # paper failed; the citizen said that the number is noted
    UNKNOWN = "unknown"  # power failed while printing: there may be a slip


class WaitBasis(StrEnum):
    """What a range of minutes rests on."""

    UNKNOWN = "unknown"  # no range was given
    NO_WINDOW = "no-window"  # nor could be: no window of the queue was open
    TODAY = "today"  # today's visits
    LAST_DAY = "last-day"  # the pace of the last day
    HALL = "hall"  # the hall's own figure


class VoidReason(Reason):
    """Why nobody holds the number."""

    NOBODY_WAITED = "nobody-waited", "取号人未等到号码", "Nobody waited for the number"
    NOBODY_NOTED = (
        "nobody-noted",
        "小票未打出，也无人记下号码",
        "No slip came out and nobody noted the number",
    )
    DAY_ENDED = "day-ended", "当日已结束", "The day ended"


class CancelReason(Reason):
    """Why a number was given back."""

    GAVE_UP = "gave-up", "本人放弃", "Given up"
    WRONG_QUEUE = "wrong-queue", "取错号", "Taken for the wrong queue"
    TWICE = "twice", "重复取号", "Taken twice"


class DeskStep(StrEnum):
    """A step of the guide desk that may be taken back."""

    REQUEUE = "requeue"
    CANCEL = "cancel"


class TicketReserved(Fact, frozen=True):
    """A number was given. `ahead`: people who waited in the queue at that moment; `wait_low` to
    `wait_high` minutes were promised (both 0: nobody could know), because of `wait_basis`;
    `person`: a key of that day, where an ID card was laid down; `code`: of the appointment that was
    honoured with it."""

    ticket: TicketId
    day: date
    queue: str
    number: str
    group: PriorityClass
    item: ItemId = NO_ITEM
    slot: Moment | None = None
    ahead: int = 0
    windows: tuple[int, ...] = ()
    wait_low: int = 0
    wait_high: int = 0
    wait_basis: WaitBasis = WaitBasis.UNKNOWN
    person: str = ""
    code: str = ""


class OfTicket(Fact, frozen=True):
    """Base of what becomes of a number that was given."""

    ticket: TicketId


class TicketActivated(OfTicket, frozen=True):
    """The citizen holds the number and waits since `joined`."""

    joined: Moment
    paper: HeldAs


class TicketVoided(OfTicket, frozen=True):
    """The number was never held by anybody."""

    reason: VoidReason


class TicketCancelled(OfTicket, frozen=True):
    """A waiting citizen's number was given back. `by`: the member of staff who did it."""

    reason: CancelReason = CancelReason("")
    by: StaffId = NO_STAFF


class TicketExpired(OfTicket, frozen=True):
    """The day ended while the ticket waited or was called."""


class TicketRequeued(OfTicket, frozen=True):
    """A missed ticket waits again. `by`: the member of staff who saw to it."""

    joined: Moment
    by: StaffId = NO_STAFF


class DeskStepUndone(OfTicket, frozen=True):
    """The guide `by` took back what was done last with the ticket (撤销): it stands where it stood
    before."""

    step: DeskStep
    by: StaffId


class TicketReprinted(OfTicket, frozen=True):
    """A second slip of the number (补打) is out at `device`; with `maybe`, nobody knows whether it
    is. `by`: the member of staff who had it printed; nobody, where it was asked for at a kiosk."""

    device: str
    maybe: bool = False
    by: StaffId = NO_STAFF


TicketFact = (
    TicketReserved
    | TicketActivated
    | TicketVoided
    | TicketCancelled
    | TicketExpired
    | TicketRequeued
    | DeskStepUndone
    | TicketReprinted
)
