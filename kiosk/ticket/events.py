"""What happens at a ticket kiosk, and what it wants done about it: values only. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from msgspec import Struct

from broker.domain.facts import TicketReserved
from broker.domain.hall import PriorityClass
from broker.domain.requests import ActivateTicket, Answer, ReserveTicket, VoidTicket
from kiosk.ticket.screens import Purpose


class Moment(Struct, frozen=True):
    """Now, twice: `seconds` is monotonic and drives time-outs, `at` is the hall's time (UTC)."""

    seconds: float
    at: datetime


class Press(Enum):
    """A key that means the same wherever it stands."""

    HOME = "home"
    BACK = "back"
    TAKE = "take"
    ON_SCREEN = "on-screen"  # the number without paper
    REMEMBERED = "remembered"  # 我已记下
    CONTINUE = "continue"  # yes, still there
    PREVIOUS = "previous"
    NEXT = "next"
    SEARCH = "search"
    PROGRESS = "progress"
    ERASE = "erase"
    CLEAR = "clear"
    ENGLISH = "english"
    ELDER = "elder"
    LOW = "low"


class Pressed(Struct, frozen=True):
    """One of the keys above."""

    key: Press


class Departments(Struct, frozen=True):
    """One of the two large cards that lead to the departments."""

    purpose: Purpose


class DepartmentChosen(Struct, frozen=True):
    department: str


class QueueChosen(Struct, frozen=True):
    queue: str


class ItemChosen(Struct, frozen=True):
    department: str
    number: int


class GroupChosen(Struct, frozen=True):
    """A priority group, pressed once more to take it back."""

    group: PriorityClass


class Typed(Struct, frozen=True):
    """One letter or digit."""

    character: str


Touch = Pressed | Departments | DepartmentChosen | QueueChosen | ItemChosen | GroupChosen | Typed


class Answered(Struct, frozen=True):
    """The ledger's answer to a reservation, however late and however often."""

    answer: Answer


class Silent(Struct, frozen=True):
    """Nobody answered a reservation through all tries."""

    request: ReserveTicket


class SlipTaken(Struct, frozen=True):
    """The printer's status says that the slip of this job is out."""

    job: str


class SlipLost(Struct, frozen=True):
    """The slip did not come out; or, with `maybe`, nobody knows whether it did."""

    job: str
    reason: str
    maybe: bool = False


class PrinterSeen(Struct, frozen=True):
    """Whether the printer can print now; `trouble` says why not, for staff."""

    trouble: str = ""


class BusSeen(Struct, frozen=True):
    """The bus came up or went down."""

    up: bool


class Broke(Struct, frozen=True):
    """Something in the kiosk itself failed."""


Event = Touch | Answered | Silent | SlipTaken | SlipLost | PrinterSeen | BusSeen | Broke


class Open(Struct, frozen=True):
    """A transaction in the kiosk's hands: what a restart must know of it.

    `given` None: asked for, and nobody has seen a number. Otherwise a slip may be out, or the
    number was on the screen.
    """

    request: ReserveTicket
    given: TicketReserved | None = None


class Ask(Struct, frozen=True):
    """Ask the ledger for a number; `Answered` or `Silent` follows."""

    request: ReserveTicket


class Settle(Struct, frozen=True):
    """Tell the ledger what became of a number, through any failure."""

    request: ActivateTicket | VoidTicket


class Print(Struct, frozen=True):
    """Print the slip of this job (the reservation's id)."""

    job: str
    ticket: str
    number: str
    queue: str
    ahead: int
    windows: tuple[int, ...]
    item: str
    priority: bool
    at: datetime


class Note(Struct, frozen=True):
    """Write down durably, before going on, all that is open."""

    open: tuple[Open, ...]


class Alarm(Struct, frozen=True):
    """Tell staff; `reason` empty: the trouble is over."""

    code: str
    reason: str


Effect = Ask | Settle | Print | Note | Alarm
