"""The opinion box at a kiosk: what is chosen, and handed in. Pure.

It goes through the outbox, so it is not lost with the network, the ledger or the power; and its id
is made as the box is opened, so that however often the key is pressed it is one opinion.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from broker.domain.ids import RequestId
from broker.domain.opinions.facts import About, OpinionKind, code_of
from broker.domain.opinions.requests import LeaveOpinion
from kiosk.issuing.events import Effect, Moment, Settle
from kiosk.ticket.events import AboutSaid, Aside, BoxOpened, KindSaid, OpinionGiven
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.opinion_screens import OpinionBox, OpinionThanks, OpinionWindow
from kiosk.ticket.ration import Ration

MOST, WITHIN = 6, 600.0  # handed in at one kiosk, in so many seconds: a child who likes the key


class Opinions:
    """The box of one kiosk."""

    def __init__(self, navigation: Navigation, mint: Callable[[], RequestId], source: str) -> None:
        self._navigation = navigation
        self._mint = mint
        self._source = source
        self._ration = Ration(MOST, WITHIN)

    def touched(self, touch: Aside, now: Moment) -> list[Effect]:
        """One of the keys of the box."""
        screen = self._navigation.screen
        match screen, touch:
            case _, BoxOpened():
                self._navigation.go(OpinionBox(self._mint()), now)
            case OpinionBox(), KindSaid(kind):
                self._navigation.amend(replace(screen, kind=kind))
            case OpinionBox(), AboutSaid(about):
                self._navigation.amend(replace(screen, about=about))
            case OpinionBox(about=About.WINDOW, kind=OpinionKind()), OpinionGiven():
                self._navigation.go(OpinionWindow(screen), now)
            case OpinionBox(), OpinionGiven():
                return self._hand_in(screen, 0, now)
            case OpinionWindow(box), OpinionGiven(window):
                return self._hand_in(box, window, now)
            case _:
                pass
        return []

    def _hand_in(self, box: OpinionBox, window: int, now: Moment) -> list[Effect]:
        if box.kind is None or box.about is None:
            return []
        if not self._ration.left(now.seconds):
            self._navigation.start_anew(OpinionThanks(""), now)
            return []
        self._ration.take(now.seconds)
        self._navigation.start_anew(OpinionThanks(code_of(box.key)), now)
        request = LeaveOpinion(
            id=box.key,
            at=now.at,
            source=self._source,
            kind=box.kind,
            about=box.about,
            left_at=now.at,
            window=window,
        )
        return [Settle(request)]
