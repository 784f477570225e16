"""What a page is made from, and what comes of it: values for QML, and what can be touched. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from broker.domain.cases import Cases
from broker.domain.common_words import CommonWord
from broker.domain.hall import Hall
from broker.domain.notices import Notice
from broker.domain.plan import Spot
from broker.domain.slips import SlotSide
from kiosk.ticket.card_place import NO_PLACE, CardPlace
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.corner_known import CornerKnown
from kiosk.ticket.events import MaterialTicked, Touch
from kiosk.ticket.measures import GlassSize, Room, room
from kiosk.ticket.screens import NOBODY, Comfort, Holder, Language, Screen
from kiosk.ticket.worldview import World
from kiosk.words import Wording
from kiosk.words.values import Page

if TYPE_CHECKING:
    from kiosk.ticket.finding import Learnt

Touches = Mapping[str, Touch]  # by the name that QML gives to what is touched


class Scene(Struct, frozen=True):
    """Everything a page may show. `seconds` is the monotonic now, `local` the hall's; `slot`: where
    slips come out. `ticks` are the materials this visitor has ready; `spot` is where this kiosk
    stands; `samples` has the addresses of pictures by name. `notices` are those of
    today; `cases` is the table of them, None while it was not read, and `cases_of` the hall's time
    at which it was written. `corner`, and which `kiosk` of
    what `version` it is, are for staff; `attract` is the
    address of the picture, or film, that stands over the page, if one does; `sign_film` of the
    hall's film in sign language. `voice`: pages can be read aloud;
    `reading`: this one is."""

    hall: Hall
    catalogue: Catalogue
    world: World
    screen: Screen
    comfort: Comfort
    seconds: float
    local: datetime
    connected: bool = True
    spares: frozenset[str] = frozenset()  # queues that a spare number would be given of
    printer_trouble: str = ""
    finding: Learnt | None = None
    common: tuple[CommonWord, ...] = ()
    holder: Holder = NOBODY
    card_place: CardPlace = NO_PLACE
    scanner: CardPlace = NO_PLACE
    glass: GlassSize = GlassSize()
    slot: SlotSide = SlotSide.BELOW
    ticks: frozenset[MaterialTicked] = frozenset()
    spot: Spot | None = None
    samples: Mapping[str, str] = MappingProxyType({})
    notices: tuple[Notice, ...] = ()
    cases: Cases | None = None
    cases_of: datetime | None = None
    corner: CornerKnown = CornerKnown()
    attract: str = ""
    attract_film: bool = False
    sign_film: str = ""
    voice: bool = False
    reading: bool = False
    kiosk: str = ""
    version: str = ""

    @property
    def room(self) -> Room:
        """Where a page is drawn."""
        return room(self.glass, elder=self.comfort.elder, low=self.comfort.low)

    @property
    def low(self) -> bool:
        """Whether everything keeps to the lower half."""
        return self.comfort.low and not self.glass.wide

    def said(self, words: Wording) -> str:
        """`words` as this visitor reads them."""
        return words.en if self.comfort.language is Language.EN else words.zh


class Touchable(Struct, frozen=True):
    """A page, and what each named thing on it means when it is touched."""

    page: Page
    touches: Touches = MappingProxyType({})
