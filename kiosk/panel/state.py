"""What the clerk's panel knows, and what can be pressed on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from broker.domain.ids import NO_STAFF, StaffId
from broker.domain.requests import AnyRequest, Standing
from broker.wire.messages import DeviceState, QueueState, WindowState, WindowStatus
from kiosk.words import NOTHING, Wording


class PanelKey(StrEnum):
    """What can be pressed."""

    MAIN = "main"
    RECALL = "recall"
    MISS = "miss"
    TRANSFER = "transfer"
    NOTE = "note"  # for the next window
    PAUSE = "pause"
    CHOOSE = "choose"  # whom to call, where the hall allows it
    UNDO = "undo"  # for ten seconds after each step
    SIGN_OUT = "sign-out"
    CANCEL = "cancel"


class Picking(StrEnum):
    """What is being chosen before a request can be made."""

    NOTHING = ""
    QUEUE = "queue"
    WINDOW = "window"
    REASON = "reason"
    TICKET = "ticket"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a press is stamped with: hall time, the monotonic second it came, however late it is
    handled, and a fresh id for a request."""

    at: datetime
    now: float
    id: str


@dataclass(slots=True)
class PanelState:
    """What the panel knows. Everybody reads it; `PanelFlow` alone changes it."""

    up: bool = False
    window: WindowState | None = None
    queues: dict[str, QueueState] = field(default_factory=dict)
    display: DeviceState | None = None
    evaluator: DeviceState | None = None
    clerk: StaffId = NO_STAFF
    name: str = ""  # of the clerk, as the ledger told it
    out: AnyRequest | None = None
    sentence: Wording = NOTHING
    hint: Wording = NOTHING  # why a key that was pressed does nothing
    picking: Picking = Picking.NOTHING
    picked_queue: str = ""
    searched: str = ""  # letters typed to make the open list shorter
    waiting: tuple[Standing, ...] = ()  # who may be chosen, first who would be called first
    page: int = 0
    session: str = ""  # what the ledger gave who signed in, shown with each request
    unsaid_note: str = ""  # that was typed when the session was over already
    idle_locked: bool = False  # left alone: whoever sits here says the PIN again

    @property
    def status(self) -> WindowStatus:
        """What the window is doing; closed while nobody has told."""
        return self.window.status if self.window else WindowStatus.CLOSED

    @property
    def free(self) -> bool:
        """Something may be pressed: the server is there and nothing is out."""
        return self.up and self.out is None

    def pick(self, picking: Picking) -> None:
        """Open a list (or with NOTHING close it) at its first page."""
        self.picking = picking
        self.page = 0
        self.searched = ""
        self.hint = NOTHING
        self.sentence = NOTHING if picking else self.sentence
