"""Lists of materials to take home: asked for, and what became of the paper. Pure."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from broker.domain.catalogue import Item
from broker.domain.ids import NO_REQUEST, RequestId
from kiosk.issuing.events import Moment, PrintMaterials, SlipLost, SlipTaken
from kiosk.ticket.events import ListWanted
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.printout import Printout
from kiosk.ticket.ration import Ration
from kiosk.ticket.screens import StillThere, TakeAway
from kiosk.ticket.take_home import ready

MOST, WITHIN = 10, 600.0  # printed at one kiosk, in so many seconds: the roll is for numbers
FORGOTTEN = 120.0  # seconds, longer than any list takes: a printer that says nothing more


class Lists:
    """The one list that may be in the printer. It is no ticket: nothing of it is noted on disk, and
    one that is lost is asked for again by a touch."""

    def __init__(self, navigation: Navigation, mint: Callable[[], RequestId]) -> None:
        self._navigation = navigation
        self._mint = mint
        self._ration = Ration(MOST, WITHIN)
        self._job = NO_REQUEST
        self._of: Item | None = None
        self._until = 0.0

    def wanted(self, wish: ListWanted, now: Moment) -> list[PrintMaterials]:
        """Print it. While one is on its way nothing more is, from whichever page it is wanted: a
        slip would have to wait behind them all."""
        screen = self._navigation.screen
        if not isinstance(screen, TakeAway) or screen.sheet is Printout.PRINTING:
            return []
        if self._job and now.seconds < self._until:
            same = self._of == wish.item
            self._tell(screen, Printout.PRINTING if same else Printout.NOT_NOW, now)
            return []
        if not self._ration.left(now.seconds):
            self._tell(screen, Printout.NOT_NOW, now)
            return []
        return self._print(screen, wish.item, now)

    def _print(self, screen: TakeAway, item: Item, now: Moment) -> list[PrintMaterials]:
        self._ration.take(now.seconds)
        self._job, self._of, self._until = self._mint(), item, now.seconds + FORGOTTEN
        self._tell(screen, Printout.PRINTING, now)
        return [PrintMaterials(self._job, item, now.at, ready(item, self._navigation.ticks))]

    def _tell(self, screen: TakeAway, sheet: Printout, now: Moment) -> None:
        self._navigation.show(replace(screen, sheet=sheet), now)

    def heard(self, told: SlipTaken | SlipLost) -> bool:
        """Whether the printer spoke of a list; whoever still looks at it is told."""
        if not self._job or told.job != self._job:
            return False
        self._job = NO_REQUEST
        sheet = Printout.OUT if isinstance(told, SlipTaken) else Printout.LOST
        match self._navigation.screen:
            case TakeAway() as screen:
                self._navigation.amend(replace(screen, sheet=sheet))
            case StillThere(under=TakeAway() as under) as asking:
                self._navigation.amend(replace(asking, under=replace(under, sheet=sheet)))
            case _:
                pass
        return True
