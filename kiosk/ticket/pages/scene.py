"""What a page is made from, and what comes of it: values for QML, and what can be touched. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct

from broker.domain.hall import Hall
from broker.domain.plan import Spot
from broker.domain.slips import SlotSide
from kiosk.ticket.cards import NO_PLACE, CardPlace
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import MaterialTicked, Touch
from kiosk.ticket.screens import NOBODY, Comfort, Holder, Screen
from kiosk.ticket.search import ItemSearch
from kiosk.ticket.worldview import World
from kiosk.words.values import Page

Touches = Mapping[str, Touch]  # by the name that QML gives to what is touched


class Scene(Struct, frozen=True):
    """Everything a page may show. `seconds` is the monotonic now, `local` the hall's; `wide`: the
    glass is, and there no low mode is needed; `slot`: where slips come out. `ticks` are the
    materials this visitor has ready; `spot` is where this kiosk stands; `samples` has the addresses
    of pictures by name."""

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
    search: ItemSearch | None = None
    holder: Holder = NOBODY
    card_place: CardPlace = NO_PLACE
    wide: bool = False
    slot: SlotSide = SlotSide.BELOW
    ticks: frozenset[MaterialTicked] = frozenset()
    spot: Spot | None = None
    samples: Mapping[str, str] = MappingProxyType({})

    @property
    def flat(self) -> bool:
        """Whether the working area is lower than wide: two columns, fewer at a time."""
        return self.wide or self.comfort.low


class Touchable(Struct, frozen=True):
    """A page, and what each named thing on it means when it is touched."""

    page: Page
    touches: Touches = MappingProxyType({})
