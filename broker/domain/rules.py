"""The rules: a request and the floor in, facts or a refusal out. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from broker.domain import facts as f
from broker.domain import requests as r
from broker.domain.floor import Floor
from broker.domain.refusals import No, Refusal
from broker.domain.rules_tickets import activate, cancel, requeue, reserve, void
from broker.domain.rules_visits import (
    count_stray,
    give_rating,
    leave_unrated,
    record_punch,
    report_delivery,
)
from broker.domain.rules_windows import (
    call_next,
    call_ticket,
    close_window,
    finish,
    miss,
    open_window,
    pause,
    recall,
    resume,
    start,
    transfer,
)
from broker.domain.tickets import TicketState

_MOMENTS = ("slot", "armed_at", "pressed_at", "punched_at")
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

Rule = Callable[[Floor, Any, datetime], list[f.AnyFact]]

RULES: dict[type[r.Request], Rule] = {
    r.ReserveTicket: reserve,
    r.ActivateTicket: activate,
    r.VoidTicket: void,
    r.CancelTicket: cancel,
    r.RequeueTicket: requeue,
    r.OpenWindow: open_window,
    r.CloseWindow: close_window,
    r.PauseWindow: pause,
    r.ResumeWindow: resume,
    r.CallNext: call_next,
    r.CallTicket: call_ticket,
    r.RecallTicket: recall,
    r.StartService: start,
    r.FinishService: finish,
    r.MissTicket: miss,
    r.TransferTicket: transfer,
    r.ReportDelivery: report_delivery,
    r.GiveRating: give_rating,
    r.LeaveUnrated: leave_unrated,
    r.CountStray: count_stray,
    r.RecordPunch: record_punch,
}


def decide(floor: Floor, request: r.AnyRequest, now: datetime) -> list[f.AnyFact]:
    """What happens because of `request` at `now`: facts to write, in order, perhaps none.

    Raises `Refusal` with the sentence for whoever asked. Changes nothing: the floor moves only
    when the facts are applied.
    """
    _check_moments(request)
    return RULES[type(request)](floor, request, now)


def _check_moments(request: r.AnyRequest) -> None:
    """Refuse times that no calendar can reckon with, from a clock that has gone mad."""
    for field in _MOMENTS:
        moment = getattr(request, field, None)
        if moment is not None and not _EARLIEST < moment < _LATEST:
            raise Refusal(No.NO_SUCH_TIME, moment=moment.isoformat())


def turn_of_day(floor: Floor, now: datetime) -> list[f.AnyFact]:
    """What must be written before anything else on a new business day: the old one is closed.

    Numbers never activated become void, those still waiting or called expire, visits nobody
    rated are unrated, windows are closed. Nothing while the day lasts.
    """
    if floor.day is None or floor.day_of(now) <= floor.day:
        return []
    ended = [_ending(ticket.id, ticket.state) for ticket in floor.tickets.values()]
    unrated = [
        f.VisitUnrated(visit=visit.id, window=visit.window, reason="day ended")
        for visit in floor.visits.values()
        if visit.finished_at is not None and visit.level is None and not visit.unrated
    ]
    closed = [
        f.WindowClosed(window=counter.number, clerk=counter.clerk)
        for counter in floor.counters.values()
        if counter.clerk
    ]
    return [*(fact for fact in ended if fact is not None), *unrated, *closed]


def _ending(ticket: str, state: TicketState) -> f.AnyFact | None:
    if state is TicketState.RESERVED:
        return f.TicketVoided(ticket=ticket, reason="day ended")
    if state in (TicketState.WAITING, TicketState.CALLED):
        return f.TicketExpired(ticket=ticket)
    return None
