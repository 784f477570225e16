"""The clerk's panel as a flow: what is heard and pressed goes in, requests come out. No Qt.

One press is one request with one id, and while it is out nothing else can be pressed. A press
that nobody answered is asked again with the same id, so that it can never count twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from broker.bus.base import Unanswered
from broker.domain.base import Request
from broker.domain.calling.requests import (
    CallNext,
    CallTicket,
    FinishService,
    MissTicket,
    NoteTicket,
    RecallTicket,
    StartService,
    TransferTicket,
    UndoStep,
)
from broker.domain.client_names import panel_at
from broker.domain.desks.requests import SignIn
from broker.domain.hall import Hall, Window
from broker.domain.ids import NO_STAFF, RequestId
from broker.domain.panels import HotKey
from broker.domain.refusals import No
from broker.domain.requests import Answer, AnyRequest, Granted, Listed, Refused
from broker.domain.tickets.requests import ListWaiting
from broker.domain.windows.facts import PauseReason
from broker.domain.windows.requests import CloseWindow, PauseWindow, ResumeWindow
from broker.wire.messages import (
    DeviceState,
    QueueState,
    UndoableStep,
    WindowState,
    WindowStatus,
)
from kiosk.panel.keys import pressable, why_not
from kiosk.panel.seat import Seat
from kiosk.panel.state import PanelKey, PanelState, Picking, Stamp
from kiosk.staff.known import hear
from kiosk.staff.rest import KeyRest
from kiosk.words import NOTHING, Wording, say

SETTLE_SECONDS = 2.0  # how long a granted request waits for the window's new state

_MAIN = {
    WindowStatus.OPEN: CallNext,
    WindowStatus.CALLED: StartService,
    WindowStatus.SERVING: FinishService,
    WindowStatus.PAUSED: ResumeWindow,
}
_SMALL = {PanelKey.RECALL: RecallTicket, PanelKey.MISS: MissTicket, PanelKey.SIGN_OUT: CloseWindow}


class PanelFlow:
    """The panel of one window."""

    def __init__(self, hall: Hall, window: Window) -> None:
        self.hall = hall
        self.window = window
        self.known = PanelState()
        self._heard_since = False
        self._settle_until: float | None = None
        self._lost: AnyRequest | None = None
        self._seat = Seat(hall, self.known)
        self._rest = KeyRest()

    def hear_connection(self, up: bool) -> None:
        """The bus came up or went down."""
        self.known.up = up

    def hear_window(self, state: WindowState | None, now: float) -> None:
        """The window's own state: the truth about the ticket at it."""
        known = self.known
        before, known.window = known.status, state
        if known.status is not before:
            known.pick(Picking.NOTHING)
            self._rest.stepped(now)
        self._seat.heard(before, state, now)
        self._lost = None
        self._heard_since = True
        if self._settle_until is not None:
            self._settled(now)
        closing = isinstance(known.out, CloseWindow)
        self._seat.check(known.clerk if closing else NO_STAFF)

    def hear_queue(self, key: str, state: QueueState | None) -> None:
        """A queue's state."""
        hear(self.known.queues, key, state)

    def hear_display(self, state: DeviceState | None) -> None:
        """How the window's sign is."""
        self.known.display = state

    def hear_evaluator(self, state: DeviceState | None) -> None:
        """How the window's evaluator is."""
        self.known.evaluator = state

    def hear_answer(self, answer: Answer | Unanswered, now: float) -> None:
        """What became of the request that is out."""
        out = self.known.out
        if out is None:
            return
        match answer:
            case Granted():
                self._granted(out, answer, now)
            case Refused():
                self._refused(out, answer)
                self._settled(now)
            case Listed():
                self._listed(answer, now)
            case Unanswered():
                self._lost = None if isinstance(out, SignIn) else out
                self.known.sentence = say("unanswered")
                self._settled(now)

    def sign_in(self, number: str, pin: str, stamp: Stamp) -> AnyRequest | None:
        """Staff number and PIN were entered: the ledger knows whether they belong together."""
        known = self.known
        if not known.free or (known.clerk and not known.idle_locked):
            return None
        if not pin:
            known.sentence = say("pin.wrong")  # nothing was tried
            return None
        self._lost = None  # a PIN is kept no longer than it takes to ask
        name, staff = RequestId(stamp.id), self._seat.who(number)
        source = panel_at(self.window.number)
        return self._ask(SignIn(id=name, at=stamp.at, source=source, staff=staff, pin=pin))

    def press(self, key: PanelKey, stamp: Stamp) -> AnyRequest | None:
        """A key was pressed. Keys that mean nothing now do nothing."""
        self._seat.touched(stamp.now)
        self.known.hint = why_not(key, self.known, self.hall)
        if key is PanelKey.CANCEL:
            self.known.pick(Picking.NOTHING)
        elif key in self.pressable() | {PanelKey.UNDO} and self._rest.takes(key, stamp.now):
            match key:
                case PanelKey.UNDO:
                    return self._undo(stamp)
                case PanelKey.TRANSFER:
                    self._open_list(Picking.QUEUE, stamp)
                case PanelKey.PAUSE:
                    self._open_list(Picking.REASON, stamp)
                case PanelKey.NOTE:
                    self._open_list(Picking.NOTE, stamp)
                case PanelKey.CHOOSE:
                    return self._ask(self._of(ListWaiting, stamp, queues=self.window.queues))
                case PanelKey.MAIN:
                    return self._ask(self._of(_MAIN[self.known.status], stamp))
                case PanelKey.RECALL | PanelKey.MISS | PanelKey.SIGN_OUT:
                    return self._ask(self._of(_SMALL[key], stamp))
        return None

    def choose(self, value: str, stamp: Stamp) -> AnyRequest | None:
        """An entry of the open list was chosen: queue, window ("" for any), reason, ticket."""
        known = self.known
        self._seat.touched(stamp.now)
        if not known.free or not self._rest.takes("choose", stamp.now):
            return None
        picking = known.picking
        self._open_list(Picking.WINDOW if picking is Picking.QUEUE else Picking.NOTHING, stamp)
        match picking:
            case Picking.QUEUE:
                known.picked_queue = value
                return None
            case Picking.WINDOW:
                to = int(value) if value else None
                queue = known.picked_queue
                return self._ask(self._of(TransferTicket, stamp, queue=queue, to_window=to))
            case Picking.REASON:
                return self._ask(self._of(PauseWindow, stamp, reason=PauseReason(value)))
            case Picking.TICKET:
                return self._ask(self._of(CallTicket, stamp, ticket=value))
            case Picking.NOTE:
                return self._ask(self._of(NoteTicket, stamp, note=value))
            case Picking.NOTHING:
                return None

    def search(self, letters: str, stamp: Stamp) -> None:
        """What was typed so far to make the open list shorter."""
        self._seat.touched(stamp.now)
        self.known.searched, self.known.page = letters, 0

    def refused_keys(self, keys: Sequence[HotKey]) -> None:
        """The desktop does not give these hot keys to us: whoever sits here is told."""
        names = "、".join(self.hall.panel.hot_keys[each] for each in keys)
        self.known.sentence = say("panel.hot-keys.none", keys=names)

    def turn(self, pages: int, count: int) -> None:
        """Another page of the open list, which has `count`; it ends at either end."""
        self.known.page = min(max(0, self.known.page + pages), count - 1)

    def undoable(self, at: datetime) -> UndoableStep | None:
        """The step that may be taken back at hall time `at`."""
        known = self.known
        step = known.window.undo if known.window else None
        if step is None or not known.free or not known.clerk or known.picking:
            return None
        return step if at < step.until else None

    def rests(self, now: float) -> bool:
        """Whether all keys still rest."""
        return now < self._rest.over_at

    def pressable(self) -> frozenset[PanelKey]:
        """The keys that mean something now."""
        return pressable(self.known, self.hall)

    def next_wakeup(self, now: float) -> float | None:
        """When a granted request stops waiting for the new state, or the keys have rested."""
        rested = self._rest.over_at if self.rests(now) else None
        times = (self._settle_until, rested, self._seat.locks_at)
        return min((at for at in times if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Time passed."""
        if self._settle_until is not None and now >= self._settle_until:
            self._settled(now)
        self._seat.tick(now)

    def _open_list(self, picking: Picking, stamp: Stamp) -> None:
        self.known.pick(picking)
        self._rest.stepped(stamp.now)

    def _undo(self, stamp: Stamp) -> AnyRequest | None:
        step = self.undoable(stamp.at)
        if step is None:
            return None
        return self._ask(self._of(UndoStep, stamp, visit=step.visit, step=step.step))

    def _of(self, kind: type[Request], stamp: Stamp, **more: object) -> AnyRequest:
        fields: dict[str, object] = {
            "type": kind.__struct_config__.tag,
            "id": stamp.id,
            "at": stamp.at,
            "source": panel_at(self.window.number),
            "session": self.known.session,
            "window": self.window.number,
            "clerk": self.known.clerk,
        }
        request: AnyRequest = msgspec.convert({**fields, **more}, AnyRequest)
        return request

    def _ask(self, request: AnyRequest) -> AnyRequest:
        """Put `request` out; the same press again after silence keeps its id."""
        if self._lost is not None:
            same = msgspec.structs.replace(request, id=self._lost.id, at=self._lost.at)
            request = same if same == self._lost else request
            self._lost = None
        self.known.out = request
        self.known.sentence = NOTHING
        self._heard_since = False
        return request

    def _granted(self, out: AnyRequest, answer: Granted, now: float) -> None:
        if answer.signed_in is not None:
            self._seat.admitted(answer.signed_in, now)
        if isinstance(out, CloseWindow):
            self._seat.leave()
        if isinstance(out, NoteTicket):
            self.known.unsaid_note = ""
        if answer.facts and not self._heard_since:
            self._settle_until = now + SETTLE_SECONDS
        else:
            self._settled(now)

    def _refused(self, out: AnyRequest, answer: Refused) -> None:
        said = Wording(answer.zh, answer.en)
        if answer.code != No.NOT_SIGNED_IN:
            self.known.sentence = said
            return
        self.known.unsaid_note = out.note if isinstance(out, NoteTicket) else ""
        self._seat.put_out(said)

    def _listed(self, listed: Listed, now: float) -> None:
        """Who waits; the window may have called somebody meanwhile, or have another clerk."""
        self._settled(now)
        if not self.known.clerk:
            return
        self.known.waiting = listed.tickets
        if not listed.tickets:
            self.known.sentence = say("panel.nobody")
        elif self.known.status is WindowStatus.OPEN:
            self.known.pick(Picking.TICKET)

    def _settled(self, now: float) -> None:
        self.known.out = None
        self._settle_until = None
        self._rest.stepped(now)
