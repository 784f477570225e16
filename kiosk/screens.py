"""The screens of the ticket kiosk, as frozen values: what is shown and nothing else. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from broker.domain.catalogue import Item
from broker.domain.hall import PriorityClass


class Purpose(Enum):
    """What the visitor came to this list for."""

    TAKE = "take"  # a number: an item leads to its queue
    GUIDE = "guide"  # what an item needs: an item leads to its page


class Trouble(Enum):
    """Why no number can be had here and now."""

    CLOSED = "closed"  # out of hours
    AWAY = "away"  # the ledger does not answer
    REFUSED = "refused"  # the ledger answered no: quota, queue closed
    BROKEN = "broken"  # the kiosk itself


@dataclass(frozen=True, slots=True)
class Home:
    """Three ways to go on, and the six busiest queues."""


@dataclass(frozen=True, slots=True)
class Choose:
    """The departments."""

    purpose: Purpose
    page: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """Own keypad, results as one types."""

    purpose: Purpose
    text: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one department, in pages."""

    purpose: Purpose
    department: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the catalogue knows of one item."""

    item: Item


@dataclass(frozen=True, slots=True)
class Confirm:
    """Last look before a number is taken. `key` is the idempotency key of this one touch:
    however often 取号 is pressed on this screen, the ledger is asked for one number."""

    queue: str
    key: str
    item: Item | None = None
    group: PriorityClass = PriorityClass.ORDINARY


@dataclass(frozen=True, slots=True)
class Printing:
    """Between the touch and the slip. `number` is empty until the ledger has given one."""

    queue: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """The number. `on_paper` False: the citizen has noted it from the screen."""

    queue: str
    number: str
    ahead: int
    windows: tuple[int, ...]
    on_paper: bool = True


@dataclass(frozen=True, slots=True)
class Remember:
    """The paper failed, or was known to: number large, 我已记下. At `until` the number is given
    up, or kept where there may be a slip (`maybe_paper`)."""

    queue: str
    number: str
    ticket: str  # what the QR code holds, as on the slip
    ahead: int
    windows: tuple[int, ...]
    until: float
    maybe_paper: bool = False


@dataclass(frozen=True, slots=True)
class Cannot:
    """What does not work, why, and where to go. `zh` and `en` carry the ledger's own sentence."""

    trouble: Trouble
    queue: str = ""
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """我的排队进度: a number typed, the people before it."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class StillThere:
    """您还在吗? over another screen; home at `until` (monotonic seconds)."""

    under: Screen
    until: float


Screen = (
    Home
    | Choose
    | Search
    | Items
    | Guidance
    | Confirm
    | Printing
    | Ticket
    | Remember
    | Cannot
    | Progress
    | StillThere
)


class Language(Enum):
    """The language of the screens."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Comfort:
    """How this visitor wants the screens; forgotten with the visitor."""

    language: Language = Language.ZH
    elder: bool = False
    low: bool = False  # all controls in the lower half, for a wheelchair


PLAIN = Comfort()
HOME = Home()
