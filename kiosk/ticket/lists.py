"""Lists of materials to take home: asked for, and what became of the paper. Pure."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from broker.domain.ids import NO_REQUEST, RequestId
from kiosk.issuing.events import Moment, PrintMaterials, SlipLost, SlipTaken
from kiosk.ticket.events import ListWanted
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.printout import Printout
from kiosk.ticket.screens import StillThere, TakeAway
from kiosk.ticket.take_home import ready


class Lists:
    """The one list that may be in the printer. It is no ticket: nothing of it is noted on disk, and
    one that is lost is asked for again by a touch."""

    def __init__(self, navigation: Navigation, mint: Callable[[], RequestId]) -> None:
        self._navigation = navigation
        self._mint = mint
        self._job = NO_REQUEST

    def wanted(self, wish: ListWanted, now: Moment) -> list[PrintMaterials]:
        """Print it; nothing more while it is on its way."""
        screen = self._navigation.screen
        if not isinstance(screen, TakeAway) or screen.sheet is Printout.PRINTING:
            return []
        self._job = self._mint()
        self._navigation.show(replace(screen, sheet=Printout.PRINTING), now)
        have = ready(wish.item, self._navigation.ticks)
        return [PrintMaterials(self._job, wish.item, now.at, have)]

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
