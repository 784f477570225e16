"""Who is called next: nobody starves, and how often one can be overtaken is bounded.

The bound follows from the rates. Ticket i of rate r joined at a and waited w when it was called.
Ticket j of rate R, joined at b > a, went before it at some moment c <= a + w, so

    R (c - b) >= r (c - a)   =>   b - a <= (c - a)(1 - r/R) <= w (1 - r/R)

Whoever joined later than that cannot overtake; with R <= r nobody who joined later can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.calling.facts import TicketCalled
from broker.domain.calling.priority import compared, priority, ranked
from broker.domain.calling.requests import CallNext
from broker.domain.hall import Calling, PriorityClass
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.projection import Ticket
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.tickets.rules import joined_at
from broker.domain.windows.requests import OpenWindow
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall

ORDINARY, ELDERLY, GREEN = PriorityClass.ORDINARY, PriorityClass.ELDERLY, PriorityClass.GREEN
RATES = {ELDERLY: 2.0, GREEN: 3.0, PriorityClass.APPOINTMENT: 2.0}
RULES = Calling(rates=RATES)
GROUPS = st.sampled_from([ORDINARY, ELDERLY, GREEN])
_HAIR = 1e-6  # seconds: times are whole microseconds

Order = Callable[[list[Ticket], Calling, datetime], list[Ticket]]


def ticket(order: int, group: PriorityClass, joined: datetime) -> Ticket:
    """A waiting ticket."""
    return Ticket(
        id=f"20261123-A{order:03d}",
        day=date(2026, 11, 23),
        queue="qa",
        number=f"A{order:03d}",
        group=group,
        order=order,
        state=TicketState.WAITING,
        joined=joined,
    )


def after(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def joined(each: Ticket) -> datetime:
    assert each.joined is not None
    return each.joined


@dataclass(frozen=True)
class Call:
    """One call of a played morning, and who went before it though they had joined later."""

    ticket: Ticket
    at: datetime
    overtaken_by: tuple[Ticket, ...]

    @property
    def waited(self) -> float:
        return (self.at - joined(self.ticket)).total_seconds()


def play(arrivals: Sequence[Ticket], pauses: Sequence[float], order: Order = ranked) -> list[Call]:
    """One window calls after each pause, until everybody was called."""
    coming = sorted(arrivals, key=joined)
    waiting: list[Ticket] = []
    called: list[Ticket] = []
    calls: list[Call] = []
    now = MORNING
    for turn in range(10_000):
        now += timedelta(seconds=pauses[turn % len(pauses)])
        while coming and joined(coming[0]) <= now:
            waiting.append(coming.pop(0))
        if waiting:
            first = order(waiting, RULES, now)[0]
            waiting.remove(first)
            later = tuple(each for each in called if joined(each) > joined(first))
            calls.append(Call(first, now, later))
            called.append(first)
        elif not coming:
            break
    return calls


def beyond_the_bound(calls: Sequence[Call]) -> list[str]:
    """Everybody who overtook and could not have, by the rates."""
    found = []
    for call in calls:
        rate = RULES.rate(call.ticket.group)
        for other in call.overtaken_by:
            most = call.waited * (1 - rate / RULES.rate(other.group))
            late = (joined(other) - joined(call.ticket)).total_seconds()
            if late > max(0.0, most) + _HAIR:
                found.append(f"{other.number} joined {late} s after {call.ticket.number}: {most}")
    return found


MORNINGS = st.lists(st.tuples(st.integers(0, 3600), GROUPS), min_size=1, max_size=40).map(
    lambda some: [
        ticket(order, group, after(seconds))
        for order, (seconds, group) in enumerate(sorted(some, key=lambda each: each[0]), 1)
    ]
)
PAUSES = st.lists(st.integers(1, 300), min_size=1, max_size=5)


@given(MORNINGS, PAUSES)
def test_nobody_is_overtaken_beyond_the_bound(arrivals: list[Ticket], pauses: list[int]) -> None:
    calls = play(arrivals, pauses)
    assert beyond_the_bound(calls) == []
    assert {call.ticket.id for call in calls} == {each.id for each in arrivals}


@given(MORNINGS, PAUSES)
def test_a_class_among_itself_is_called_in_the_order_of_coming(
    arrivals: list[Ticket], pauses: list[int]
) -> None:
    calls = play(arrivals, pauses)
    for group in (ORDINARY, ELDERLY, GREEN):
        orders = [call.ticket.order for call in calls if call.ticket.group is group]
        assert orders == sorted(orders)


@given(st.integers(1, 60), st.integers(0, 40))
def test_nobody_starves_behind_a_stream_that_never_ends(every: int, ahead: int) -> None:
    """Green tickets come as fast as the window calls, with a backlog; one ordinary waits."""
    greens = [ticket(n, GREEN, after(max(0, n - ahead) * every)) for n in range(1, 400)]
    alone = ticket(5000, ORDINARY, after(1))
    calls = play([*greens, alone], [every])
    mine = next(call for call in calls if call.ticket is alone)
    # A green one waits ahead × every at most: at three times that the ordinary one is ahead.
    assert mine.waited <= 3 * (ahead + 2) * every + 2
    assert len(mine.overtaken_by) <= mine.waited * (1 - 1 / 3) / every + 1


def _class_first(waiting: list[Ticket], rules: Calling, _now: datetime) -> list[Ticket]:
    """Sabotage: the higher class always first, as many halls have it."""
    return sorted(waiting, key=lambda each: (-rules.rate(each.group), each.order))


def _longest_queue_blind(waiting: list[Ticket], rules: Calling, now: datetime) -> list[Ticket]:
    """Sabotage: the rate is added instead of multiplied."""
    bonus = {each.id: rules.rate(each.group) * 600 for each in waiting}
    return sorted(waiting, key=lambda t: -((now - joined(t)).total_seconds() + bonus[t.id]))


@pytest.mark.parametrize("order", [_class_first, _longest_queue_blind])
def test_another_rule_is_caught_breaking_the_bound(order: Order) -> None:
    """The control: the same morning, called by a rule that starves or overtakes too far."""
    greens = [ticket(n, GREEN, after(n * 30)) for n in range(1, 100)]
    calls = play([*greens, ticket(500, ORDINARY, after(1))], [30], order)
    assert beyond_the_bound(calls) != []


def test_the_bound_is_reached() -> None:
    """It is no larger than it must be: at two thirds of the wait a green one ties and loses."""
    waits = ticket(1, ORDINARY, after(0))
    for late, first in ((199.9, "A002"), (200.0, "A001"), (200.1, "A001")):
        order = ranked([waits, ticket(2, GREEN, after(late))], RULES, after(300))
        assert order[0].number == first


@given(st.permutations(range(1, 8)), GROUPS)
def test_ties_are_broken_by_the_order_of_issue(orders: list[int], group: PriorityClass) -> None:
    bound_to_us = [ticket(order, group, MORNING) for order in orders]
    assert [each.order for each in ranked(bound_to_us, RULES, after(60))] == sorted(orders)


def test_a_class_without_a_rate_earns_one_a_second() -> None:
    pregnant = ticket(1, PriorityClass.PREGNANT, MORNING)
    assert priority(pregnant, RULES, after(90)) == 90.0
    assert priority(ticket(2, ELDERLY, MORNING), RULES, after(90)) == 180.0


SLOT = MORNING + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("comes", "counts_from"),
    [
        (0, 45),  # an hour early: from a quarter of an hour before the slot
        (44, 45),
        (45, 45),  # the tolerance begins
        (46, 46),  # inside it: from when the citizen came
        (60, 60),
        (75, 75),  # late: not from the slot
    ],
)
def test_an_appointment_counts_from_its_slot_less_the_tolerance(
    comes: int, counts_from: int
) -> None:
    now = MORNING + timedelta(minutes=comes)
    since = joined_at(PriorityClass.APPOINTMENT, SLOT, now, RULES)
    assert since == MORNING + timedelta(minutes=counts_from)


def test_only_an_appointment_has_a_slot() -> None:
    assert joined_at(ORDINARY, SLOT, MORNING, RULES) == MORNING
    assert joined_at(PriorityClass.APPOINTMENT, None, MORNING, RULES) == MORNING


def test_who_is_early_waits_behind_everybody_and_not_for_ever() -> None:
    early = ticket(1, PriorityClass.APPOINTMENT, after(2700))
    comer = ticket(2, ORDINARY, after(0))
    assert priority(early, RULES, after(0)) == -5400.0
    assert ranked([early, comer], RULES, after(1))[0] is comer
    assert ranked([early], RULES, after(1)) == [early], "alone, there is nobody to wait for"
    assert ranked([early, comer], RULES, after(5401))[0] is early  # 2 × 2701 > 5401


def test_why_tells_the_numbers_that_were_compared(tmp_path: Path) -> None:
    """By hand: 600 s × 1, 250 s × 2 = 500, 200 s × 3 = 600; the tie goes to the first issued."""
    desk = LedgerHall(tmp_path)
    desk.do(OpenWindow, window=1, clerk="101")
    for group, pause in ((ORDINARY, 350), (ELDERLY, 50), (GREEN, 200)):
        reserved = desk.do(ReserveTicket, queue="qa", group=group).facts[0]
        desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)  # type: ignore[union-attr]  # a reservation's only fact
        desk.clock.pass_by(pause)
    called = desk.do(CallNext, window=1, clerk="101").facts[0]
    assert isinstance(called, TicketCalled)
    told = [(each.number, each.group, each.waited, each.priority) for each in called.why]
    assert told == [
        ("A001", ORDINARY, 600.0, 600.0),
        ("A003", GREEN, 200.0, 600.0),
        ("A002", ELDERLY, 250.0, 500.0),
    ]
    assert called.number == "A001"
    desk.close()


@given(MORNINGS, st.integers(3600, 7200))
def test_why_adds_up(arrivals: list[Ticket], seconds: int) -> None:
    """Best first, five at most, and each priority is the waiting time at the class's rate."""
    now = after(seconds)
    why = compared(ranked(arrivals, RULES, now), RULES, now)
    assert len(why) == min(5, len(arrivals))
    assert [each.priority for each in why] == sorted((e.priority for e in why), reverse=True)
    for each in why:
        assert each.priority == pytest.approx(each.waited * RULES.rate(each.group), abs=0.2)
    assert why[0].priority == max(round(priority(each, RULES, now), 1) for each in arrivals)
