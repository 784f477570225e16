"""What happens at a ticket kiosk, beside what ledger and printer say: values only. Pure."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from broker.domain.catalogue import Item
    from broker.domain.hall import PriorityClass
    from broker.domain.ids import ItemId, RequestId
    from broker.domain.opinions.facts import About, OpinionKind
    from kiosk.ticket.screens import Screen


class Press(Enum):
    """A key that means the same wherever it stands."""

    HOME = "home"
    BACK = "back"
    TAKE = "take"
    ON_SCREEN = "on-screen"  # the number without paper
    REMEMBERED = "remembered"  # 我已记下
    SECOND_SLIP = "second-slip"  # of the number one has already
    CONTINUE = "continue"  # yes, still there
    PREVIOUS = "previous"
    NEXT = "next"
    ERASE = "erase"
    CLEAR = "clear"
    FURTHER = "further"  # more of what the letters may stand for
    DIGITS = "digits"
    ENGLISH = "english"
    ELDER = "elder"
    LOW = "low"
    READ = "read"  # aloud, and no longer
    SOFTER = "softer"
    LOUDER = "louder"
    CONTRAST = "contrast"


class Pressed(Struct, frozen=True):
    """One of the keys above."""

    key: Press


WOKEN = Pressed(Press.CONTINUE)  # at home: from pictures


class GoTo(Struct, frozen=True):
    """A key that leads to another screen, and decides nothing else."""

    screen: Screen


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


class MaterialTicked(Struct, frozen=True):
    """备好了: a material, by its place in the item's list; once more takes the tick back."""

    item: ItemId
    material: int


class ListWanted(Struct, frozen=True):
    """The list of an item's materials, on paper."""

    item: Item


class Typed(Struct, frozen=True):
    """One letter or digit."""

    character: str


class CornerKey(Enum):
    """What staff touch: two corners of the glass, which nothing marks, and keys behind them."""

    HELD = "corner-held"  # the upper left corner, for three seconds
    OTHER = "corner"  # the upper right one
    ENTER = "enter"  # what was typed
    TRY = "try"  # the printer, after a new roll
    RESTART = "restart"
    DESKTOP = "desktop"
    END = "end"  # yes


class CornerTouched(Struct, frozen=True):
    """One of these."""

    key: CornerKey


class BoxOpened(Struct, frozen=True):
    """意见箱."""


class KindSaid(Struct, frozen=True):
    """What an opinion is."""

    kind: OpinionKind


class AboutSaid(Struct, frozen=True):
    """What it is about."""

    about: About


class WordsWanted(Struct, frozen=True):
    """写几句: somebody has more to say."""


class WordsWritten(Struct, frozen=True):
    """写好了."""


class OpinionGiven(Struct, frozen=True):
    """It is handed in, or which window it concerns is asked first; there 0 is none of them."""

    window: int = 0


class CodeWanted(Struct, frozen=True):
    """预约取号: somebody has the code of an appointment."""


class CodeEntered(Struct, frozen=True):
    """The code is typed."""


class CaseAsked(Struct, frozen=True):
    """The case whose number was typed is asked for."""


class WordChosen(Struct, frozen=True):
    """What stands in the field now: a word was chosen for its letters."""

    text: str


class NumberWanted(Struct, frozen=True):
    """A number of this queue, at once."""

    queue: str


CodeTouch = CodeWanted | CodeEntered
OpinionTouch = BoxOpened | KindSaid | AboutSaid | WordsWanted | WordsWritten | OpinionGiven
Choice = DepartmentChosen | QueueChosen | ItemChosen
Edit = GroupChosen | Typed | WordChosen
Ticking = MaterialTicked | ListWanted
Aside = CornerTouched | OpinionTouch | CaseAsked
Touch = Pressed | GoTo | Choice | Edit | NumberWanted | Ticking | CodeTouch | Aside


class Tap(Struct, frozen=True):
    """A touch, and what is known of the finger: when it `came`, in monotonic seconds, however late
    it is handled; and where, in shares of the glass's longer side."""

    touch: Touch
    came: float
    x: float
    y: float


class PageDrawn(Struct, frozen=True):
    """The page that was last turned to is on the glass since `seconds` (monotonic). A glass that
    has told so once tells it of each page."""

    seconds: float


class QueueHeard(Struct, frozen=True):
    """The ledger told, `at` its own time, how many numbers of a queue are given. `live`: it said
    so now, and not before we listened."""

    queue: str
    issued: int
    at: datetime
    live: bool


class PageRead(Struct, frozen=True):
    """The page was read aloud to its end, or as far as the voice came."""


class SlipGiven(Struct, frozen=True):
    """Somewhere in the hall a number was given, by this reservation."""

    reservation: RequestId
    number: str
    day: date


class BusSeen(Struct, frozen=True):
    """The bus came up or went down."""

    up: bool


Heard = BusSeen | QueueHeard | PageDrawn | PageRead
