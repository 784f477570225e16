"""Rules of a window: who sits there, whom it calls, how a visit goes."""

from __future__ import annotations

from datetime import datetime

from broker.domain import facts as f
from broker.domain import requests as r
from broker.domain.attendance import on_duty
from broker.domain.calling import compared, ranked
from broker.domain.floor import Counter, Floor
from broker.domain.hall import Role
from broker.domain.refusals import No, Refusal
from broker.domain.rules_tickets import check_step, ticket_of
from broker.domain.tickets import Party, Step, Ticket, TicketState

_AT_WINDOWS = frozenset({Role.CLERK, Role.DUTY_LEADER})

WindowRequest = (
    r.CallNext
    | r.CallTicket
    | r.RecallTicket
    | r.StartService
    | r.FinishService
    | r.MissTicket
    | r.TransferTicket
    | r.PauseWindow
    | r.ResumeWindow
    | r.CloseWindow
)


def open_window(floor: Floor, request: r.OpenWindow, _now: datetime) -> list[f.AnyFact]:
    """Sign in: the window is free, the clerk holds no other and is on duty."""
    counter = _counter(floor, request.window)
    if counter.clerk == request.clerk:
        return []
    if counter.clerk:
        raise Refusal(No.WINDOW_TAKEN, window=counter.number, clerk=counter.clerk)
    member = floor.hall.member(request.clerk)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=request.clerk)
    if member.role not in _AT_WINDOWS:
        raise Refusal(No.ROLE, staff=member.id)
    held = next((each for each in floor.counters.values() if each.clerk == member.id), None)
    if held is not None:
        raise Refusal(No.ELSEWHERE, staff=member.id, window=held.number)
    if floor.hall.calling.require_on_duty and not _on_duty(floor, member.id):
        raise Refusal(No.OFF_DUTY, staff=member.id)
    return [f.WindowOpened(window=counter.number, clerk=member.id)]


def close_window(floor: Floor, request: r.CloseWindow, _now: datetime) -> list[f.AnyFact]:
    """Sign out, with nobody at the window."""
    counter = _held(floor, request)
    _check_free(floor, counter)
    return [f.WindowClosed(window=counter.number, clerk=counter.clerk)]


def pause(floor: Floor, request: r.PauseWindow, _now: datetime) -> list[f.AnyFact]:
    """暂停服务, between two visits."""
    counter = _held(floor, request)
    _check_free(floor, counter)
    if counter.paused == request.reason:
        return []
    return [f.WindowPaused(window=counter.number, reason=request.reason)]


def resume(floor: Floor, request: r.ResumeWindow, _now: datetime) -> list[f.AnyFact]:
    """The pause is over."""
    counter = _held(floor, request)
    return [] if counter.paused is None else [f.WindowResumed(window=counter.number)]


def call_next(floor: Floor, request: r.CallNext, now: datetime) -> list[f.AnyFact]:
    """Call the ticket with the highest accumulated priority of the window's queues."""
    counter = _ready(floor, request)
    order = ranked(_callable(floor, counter.number), floor.hall.calling, now)
    if not order:
        raise Refusal(No.NOTHING_WAITING)
    return [_call(floor, counter, order[0], order, now)]


def call_ticket(floor: Floor, request: r.CallTicket, now: datetime) -> list[f.AnyFact]:
    """Call a chosen ticket, where the hall allows it; what the order was is kept with the call."""
    if not floor.hall.calling.call_chosen:
        raise Refusal(No.CHOSEN_OFF)
    counter = _ready(floor, request)
    ticket = ticket_of(floor, request.ticket)
    check_step(ticket, Step.CALL, Party.CLERK)
    order = ranked(_callable(floor, counter.number), floor.hall.calling, now)
    if ticket not in order:
        raise Refusal(No.NO_SUCH_ROUTE, window=counter.number, queue=ticket.queue)
    return [_call(floor, counter, ticket, order, now, chosen=True)]


def recall(floor: Floor, request: r.RecallTicket, _now: datetime) -> list[f.AnyFact]:
    """The same call once more, a bounded number of times."""
    counter, ticket = _at_window(floor, request)
    check_step(ticket, Step.RECALL, Party.CLERK)
    most = floor.hall.calling.max_recalls
    if ticket.recalls >= most:
        raise Refusal(No.RECALLS, most=most)
    times = ticket.recalls + 1
    call = f"{ticket.visit}.{times}"
    return [f.TicketRecalled(ticket=ticket.id, call=call, window=counter.number, times=times)]


def start(floor: Floor, request: r.StartService, _now: datetime) -> list[f.AnyFact]:
    """The citizen has come."""
    counter, ticket = _at_window(floor, request)
    check_step(ticket, Step.START, Party.CLERK)
    return [f.ServiceStarted(ticket=ticket.id, visit=ticket.visit, window=counter.number)]


def finish(floor: Floor, request: r.FinishService, now: datetime) -> list[f.AnyFact]:
    """The visit is over."""
    counter, ticket = _at_window(floor, request)
    check_step(ticket, Step.FINISH, Party.CLERK)
    seconds = (now - (ticket.started_at or now)).total_seconds()
    return [
        f.ServiceFinished(
            ticket=ticket.id,
            visit=ticket.visit,
            window=counter.number,
            clerk=counter.clerk,
            seconds=seconds,
        )
    ]


def miss(floor: Floor, request: r.MissTicket, _now: datetime) -> list[f.AnyFact]:
    """Called, and nobody came."""
    counter, ticket = _at_window(floor, request)
    check_step(ticket, Step.MISS, Party.CLERK)
    return [f.TicketMissed(ticket=ticket.id, visit=ticket.visit, window=counter.number)]


def transfer(floor: Floor, request: r.TransferTicket, now: datetime) -> list[f.AnyFact]:
    """Send the citizen on; the number and the time of arrival stay."""
    counter, ticket = _at_window(floor, request)
    check_step(ticket, Step.TRANSFER, Party.CLERK)
    if floor.hall.queue(request.queue) is None:
        raise Refusal(No.UNKNOWN_QUEUE, queue=request.queue)
    if request.to_window is not None:
        serving = {window.number for window in floor.hall.windows_of(request.queue)}
        if request.to_window not in serving:
            raise Refusal(No.NO_SUCH_ROUTE, window=request.to_window, queue=request.queue)
    return [
        f.TicketTransferred(
            ticket=ticket.id,
            visit=ticket.visit,
            from_window=counter.number,
            queue=request.queue,
            window=request.to_window,
            joined=ticket.joined or now,
        )
    ]


def _call(
    floor: Floor,
    counter: Counter,
    ticket: Ticket,
    order: list[Ticket],
    now: datetime,
    *,
    chosen: bool = False,
) -> f.TicketCalled:
    visit = f"{ticket.id}.{ticket.visits + 1}"
    return f.TicketCalled(
        ticket=ticket.id,
        number=ticket.number,
        visit=visit,
        call=f"{visit}.0",
        window=counter.number,
        clerk=counter.clerk,
        chosen=chosen,
        why=compared(order, floor.hall.calling, now),
    )


def _callable(floor: Floor, number: int) -> list[Ticket]:
    """Everyone this window may call: its queues, less those sent to another window of them."""
    window = floor.hall.window(number)
    queues = window.queues if window else ()
    return [
        ticket
        for queue in queues
        for ticket in floor.waiting[queue].values()
        if ticket.window in (None, number)
    ]


def _counter(floor: Floor, number: int) -> Counter:
    if floor.hall.window(number) is None:
        raise Refusal(No.UNKNOWN_WINDOW, window=number)
    return floor.counters[number]


def _held(floor: Floor, request: WindowRequest) -> Counter:
    """The window, held by the clerk who asks."""
    counter = _counter(floor, request.window)
    if not counter.clerk:
        raise Refusal(No.WINDOW_CLOSED, window=counter.number)
    if counter.clerk != request.clerk:
        raise Refusal(No.NOT_YOURS, window=counter.number)
    return counter


def _check_free(floor: Floor, counter: Counter) -> None:
    if counter.ticket:
        number = floor.tickets[counter.ticket].number
        raise Refusal(No.WINDOW_BUSY, window=counter.number, number=number)


def _ready(floor: Floor, request: r.CallNext | r.CallTicket) -> Counter:
    """The window, held, not paused, with nobody at it."""
    counter = _held(floor, request)
    _check_free(floor, counter)
    if counter.paused is not None:
        raise Refusal(No.WINDOW_PAUSED, window=counter.number)
    return counter


def _at_window(floor: Floor, request: WindowRequest) -> tuple[Counter, Ticket]:
    """The window, held, and the ticket called or served there."""
    counter = _held(floor, request)
    if not counter.ticket:
        raise Refusal(No.WINDOW_FREE, window=counter.number)
    ticket = floor.tickets[counter.ticket]
    assert ticket.state in (TicketState.CALLED, TicketState.SERVING)  # noqa: S101  # what a counter holds
    return counter, ticket


def _on_duty(floor: Floor, staff: str) -> bool:
    return on_duty(floor.punches.get(staff, []), floor.hall.attendance, floor.zone)
