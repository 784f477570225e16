"""The page a clerk works with: the ticket at the window, the keys, who comes next. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.domain.requests import AnyRequest
from broker.wire.messages import WindowState, WindowStatus
from kiosk.panel.flow import PanelFlow
from kiosk.panel.state import PanelKey, PanelState
from kiosk.panel.waiting import Coming, bars, coming
from kiosk.words import NOTHING, Wording, group_name, queue_name, say
from kiosk.words.calendar import minutes
from kiosk.words.values import CountBar, KeyLook, Page, UndoKey, full, undo_key

_MAIN = {
    WindowStatus.OPEN: ("panel.next", "bell"),
    WindowStatus.CALLED: ("panel.start", "play"),
    WindowStatus.SERVING: ("panel.finish", "tick"),
    WindowStatus.PAUSED: ("panel.resume", "play"),
    WindowStatus.CLOSED: ("panel.next", "bell"),
}
_BUSY = {
    "SignIn": "panel.busy.open",
    "CloseWindow": "panel.busy.close",
    "CallNext": "panel.busy.next",
    "RecallTicket": "panel.busy.recall",
    "StartService": "panel.busy.start",
    "FinishService": "panel.busy.finish",
    "MissTicket": "panel.busy.miss",
    "TransferTicket": "panel.busy.transfer",
    "NoteTicket": "panel.busy.note",
    "PauseWindow": "panel.busy.pause",
    "ResumeWindow": "panel.busy.resume",
    "UndoStep": "panel.busy.undo",
    "ListWaiting": "panel.busy.choose",
    "CallTicket": "panel.busy.next",
}
_SMALL = (
    (PanelKey.RECALL, "panel.recall", "repeat", "F2"),
    (PanelKey.MISS, "panel.miss", "skip", "F3"),
    (PanelKey.TRANSFER, "panel.transfer", "transfer", "F4"),
    (PanelKey.PAUSE, "panel.pause", "pause", "F5"),
    (PanelKey.NOTE, "panel.note", "document", "F6"),
)
_CHOOSE = (PanelKey.CHOOSE, "panel.choose", "people", "F2")


class TicketCard(Struct, frozen=True):
    """The ticket at the window, or what the window does without one."""

    number: str
    headline: Wording
    queue: Wording
    line: Wording
    group: Wording
    note: str  # of an earlier clerk
    warning: Wording


class WorkPage(Page, frozen=True):
    """`most` is the count of a full bar; `undo` is None where nothing can be taken back."""

    ticket: TicketCard
    main: KeyLook
    small: tuple[KeyLook, ...]
    undo: UndoKey | None
    coming: tuple[Coming, ...]
    bars: tuple[CountBar, ...]
    most: int


def work(flow: PanelFlow, at: datetime) -> WorkPage:
    """The ticket at the window, the keys, who comes next, at hall time `at`."""
    waiting = bars(flow)
    return WorkPage(
        ticket=_ticket(flow, at),
        main=_main(flow.known, PanelKey.MAIN in flow.pressable()),
        small=tuple(
            _small(flow, key, words, icon, hint) for key, words, icon, hint in _small_keys(flow)
        ),
        undo=_undo(flow, at),
        coming=coming(flow, at),
        bars=waiting,
        most=full(waiting),
    )


def _undo(flow: PanelFlow, at: datetime) -> UndoKey | None:
    step = flow.undoable(at)
    if step is None:
        return None
    return undo_key(step.step, step.number, (step.until - at).total_seconds())


def _small_keys(flow: PanelFlow) -> tuple[tuple[PanelKey, str, str, str], ...]:
    """Where a chosen ticket may be called, a free window offers that instead of a recall."""
    free = flow.known.status is WindowStatus.OPEN
    return (_CHOOSE, *_SMALL[1:]) if free and flow.hall.calling.call_chosen else _SMALL


def _ticket(flow: PanelFlow, at: datetime) -> TicketCard:
    state = flow.known.window
    if state is None or not state.number:
        return _without_ticket(flow.known)
    waited = minutes(state.joined, state.called_at or at)
    if state.status is WindowStatus.SERVING:
        line = say("panel.serving", minutes=minutes(state.started_at, at), waited=waited)
    else:
        line = say("panel.called", minutes=waited)
    return TicketCard(
        number=state.number,
        headline=NOTHING,
        queue=queue_name(flow.hall, state.queue),
        line=line,
        group=group_name(state.group),
        note=state.note,
        warning=say("panel.undelivered") if _dark(state) else NOTHING,
    )


def _without_ticket(known: PanelState) -> TicketCard:
    state = known.window
    paused = state is not None and state.status is WindowStatus.PAUSED
    return TicketCard(
        number="",
        headline=say("panel.paused" if paused else "panel.no-ticket"),
        queue=_reason(state) if state and paused else NOTHING,
        line=NOTHING if state and state.served_today else say("panel.none-served"),
        group=NOTHING,
        note="",
        warning=NOTHING,
    )


def _dark(state: WindowState) -> bool:
    return state.undelivered and state.status is WindowStatus.CALLED


def _reason(state: WindowState) -> Wording:
    """Why the window pauses; somebody else's words are the same in both languages."""
    return Wording(state.reason, state.reason_en or state.reason)


def _main(known: PanelState, enabled: bool) -> KeyLook:
    words, icon = _MAIN[known.status]
    return KeyLook(
        name=PanelKey.MAIN,
        label=say(words),
        icon=icon,
        hint="Space",
        enabled=enabled,
        busy=busy(known.out),
    )


def busy(out: AnyRequest | None) -> Wording:
    """What is under way, in words."""
    return say(_BUSY[type(out).__name__]) if out else NOTHING


def _small(flow: PanelFlow, key: PanelKey, words: str, icon: str, hint: str) -> KeyLook:
    label = say(words)
    state = flow.known.window
    if key is PanelKey.RECALL and state and state.recalls:
        most = flow.hall.calling.max_recalls
        label = say("panel.recall-count", times=state.recalls, most=most)
    return KeyLook(key, label, icon, hint, key in flow.pressable())
