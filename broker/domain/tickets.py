"""Numbers, and the life of a ticket as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from broker.domain.hall import PriorityClass


class TicketState(StrEnum):
    """Where a ticket stands."""

    RESERVED = "reserved"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    DONE = "done"
    NO_SHOW = "no-show"
    VOID = "void"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can be done with a ticket."""

    ACTIVATE = "activate"
    VOID = "void"
    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    MISS = "miss"
    REQUEUE = "requeue"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    EXPIRE = "expire"


class Party(StrEnum):
    """Who may take a step."""

    KIOSK = "kiosk"
    CLERK = "clerk"  # at the window that holds the ticket
    GUIDE = "guide"  # the guide desk or the duty leader
    LEDGER = "ledger"  # the day's end


S, T, P = TicketState, Step, Party

TRANSITIONS: dict[tuple[TicketState, Step], tuple[TicketState, frozenset[Party]]] = {
    (S.RESERVED, T.ACTIVATE): (S.WAITING, frozenset({P.KIOSK, P.GUIDE})),
    (S.RESERVED, T.VOID): (S.VOID, frozenset({P.KIOSK, P.GUIDE})),
    (S.RESERVED, T.EXPIRE): (S.VOID, frozenset({P.LEDGER})),
    (S.WAITING, T.CALL): (S.CALLED, frozenset({P.CLERK})),
    (S.WAITING, T.CANCEL): (S.CANCELLED, frozenset({P.KIOSK, P.GUIDE})),
    (S.WAITING, T.EXPIRE): (S.EXPIRED, frozenset({P.LEDGER})),
    (S.CALLED, T.RECALL): (S.CALLED, frozenset({P.CLERK})),
    (S.CALLED, T.START): (S.SERVING, frozenset({P.CLERK})),
    (S.CALLED, T.MISS): (S.NO_SHOW, frozenset({P.CLERK})),
    (S.CALLED, T.TRANSFER): (S.WAITING, frozenset({P.CLERK})),
    (S.CALLED, T.EXPIRE): (S.EXPIRED, frozenset({P.LEDGER})),
    (S.SERVING, T.FINISH): (S.DONE, frozenset({P.CLERK})),
    (S.SERVING, T.TRANSFER): (S.WAITING, frozenset({P.CLERK})),
    (S.NO_SHOW, T.REQUEUE): (S.WAITING, frozenset({P.KIOSK, P.CLERK, P.GUIDE})),
}


@dataclass(slots=True)
class Ticket:
    """A ticket as the facts so far tell it. Only `Floor` changes one."""

    id: str
    day: date
    queue: str
    number: str
    group: PriorityClass
    order: int  # over all queues of the day: ties are broken by it
    state: TicketState = TicketState.RESERVED
    item: str = ""
    slot: datetime | None = None
    joined: datetime | None = None
    window: int | None = None  # where it is called or served, or must be called after a transfer
    visits: int = 0
    recalls: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    missed_at: datetime | None = None

    @property
    def visit(self) -> str:
        """Id of the current visit."""
        return f"{self.id}.{self.visits}"

    @property
    def call(self) -> str:
        """Id of the current call: a recall is a new call of the same visit."""
        return f"{self.visit}.{self.recalls}"


def next_state(state: TicketState, step: Step, party: Party) -> TicketState | None:
    """Where `step` leads, or None where the table does not allow `party` to take it."""
    entry = TRANSITIONS.get((state, step))
    if entry is None or party not in entry[1]:
        return None
    return entry[0]


def number(prefix: str, count: int) -> str:
    """`A`, 7 → `A007`; 1000 → `A1000`: never back to 001."""
    return f"{prefix}{count:03d}"


def ticket_id(day: date, ticket_number: str) -> str:
    """Unique over all days: `20261122-A007`."""
    return f"{day:%Y%m%d}-{ticket_number}"


def business_day(now: datetime, zone: ZoneInfo, cutoff: int) -> date:
    """The hall's local day; before `cutoff` o'clock it is still the day before."""
    return (now.astimezone(zone) - timedelta(hours=cutoff)).date()


def day_begins(day: date, zone: ZoneInfo, cutoff: int) -> datetime:
    """The moment a business day begins."""
    return datetime.combine(day, time(cutoff), zone)
