"""The floor as the retained states that everybody in the hall looks at. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import datetime
from statistics import fmean

from msgspec.structs import replace

from broker.domain.attendance.punching import is_on_duty
from broker.domain.calling.priority import priority
from broker.domain.floor import Floor
from broker.domain.ids import is_spare
from broker.domain.tickets.facts import WaitBasis
from broker.domain.tickets.life import UNDO, TicketState
from broker.domain.tickets.projection import Ticket
from broker.domain.waiting.forecasting import outlook
from broker.domain.waiting.ranging import Minutes
from broker.domain.windows.projection import Counter
from broker.wire.enrolment_messages import FingersState, SlotOf
from broker.wire.messages import (
    CallsState,
    CallView,
    DayState,
    DutyState,
    QueueState,
    SpareWaiter,
    UndoableStep,
    Waiter,
    WindowState,
    WindowStatus,
)

_NEXT = 5  # waiting tickets named in a queue's state


def window_state(floor: Floor, number: int, now: datetime, identity: str) -> WindowState:
    """One window."""
    counter = floor.counters[number]
    finished = floor.visits.get(counter.finished)
    state = WindowState(
        id=identity,
        at=now,
        window=number,
        status=_status(floor, counter),
        clerk=counter.clerk,
        pause=counter.paused,
        reason=counter.paused.zh if counter.paused else "",
        reason_en=counter.paused.en if counter.paused else "",
        undelivered=counter.undelivered,
        finished_visit=counter.finished,
        finished_at=finished.finished_at if finished else None,
        rated=floor.is_answered(counter.finished),
        served_today=counter.served,
        mean_seconds=_mean(counter),
        undo=_undoable(floor, number),
    )
    return _with_ticket(floor, counter, state)


def queue_state(floor: Floor, key: str, now: datetime, identity: str) -> QueueState:
    """One queue."""
    waiting = floor.waiting[key].values()
    rules = floor.hall.calling
    some = len(waiting) if floor.spares.get(key) else _NEXT
    line = heapq.nsmallest(some, waiting, key=lambda t: (-priority(t, rules, now), t.order))
    pace = floor.pace.get(key)
    wait, theirs = outlook(floor, key, now)
    return QueueState(
        id=identity,
        at=now,
        queue=key,
        waiting=len(waiting),
        issued=floor.issued.get(key, 0),
        spares=floor.spares.get(key, 0),
        windows_open=tuple(
            window.number
            for window in floor.hall.windows_of(key)
            if floor.counters[window.number].clerk
        ),
        next=tuple(_waiter(each, theirs.get(each.id), now) for each in line[:_NEXT]),
        spares_back=_spares_back(line),
        seconds_each=round(fmean(pace), 1) if pace else None,
        low=wait.minutes.low if wait else 0,
        high=wait.minutes.high if wait else 0,
        basis=wait.basis if wait else WaitBasis.UNKNOWN,
    )


def _spares_back(line: Sequence[Ticket]) -> tuple[SpareWaiter, ...]:
    """The spare numbers behind the first few: nobody who has one can count from its figure."""
    return tuple(
        SpareWaiter(number=each.number, ahead=ahead)
        for ahead, each in enumerate(line)
        if ahead >= _NEXT and is_spare(each.number)
    )


def _waiter(ticket: Ticket, wait: Minutes | None, now: datetime) -> Waiter:
    return Waiter(
        ticket=ticket.id,
        number=ticket.number,
        group=ticket.group,
        joined=ticket.joined or now,
        low=wait.low if wait else 0,
        high=wait.high if wait else 0,
    )


def calls_state(floor: Floor, now: datetime, identity: str) -> CallsState:
    """The last calls, newest first."""
    calls = tuple(
        CallView(
            call=each.call,
            number=each.number,
            window=each.window,
            at=each.at,
            recalls=each.recalls,
            undelivered=each.undelivered,
        )
        for each in floor.calls
    )
    return CallsState(id=identity, at=now, calls=calls)


def day_state(floor: Floor, now: datetime, identity: str) -> DayState:
    """The figures of the day."""
    tally, before = floor.tally, floor.measured
    return DayState(
        id=identity,
        at=now,
        day=floor.day or floor.day_of(now),
        waiting=sum(len(queue) for queue in floor.waiting.values()),
        issued=sum(floor.issued.values()),
        called=tally.called,
        served=tally.served,
        missed=tally.missed,
        rated=len(floor.ratings),
        unrated=len(floor.unrated),
        punches=floor.punches,
        undelivered=tally.undelivered,
        strays=floor.strays,
        judged=len(floor.judged),
        hits=sum(floor.judged.values()),
        measured=before.day if before else None,
        judged_before=before.judged if before else 0,
        hits_before=before.hits if before else 0,
    )


def duty_state(floor: Floor, now: datetime, identity: str) -> DutyState:
    """Who is on duty."""
    present = (staff for staff in floor.touches if is_on_duty(floor, staff))
    return DutyState(id=identity, at=now, on_duty=tuple(sorted(present)))


def _undoable(floor: Floor, number: int) -> UndoableStep | None:
    last = floor.last_steps.get(number)
    ticket = floor.tickets.get(last.ticket) if last else None
    if last is None or ticket is None:
        return None
    return UndoableStep(
        step=last.step, visit=last.visit, number=ticket.number, until=last.at + UNDO
    )


def _mean(counter: Counter) -> float | None:
    """How long a service took here today, in seconds."""
    return round(max(0.0, counter.seconds) / counter.served, 1) if counter.served else None


def _status(floor: Floor, counter: Counter) -> WindowStatus:
    if not counter.clerk:
        return WindowStatus.CLOSED
    if counter.ticket:
        serving = floor.tickets[counter.ticket].state is TicketState.SERVING
        return WindowStatus.SERVING if serving else WindowStatus.CALLED
    return WindowStatus.OPEN if counter.paused is None else WindowStatus.PAUSED


def _with_ticket(floor: Floor, counter: Counter, state: WindowState) -> WindowState:
    ticket = floor.tickets.get(counter.ticket)
    if ticket is None:
        return state
    return replace(
        state,
        ticket=ticket.id,
        number=ticket.number,
        queue=ticket.queue,
        group=ticket.group,
        item=ticket.item,
        visit=ticket.visit,
        call=ticket.call,
        recalls=ticket.recalls,
        joined=ticket.joined,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        note=ticket.note,
    )


def fingers_state(floor: Floor, reader: str, now: datetime, identity: str) -> FingersState:
    """Whose finger is where at one reader, and whose must go."""
    kept = sorted(
        (slot, whose) for (where, slot), whose in floor.fingers.items() if where == reader
    )
    configured = {each.id for each in floor.hall.staff if each.slot is not None}
    there = {whose for _, whose in kept} | configured | floor.once_consented
    return FingersState(
        id=identity,
        at=now,
        reader=reader,
        fingers=tuple(SlotOf(slot, whose) for slot, whose in kept),
        erase=tuple(
            sorted(each for each in floor.gone & there if (reader, each) not in floor.erased)
        ),
        consented=tuple(sorted(floor.consents)),
        forgotten=tuple(
            sorted(each for each in floor.gone & configured if (reader, each) in floor.erased)
        ),
        nobodys=tuple(sorted(slot for where, slot in floor.condemned if where == reader)),
    )
