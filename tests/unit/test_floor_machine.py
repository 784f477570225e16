"""A state machine that tries to break the floor: races, repeats, crashes, restarts, days.

The model knows only what citizens and clerks were *told* (the answers); the invariants of
docs/domain are checked against the ledger's own file after every step.
"""

from __future__ import annotations

import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from broker.commands.audit import read, troubles
from broker.domain.calling import requests as calling
from broker.domain.calling.facts import (
    ClerkStep,
    ServiceFinished,
    StepUndone,
    TicketCalled,
    TicketMissed,
    TicketTransferred,
)
from broker.domain.calling.rules import call_next
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.hall import PriorityClass
from broker.domain.ids import VisitId
from broker.domain.inventory import evaluator_at
from broker.domain.ratings.facts import Level, RatingGiven, UnratedReason
from broker.domain.ratings.requests import GiveRating, LeaveUnrated
from broker.domain.requests import Answer, Granted, Refused
from broker.domain.rules import RULES
from broker.domain.tickets.facts import (
    DeskStepUndone,
    HeldAs,
    TicketExpired,
    TicketReserved,
    VoidReason,
)
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import (
    ActivateTicket,
    CancelTicket,
    RequeueTicket,
    ReserveTicket,
    UndoDeskStep,
    VoidTicket,
)
from broker.domain.tickets.rules import reserve, void
from broker.domain.windows.requests import CloseWindow, OpenWindow
from broker.ledger import service, views
from broker.ledger.rows import recorded
from broker.ledger.store import Store
from tests.efforts import tried
from tests.stages.memory import LedgerHall

QUEUES = st.sampled_from(["qa", "qb"])
WINDOWS = st.sampled_from([1, 2, 3])
GUIDE = "900"
CLERKS = st.sampled_from(["101", "102", "103", "901", "999"])
GROUPS = st.sampled_from([PriorityClass.ORDINARY, PriorityClass.ELDERLY, PriorityClass.GREEN])
AT_WINDOW = st.sampled_from(
    [
        calling.CallNext,
        calling.RecallTicket,
        calling.StartService,
        calling.FinishService,
        calling.MissTicket,
        CloseWindow,
    ]
)


AWAITED = (TicketState.WAITING, TicketState.CALLED)
GIVING = timedelta(minutes=3)  # so long a number without a slip is one that is coming out
MOVED: list[str] = []  # what moved the floor though it must not


def picture(floor: Floor) -> str:
    """All that the facts have made of the floor."""
    return repr({name: value for name, value in vars(floor).items() if name not in AS_IT_WAS})


AS_IT_WAS = {"hall", "zone", "_known_day"}  # given from outside, and what the calendar remembers


@pytest.fixture(autouse=True)
def only_projections_change_the_floor(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every decision, every look and every state leaves the floor as it was."""

    def watched(what: Callable[..., Any]) -> Callable[..., Any]:
        def look(floor: Floor, *others: Any) -> Any:
            before = picture(floor)
            try:
                return what(floor, *others)
            finally:
                if picture(floor) != before:
                    MOVED.append(f"{what.__name__} {others}")

        return look

    for name in ("decide", "turn_of_day", "looked_up"):
        monkeypatch.setattr(service, name, watched(getattr(service, name)))
    for name in ("window_state", "queue_state", "calls_state", "duty_state", "day_state"):
        monkeypatch.setattr(views, name, watched(getattr(views, name)))
    MOVED.clear()
    yield
    MOVED.clear()


class HallMachine(RuleBasedStateMachine):
    """Everything a day can bring, in any order."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.desk = LedgerHall(Path(self.folder.name))
        self.told: dict[str, tuple[Any, Answer]] = {}
        for window, clerk in ((1, "101"), (2, "102")):
            self.ask(self.desk.make(OpenWindow, window=window, clerk=clerk))

    def teardown(self) -> None:
        self.desk.close()
        self.folder.cleanup()

    def ask(self, *requests: Any) -> list[Answer]:
        answers = self.desk.ask_all(*requests)
        by_id = {request.id: request for request in requests}
        for answer in answers:
            self.told[answer.request] = (by_id[answer.request], answer)
        return answers

    def tickets(self, *states: TicketState) -> list[str]:
        return [t.id for t in self.desk.ledger.floor.tickets.values() if t.state in states]

    @rule(queue=QUEUES, group=GROUPS, touches=st.integers(1, 3))
    def citizens_take_numbers(self, queue: str, group: PriorityClass, touches: int) -> None:
        make = self.desk.make
        self.ask(*(make(ReserveTicket, queue=queue, group=group) for _ in range(touches)))

    @rule(queue=QUEUES, group=GROUPS, many=st.integers(1, 4))
    def citizens_sit_down_to_wait(self, queue: str, group: PriorityClass, many: int) -> None:
        for _ in range(many):
            self.citizen_sits_down(queue, group)

    @rule(queue=QUEUES, person=st.sampled_from(["p1", "p2"]), sits=st.booleans())
    def somebody_lays_a_card_down(self, queue: str, person: str, sits: bool) -> None:
        """Who waits in a queue is told so, and with which ticket; whose slip is coming out is told
        that; nobody else is told either."""
        floor, now = self.desk.ledger.floor, self.desk.clock.now()
        theirs = [
            fact.ticket
            for fact in self.facts()
            if isinstance(fact, TicketReserved) and fact.person == person
        ]
        standing = [floor.tickets[each] for each in theirs if each in floor.tickets]
        waits = {t.id for t in standing if t.queue == queue and t.state in AWAITED}
        coming = {
            t.number
            for t in standing
            if t.queue == queue and t.state is TicketState.RESERVED and t.reserved_at > now - GIVING
        }
        (answer,) = self.ask(self.desk.make(ReserveTicket, queue=queue, person=person))
        if coming and not waits:
            assert isinstance(answer, Refused)
            assert answer.code == "being-given"
            assert any(number in answer.zh for number in coming)
            return
        if not waits:
            assert isinstance(answer, Granted)
            ticket = answer.facts[0].ticket  # type: ignore[union-attr]  # a reservation
            if sits:
                self.ask(self.desk.make(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED))
            return
        assert isinstance(answer, Refused)
        assert answer.code == "has-number"
        assert answer.ticket is not None
        assert answer.ticket.ticket in waits
        assert answer.ticket.number in answer.zh

    def citizen_sits_down(self, queue: str, group: PriorityClass) -> None:
        make = self.desk.make
        (answer,) = self.ask(make(ReserveTicket, queue=queue, group=group))
        assert isinstance(answer, Granted)
        ticket = answer.facts[0].ticket  # type: ignore[union-attr]  # a reservation
        self.ask(make(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED))

    @rule(paper=st.sampled_from(HeldAs), back=st.booleans(), data=st.data())
    def the_slip_comes_out_or_not(self, paper: HeldAs, back: bool, data: st.DataObject) -> None:
        reserved = self.tickets(TicketState.RESERVED, TicketState.WAITING, TicketState.VOID)
        if not reserved:
            return
        ticket = data.draw(st.sampled_from(reserved))
        if back:
            self.ask(self.desk.make(VoidTicket, ticket=ticket, reason=VoidReason.NOBODY_NOTED))
        else:
            self.ask(self.desk.make(ActivateTicket, ticket=ticket, paper=paper))

    @rule(window=WINDOWS, clerk=CLERKS)
    def a_clerk_signs_in(self, window: int, clerk: str) -> None:
        self.ask(self.desk.make(OpenWindow, window=window, clerk=clerk))

    @rule(kind=AT_WINDOW, window=WINDOWS, clerk=CLERKS)
    def a_clerk_presses_a_key(self, kind: type[Any], window: int, clerk: str) -> None:
        self.ask(self.desk.make(kind, window=window, clerk=clerk))

    @rule()
    def every_window_calls_at_once(self) -> None:
        counters = self.desk.ledger.floor.counters.values()
        pairs = [(each.number, each.clerk) for each in counters if each.clerk]
        make = self.desk.make
        self.ask(*(make(calling.CallNext, window=w, clerk=c) for w, c in pairs for _ in range(2)))

    @rule(window=WINDOWS, queue=QUEUES, to=st.one_of(st.none(), WINDOWS))
    def a_visit_is_sent_on(self, window: int, queue: str, to: int | None) -> None:
        clerk = self.desk.ledger.floor.counters[window].clerk
        self.ask(
            self.desk.make(
                calling.TransferTicket, window=window, clerk=clerk, queue=queue, to_window=to
            )
        )

    @rule(data=st.data())
    def somebody_comes_after_all(self, data: st.DataObject) -> None:
        missed = self.tickets(TicketState.NO_SHOW)
        if missed:
            ticket = data.draw(st.sampled_from(missed))
            self.ask(self.desk.make(RequeueTicket, ticket=ticket))

    @rule(data=st.data(), kind=st.sampled_from([CancelTicket, RequeueTicket]))
    def a_guide_acts(self, kind: type[Any], data: st.DataObject) -> None:
        some = self.tickets(TicketState.WAITING, TicketState.NO_SHOW)
        if some:
            ticket = data.draw(st.sampled_from(some))
            self.ask(self.desk.make(kind, ticket=ticket, by=GUIDE))

    @rule(window=WINDOWS, called=st.booleans())
    def somebody_is_put_back_and_the_guide_thinks_better(self, window: int, called: bool) -> None:
        """A window may have been faster than the guide."""
        make, floor = self.desk.make, self.desk.ledger.floor
        for queue in ("qa", "qb"):
            self.citizen_sits_down(queue, PriorityClass.ORDINARY)
        here = {"window": window, "clerk": floor.counters[window].clerk}
        self.ask(make(calling.CallNext, **here))
        self.ask(make(calling.MissTicket, **here))
        for ticket in self.tickets(TicketState.NO_SHOW):
            self.ask(make(RequeueTicket, ticket=ticket, by=GUIDE))
        if called:
            self.ask(make(calling.CallNext, **here))
        for ticket, last in list(floor.desk_steps.items()):
            self.ask(make(UndoDeskStep, ticket=ticket, step=last.step, by=GUIDE))

    @rule(data=st.data(), times=st.integers(1, 2))
    def a_guide_takes_it_back(self, data: st.DataObject, times: int) -> None:
        acted = self.desk.ledger.floor.desk_steps
        if acted:
            ticket = data.draw(st.sampled_from(sorted(acted)))
            undo = {"ticket": ticket, "step": acted[ticket].step, "by": GUIDE}
            self.ask(*(self.desk.make(UndoDeskStep, **undo) for _ in range(times)))

    @rule(window=WINDOWS)
    def a_clerk_takes_a_step_back(self, window: int) -> None:
        last = self.desk.ledger.floor.last_steps.get(window)
        if last is not None:
            clerk = self.desk.ledger.floor.counters[window].clerk
            step = {"visit": last.visit, "step": last.step}
            self.ask(self.desk.make(calling.UndoStep, window=window, clerk=clerk, **step))

    def evaluator(self, visit: str) -> str:
        """The one at the window of the visit."""
        found = self.desk.ledger.floor.visits.get(VisitId(visit))
        return evaluator_at(found.window if found is not None else 1)

    @rule(level=st.sampled_from(Level), silent=st.booleans(), data=st.data())
    def an_evaluator_speaks(self, level: Level, silent: bool, data: st.DataObject) -> None:
        visits = sorted(self.desk.ledger.floor.visits) or ["none.1"]
        visit = data.draw(st.sampled_from(visits))
        if silent:
            silence = {"visit": visit, "reason": UnratedReason.SILENCE}
            self.ask(self.desk.make(LeaveUnrated, source=self.evaluator(visit), **silence))
            return
        now = self.desk.clock.now()
        press = {"armed_at": now - timedelta(seconds=5), "pressed_at": now}
        device = self.evaluator(visit)
        self.ask(self.desk.make(GiveRating, visit=visit, level=level, device=device, **press))

    @rule(data=st.data())
    def a_message_comes_again(self, data: st.DataObject) -> None:
        if self.told:
            request, answer = self.told[data.draw(st.sampled_from(sorted(self.told)))]
            assert self.desk.ask(request) == answer

    @rule(data=st.data())
    def old_messages_come_in_any_order(self, data: st.DataObject) -> None:
        if self.told:
            some = data.draw(st.permutations(sorted(self.told)))[:6]
            before = self.facts()
            self.desk.ask_all(*(self.told[each][0] for each in some))
            assert self.facts() == before

    @rule()
    def the_ledger_is_killed_and_comes_back(self) -> None:
        self.desk.reopen()

    @rule(seconds=st.sampled_from([1, 30, 600]))
    def time_passes(self, seconds: int) -> None:
        self.desk.clock.pass_by(seconds)

    def facts(self) -> list[AnyFact]:
        return [recorded(row).fact for row in read(self.desk.folder / "ledger.db")]

    @invariant()
    def the_file_tells_no_lie(self) -> None:
        rows = list(read(self.desk.folder / "ledger.db"))
        assert troubles(rows) == []
        facts = [recorded(row).fact for row in rows]
        self.numbers_have_no_gap_and_no_twin(facts)
        self.one_window_a_ticket(facts)
        self.ratings_belong_to_finished_visits(facts)

    def numbers_have_no_gap_and_no_twin(self, facts: list[AnyFact]) -> None:
        for prefix in "AB":
            given = [
                int(fact.number[1:])
                for fact in facts
                if isinstance(fact, TicketReserved) and fact.number[0] == prefix
            ]
            assert given == list(range(1, len(given) + 1))
        told = Counter(
            fact.number
            for _, answer in self.told.values()
            if isinstance(answer, Granted)
            for fact in answer.facts
            if isinstance(fact, TicketReserved)
        )
        assert all(times == 1 for times in told.values())

    def one_window_a_ticket(self, facts: list[AnyFact]) -> None:
        at: dict[str, int] = {}
        for fact in facts:
            match fact:
                case TicketCalled(ticket=ticket, window=window):
                    assert ticket not in at, f"{ticket} called at {at[ticket]} and {window}"
                    assert window not in at.values(), f"window {window} has two"
                    at[ticket] = window
                case (
                    ServiceFinished(ticket=ticket)
                    | TicketMissed(ticket=ticket)
                    | TicketTransferred(ticket=ticket)
                    | TicketExpired(ticket=ticket)
                ):
                    at.pop(ticket, None)
                case StepUndone(step=ClerkStep.CALL, ticket=ticket):
                    at.pop(ticket, None)
                case StepUndone(ticket=ticket, window=window):
                    assert window not in {where for who, where in at.items() if who != ticket}
                    at[ticket] = window
                case _:
                    pass

    def ratings_belong_to_finished_visits(self, facts: list[AnyFact]) -> None:
        finished: set[str] = set()
        rated: set[str] = set()
        for fact in facts:
            if isinstance(fact, ServiceFinished):
                finished.add(fact.visit)
            elif isinstance(fact, StepUndone) and fact.step is ClerkStep.FINISH:
                finished.discard(fact.visit)
            elif isinstance(fact, RatingGiven):
                assert fact.visit in finished
                assert fact.visit not in rated
                rated.add(fact.visit)

    @invariant()
    def everybody_is_in_one_place(self) -> None:
        """In one line while waiting, at one window while called or served, and else nowhere."""
        floor = self.desk.ledger.floor
        in_line = Counter(each for line in floor.waiting.values() for each in line)
        at = Counter(each.ticket for each in floor.counters.values() if each.ticket)
        for ticket in floor.tickets.values():
            assert in_line[ticket.id] == (ticket.state is TicketState.WAITING), ticket
            here = ticket.state in (TicketState.CALLED, TicketState.SERVING)
            assert at[ticket.id] == here, ticket

    @invariant()
    def nothing_moved_but_by_facts(self) -> None:
        assert MOVED == []

    @invariant()
    def clerks_and_windows_are_one_to_one(self) -> None:
        clerks = [each.clerk for each in self.desk.ledger.floor.counters.values() if each.clerk]
        assert len(clerks) == len(set(clerks))


_SEARCH = tried(
    20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
_FIND = settings(_SEARCH, max_examples=200, phases=[Phase.generate], report_multiple_bugs=False)

TestHall = HallMachine.TestCase
TestHall.settings = _SEARCH


def _number_by_waiting(floor: Any, request: Any, now: Any) -> list[AnyFact]:
    """Sabotage: the next number is how many wait plus one, as the peers did it."""
    (fact,) = reserve(floor, request, now)
    assert isinstance(fact, TicketReserved)
    count = len(floor.waiting[fact.queue]) + 1
    twin = f"{fact.number[0]}{count:03d}"
    return [replace(fact, number=twin, ticket=f"{fact.ticket[:9]}{twin}")]


def _undo_without_looking(floor: Any, request: Any, now: Any) -> list[AnyFact]:
    """Sabotage: a guide's step is taken back, whatever came after it."""
    last = floor.desk_steps.get(request.ticket)
    assert now is not None
    return [DeskStepUndone(ticket=request.ticket, step=last.step, by=last.by)] if last else []


def _call_without_looking(floor: Any, request: Any, now: Any) -> list[AnyFact]:
    """Sabotage: a window that has somebody may call again."""
    counter = floor.counters[request.window]
    held, counter.ticket = counter.ticket, ""
    try:
        return call_next(floor, request, now)
    finally:
        counter.ticket = held


@pytest.mark.parametrize(
    ("kind", "sabotage"),
    [
        (ReserveTicket, _number_by_waiting),
        (calling.CallNext, _call_without_looking),
        (UndoDeskStep, _undo_without_looking),
    ],
)
def test_the_machine_catches_broken_rules(
    kind: type[Any], sabotage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with a wrong rule in place, the same machine must fail."""
    monkeypatch.setattr(logging.getLogger("broker.ledger.service"), "disabled", True)  # as it may
    monkeypatch.setitem(RULES, kind, sabotage)
    with pytest.raises(Exception, match=r"."):
        run_state_machine_as_test(HallMachine, settings=_FIND)


def test_a_rule_that_moves_the_floor_itself_is_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The control for the watch: the right fact, and still not by the right hand."""

    def void_by_hand(floor: Any, request: Any, now: Any) -> list[AnyFact]:
        facts: list[AnyFact] = [*void(floor, request, now)]
        floor.tickets[request.ticket].state = TicketState.VOID
        return facts

    monkeypatch.setitem(RULES, VoidTicket, void_by_hand)
    desk = LedgerHall(tmp_path)
    ticket = desk.do(ReserveTicket, queue="qa").facts[0].ticket
    assert MOVED == []
    desk.do(VoidTicket, ticket=ticket, reason=VoidReason.NOBODY_NOTED)
    desk.close()
    assert len(MOVED) == 1


def test_the_machine_catches_a_ledger_that_forgets_its_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control for "asked again": a store that forgets must be found out."""
    monkeypatch.setattr(Store, "answer_to", lambda *_: None)
    monkeypatch.setattr(Store, "keep", lambda *_: None)
    with pytest.raises(Exception, match=r"."):
        run_state_machine_as_test(HallMachine, settings=_FIND)
