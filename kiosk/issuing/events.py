"""What ledger and printer say about a number, and what is wanted of them: values only. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.bus.base import Unanswered
from broker.domain.alerts import AlertCode, Sentences
from broker.domain.catalogue import Item
from broker.domain.desks.requests import SignIn, SignOut
from broker.domain.ids import NO_REQUEST, ItemId, RequestId, TicketId
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import Answer
from broker.domain.series.facts import SeriesGranted
from broker.domain.series.requests import GrantSeries, MergeTicket
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.requests import (
    ActivateTicket,
    RecordReprint,
    ReserveTicket,
    VoidTicket,
)
from kiosk.words import Wording


class Moment(Struct, frozen=True):
    """Now, twice: `seconds` is monotonic and drives time-outs, `at` is the hall's time (UTC)."""

    seconds: float
    at: datetime


class Answered(Struct, frozen=True):
    """The ledger's answer to a reservation, however late and however often."""

    answer: Answer


class Silent(Struct, frozen=True):
    """Nobody answered a reservation through all tries."""

    request: ReserveTicket


class SlipTaken(Struct, frozen=True):
    """The printer's status says that the slip of this job is out."""

    job: RequestId


class SlipGrows(Struct, frozen=True):
    """So much of the slip, 0 to 1, has gone to the printer."""

    job: RequestId
    share: float


class SlipLost(Struct, frozen=True):
    """The slip did not come out; or, with `maybe`, nobody knows whether it did."""

    job: RequestId
    reason: str
    maybe: bool = False


class Noted(Struct, frozen=True):
    """This transaction or opinion is written down durably: it goes on."""

    job: RequestId


class NotNoted(Struct, frozen=True):
    """The disk took no note of this transaction or opinion: what was to follow is not done."""

    job: RequestId


class WordsLost(Struct, frozen=True):
    """The ledger has this opinion, and could not keep what was written with it."""

    job: RequestId


class PrinterSeen(Struct, frozen=True):
    """Whether the printer can print now; `trouble` says why not, for staff. `near_end`: the roll
    may be at its end soon."""

    trouble: str = ""
    near_end: bool = False


class SeriesAnswered(Struct, frozen=True):
    """The ledger's answer to a question for spare numbers."""

    answer: Answer


class SeriesSilent(Struct, frozen=True):
    """Nobody answered a question for spare numbers."""


class StaffAnswered(Struct, frozen=True):
    """What the ledger said, or not, to staff at this screen."""

    answer: Answer | Unanswered


class Broke(Struct, frozen=True):
    """Something in the screen's own program failed."""


OfNumber = (
    Answered
    | Silent
    | SlipGrows
    | SlipTaken
    | SlipLost
    | Noted
    | NotNoted
    | PrinterSeen
    | SeriesAnswered
    | SeriesSilent
    | StaffAnswered
    | Broke
)
OfKept = Noted | NotNoted | WordsLost
Told = OfNumber | WordsLost


class SpareBlock(Struct, frozen=True):
    """A series of spare numbers that the ledger granted, and how many of it were given, the last
    of them at `latest`."""

    granted: SeriesGranted
    used: int = 0
    latest: datetime | None = None

    @property
    def left(self) -> int:
        """How many there still are."""
        return self.granted.last - self.granted.first + 1 - self.used


class Spare(Struct, frozen=True):
    """A spare number, and the time of its touch."""

    given: TicketReserved
    at: datetime


Settling = ActivateTicket | VoidTicket | MergeTicket | RecordReprint
"""How the ledger is told what became of a number; of a spare one and a second slip it hears only
so."""


class Open(Struct, frozen=True):
    """A transaction in the screen's hands: what a restart must know of it.

    `given` None: asked for, and nobody has seen a number. Otherwise a slip may be out (`on_paper`,
    which journals of before do not say), or the number was on the screen.
    """

    request: ReserveTicket
    given: TicketReserved | None = None
    on_paper: bool = False


class Ask(Struct, frozen=True):
    """Ask the ledger for a number; `Answered` or `Silent` follows."""

    request: ReserveTicket


class Settle(Struct, frozen=True):
    """Tell the ledger what became of a number, through any failure."""

    request: Settling


class HandIn(Struct, frozen=True):
    """Tell the ledger of an opinion, through any failure, once it is on disk: `Noted` follows, or
    `NotNoted`, and then nothing of it is kept."""

    request: LeaveOpinion


class Print(Struct, frozen=True):
    """Print the slip of this job (the reservation's id). `again`: a second slip of a number that
    is held already, marked so."""

    job: RequestId
    ticket: TicketId
    number: str
    queue: str
    ahead: int | None  # None: nobody can know
    windows: tuple[int, ...]
    item: ItemId
    priority: bool
    at: datetime
    again: bool = False
    reservation: RequestId = NO_REQUEST  # by which its link is known; none: no link
    wait: Sentences = Sentences("", "")  # how long it may take, in minutes
    mark: Sentences = Sentences("", "")  # what tells it from others: 备用号


class PrintMaterials(Struct, frozen=True):
    """Print the list of what an item needs, for somebody to take home. `job` is of the touch that
    asked for it; `SlipTaken` or `SlipLost` follows, and no number hangs on it."""

    job: RequestId
    item: Item
    at: datetime
    ready: frozenset[int] = frozenset()  # places of what is ticked


class TryPrinter(Struct, frozen=True):
    """Print two lines that say `words`: a roll is new. `SlipTaken` or `SlipLost` follows."""

    job: RequestId
    words: Wording


class Note(Struct, frozen=True):
    """Write down durably all that is open.

    `job` waits for it: `Noted` follows, later, or `NotNoted`; only then is it asked for or printed.
    """

    open: tuple[Open, ...]
    job: RequestId = NO_REQUEST


class AskSeries(Struct, frozen=True):
    """Ask the ledger for spare numbers; `SeriesAnswered` or `SeriesSilent` follows."""

    request: GrantSeries


class KeepSeries(Struct, frozen=True):
    """Have these blocks on disk, before anything that is noted after this."""

    blocks: tuple[SpareBlock, ...]


class AskStaff(Struct, frozen=True):
    """Staff sign in at this screen, or leave it; `StaffAnswered` follows."""

    request: SignIn | SignOut


class Alarm(Struct, frozen=True):
    """Tell staff; `reason` empty: the trouble is over."""

    code: AlertCode
    reason: str


Printed = Print | PrintMaterials | TryPrinter
Effect = Ask | Settle | HandIn | Printed | Note | AskSeries | KeepSeries | AskStaff | Alarm
