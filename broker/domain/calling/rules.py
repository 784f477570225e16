"""Rules of calls and visits: whom a window calls, how a visit goes, what displays report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from broker.domain.base import Request
from broker.domain.calling import facts, requests
from broker.domain.calling.facts import CallingFact, ClerkStep
from broker.domain.calling.priority import compared, ranked
from broker.domain.calling.projection import CallingFloor, Visit
from broker.domain.claims import check_claim
from broker.domain.ids import CallId, call_id, recalls_of, visit_id, visit_of
from broker.domain.inventory import display_at
from broker.domain.refusals import No, Refusal
from broker.domain.tickets.life import Party, TicketState, TicketStep
from broker.domain.tickets.projection import Ticket
from broker.domain.tickets.rules import check_step, check_undo_time, ticket_of
from broker.domain.windows.projection import Counter
from broker.domain.windows.requests import FromWindow
from broker.domain.windows.rules import check_free, held_by

_LEFT = {
    ClerkStep.CALL: TicketState.CALLED,
    ClerkStep.START: TicketState.SERVING,
    ClerkStep.FINISH: TicketState.DONE,
    ClerkStep.MISS: TicketState.NO_SHOW,
    ClerkStep.TRANSFER: TicketState.WAITING,
}


def call_next(floor: CallingFloor, request: requests.CallNext, now: datetime) -> list[CallingFact]:
    """Call the ticket with the highest accumulated priority of the window's queues."""
    counter = _ready(floor, request)
    order = ranked(_callable(floor, counter.number), floor.hall.calling, now)
    if not order:
        raise Refusal(No.NOTHING_WAITING)
    return [_call(floor, counter, order[0], order, now)]


def call_ticket(
    floor: CallingFloor, request: requests.CallTicket, now: datetime
) -> list[CallingFact]:
    """Call a chosen ticket, where the hall allows it; what the order was is kept with the call."""
    if not floor.hall.calling.call_chosen:
        raise Refusal(No.CHOSEN_OFF)
    counter = _ready(floor, request)
    ticket = ticket_of(floor, request.ticket)
    check_step(ticket, TicketStep.CALL, Party.CLERK)
    order = ranked(_callable(floor, counter.number), floor.hall.calling, now)
    if ticket not in order:
        raise Refusal(No.NO_SUCH_ROUTE, window=counter.number, queue=ticket.queue)
    return [_call(floor, counter, ticket, order, now, chosen=True)]


def recall(
    floor: CallingFloor, request: requests.RecallTicket, _now: datetime
) -> list[CallingFact]:
    """The same call once more, a bounded number of times."""
    counter, ticket = _step(floor, request, TicketStep.RECALL)
    most = floor.hall.calling.max_recalls
    if ticket.recalls >= most:
        raise Refusal(No.RECALLS, most=most)
    times = ticket.recalls + 1
    call = call_id(ticket.visit, times)
    return [facts.TicketRecalled(ticket=ticket.id, call=call, window=counter.number, times=times)]


def start(floor: CallingFloor, request: requests.StartService, _now: datetime) -> list[CallingFact]:
    """The citizen has come."""
    counter, ticket = _step(floor, request, TicketStep.START)
    return [facts.ServiceStarted(ticket=ticket.id, visit=ticket.visit, window=counter.number)]


def finish(
    floor: CallingFloor, request: requests.FinishService, now: datetime
) -> list[CallingFact]:
    """The visit is over."""
    counter, ticket = _step(floor, request, TicketStep.FINISH)
    seconds = (now - (ticket.started_at or now)).total_seconds()
    return [
        facts.ServiceFinished(
            ticket=ticket.id,
            visit=ticket.visit,
            window=counter.number,
            clerk=counter.clerk,
            seconds=seconds,
        )
    ]


def miss(floor: CallingFloor, request: requests.MissTicket, _now: datetime) -> list[CallingFact]:
    """Called, and nobody came."""
    counter, ticket = _step(floor, request, TicketStep.MISS)
    return [facts.TicketMissed(ticket=ticket.id, visit=ticket.visit, window=counter.number)]


def transfer(
    floor: CallingFloor, request: requests.TransferTicket, now: datetime
) -> list[CallingFact]:
    """Send the citizen on; the number and the time of arrival stay."""
    counter, ticket = _step(floor, request, TicketStep.TRANSFER)
    if floor.hall.queue(request.queue) is None:
        raise Refusal(No.UNKNOWN_QUEUE, queue=request.queue)
    if request.to_window is not None:
        serving = {window.number for window in floor.hall.windows_of(request.queue)}
        if request.to_window not in serving:
            raise Refusal(No.NO_SUCH_ROUTE, window=request.to_window, queue=request.queue)
    return [
        facts.TicketTransferred(
            ticket=ticket.id,
            visit=ticket.visit,
            from_window=counter.number,
            queue=request.queue,
            window=request.to_window,
            joined=ticket.joined or now,
        )
    ]


def note(floor: CallingFloor, request: requests.NoteTicket, _now: datetime) -> list[CallingFact]:
    """What the clerk wants the next window to know of the ticket."""
    counter, ticket = _at_window(floor, request)
    if ticket.note == request.note:
        return []
    return [
        facts.TicketNoted(
            ticket=ticket.id,
            visit=ticket.visit,
            window=counter.number,
            clerk=counter.clerk,
            note=request.note,
        )
    ]


def undo(floor: CallingFloor, request: requests.UndoStep, now: datetime) -> list[CallingFact]:
    """Take back the window's last step, for ten seconds, while nobody has gone on from it: the
    ticket stands as the step left it, and nobody has rated the visit."""
    counter = held_by(floor, request)
    last = floor.last_steps.get(counter.number)
    if last is None or (last.visit, last.step) != (request.visit, request.step):
        raise Refusal(No.NOTHING_TO_UNDO)
    check_undo_time(last.at, now)
    ticket = ticket_of(floor, last.ticket)
    if ticket.visit != last.visit or ticket.state is not _LEFT[last.step]:
        raise Refusal(No.WRONG_STATE, ticket=ticket.number, state=ticket.state)
    return [
        facts.StepUndone(
            ticket=ticket.id,
            visit=last.visit,
            window=counter.number,
            clerk=counter.clerk,
            step=last.step,
            queue=last.queue,
            to_window=last.to_window if last.step is ClerkStep.CALL else None,
        )
    ]


def report_delivery(
    floor: CallingFloor, request: requests.ReportDelivery, now: datetime
) -> list[CallingFact]:
    """The window's display showed a call or could not; a repeated report of the same is no
    news."""
    visit = _visit_called(floor, request.call)
    if request.device != display_at(visit.window) or not floor.hall.has_display(visit.window):
        raise Refusal(No.UNKNOWN_DEVICE, device=request.device)
    check_claim(request.at, visit.called_at, now)
    if floor.reported.get(request.call) is request.delivered:
        return []
    if request.delivered:
        return [facts.CallDelivered(call=request.call, device=request.device)]
    return [
        facts.CallUndelivered(
            call=request.call,
            device=request.device,
            reason=request.reason,
            detail=request.detail,
        )
    ]


def _visit_called(floor: CallingFloor, call: CallId) -> Visit:
    """The visit of a call that was made, a recall perhaps. Raises `Refusal`."""
    visit, recalls = floor.visits.get(visit_of(call)), recalls_of(call)
    if visit is None or recalls is None or recalls > visit.recalls:
        raise Refusal(No.UNKNOWN_CALL, call=call)
    return visit


def _call(
    floor: CallingFloor,
    counter: Counter,
    ticket: Ticket,
    order: list[Ticket],
    now: datetime,
    *,
    chosen: bool = False,
) -> facts.TicketCalled:
    visit = visit_id(ticket.id, ticket.visits + 1)
    return facts.TicketCalled(
        ticket=ticket.id,
        number=ticket.number,
        visit=visit,
        call=call_id(visit, recalls=0),
        window=counter.number,
        clerk=counter.clerk,
        chosen=chosen,
        why=compared(order, floor.hall.calling, now),
    )


def _callable(floor: CallingFloor, number: int) -> list[Ticket]:
    """Everyone this window may call: its queues, less those sent to another window of them."""
    window = floor.hall.window(number)
    queues = window.queues if window else ()
    return [
        ticket
        for queue in queues
        for ticket in floor.waiting[queue].values()
        if ticket.window in (None, number)
    ]


def _ready(floor: CallingFloor, request: requests.CallNext | requests.CallTicket) -> Counter:
    """The window, held, not paused, with nobody at it."""
    counter = held_by(floor, request)
    check_free(floor, counter)
    if counter.paused is not None:
        raise Refusal(No.WINDOW_PAUSED, window=counter.number)
    return counter


def _step(floor: CallingFloor, request: FromWindow, step: TicketStep) -> tuple[Counter, Ticket]:
    """The window, held, and the ticket called or served there, with which its clerk may do
    `step`."""
    counter, ticket = _at_window(floor, request)
    check_step(ticket, step, Party.CLERK)
    return counter, ticket


def _at_window(floor: CallingFloor, request: FromWindow) -> tuple[Counter, Ticket]:
    """The window, held, and the ticket called or served there."""
    counter = held_by(floor, request)
    if not counter.ticket:
        raise Refusal(No.WINDOW_FREE, window=counter.number)
    ticket = floor.tickets[counter.ticket]
    assert ticket.state in (TicketState.CALLED, TicketState.SERVING)  # noqa: S101  # what a counter holds
    return counter, ticket


RULES: Mapping[type[Request], Callable[[CallingFloor, Any, datetime], list[CallingFact]]] = {
    requests.CallNext: call_next,
    requests.CallTicket: call_ticket,
    requests.RecallTicket: recall,
    requests.StartService: start,
    requests.FinishService: finish,
    requests.MissTicket: miss,
    requests.TransferTicket: transfer,
    requests.NoteTicket: note,
    requests.UndoStep: undo,
    requests.ReportDelivery: report_delivery,
}
