"""What the guide desk knows. Read by its looks, changed by its flow and the flow's parts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo

from msgspec import Struct

from broker.domain.hall import SETTLERS, Hall
from broker.domain.ids import StaffId, TicketId
from broker.domain.kiosks import GuideDesk
from broker.domain.tickets.facts import DeskStep
from broker.wire.messages import QueueState
from kiosk.guide_desk.asking import DeskQuestions
from kiosk.guide_desk.screens import EmptySeat, Screen
from kiosk.issuing.paper_watch import PaperWatch
from kiosk.issuing.reprinting import Reprint
from kiosk.issuing.transaction import TicketTransaction
from kiosk.staff.signing_in import StaffSeat
from kiosk.words import NOTHING, Wording
from kiosk.words.values import Tone


class StepDone(Struct, frozen=True):
    """What was done last with a ticket, to be taken back until `until` (monotonic seconds)."""

    step: DeskStep
    ticket: TicketId
    number: str
    until: float


class Resumed(Struct, frozen=True):
    """What stood before `guide`, who will find it there after signing in again."""

    guide: StaffId
    screen: Screen


@dataclass(slots=True)
class DeskState:
    """Everything one guide desk knows. `printer_trouble` is empty while slips can be printed;
    `broken` once the disk would not take what must be remembered."""

    hall: Hall
    desk: GuideDesk
    zone: tzinfo
    transaction: TicketTransaction
    asking: DeskQuestions
    seat: StaffSeat
    queues: dict[str, QueueState] = field(default_factory=dict)
    screen: Screen = field(default_factory=EmptySeat)
    resumed: Resumed | None = None  # where somebody was when their session ended
    up: bool = False
    broken: bool = False
    printer_trouble: str = ""
    paper: PaperWatch = field(default_factory=PaperWatch)
    reprint: Reprint | None = None
    done: StepDone | None = None
    keypad: bool = False
    sentence: Wording = NOTHING
    tone: Tone = Tone.WARN
    resting_until: float = 0.0  # all keys

    @property
    def guide(self) -> StaffId:
        """Who sits here; NO_STAFF: nobody."""
        return self.seat.staff

    def tell(self, sentence: Wording, tone: Tone = Tone.WARN) -> None:
        """Show a sentence until something else is pressed."""
        self.sentence, self.tone = sentence, tone

    @property
    def may_read(self) -> bool:
        """Whoever sits here may settle opinions, and so read what was written with them."""
        member = self.hall.member(self.guide)
        return member is not None and member.role in SETTLERS

    @property
    def free(self) -> bool:
        """The ledger may be asked for something: it is there, and nothing is out."""
        return self.up and self.asking.out is None
