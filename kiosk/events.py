"""What happens at a ticket kiosk, and what it wants done about it: values only. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from broker.domain.facts import TicketReserved
from broker.domain.hall import PriorityClass
from broker.domain.requests import ActivateTicket, Answer, ReserveTicket, VoidTicket
from kiosk.screens import Purpose


@dataclass(frozen=True, slots=True)
class Moment:
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


@dataclass(frozen=True, slots=True)
class Pressed:
    """One of the keys above."""

    key: Press


@dataclass(frozen=True, slots=True)
class Departments:
    """One of the two large cards that lead to the departments."""

    purpose: Purpose


@dataclass(frozen=True, slots=True)
class DepartmentChosen:
    department: str


@dataclass(frozen=True, slots=True)
class QueueChosen:
    queue: str


@dataclass(frozen=True, slots=True)
class ItemChosen:
    department: str
    number: int


@dataclass(frozen=True, slots=True)
class GroupChosen:
    """A priority group, pressed once more to take it back."""

    group: PriorityClass


@dataclass(frozen=True, slots=True)
class Typed:
    """One letter or digit."""

    character: str


Touch = Pressed | Departments | DepartmentChosen | QueueChosen | ItemChosen | GroupChosen | Typed


@dataclass(frozen=True, slots=True)
class Answered:
    """The ledger's answer to a reservation, however late and however often."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Silent:
    """Nobody answered a reservation through all tries."""

    request: ReserveTicket


@dataclass(frozen=True, slots=True)
class SlipTaken:
    """The printer's status says that the slip of this job is out."""

    job: str


@dataclass(frozen=True, slots=True)
class SlipLost:
    """The slip did not come out; or, with `maybe`, nobody knows whether it did."""

    job: str
    reason: str
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """Whether the printer can print now; `trouble` says why not, for staff."""

    trouble: str = ""


@dataclass(frozen=True, slots=True)
class BusSeen:
    """The bus came up or went down."""

    up: bool


@dataclass(frozen=True, slots=True)
class Broke:
    """Something in the kiosk itself failed."""


Event = Touch | Answered | Silent | SlipTaken | SlipLost | PrinterSeen | BusSeen | Broke


@dataclass(frozen=True, slots=True)
class Open:
    """A transaction in the kiosk's hands: what a restart must know of it.

    `given` None: asked for, and nobody has seen a number. Otherwise a slip may be out, or the
    number was on the screen.
    """

    request: ReserveTicket
    given: TicketReserved | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the ledger for a number; `Answered` or `Silent` follows."""

    request: ReserveTicket


@dataclass(frozen=True, slots=True)
class Settle:
    """Tell the ledger what became of a number, through any failure."""

    request: ActivateTicket | VoidTicket


@dataclass(frozen=True, slots=True)
class Print:
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


@dataclass(frozen=True, slots=True)
class Note:
    """Write down durably, before going on, all that is open."""

    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Tell staff; `reason` empty: the trouble is over."""

    code: str
    reason: str


Effect = Ask | Settle | Print | Note | Alarm
