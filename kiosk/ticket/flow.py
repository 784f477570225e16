"""The visitor's journey through the screens: `(event, now) -> [effects]`. Pure.

The screen now is `flow.screen`; how the visitor wants it is `flow.comfort`. Moving from screen to
screen is in `navigation`; taking a number is a transaction, see `kiosk.issuing.transaction`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo

from broker.domain.alerts import AlertCode
from broker.domain.hall import Hall
from broker.domain.ids import RequestId
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Effect, Moment, Told
from kiosk.issuing.paper_watch import PaperWatch
from kiosk.issuing.series import Series
from kiosk.issuing.transaction import ORPHAN_SECONDS, Reserving, Stage, TicketTransaction
from kiosk.qt.steady import STEADY_SECONDS
from kiosk.ticket import events, screens, told
from kiosk.ticket.aloud import Aloud
from kiosk.ticket.asides import Asides
from kiosk.ticket.attract import AttractTime
from kiosk.ticket.cards import CardEvent
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.choices import Wanted, chosen
from kiosk.ticket.corner import Corner
from kiosk.ticket.events import Press, Pressed, Tap, Touch
from kiosk.ticket.lists import Lists
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.opinion_screens import OpinionWriting
from kiosk.ticket.patience import time_out
from kiosk.ticket.screens import Comfort, Screen
from kiosk.ticket.second_slips import SecondSlips
from kiosk.ticket.sparing import hear
from kiosk.ticket.staff_screens import ForStaff
from kiosk.ticket.stages import screen_of
from kiosk.ticket.taking import NumberTaking

__all__ = ["ORPHAN_SECONDS", "STEADY_SECONDS", "Event", "Flow"]

Happening = Touch | Tap | Told | events.Heard
Event = Happening | CardEvent


class Flow:
    """One ticket kiosk. `mint` makes a new request id; `opens` is what a journal kept, `blocks` the
    spare numbers."""

    def __init__(
        self,
        hall: Hall,
        catalogue: Catalogue,
        source: str,
        zone: tzinfo,
        mint: Callable[[], RequestId],
        opens: Iterable[issuing.Open] = (),
        blocks: Iterable[issuing.SpareBlock] = (),
    ) -> None:
        self._navigation = Navigation()
        self._lists = Lists(self._navigation, mint)
        self._asides = Asides(hall, self._navigation, mint, source)
        self.aloud = Aloud(self._navigation, hall.voice.volume)
        self._second = SecondSlips(hall, self._navigation, source)
        self.attract = AttractTime(hall.attract, self._navigation)
        self.corner = Corner(source, self._navigation, mint)
        self._hall = hall
        self._catalogue = catalogue
        self._zone = zone
        self._mint = mint
        self._source = source
        self.series = Series(hall, source, zone, mint, blocks)
        held = hall.kiosk.remembered_seconds
        self._transaction = TicketTransaction(source, held, opens, self.series)
        self._taking = NumberTaking(
            hall, zone, mint, source, self._navigation, self.series, self._transaction
        )
        self.cards = self._taking.cards
        self._followed: Stage = None
        self._paper = PaperWatch()

    @property
    def screen(self) -> Screen:
        """What is shown now."""
        return self._navigation.screen

    @property
    def comfort(self) -> Comfort:
        """How this visitor wants it."""
        return self._navigation.comfort

    @property
    def ticks(self) -> frozenset[events.MaterialTicked]:
        """The materials that this visitor has ready."""
        return self._navigation.ticks

    @property
    def alone_since(self) -> float | None:
        """The second since which nobody is there, or None: somebody is."""
        return self._navigation.alone_since

    @property
    def connected(self) -> bool:
        """Whether the hall's bus is there."""
        return self._taking.connected

    @property
    def printer_trouble(self) -> str:
        """What keeps slips from coming out; "" for nothing."""
        return self._taking.printer_trouble

    def start(self, now: Moment) -> list[Effect]:
        """Settle what the last run left open."""
        self._navigation.light(now)
        return self._transaction.restart(now)

    def receive(self, event: Event, now: Moment) -> list[Effect]:
        """Take what happened; `screen` may have changed afterwards."""
        if isinstance(event, CardEvent):
            effects = self.cards.came(event, now)
        else:
            effects = self._receive(event, now)
        self._follow(now)
        self._navigation.let_go()
        self.corner.noted(effects)
        return effects

    def _receive(self, event: Happening, now: Moment) -> list[Effect]:
        match event:
            case issuing.SlipTaken() | issuing.SlipLost() if self._apart(event):
                return self._second.heard(event, now)
            case issuing.SlipGrows(job, share):
                ours = self._transaction.is_of(job) or self._second.is_of(job)
                return self._navigation.grow(share) if ours else []
            case issuing.Answered() | issuing.Silent() | issuing.SlipTaken() | issuing.SlipLost():
                return told.hear(self._transaction, event, now)
            case (
                issuing.Noted() | issuing.NotNoted() | issuing.WordsLost() | issuing.StaffAnswered()
            ):
                return self._said(event, now)
            case issuing.PrinterSeen(trouble):
                self._taking.printer_trouble = trouble
                paper = self._paper.seen(event, now)
                return [issuing.Alarm(AlertCode.PRINTER, trouble), *paper]
            case events.BusSeen(up):
                return self._bus_seen(up, now)
            case issuing.SeriesAnswered() | issuing.SeriesSilent() | events.QueueHeard():
                return hear(self.series, event, now)
            case issuing.Broke():
                return told.broke(self._transaction, self._navigation, now)
            case events.PageDrawn() | events.PageRead():
                return self.aloud.heard(event, now)
            case _:
                tap = event if isinstance(event, Tap) else Tap(event, now.seconds, 0.0, 0.0)
                return self._touch(tap, now)

    def tick(self, now: Moment) -> list[Effect]:
        """Let time-outs happen."""
        effects: list[Effect] = []
        again = self._transaction.retry_at
        if again is not None and again <= now.seconds:
            effects += self._transaction.ask_orphans(now)
        effects += self.series.tick(now)
        due = self._due()
        if due is not None and due <= now.seconds:
            effects += self._time_out(now)
            self._follow(now)
        return effects

    def next_wakeup(self) -> float | None:
        """Monotonic second at which `tick` is wanted, or None."""
        waits = (self._due(), self._transaction.retry_at, self.series.due)
        return min((at for at in waits if at is not None), default=None)

    def _apart(self, told: issuing.SlipTaken | issuing.SlipLost) -> bool:
        """Whether the paper is not that of a first slip."""
        others = self._lists.heard(told) or self.corner.heard(told)
        return others or self._second.is_of(told.job)

    def _said(self, said: issuing.OfKept | issuing.StaffAnswered, now: Moment) -> list[Effect]:
        """By the disk, or by the ledger to staff."""
        if isinstance(said, issuing.StaffAnswered):
            return self.corner.answered(said.answer, now)
        opinions = self._asides.opinions
        if isinstance(said, issuing.WordsLost):
            return opinions.words_lost(said.job)
        its_own = opinions if opinions.is_of(said.job) else self._transaction
        return its_own.disk_said(said, now)

    def _bus_seen(self, up: bool, now: Moment) -> list[Effect]:
        self._taking.connected = up
        orphans = self._transaction.ask_orphans(now) if up else []
        return [*orphans, *self.series.connection(up, now)]

    # what the screens wait for

    def _due(self) -> float | None:
        deadline = self._second.due() or self._transaction.deadline
        return self.aloud.due(time_out(self._navigation, self._hall.kiosk, deadline))

    def _time_out(self, now: Moment) -> list[Effect]:
        match self.screen:
            case _ if self.aloud.given_up(now):
                pass
            case screens.Printing():
                return self._second.too_long(now) or self._transaction.too_long(now)
            case screens.Remember():
                effects = self._transaction.give_up(now)
                self._navigation.leave(now)
                return effects
            case screens.YourTicket() | screens.StillThere() | screens.Home() | ForStaff():
                return self.corner.leave(now)
            case _:
                until = now.seconds + self._hall.kiosk.still_there_seconds
                self._navigation.show(screens.StillThere(self.screen, until), now)
        return []

    # touches

    def _touch(self, touched: Tap, now: Moment) -> list[Effect]:
        if not self._navigation.touch(touched, now):
            return []
        touch = touched.touch
        if self.aloud.touched(touch, now):
            return []
        match self.screen, touch:
            case _ if (staff := self.corner.touched(touch, now)) is not None:
                return staff
            case screens.Printing(), _:
                return []  # nothing to decide until the paper has spoken
            case screens.Remember(), _:
                return self._transaction.noted(now) if touch == Pressed(Press.REMEMBERED) else []
            case screens.YourTicket(), _:
                self._navigation.leave(now)
                return []
            case screens.StillThere(under=under), _:
                self._navigation.show(under, now)
                return []
            case _:
                return self._wander(touch, now)

    def _wander(self, touch: Touch, now: Moment) -> list[Effect]:
        match touch:
            case Pressed(key):
                return self._press(key, now)
            case events.GoTo(screen):
                self._navigation.go(screen, now)
            case events.DepartmentChosen() | events.QueueChosen() | events.ItemChosen():
                self._choose(touch, now)
            case events.GroupChosen() | events.Typed() | events.WordChosen():
                self._navigation.edit(touch)
            case events.MaterialTicked():
                self._navigation.tick(touch)
            case events.ListWanted():
                return [*self._lists.wanted(touch, now)]
            case events.NumberWanted(queue):
                return self._taking.reserve(screens.Confirm(queue, self._mint()), True, now)
            case events.CodeWanted() | events.CodeEntered():
                return self.cards.codes.touched(touch, now)
            case _:  # the corner has had its own
                return self._asides.touched(touch, now)
        return []

    def _press(self, key: Press, now: Moment) -> list[Effect]:
        match key:
            case Press.TAKE | Press.ON_SCREEN:
                return self._taking.take(key is Press.TAKE, now)
            case Press.BACK if isinstance(self.screen, OpinionWriting):
                return self._asides.touched(events.WordsWritten(), now)  # nothing typed is lost
            case Press.SECOND_SLIP:
                return self._second.wanted(self._mint(), self.printer_trouble, now)
            case _:
                self._navigation.press(key, now)
        return []

    def _choose(self, choice: events.Choice, now: Moment) -> None:
        match chosen(choice, self.screen, self._catalogue):
            case Wanted(queue, item):
                self._taking.confirm(queue, item, now)
            case None:
                pass
            case screen:
                self._navigation.go(screen, now)

    def _follow(self, now: Moment) -> None:
        """Show how far the visitor's transaction has come, each time it has come further."""
        stage = self._transaction.stage
        if stage is self._followed:
            return
        self._followed = stage
        match stage:
            case Reserving(queue):
                self._navigation.start_anew(screens.Printing(queue), now)
            case None:
                pass  # given up: the flow has left already
            case _:
                self._navigation.show(screen_of(stage, self.cards.wanted), now)
                self.corner.showed(self.screen, now)
