"""The opinion box at a kiosk: what is chosen, and handed in. Pure.

It goes through the outbox, so it is not lost with the network, the ledger or the power; and its id
is made as the box is opened, so that however often the key is pressed it is one opinion. Thanks are
said when it is on disk, and not before. What somebody writes is on the page where it is written, in
the box, and in the one request; whatever leads away from there forgets it.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.opinions.facts import About, OpinionKind, code_of
from broker.domain.opinions.requests import LeaveOpinion
from kiosk.issuing.events import Effect, HandIn, Moment, Noted, NotNoted
from kiosk.ticket.events import (
    AboutSaid,
    Aside,
    BoxOpened,
    KindSaid,
    OpinionGiven,
    WordsWanted,
    WordsWritten,
)
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.opinion_screens import (
    OpinionBox,
    OpinionThanks,
    OpinionWindow,
    OpinionWriting,
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
            case OpinionBox(), WordsWanted():
                self._navigation.go(OpinionWriting(screen.words), now)
            case OpinionWriting(text), WordsWritten():
                self._write(text, now)
            case OpinionBox(about=About.WINDOW, kind=OpinionKind()), OpinionGiven():
                self._navigation.go(OpinionWindow(screen), now)
            case OpinionBox(), OpinionGiven():
                return self._hand_in(screen, 0, now)
            case OpinionWindow(box), OpinionGiven(window):
                return self._hand_in(box, window, now)
            case _:
                pass
        return []

    def _write(self, text: str, now: Moment) -> None:
        """Back to the box that one came from, with what was written."""
        self._navigation.back(now)
        box = self._navigation.screen
        if isinstance(box, OpinionBox):
            self._navigation.amend(replace(box, words=text.strip()))

    def _hand_in(self, box: OpinionBox, window: int, now: Moment) -> list[Effect]:
        if box.kind is None or box.about is None:
            return []
        if not self._ration.left(now.seconds):
            self._end(OpinionThanks("", WhyNotTaken.OFTEN), now)
            return []
        self._ration.take(now.seconds)
        self._handed = box.key
        self._navigation.start_anew(replace(box, handed=True, words=""), now)
        request = LeaveOpinion(
            id=box.key,
            at=now.at,
            source=self._source,
            kind=box.kind,
            about=box.about,
            left_at=now.at,
            window=window,
            words=box.words,
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

    def words_lost(self, opinion: RequestId) -> list[Effect]:
        """The ledger could not keep what was written; told to who has just been thanked."""
        screen, code = self._navigation.screen, code_of(opinion)
        match screen:
            case OpinionThanks(code=thanked) if thanked == code:
                self._navigation.amend(replace(screen, words_lost=True))
            case StillThere(under=OpinionThanks(code=thanked) as under) if thanked == code:
                self._navigation.amend(replace(screen, under=replace(under, words_lost=True)))
            case _:
                pass
        return []

    def _end(self, thanks: OpinionThanks, now: Moment) -> None:
        self._navigation.start_anew(thanks, now)
