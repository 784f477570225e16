"""The opinion box at a kiosk: what is chosen, and handed in. Pure.

It goes through the outbox, so it is not lost with the network, the ledger or the power; and its id
is made as the box is opened, so that however often the key is pressed it is one opinion. Thanks are
said when it is on disk, and not before.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.opinions.facts import About, OpinionKind, code_of
from broker.domain.opinions.requests import LeaveOpinion
from kiosk.issuing.events import Effect, HandIn, Moment, Noted, NotNoted
from kiosk.ticket.events import AboutSaid, Aside, BoxOpened, KindSaid, OpinionGiven
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.opinion_screens import (
    OpinionBox,
    OpinionThanks,
    OpinionWindow,
    WhyNotTaken,
)
from kiosk.ticket.ration import Ration
from kiosk.ticket.screens import StillThere

MOST, WITHIN = 6, 600.0  # handed in at one kiosk, in so many seconds: a child who likes the key


class Opinions:
    """The box of one kiosk."""

    def __init__(self, navigation: Navigation, mint: Callable[[], RequestId], source: str) -> None:
        self._navigation = navigation
        self._mint = mint
        self._source = source
        self._ration = Ration(MOST, WITHIN)
        self._handed = NO_REQUEST  # of which the disk has not spoken yet

    def touched(self, touch: Aside, now: Moment) -> list[Effect]:
        """One of the keys of the box."""
        screen = self._navigation.screen
        match screen, touch:
            case OpinionBox(handed=True), _:
                pass  # it is chosen
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
            self._end(OpinionThanks("", WhyNotTaken.OFTEN), now)
            return []
        self._ration.take(now.seconds)
        self._handed = box.key
        self._navigation.start_anew(replace(box, handed=True), now)
        request = LeaveOpinion(
            id=box.key,
            at=now.at,
            source=self._source,
            kind=box.kind,
            about=box.about,
            left_at=now.at,
            window=window,
        )
        return [HandIn(request)]

    def is_of(self, job: RequestId) -> bool:
        """Whether this is the opinion that was handed in last."""
        return bool(job) and job == self._handed

    def disk_said(self, said: Noted | NotNoted, now: Moment) -> list[Effect]:
        """Whether it is on disk; told to whoever waits for it, and to nobody else."""
        self._handed = NO_REQUEST
        screen = self._navigation.screen
        waiting = screen.under if isinstance(screen, StillThere) else screen
        if not isinstance(waiting, OpinionBox) or waiting.key != said.job:
            return []
        kept = isinstance(said, Noted)
        code = code_of(said.job) if kept else ""
        self._end(OpinionThanks(code, None if kept else WhyNotTaken.DISK), now)
        return []

    def _end(self, thanks: OpinionThanks, now: Moment) -> None:
        self._navigation.start_anew(thanks, now)
