"""Somebody at a ticket kiosk: a flow, its desk and its ledger, driven by hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from broker.domain.desks.requests import SignIn, SignOut
from broker.domain.hall import AT_STAFF_CORNER, Hall
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Effect
from kiosk.ticket import events
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import Press, Pressed, Touch
from kiosk.ticket.flow import STEADY_SECONDS, Event, Flow
from tests.stages.pins import compared
from tests.unit.kiosk_ledger import HALL, ITEMS, Desk, FakeLedger, moment

ZONE = ZoneInfo("Asia/Shanghai")


class Visitor:
    """A flow, its desk and its ledger, driven by hand."""

    def __init__(self, flow_type: type[Flow] = Flow, hall: Hall = HALL) -> None:
        self.minted = 0
        self.cut: int | None = None
        self.slow = False  # the disk
        self.staff_asked: list[SignIn | SignOut] = []
        self.seconds = 0.0
        self.desk = Desk()
        self.hall = hall
        self.catalogue = Catalogue(hall, ITEMS)
        self.ledger = FakeLedger()
        self.flow_type = flow_type
        self.boot()
        self.happens(events.BusSeen(True))

    def boot(self) -> None:
        self.flow = self.flow_type(
            self.hall, self.catalogue, "kiosk-1", ZONE, self.mint, self.desk.journal
        )
        self.perform(self.flow.start(moment(self.seconds)))

    def mint(self) -> str:
        self.minted += 1
        return f"touch-{self.minted:04d}"

    def happens(self, event: Event) -> None:
        self.perform(self.flow.receive(event, moment(self.seconds)))

    def held(self) -> HeldAs:
        """How the citizen holds the one number that was settled, and it was not voided."""
        (settled,) = self.desk.outbox
        assert isinstance(settled, ActivateTicket)
        return settled.paper

    def perform(self, effects: list[Effect]) -> None:
        """Carry out, unless the power fails after `cut` of the effects."""
        cut, self.cut = self.cut, None
        self.staff_asked += [each.request for each in effects if isinstance(each, issuing.AskStaff)]
        if cut is None or cut > len(effects):
            self.desk.perform(effects)
            if not self.slow:
                self.disk()
        else:
            self.desk.perform(effects[:cut])
            if not self.slow:
                self.desk.write()
            self.power_fails()

    def disk(self, taken: bool = True) -> None:
        """The disk has taken what waited for it, or refused."""
        for told in [*self.desk.write(taken), *self.desk.take_opinions(taken)]:
            self.happens(told)

    def power_fails(self) -> None:
        """What waits for the disk is gone."""
        self.desk.asked.clear()
        self.desk.jobs.clear()
        self.desk.noting.clear()
        self.desk.unwritten.clear()
        self.desk.opinions.clear()
        self.boot()
        self.happens(events.BusSeen(True))

    def touch(self, touch: Touch | Press) -> None:
        self.press(touch)
        self.compare()

    def press(self, touch: Touch | Press) -> None:
        """A touch that the ledger has not answered yet, where it asks for who is there."""
        self.seconds += STEADY_SECONDS
        self.happens(Pressed(touch) if isinstance(touch, Press) else touch)

    def compare(self) -> None:
        """The ledger compares what PINs were typed."""
        asked, self.staff_asked = self.staff_asked, []
        for each in asked:
            if isinstance(each, SignIn):
                answer = compared(each, self.hall, moment(self.seconds).at, AT_STAFF_CORNER)
                self.happens(issuing.StaffAnswered(answer))

    def wait(self, seconds: float) -> None:
        end = self.seconds + seconds
        while (due := self.flow.next_wakeup()) is not None and due <= end:
            self.seconds = max(self.seconds, due)
            self.perform(self.flow.tick(moment(self.seconds)))
        self.seconds = end

    def answer(self) -> None:
        """The ledger answers the oldest question."""
        self.happens(issuing.Answered(self.ledger.take(self.desk.asked.pop(0))))

    def settle(self) -> None:
        """The outbox is heard."""
        for request in self.desk.outbox:
            self.ledger.take(request)

    def confirm(self) -> None:
        self.touch(events.QueueChosen("qa"))

    def printing(self) -> None:
        self.confirm()
        self.touch(Press.TAKE)
        self.answer()
