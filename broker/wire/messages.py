"""Messages that are neither a request nor a fact: retained states, alerts, liveness.

A state is always the whole value. Unknown fields are ignored: a newer sender may know more. Texts
are made to fit where they leave, and judged where they come in.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.attendance.facts import Turn
from broker.domain.base import Count, Moment, Seconds, Sentence, Word, kebab
from broker.domain.calling.facts import ClerkStep
from broker.domain.facts import AnyFact
from broker.domain.hall import PriorityClass
from broker.domain.ids import (
    NO_CALL,
    NO_ITEM,
    NO_STAFF,
    NO_TICKET,
    NO_VISIT,
    CallId,
    ItemId,
    RequestId,
    StaffId,
    TicketId,
    VisitId,
)
from broker.domain.text.kinds import Note, Place, Said
from broker.domain.tickets.facts import WaitBasis
from broker.domain.windows.facts import PauseReason


class Message(Struct, frozen=True, kw_only=True, tag=kebab, tag_field="type"):
    """Base: `id` is unique, `at` is UTC."""

    id: Word
    at: Moment
    v: int = 1


class Liveness(StrEnum):
    """The `$state` of a device or service."""

    INIT = "init"
    READY = "ready"
    SLEEPING = "sleeping"
    DISCONNECTED = "disconnected"
    LOST = "lost"


class DeviceState(Message, frozen=True):
    """Whether something with a wire is there. `reason` says why not, for staff."""

    state: Liveness
    driver: Word = ""
    port: Place = ""
    reason: Said = ""
    version: Word = ""


class Alert(Message, frozen=True):
    """Something staff should look at. `since` is when it began; `code` is an `AlertCode`, or one
    newer than ours."""

    code: Word
    zh: Said
    en: Said
    since: Moment


class WindowStatus(StrEnum):
    """What a window is doing, as the public sees it."""

    CLOSED = "closed"
    OPEN = "open"  # signed in, nobody called
    CALLED = "called"  # a number is called and not there yet
    SERVING = "serving"
    PAUSED = "paused"


class UndoableStep(Struct, frozen=True, kw_only=True):
    """The last step of a window, while its clerk may take it back: until `until`."""

    step: ClerkStep
    visit: VisitId
    number: Word
    until: Moment


class WindowState(Message, frozen=True):
    """A window now. `finished_*` name the visit that may be rated since `finished_at`."""

    window: Count
    status: WindowStatus
    clerk: StaffId = NO_STAFF
    pause: PauseReason | None = None
    reason: Sentence = ""  # of the pause, as the public reads it on the sign
    reason_en: Sentence = ""
    ticket: TicketId = NO_TICKET
    number: Word = ""
    queue: Word = ""
    group: PriorityClass = PriorityClass.ORDINARY
    item: ItemId = NO_ITEM
    visit: VisitId = NO_VISIT
    call: CallId = NO_CALL
    recalls: Count = 0
    joined: Moment | None = None
    called_at: Moment | None = None
    started_at: Moment | None = None
    undelivered: bool = False
    finished_visit: VisitId = NO_VISIT
    finished_at: Moment | None = None
    rated: bool = False  # the finished visit has its rating, or was left unrated
    served_today: Count = 0
    mean_seconds: Seconds | None = None  # of service, over who was served today
    note: Note = ""  # of an earlier clerk on the ticket
    undo: UndoableStep | None = None


class Waiter(Struct, frozen=True, kw_only=True):
    """One waiting ticket: it waits for `low` to `high` minutes more; both 0: nobody can know."""

    ticket: TicketId
    number: Word
    group: PriorityClass
    joined: Moment
    low: Count = 0
    high: Count = 0


class SpareWaiter(Struct, frozen=True, kw_only=True):
    """A number that a kiosk gave while the ledger was away: `ahead` would be called before it."""

    number: Word
    ahead: Count


class QueueState(Message, frozen=True):
    """A queue now. `next` holds the first few in the order they would be called now, `spares_back`
    the spare numbers that wait behind those.

    Of those `issued`, `spares` were given by kiosks while the ledger was away.
    `seconds_each` is the mean time between calls of one window lately, None while unknown. Whoever
    comes now, and is of no class that goes before, waits for `low` to `high` minutes, because of
    `basis`; both 0: nobody can know.
    """

    queue: Word
    waiting: Count
    issued: Count
    spares: Count = 0
    windows_open: tuple[Count, ...] = ()
    next: tuple[Waiter, ...] = ()
    spares_back: tuple[SpareWaiter, ...] = ()
    seconds_each: Seconds | None = None
    low: Count = 0
    high: Count = 0
    basis: WaitBasis = WaitBasis.UNKNOWN


class CallView(Struct, frozen=True, kw_only=True):
    """One line of the hall board."""

    call: CallId
    number: Word
    window: Count
    at: Moment
    recalls: Count = 0
    undelivered: bool = False


class CallsState(Message, frozen=True):
    """The last calls, newest first."""

    calls: tuple[CallView, ...]


class DayState(Message, frozen=True):
    """Counts of one business day. Of `judged` ranges of minutes the true wait fell into `hits`; of
    the last day with any (`measured`) it were `hits_before` of `judged_before`."""

    day: date
    issued: Count = 0
    called: Count = 0
    served: Count = 0
    missed: Count = 0
    waiting: Count = 0
    rated: Count = 0
    unrated: Count = 0
    punches: Count = 0
    undelivered: Count = 0
    strays: Count = 0
    judged: Count = 0
    hits: Count = 0
    measured: date | None = None
    judged_before: Count = 0
    hits_before: Count = 0


class CatalogueState(Message, frozen=True):
    """Which catalogue somebody runs on: the beginning of the SHA-256 of its file, and how many
    `items` stand in it. Kiosks take a new one once the ledger has."""

    catalogue: Word
    items: Count = 0


class DutyState(Message, frozen=True):
    """Staff numbers of those on duty now."""

    on_duty: tuple[StaffId, ...]


class EvaluatorPhase(StrEnum):
    """What an evaluator is doing."""

    IDLE = "idle"
    ARMED = "armed"
    THANKED = "thanked"


class EvaluatorState(Message, frozen=True):
    """An evaluator now."""

    window: Count
    phase: EvaluatorPhase
    visit: VisitId = NO_VISIT
    strays: Count = 0


class ReaderPhase(StrEnum):
    """What a clock-in reader's screen should say."""

    IDLE = "idle"
    RECOGNISED = "recognised"  # the punch is safe: it may be said so
    KEPT_APART = "kept-apart"  # it is safe, and counts once the duty leader has let it in
    UNKNOWN = "unknown"  # nobody's finger
    UNCLEAR = "unclear"  # could not be read: press again
    AWAY = "away"  # punch in another way
    # Of a reader that knows nobody, and compares a finger with those of one person:
    NUMBER = "number"  # type a staff number first
    FINGER = "finger"  # a finger of `staff` is waited for
    NUMBER_FIRST = "number-first"  # a finger came, and no number was typed
    MISMATCH = "mismatch"  # not that person's: once more, or another finger
    GIVEN_UP = "given-up"  # too often not that person's: punch in another way
    NO_FINGER = "no-finger"  # none of that person is kept here: punch in another way


class ReaderState(Message, frozen=True):
    """A clock-in reader now. `staff` is a staff number, never a name. A punch is a coming or a
    going (`turn`) of a session of the day, counted from 0; with `again` that had been so since
    `punched_at` (None: nobody at the reader knows since when), and this touch changes nothing."""

    reader: Word
    phase: ReaderPhase
    staff: StaffId = NO_STAFF
    punched_at: Moment | None = None
    again: bool = False
    turn: Turn | None = None
    session: Count = 0


class Recorded(Struct, frozen=True, kw_only=True):
    """A fact as the ledger holds it. `hash` chains it to the one before."""

    seq: int
    at: Moment
    source: Word
    request: RequestId
    hash: Word
    fact: AnyFact


class FactsRecorded(Message, frozen=True):
    """The facts of one commit."""

    facts: tuple[Recorded, ...]


class SlipText(Message, frozen=True):
    """Staff want these lines on a slip, at the printer of a kiosk or guide desk."""

    lines: Annotated[tuple[Annotated[str, Meta(max_length=80)], ...], Meta(max_length=40)]


class SlipTextEnded(Message, frozen=True):
    """What became of a `SlipText`: `text` is its id, `trouble` why it is not on paper, or empty."""

    text: Word
    trouble: Said = ""


class Echo(Message, frozen=True):
    """A client's message to itself."""
