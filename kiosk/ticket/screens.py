"""The screens of the ticket kiosk, as frozen values: what is shown and nothing else. Pure."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord
from broker.domain.hall import PriorityClass
from broker.domain.ids import RequestId
from broker.domain.notices import Notice
from broker.domain.waiting.ranging import Minutes
from kiosk.ticket.case_screens import CaseFound, CaseNumber
from kiosk.ticket.film_screens import BesideScreen
from kiosk.ticket.opinion_screens import OpinionScreen
from kiosk.ticket.printout import NoSlip, Printout

if TYPE_CHECKING:  # what only says what is in them, and takes long to import
    from broker.domain.requests import Standing
    from broker.domain.tickets.facts import WaitBasis
    from kiosk.input.came import CardProblem, CardRead


class Purpose(Enum):
    """What the visitor came to this list for."""

    TAKE = "take"  # a number: an item leads to its queue
    GUIDE = "guide"  # what an item needs: an item leads to its page


class GuideTab(StrEnum):
    """What of a guide is read at one time."""

    OVERVIEW = "overview"  # 概况
    MATERIALS = "materials"  # 申请材料
    STEPS = "steps"  # 办理流程, 时限
    GROUNDS = "grounds"  # 受理条件, 设定依据
    FEE = "fee"  # 收费标准及依据
    PLACE = "place"  # 办理窗口, 咨询与投诉电话
    QUESTIONS = "questions"  # 常见问题


class WhyCannot(Enum):
    """Why no number can be had here and now."""

    CLOSED = "closed"  # out of hours
    FULL = "full"  # all of today's numbers are given
    AWAY = "away"  # the ledger does not answer
    REFUSED = "refused"  # the ledger answered no: quota, queue closed
    UNKNOWN_CODE = "unknown-code"  # what was held before the scanner
    BROKEN = "broken"  # the kiosk itself


class Home(Struct, frozen=True):
    """The ways on, and the six busiest queues."""


class Choose(Struct, frozen=True):
    """The departments."""

    purpose: Purpose
    page: int = 0


class Search(Struct, frozen=True):
    """Results as one types. `further` readings of the letters are shown, or `digits` instead."""

    purpose: Purpose
    text: str = ""
    page: int = 0
    further: int = 0
    digits: bool = False


class Common(Struct, frozen=True):
    """Common matters, in people's own words."""

    page: int = 0


class Meant(Struct, frozen=True):
    """哪一种？: which of the items that a common word may mean; or where else one goes."""

    purpose: Purpose
    word: CommonWord
    page: int = 0


class Queues(Struct, frozen=True):
    """只要号: every queue, and a number of it at a touch."""

    page: int = 0


class Items(Struct, frozen=True):
    """The items of one department, in pages."""

    purpose: Purpose
    department: str
    page: int = 0


class HeadItems(Struct, frozen=True):
    """Those of a department whose names begin alike, by their numbers; `whole`: in one list."""

    purpose: Purpose
    department: str
    numbers: tuple[int, ...]
    whole: bool = False
    page: int = 0


class Guidance(Struct, frozen=True):
    """What the catalogue knows of one item: a `tab` of it, and the `leaf` of what is long."""

    item: Item
    tab: GuideTab = GuideTab.OVERVIEW
    leaf: int = 0


class Sample(Struct, frozen=True):
    """The picture of one material of an item, as large as the glass lets it be."""

    item: Item
    material: int


class TakeAway(Struct, frozen=True):
    """An item's list of materials, to take home: as a code to photograph, or on paper."""

    item: Item
    sheet: Printout = Printout.NONE


class Confirm(Struct, frozen=True):
    """Last look before a number is taken. `key`: one, however often 取号 is touched here."""

    queue: str
    key: RequestId
    item: Item | None = None
    group: PriorityClass = PriorityClass.ORDINARY
    anyway: bool = False  # a second number of this queue is wanted


class Already(Struct, frozen=True):
    """They `had` a number when another was `wanted`; None: by the code of an appointment."""

    had: Standing
    wanted: Confirm | None


class Printing(Struct, frozen=True):
    """Until the slip is out. `number`: "" before one is given; `share` of the slip, 0 to 1."""

    queue: str
    number: str = ""
    share: float = 0.0


class YourTicket(Struct, frozen=True):
    """The number. `on_paper` False: it is noted from the screen; `no_slip` says why there is no
    second slip that was asked for. `wait` was given with it, because of `basis`."""

    queue: str
    number: str
    ahead: int
    windows: tuple[int, ...]
    on_paper: bool = True
    wait: Minutes | None = None
    basis: WaitBasis | None = None
    no_slip: NoSlip = NoSlip.NONE


class Remember(Struct, frozen=True):
    """The paper failed, or was known to: number large, 我已记下. At `until` the number is given
    up, or kept where there may be a slip (`maybe_paper`)."""

    queue: str
    number: str
    ahead: int
    windows: tuple[int, ...]
    until: float
    maybe_paper: bool = False
    wait: Minutes | None = None
    basis: WaitBasis | None = None


class Cannot(Struct, frozen=True):
    """What does not work, why, and where to go. `zh` and `en` carry the ledger's own sentence."""

    why: WhyCannot
    queue: str = ""
    zh: str = ""
    en: str = ""


class Progress(Struct, frozen=True):
    """我的排队进度: a number typed, the people before it."""

    text: str = ""


class Notices(Struct, frozen=True):
    """通知: what the hall has hung up."""

    page: int = 0


class NoticeText(Struct, frozen=True):
    """One notice, whole."""

    notice: Notice
    page: int = 0


class StillThere(Struct, frozen=True):
    """您还在吗? over another screen; home at `until` (monotonic seconds)."""

    under: Screen
    until: float


Screen = (
    Home
    | Choose
    | Search
    | Common
    | Meant
    | Queues
    | Items
    | HeadItems
    | Guidance
    | Sample
    | TakeAway
    | Confirm
    | Already
    | Printing
    | YourTicket
    | Remember
    | Cannot
    | Progress
    | Notices
    | NoticeText
    | BesideScreen
    | CaseNumber
    | CaseFound
    | OpinionScreen
    | StillThere
)


class Language(Enum):
    """The language of the screens."""

    ZH = "zh"
    EN = "en"


class Comfort(Struct, frozen=True):
    """How this visitor wants the screens; forgotten with the visitor."""

    language: Language = Language.ZH
    elder: bool = False
    low: bool = False  # all controls in the lower half, for a wheelchair
    contrast: bool = False  # black, white and yellow; nothing moves
    louder: int = 0  # steps of the voice, from the hall's own


PLAIN = Comfort()


class Holder(Struct, frozen=True):
    """Whose ID card was laid down, masked; forgotten with the visitor. `problem` is what was wrong
    with the card that was laid down last."""

    card: CardRead | None = None
    problem: CardProblem | None = None


NOBODY = Holder()
HOME = Home()


class HomeWay(Struct, frozen=True):
    """A way on from home; its words are `way.<name>` and `way.<name>.sub`."""

    name: str
    icon: str
    leads_to: Screen


WAYS = (
    HomeWay("take", "ticket", Choose(Purpose.TAKE)),
    HomeWay("guide", "book", Choose(Purpose.GUIDE)),
    HomeWay("queues", "printer", Queues()),
    HomeWay("progress", "people", Progress()),
)
