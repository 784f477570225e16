"""The guide desk as a flow: what is heard and pressed goes in, effects come out. No Qt.

Giving a number is the transaction of every screen that gives numbers; while it is unsettled the
guide can go nowhere else. Everything else is one question to the ledger for one press (`asking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import assert_never

from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.domain.alerts import AlertCode
from broker.domain.hall import Hall
from broker.domain.kiosks import GuideDesk
from broker.domain.requests import Answer, AnyRequest, Found, Granted, Listed, Named, Refused
from broker.wire.messages import QueueState
from kiosk.guide_desk import screens
from kiosk.guide_desk.acts import TicketActs
from kiosk.guide_desk.asking import DeskQuestions
from kiosk.guide_desk.events import Effect
from kiosk.guide_desk.lookup import Lookup
from kiosk.guide_desk.pressable import PAGES, pressable
from kiosk.guide_desk.screens import WAYS, Key
from kiosk.guide_desk.seating import Seating
from kiosk.guide_desk.state import DeskState
from kiosk.guide_desk.steps import reservation, walked
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Moment, OfNumber, Told
from kiosk.issuing.transaction import NotGiven, OnPaper, Reserving, TicketTransaction, ToNote
from kiosk.staff.known import hear
from kiosk.staff.rest import KeyRest
from kiosk.staff.signing_in import StaffSeat
from kiosk.words import NOTHING, Wording, say
from kiosk.words.values import Tone


class GuideDeskFlow:
    """One guide desk. `mint` makes a new id; `opens` is what a journal kept."""

    def __init__(
        self,
        hall: Hall,
        desk: GuideDesk,
        zone: tzinfo,
        mint: Callable[[], str],
        opens: Iterable[issuing.Open] = (),
    ) -> None:
        transaction = TicketTransaction(desk.id, hall.kiosk.remembered_seconds, opens)
        seat = StaffSeat(desk.id)
        asking = DeskQuestions(desk.id, mint, seat)
        self.known = DeskState(hall, desk, zone, transaction, asking, seat)
        self._transaction = transaction
        self._lookup = Lookup(self.known)
        self._acts = TicketActs(self.known, mint)
        self._mint = mint
        self._seating = Seating(self.known, mint)
        self._rest = KeyRest()
        self._touched_at = 0.0

    # what is heard

    def start(self, now: Moment) -> list[Effect]:
        """Settle what the last run left open."""
        return [*self._transaction.restart(now)]

    def hear_connection(self, up: bool, now: Moment) -> list[Effect]:
        """The bus came up or went down."""
        self.known.up = up
        self._lookup.moved_on()
        return [*self._transaction.ask_orphans(now)] if up else []

    def hear_queue(self, key: str, state: QueueState | None) -> None:
        """A queue's state."""
        hear(self.known.queues, key, state)

    def hear_change(self) -> None:
        """Something was written in the ledger."""
        self._lookup.moved_on()

    def hear(self, told: Told, now: Moment) -> list[Effect]:
        """What ledger and printer say about a number; nobody leaves an opinion here."""
        return [] if isinstance(told, issuing.WordsLost) else self._of_number(told, now)

    def _of_number(self, told: OfNumber, now: Moment) -> list[Effect]:
        match told:
            case issuing.Answered(answer):
                effects = self._transaction.answered(answer, now)
                self._seating.put_out(answer)
                return [*effects]
            case issuing.Silent(request):
                return [*self._transaction.unanswered(request.id, now)]
            case issuing.SlipTaken(job):
                return [*self._acts.slip_heard(told, now), *self._transaction.slip_out(job, now)]
            case issuing.SlipLost():
                return [*self._acts.slip_heard(told, now), *self._transaction.slip_lost(told, now)]
            case issuing.Noted(job):
                return [*self._transaction.on_disk(job, now)]
            case issuing.NotNoted(job):
                return [*self._transaction.not_noted(job, now)]
            case issuing.PrinterSeen(trouble):
                self.known.printer_trouble = trouble
                paper = self.known.paper.seen(told, now)
                alarms = [issuing.Alarm(AlertCode.PRINTER, trouble), *paper]
                return [*alarms] if self.known.desk.line else []
            case issuing.Broke():
                self.known.broken = True
                return []
            case (
                issuing.SeriesAnswered()
                | issuing.SeriesSilent()
                | issuing.SlipGrows()
                | issuing.StaffAnswered()
            ):
                return []  # a desk holds no spare numbers, draws no paper, and asks for itself
            case _:
                assert_never(told)

    def hear_answer(self, answer: Answer | Unanswered, now: Moment) -> list[Effect]:
        """What became of a question."""
        if self.known.seat.hears(answer):
            self._touched_at = now.seconds
            return self._lookup.glance(now) if self._seating.answered(answer) else []
        if isinstance(answer, Unanswered):
            if self.known.asking.unanswered(answer.request):
                self.known.tell(say("unanswered"))
            else:
                self._lookup.moved_on()  # nobody will press for a look: it is made again
            return []
        pressed = self.known.asking.out
        asked = self.known.asking.answered(answer)
        if asked is None:
            return []
        match answer:
            case Granted():
                self._acts.granted(asked, now)
                return self._lookup.glance(now)
            case Refused():
                self._refused(answer, asked, pressed=asked is pressed)
            case Found():
                self._lookup.found(answer)
            case Listed():
                self._lookup.listed(answer)
            case Named():
                pass  # no desk asks for that
            case _:
                assert_never(answer)
        return []

    def _refused(self, answer: Refused, asked: AnyRequest, *, pressed: bool) -> None:
        if self._seating.put_out(answer):
            return
        self.known.tell(Wording(answer.zh, answer.en))
        self._acts.refused(asked)
        if pressed:
            self._lookup.moved_on()  # what is shown is not what the ledger knows
        else:
            self._lookup.leave()

    # what is pressed

    def sign_in(self, number: str, pin: str, now: Moment) -> list[Effect]:
        """Staff number and PIN were entered."""
        self._touched_at = now.seconds
        return self._seating.sign_in(number, pin, now)

    def typed(self, text: str, now: Moment) -> None:
        """The text of the field is this now."""
        self._touched_at = now.seconds
        match self.known.screen:
            case screens.ChooseQueue():
                self.known.screen = screens.ChooseQueue(text)
            case screens.Find():
                self.known.screen = screens.Find(text)
            case _:
                pass  # a field that has gone meanwhile

    def press(self, key: Key, value: str, now: Moment) -> list[Effect]:
        """A key was pressed. Keys that mean nothing now do nothing."""
        self._touched_at = now.seconds
        if key not in pressable(self.known) or not self._rested(key, value, now):
            return []
        before = type(self.known.screen)
        self.known.sentence = NOTHING
        effects = self._act(key, value, now)
        if effects or type(self.known.screen) is not before:
            self._rest.stepped(now.seconds)
            self.known.resting_until = self._rest.over_at
        return effects

    def _rested(self, key: Key, value: str, now: Moment) -> bool:
        """Pages may be turned as fast as a hand can: nothing comes of it."""
        return key in PAGES or self._rest.takes(f"{key} {value}", now.seconds)

    def _act(self, key: Key, value: str, now: Moment) -> list[Effect]:
        match key:
            case Key.SIGN_OUT:
                return self._seating.sign_out(now)
            case Key.KEYPAD:
                self.known.keypad = not self.known.keypad
            case Key.OPEN:
                return self._lookup.open(value or self._had(), now)
            case Key.GET | Key.NOTED | Key.GIVE_UP:
                return self._number(key, now)
            case Key.REQUEUE | Key.REASON | Key.REPRINT | Key.UNDO:
                return self._acts.press(key, value, now)
            case _:
                return self._walk(key, value, now)
        return []

    # what time brings

    def next_wakeup(self) -> float | None:
        """Monotonic second at which `tick` is wanted, or None."""
        waits = (self._due(), self._acts.due(), self._transaction.retry_at, self._idle_at())
        undo = self.known.done.until if self.known.done else None
        times = (*waits, undo, self._lookup.glance_at(), self.known.resting_until or None)
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: Moment) -> list[Effect]:
        """Let time-outs happen."""
        effects: list[Effect] = []
        if now.seconds >= self.known.resting_until:
            self.known.resting_until = 0.0
        if self.known.done is not None and now.seconds >= self.known.done.until:
            self.known.done = None
        for due, then in (
            (self._transaction.retry_at, self._transaction.ask_orphans),
            (self._due(), self._time_out),
            (self._acts.due(), self._acts.too_long),
            (self._lookup.glance_at(), self._lookup.glance),
        ):
            if due is not None and due <= now.seconds:
                effects += then(now)
        idle = self._idle_at()
        if idle is not None and idle <= now.seconds:
            effects += self._seating.sign_out(now)
            self.known.tell(say("guide.signed-out"), Tone.PRIMARY)
        return effects

    def _due(self) -> float | None:
        match self._transaction.stage:
            case Reserving() | OnPaper():
                return self._transaction.deadline
            case ToNote(until=until):
                return until
            case _:
                return None

    def _time_out(self, now: Moment) -> list[Effect]:
        if isinstance(self._transaction.stage, ToNote):
            return self._number(Key.GIVE_UP, now)
        return [*self._transaction.too_long(now)]

    def _idle_at(self) -> float | None:
        """When whoever sat here is signed out; not while a number is unsettled."""
        if not self.known.guide or self._transaction.going_on:
            return None
        return self._touched_at + self.known.desk.sign_out_seconds

    # a number for somebody

    def _number(self, key: Key, now: Moment) -> list[Effect]:
        match self.known.screen, key:
            case screens.TakeNumber() as confirm, Key.GET:
                self._seating.wanted, self.known.screen = confirm, screens.Giving()
                wanted = reservation(confirm, self.known.desk.id, now, self.known.zone)
                wanted = replace(wanted, session=self.known.seat.session)
                on_paper = not self.known.printer_trouble
                return [*self._transaction.reserve(wanted, on_paper, now)]
            case _, Key.NOTED:
                return [*self._transaction.noted(now)]
            case _, Key.GIVE_UP:
                self.known.screen = screens.ChooseQueue()
                self.known.tell(self._left(), Tone.PRIMARY)
                return [*self._transaction.give_up(now)]
            case _:
                return []

    def _had(self) -> str:
        """The number that whoever asked for one has already."""
        stage = self._transaction.stage
        return stage.had.number if isinstance(stage, NotGiven) and stage.had else ""

    def _left(self) -> Wording:
        """What becomes of a number that nobody noted."""
        match self._transaction.stage:
            case ToNote(maybe_paper=True):
                return say("guide.kept")
            case _:
                return say("guide.given-up")

    def _walk(self, key: Key, value: str, now: Moment) -> list[Effect]:
        if key in WAYS:
            self.known.asking.forget_questions()
        self.known.screen = walked(self.known.screen, key, value, self._mint())
        return self._lookup.glance(now)
