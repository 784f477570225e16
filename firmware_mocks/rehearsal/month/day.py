"""A day of a hall, event after event: nothing waits, the clock is moved.

Citizens and clerks do what they do in a hall, by requests that the ledger's own rules decide; what
is decided is applied to the floor as the ledger applies it. There is no file and no bus.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, cast

from broker.domain.base import Request
from broker.domain.calling.facts import TicketCalled
from broker.domain.calling.requests import (
    CallNext,
    FinishService,
    MissTicket,
    RecallTicket,
    StartService,
)
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ground import OUTLIVED
from broker.domain.hall import PriorityClass, Window
from broker.domain.ids import RequestId, TicketId
from broker.domain.projection import apply, turn_to
from broker.domain.refusals import Refusal
from broker.domain.requests import AnyChange
from broker.domain.rules import decide, turn_of_day
from broker.domain.tickets.facts import HeldAs, TicketReserved
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.facts import PauseReason
from broker.domain.windows.requests import CloseWindow, OpenWindow, PauseWindow, ResumeWindow
from firmware_mocks.rehearsal.month import makeup
from firmware_mocks.rehearsal.month.chance import Chance, PlannedSession

Hears = Callable[[Floor, AnyFact, datetime], None]


@dataclass
class Sitting:
    """A clerk at a window."""

    window: Window
    clerk: str
    open: bool = False
    busy: bool = False
    closes: datetime = OUTLIVED
    pauses: list[float] = field(default_factory=list)  # that begin as soon as nobody is there


class PlayedDay:
    """One day. `hears` is told each fact after it was applied, `before` before it is."""

    def __init__(self, floor: Floor, chance: Chance, hears: Sequence[Hears]) -> None:
        self._floor, self._chance, self._hears = floor, chance, hears
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self._sittings: dict[int, Sitting] = {}
        self._dark: tuple[int, datetime, datetime] | None = None

    def play(self, day: date) -> None:
        """From before the doors open until everybody has gone."""
        self._chance.drift()
        self._dark = self._chance.dark(day)
        for at, queue, group in self._chance.arrivals(day):
            self._at(at, partial(self._comes, queue, group))
        clerks = iter(each.id for each in self._floor.hall.staff if each.role == "clerk")
        seats = {each.number: next(clerks, "") for each in self._floor.hall.windows}
        for session in self._chance.sittings(day):
            number = session.window.number
            if seats[number]:
                made = Sitting(session.window, seats[number])
                self._expect(self._sittings.setdefault(number, made), session)
        while self._events:
            at, _, happens = heapq.heappop(self._events)
            happens(at)

    def _expect(self, sitting: Sitting, session: PlannedSession) -> None:
        self._at(session.opens, partial(self._opens, sitting, session.closes))
        self._at(session.closes, partial(self._ends, sitting))
        for begins, lasts in session.pauses:
            self._at(begins, partial(self._wants_pause, sitting, lasts))

    def _at(self, at: datetime, happens: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (at.astimezone(UTC), next(self._order), happens))

    def _in(self, now: datetime, seconds: float, happens: Callable[[datetime], None]) -> None:
        self._at(now + timedelta(seconds=seconds), happens)

    def _ask(self, request: AnyChange, now: datetime) -> Sequence[AnyFact]:
        """What the ledger grants; nothing where it refuses."""
        self._write(turn_of_day(self._floor, now), now)
        turn_to(self._floor, now)
        try:
            facts = decide(self._floor, request, now)
        except Refusal:
            return ()
        self._write(facts, now)
        return facts

    def _write(self, facts: Sequence[AnyFact], now: datetime) -> None:
        for fact in facts:
            apply(self._floor, fact, now)
            for each in self._hears:
                each(self._floor, fact, now)

    def _made(self, kind: type[Request], now: datetime, **fields: Any) -> AnyChange:
        identity = RequestId(f"month-{next(self._order)}")
        made: Any = kind(id=identity, at=now, source="month", **fields)
        return cast("AnyChange", made)

    def _comes(self, queue: str, group: PriorityClass, now: datetime) -> None:
        for fact in self._ask(self._made(ReserveTicket, now, queue=queue, group=group), now):
            if isinstance(fact, TicketReserved):
                held = partial(self._holds, fact.ticket, queue)
                self._in(now, self._chance.within(makeup.SLIP), held)

    def _holds(self, ticket: TicketId, queue: str, now: datetime) -> None:
        self._ask(self._made(ActivateTicket, now, ticket=ticket, paper=HeldAs.PRINTED), now)
        idle = [
            each
            for each in self._sittings.values()
            if each.open and not each.busy and queue in each.window.queues
        ]
        if idle:
            self._goes_on(idle[0], now)

    def _of_window(
        self, kind: type[Request], sitting: Sitting, now: datetime, **more: Any
    ) -> Sequence[AnyFact]:
        window, clerk = sitting.window.number, sitting.clerk
        return self._ask(self._made(kind, now, window=window, clerk=clerk, **more), now)

    def _opens(self, sitting: Sitting, closes: datetime, now: datetime) -> None:
        sitting.closes = closes
        if not sitting.open:
            sitting.open = True
            self._of_window(OpenWindow, sitting, now)
            self._goes_on(sitting, now)

    def _ends(self, sitting: Sitting, now: datetime) -> None:
        if sitting.open and not sitting.busy:
            self._calls(sitting, now)

    def _wants_pause(self, sitting: Sitting, lasts: float, now: datetime) -> None:
        if sitting.open:
            sitting.pauses.append(lasts)
            if not sitting.busy:
                self._goes_on(sitting, now)

    def _goes_on(self, sitting: Sitting, now: datetime) -> None:
        """Whoever is busy comes here when the window is free, whoever is not when somebody came."""
        sitting.busy = True
        self._in(now, self._chance.within(makeup.BETWEEN), partial(self._calls, sitting))

    def _calls(self, sitting: Sitting, now: datetime) -> None:
        sitting.busy = False
        if sitting.pauses:
            self._of_window(PauseWindow, sitting, now, reason=PauseReason.BACK_SOON)
            sitting.busy = True
            self._in(now, sitting.pauses.pop(), partial(self._resumes, sitting))
            return
        for fact in self._of_window(CallNext, sitting, now):
            if isinstance(fact, TicketCalled):
                sitting.busy = True
                queue = self._floor.tickets[fact.ticket].queue
                self._called(sitting, queue, now)
        if not sitting.busy and now >= sitting.closes:
            self._of_window(CloseWindow, sitting, now)
            sitting.open = False

    def _called(self, sitting: Sitting, queue: str, now: datetime) -> None:
        if not self._chance.comes():
            self._in(now, makeup.RECALL, lambda at: self._steps(RecallTicket, sitting, at))
            self._in(now, makeup.MISS, partial(self._is_free, MissTicket, sitting))
            return
        walk = self._chance.within(makeup.WALK)
        if self._is_dark(sitting.window.number, now):
            walk += makeup.DARK_SECONDS
        self._in(now, walk, lambda at: self._steps(StartService, sitting, at))
        over = walk + self._chance.visit(queue)
        self._in(now, over, partial(self._is_free, FinishService, sitting))

    def _steps(self, kind: type[Request], sitting: Sitting, now: datetime) -> None:
        self._of_window(kind, sitting, now)

    def _is_free(self, kind: type[Request], sitting: Sitting, now: datetime) -> None:
        self._of_window(kind, sitting, now)
        self._goes_on(sitting, now)

    def _resumes(self, sitting: Sitting, now: datetime) -> None:
        self._of_window(ResumeWindow, sitting, now)
        self._goes_on(sitting, now)

    def _is_dark(self, window: int, now: datetime) -> bool:
        return (
            self._dark is not None
            and self._dark[0] == window
            and (self._dark[1] <= now < self._dark[2])
        )
