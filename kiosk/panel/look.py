"""What the clerk's panel shows, as values: a pure function of what it knows and the time."""

from __future__ import annotations

from datetime import datetime

from broker.domain.hall import Hall, PriorityClass
from broker.domain.requests import AnyRequest
from broker.wire.messages import Waiter, WindowState, WindowStatus
from kiosk.panel.dots import display, evaluator
from kiosk.panel.flow import PanelFlow
from kiosk.panel.picks import pick
from kiosk.panel.state import Key, Known
from kiosk.panel.values import Bar, Coming, KeyLook, PanelLook, Ticket
from kiosk.words import NOTHING, Wording, say

NEXT = 3
BARS = 3
FULL = 10  # the least number of people that fills a bar

_MAIN = {
    WindowStatus.OPEN: ("panel.next", "bell"),
    WindowStatus.CALLED: ("panel.start", "play"),
    WindowStatus.SERVING: ("panel.finish", "tick"),
    WindowStatus.PAUSED: ("panel.resume", "play"),
    WindowStatus.CLOSED: ("panel.next", "bell"),
}
_BUSY = {
    "OpenWindow": "panel.busy.open",
    "CloseWindow": "panel.busy.close",
    "CallNext": "panel.busy.next",
    "RecallTicket": "panel.busy.recall",
    "StartService": "panel.busy.start",
    "FinishService": "panel.busy.finish",
    "MissTicket": "panel.busy.miss",
    "TransferTicket": "panel.busy.transfer",
    "PauseWindow": "panel.busy.pause",
    "ResumeWindow": "panel.busy.resume",
}
_SMALL = (
    (Key.RECALL, "panel.recall", "repeat", "F2"),
    (Key.MISS, "panel.miss", "skip", "F3"),
    (Key.TRANSFER, "panel.transfer", "transfer", "F4"),
    (Key.PAUSE, "panel.pause", "pause", "F5"),
)


def look(flow: PanelFlow, at: datetime) -> PanelLook:
    """The panel at hall time `at`."""
    known, pressable = flow.known, flow.pressable()
    member = flow.hall.member(known.clerk)
    bars = _bars(flow)
    return PanelLook(
        title=say("panel.title", number=flow.window.number),
        clerk=member.name if member else "",
        signed_in=bool(known.clerk),
        ticket=_ticket(flow.hall, known, at),
        main=_main(known, Key.MAIN in pressable),
        small=tuple(_small(flow, key, words, icon, hint) for key, words, icon, hint in _SMALL),
        sign_out=Key.SIGN_OUT in pressable,
        coming=_coming(flow, at),
        bars=bars,
        most=max((FULL, *(bar.count for bar in bars))),
        dots=(display(flow), evaluator(flow)),
        sentence=known.sentence if known.up else say("server-away"),
        away=not known.up,
        pick=pick(flow),
    )


def _ticket(hall: Hall, known: Known, at: datetime) -> Ticket:
    state = known.window
    if state is None or not state.number:
        return _without_ticket(known)
    waited = _minutes(state.joined, state.called_at or at)
    if state.status is WindowStatus.SERVING:
        line = say("panel.serving", minutes=_minutes(state.started_at, at), waited=waited)
    else:
        line = say("panel.called", minutes=waited)
    return Ticket(
        number=state.number,
        headline=NOTHING,
        queue=_queue_name(hall, state.queue),
        line=line,
        group=_group(state.group),
        warning=say("panel.undelivered") if _dark(state) else NOTHING,
    )


def _without_ticket(known: Known) -> Ticket:
    state = known.window
    paused = state is not None and state.status is WindowStatus.PAUSED
    served = state.served_today if state else 0
    return Ticket(
        number="",
        headline=say("panel.paused" if paused else "panel.no-ticket"),
        queue=_reason(state) if state and paused else NOTHING,
        line=say("panel.no-ticket.sub", served=served),
        group=NOTHING,
        warning=NOTHING,
    )


def _reason(state: WindowState) -> Wording:
    """Why the window pauses; somebody else's words are the same in both languages."""
    return Wording(state.reason, state.reason_en or state.reason)


def _dark(state: WindowState) -> bool:
    return state.undelivered and state.status is WindowStatus.CALLED


def _main(known: Known, enabled: bool) -> KeyLook:
    words, icon = _MAIN[known.status]
    return KeyLook(
        name=Key.MAIN,
        label=say(words),
        icon=icon,
        hint="Space",
        enabled=enabled,
        busy=busy(known.out),
    )


def busy(out: AnyRequest | None) -> Wording:
    """What is under way, in words."""
    return say(_BUSY[type(out).__name__]) if out else NOTHING


def _small(flow: PanelFlow, key: Key, words: str, icon: str, hint: str) -> KeyLook:
    label = say(words)
    state = flow.known.window
    if key is Key.RECALL and state and state.recalls:
        most = flow.hall.calling.max_recalls
        label = say("panel.recall-count", times=state.recalls, most=most)
    return KeyLook(key, label, icon, hint, key in flow.pressable())


def _coming(flow: PanelFlow, at: datetime) -> tuple[Coming, ...]:
    """The next few over all queues of the window, in the ledger's order of priority."""
    waiters = [
        (queue, waiter)
        for queue in flow.window.queues
        if queue in flow.known.queues
        for waiter in flow.known.queues[queue].next
    ]
    rate = flow.hall.calling.rate

    def priority(entry: tuple[str, Waiter]) -> tuple[float, datetime]:
        waiter = entry[1]
        return -rate(waiter.group) * (at - waiter.joined).total_seconds(), waiter.joined

    return tuple(
        Coming(
            number=waiter.number,
            queue=_queue_name(flow.hall, queue),
            group=_group(waiter.group),
            waited=say("panel.waited", minutes=_minutes(waiter.joined, at)),
        )
        for queue, waiter in sorted(waiters, key=priority)[:NEXT]
    )


def _bars(flow: PanelFlow) -> tuple[Bar, ...]:
    """Waiting by queue; where there are too many for the room, the fullest and the rest."""
    bars = [
        Bar(_queue_name(flow.hall, queue), _waiting(flow, queue)) for queue in flow.window.queues
    ]
    if len(bars) <= BARS:
        return tuple(bars)
    fullest = sorted(bars, key=lambda bar: -bar.count)
    rest = fullest[BARS - 1 :]
    others = Bar(say("panel.others", queues=len(rest)), sum(bar.count for bar in rest))
    return (*fullest[: BARS - 1], others)


def _waiting(flow: PanelFlow, queue: str) -> int:
    state = flow.known.queues.get(queue)
    return state.waiting if state else 0


def _queue_name(hall: Hall, key: str) -> Wording:
    queue = hall.queue(key)
    return Wording(queue.name, queue.name_en) if queue else Wording(key, key)


def _group(group: PriorityClass) -> Wording:
    return NOTHING if group is PriorityClass.ORDINARY else say(f"group.{group}")


def _minutes(since: datetime | None, until: datetime) -> int:
    return max(0, int((until - since).total_seconds() // 60)) if since else 0
