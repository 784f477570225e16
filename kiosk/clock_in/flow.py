"""The clock-in screen as a flow: what is heard and pressed goes in, effects come out. No Qt.

How it stays true. What came of a finger is told in the reader's own words, for four seconds at
most; what was retained only if it is as young. What came of a PIN is told once the punch is on this
disk, and taken back when the ledger refuses it, or keeps it apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from typing import assert_never

from broker.bus.base import Unanswered
from broker.domain.attendance.day_book import DayBook, Telling
from broker.domain.attendance.requests import RecordPunch
from broker.domain.claims import APART
from broker.domain.clock_ins import ClockInPost
from broker.domain.hall import Hall
from broker.domain.ids import NO_REQUEST, NO_STAFF, RequestId, StaffId
from broker.domain.requests import Answer, AnyRequest, Granted, Refused
from broker.wire.messages import DutyState, Liveness, ReaderPhase, ReaderState, Recorded
from kiosk.clock_in.events import AskPin, Effect, Keep, RefusalHeard, TellNumber
from kiosk.clock_in.naming import Naming
from kiosk.clock_in.permits import Permits
from kiosk.clock_in.screens import (
    ClockInKey,
    Entry,
    PunchKeptApart,
    PunchNotKept,
    PunchRefused,
    PunchTold,
    Result,
    ShownResult,
)
from kiosk.clock_in.state import ClockInState, ReaderSeen
from kiosk.clock_in.telling import KNOWS_NOBODY, told_by
from kiosk.issuing.events import Moment
from kiosk.words import NOTHING, say

TOLD_SECONDS = 4.0  # a name and a number stay no longer
TYPING_SECONDS = 20.0  # without a touch, until what was typed is forgotten
_GONE = (Liveness.LOST, Liveness.DISCONNECTED)


class ClockInFlow:
    """One screen. `mint` makes a new id; `left` is what an earlier life kept for the ledger."""

    def __init__(
        self,
        hall: Hall,
        post: ClockInPost,
        zone: tzinfo,
        mint: Callable[[], RequestId],
        left: Iterable[AnyRequest] = (),
    ) -> None:
        self.known = ClockInState(hall, post, zone)
        self.naming = Naming(self.known)
        self._mint = mint
        self._permits = Permits(post.id)
        self._book = DayBook(hall)
        self._touched_at = 0.0
        self._missed = True  # facts may have passed unheard
        self._waiting: dict[RequestId, StaffId] = {}  # punches that the ledger has not answered
        for each in left:
            if isinstance(each, RecordPunch):
                self._waiting[each.id] = each.staff
                self._book.write(each.staff, each.punched_at)

    # what is heard

    def hear_connection(self, up: bool) -> None:
        """The bus came up or went down; what the reader says now is heard anew."""
        self.known.up = up
        if not up:
            self.known.phase, self._missed = None, True

    def hear_served(self, state: Liveness | None) -> None:
        """Whether the program runs that looks after the readers."""
        self.known.served = state not in _GONE

    def hear_reader(self, state: ReaderState | None, now: Moment, *, retained: bool) -> None:
        """What the reader says. `retained`: it was said before we listened."""
        self.known.phase = state.phase if state else None
        if state is not None:
            self._hear_whose(state, now)
        shown = self.known.shown
        if state is not None and shown is not None and shown.state == state.id:
            return  # said once more
        if shown is not None and shown.state:
            self.known.shown = None
        if state is None:
            return
        result = told_by(state)
        if isinstance(result, PunchTold) and result.at is not None:
            note = self._book.let_in if result.again else self._book.count
            note(result.staff, result.at)
        elif isinstance(result, PunchKeptApart):
            self._book.keep_apart(result.staff, result.at)
        age = (now.at - state.at).total_seconds() if retained else 0.0
        if result is not None and 0.0 <= age < TOLD_SECONDS:
            self.known.shown = ShownResult(result, now.seconds + TOLD_SECONDS - age, state.id)

    def _hear_whose(self, state: ReaderState, now: Moment) -> None:
        """Of a reader that knows nobody: whose finger it waits for. A touch that may be tried again
        gives time; once it was the right one, there is nothing left to type."""
        if state.phase in KNOWS_NOBODY | {ReaderPhase.IDLE, ReaderPhase.UNKNOWN}:
            self.known.asks_number = state.phase in KNOWS_NOBODY
        if state.phase is ReaderPhase.FINGER:
            self.known.awaited = state.staff
        elif state.phase in (ReaderPhase.MISMATCH, ReaderPhase.UNCLEAR):
            self._touched_at = now.seconds
        else:
            self.known.awaited = NO_STAFF
        entry = self.known.entry
        known = (ReaderPhase.RECOGNISED, ReaderPhase.KEPT_APART)
        if state.phase in known and entry and entry.number == state.staff:
            self.known.entry = None if self.known.keeping is None else entry

    def hear_duty(self, state: DutyState) -> None:
        """Who is on duty. The first time after a connection it tells what nobody told us."""
        missed, self._missed = self._missed, False
        waiting = self._waiting.values()
        self._book.duty(state.on_duty, state.at, missed=missed, waiting=waiting)

    def hear_facts(self, facts: Sequence[Recorded]) -> None:
        """What the ledger wrote."""
        for each in facts:
            self._book.read(each.fact)
            self.naming.hear(each.fact)

    def hear_clock(self, *, doubted: bool) -> None:
        """Whether the ledger doubts its machine's clock."""
        self.known.clock_doubted = doubted

    def hear_late(self, seconds: float) -> None:
        """By how much the ledger's clock was ahead of ours in what it said just now."""
        self.known.late = seconds if abs(seconds) > APART.total_seconds() else 0.0

    def kept(self, request: RecordPunch, *, on_disk: bool, now: Moment) -> None:
        """The disk has taken a punch, or not."""
        if request.id != self.known.keeping:
            return
        self.known.keeping = self.known.entry = None
        if not on_disk:
            self._show(PunchNotKept(), now)
            return
        self._waiting[request.id] = request.staff
        note = self._book.keep_apart if self.known.clock_doubted else self._book.write
        note(request.staff, request.punched_at)
        told = self._book.told(request.staff, request.punched_at)
        self._tell(request.staff, told, request.id, now)

    def answered(self, request: AnyRequest, answer: Answer, now: Moment) -> list[Effect]:
        """The ledger has answered what was kept for it, perhaps in an earlier life."""
        self._waiting.pop(request.id, None)
        if not isinstance(request, RecordPunch):
            return []
        told = self._told_of(request)
        match answer:
            case Refused(zh=zh, en=en):
                self._book.strike(request.staff, request.punched_at)
                if told is not None:
                    self._show(PunchRefused(zh, en), now)
                return [RefusalHeard(request.id)]
            case Granted(facts=facts):
                for each in facts:
                    self._book.read(each)
                apart = self._book.is_apart(request.staff, request.punched_at)
                if told is not None and apart is not isinstance(told, PunchKeptApart):
                    known = self._book.told(request.staff, request.punched_at)
                    self._tell(request.staff, known, told.request, now)
        return []

    def _told_of(self, request: RecordPunch) -> PunchTold | PunchKeptApart | None:
        """What is shown of this punch, at its own touch or at one that was the same."""
        told = self.known.shown.result if self.known.shown is not None else None
        if not isinstance(told, PunchTold | PunchKeptApart):
            return None
        return told if (told.staff, told.at) == (request.staff, request.punched_at) else None

    # what is pressed

    def type(self, text: str, now: Moment) -> None:
        """Digits; at rest they begin a staff number."""
        self._touched_at = now.seconds
        if not self._busy:
            self.known.shown, self.known.sentence = None, NOTHING
            self.known.entry = (self.known.entry or Entry()).typed(text)

    def press(self, key: ClockInKey, now: Moment) -> list[Effect]:
        """A key was pressed. Keys that mean nothing now do nothing. A number that stands there no
        more, or whose owner uses the PIN, is taken back from the reader."""
        effects, entry = self._pressed(key, now), self.known.entry
        gone = entry is None or not entry.at_code
        return [*effects, *self._taken_back()] if gone else effects

    def _taken_back(self) -> list[Effect]:
        return [TellNumber(NO_STAFF)] if self.known.awaited else []

    def _pressed(self, key: ClockInKey, now: Moment) -> list[Effect]:
        self._touched_at = now.seconds
        entry = self.known.entry
        if self._busy or (entry is None and key is not ClockInKey.PIN):
            return []
        entry = entry or Entry()
        self.known.shown, self.known.sentence = None, NOTHING
        match key:
            case ClockInKey.PIN:
                self.known.entry = entry
            case ClockInKey.BACK:
                self.known.entry = None
            case ClockInKey.NUMBER | ClockInKey.CODE:
                self.known.entry = Entry(entry.number, entry.code, at_code=key is ClockInKey.CODE)
            case ClockInKey.ERASE:
                self.known.entry = entry.erased()
            case ClockInKey.CLEAR:
                self.known.entry = Entry(
                    entry.number if entry.at_code else "", at_code=entry.at_code
                )
            case ClockInKey.ENTER:
                return self._enter(entry, now)
            case _:
                assert_never(key)
        return []

    @property
    def _busy(self) -> bool:
        """A punch is being kept, or a result covers what is typed."""
        return self.known.keeping is not None or (
            self.known.shown is not None and self.known.entry is not None
        )

    def _enter(self, entry: Entry, now: Moment) -> list[Effect]:
        if not entry.complete:
            self.known.entry = Entry(entry.number, entry.code, at_code=bool(entry.number))
            asks = entry.number and self.known.reader is ReaderSeen.ASKS_NUMBER
            return [TellNumber(StaffId(entry.number))] if asks else []
        self.known.entry = Entry(entry.number, at_code=True)
        if self.known.late:
            self.known.sentence = say("clock-in.clock.here")
            return []
        if not self.known.up:
            self.known.sentence = say("clock-in.pin.away")
            return []
        asked = self._permits.ask(entry, self._mint(), now.at)
        self.known.keeping = asked.id if asked else None
        return [AskPin(asked)] if asked else []

    def admitted(self, answer: Answer | Unanswered, now: Moment) -> list[Effect]:
        """What the ledger says to number and PIN."""
        if not self._permits.hears(answer):
            return []
        self.known.keeping, self._touched_at = None, now.seconds
        came = self._permits.punch(answer, now.at)
        if isinstance(came, RecordPunch):
            return [*self._punch(came, now), *self._taken_back()]
        self.known.sentence = came
        return []

    def _punch(self, request: RecordPunch, now: Moment) -> list[Effect]:
        same = self._book.same(request.staff, request.punched_at)
        if same is not None:
            self.known.entry = None
            self._tell(request.staff, same, NO_REQUEST, now)  # nothing is recorded
            return []
        self.known.keeping = request.id
        return [Keep(request)]

    # what time brings

    def next_wakeup(self) -> float | None:
        """Monotonic second at which `tick` is wanted, or None."""
        shown, entry = self.known.shown, self.known.entry
        waits = (
            shown.until if shown is not None else None,
            self._touched_at + TYPING_SECONDS if entry and not self.known.keeping else None,
        )
        return min((at for at in waits if at is not None), default=None)

    def tick(self, now: Moment) -> list[Effect]:
        """Let time-outs happen."""
        if self.known.shown is not None and self.known.shown.until <= now.seconds:
            self.known.shown = None
            self.naming.over()
        idle = now.seconds >= self._touched_at + TYPING_SECONDS
        if idle and self.known.entry is not None and self.known.keeping is None:
            self.known.entry = None
        return []

    def _tell(self, staff: StaffId, told: Telling, request: RequestId, now: Moment) -> None:
        meaning = told.meaning
        if meaning is None:
            self._show(PunchKeptApart(staff, told.at, request), now)
            return
        at, again = None if told.unsure else told.at, meaning.again
        self._show(PunchTold(staff, at, meaning.turn, meaning.session, again, request), now)

    def _show(self, result: Result, now: Moment) -> None:
        self.known.shown = ShownResult(result, now.seconds + TOLD_SECONDS)
