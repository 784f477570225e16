"""What the ledger tells who only asks: tickets with their history, lists; no fact is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.commands.audit import read
from broker.domain.calling.facts import CallDelivered, TicketCalled, TicketMissed
from broker.domain.calling.requests import (
    CallNext,
    FinishService,
    MissTicket,
    ReportDelivery,
    StartService,
)
from broker.domain.catalogue import Item
from broker.domain.hall import PriorityClass, Role
from broker.domain.ids import TicketId
from broker.domain.queries import MOST
from broker.domain.ratings.facts import Level, RatingGiven
from broker.domain.ratings.requests import GiveRating
from broker.domain.requests import Answer, Found, Listed, Refused
from broker.domain.tickets.facts import (
    CancelReason,
    HeldAs,
    TicketActivated,
    TicketCancelled,
    TicketRequeued,
    TicketReserved,
)
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import (
    ActivateTicket,
    CancelTicket,
    FindTicket,
    ListMissed,
    ListWaiting,
    RequeueTicket,
    ReserveTicket,
)
from broker.domain.windows.requests import OpenWindow
from broker.ledger import histories
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


def take(
    desk: LedgerHall, queue: str = "qa", group: PriorityClass = PriorityClass.ORDINARY
) -> TicketId:
    reserved = desk.do(ReserveTicket, queue=queue, group=group).facts[0]
    desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
    ticket: TicketId = reserved.ticket
    return ticket


def ask(desk: LedgerHall, kind: type, **fields: object) -> Answer:
    return desk.ask(desk.make(kind, **fields))


def find(desk: LedgerHall, number: str) -> Found:
    answer = ask(desk, FindTicket, number=number)
    assert isinstance(answer, Found), answer
    return answer


def numbers(answer: Answer) -> list[str]:
    assert isinstance(answer, Listed)
    return [each.number for each in answer.tickets]


def miss_one(desk: LedgerHall) -> None:
    desk.do(CallNext, window=1, clerk="101")
    desk.do(MissTicket, window=1, clerk="101")


def test_a_ticket_is_found_with_all_that_is_recorded_of_it_and_of_no_other(
    desk: LedgerHall,
) -> None:
    take(desk)
    take(desk)
    desk.do(OpenWindow, window=1, clerk="101")
    call = desk.do(CallNext, window=1, clerk="101").facts[0]
    desk.do(ReportDelivery, call=call.call, device="display-1", delivered=True)
    desk.clock.pass_by(30)
    desk.do(MissTicket, window=1, clerk="101")
    found = find(desk, "A001")
    kinds = [type(each.fact) for each in found.history]
    assert kinds == [TicketReserved, TicketActivated, TicketCalled, CallDelivered, TicketMissed]
    assert found.ticket.state is TicketState.NO_SHOW
    assert (found.ticket.window, found.ticket.missed_at) == (1, desk.clock.now())
    assert found.history[-1].at == desk.clock.now()
    assert {each.source for each in found.history} == {"test"}
    assert [type(each.fact) for each in find(desk, "a002").history] == kinds[:2]


def test_the_rating_of_its_visit_belongs_to_a_ticket(desk: LedgerHall) -> None:
    take(desk)
    desk.do(OpenWindow, window=1, clerk="101")
    visit = desk.do(CallNext, window=1, clerk="101").facts[0].visit
    desk.do(StartService, window=1, clerk="101")
    desk.do(FinishService, window=1, clerk="101")
    desk.clock.pass_by(5)
    now = desk.clock.now()
    times = {"armed_at": now, "pressed_at": now}
    desk.do(GiveRating, visit=visit, level=Level.SATISFIED, device="evaluator-1", **times)
    assert type(find(desk, "A001").history[-1].fact) is RatingGiven


def test_who_waits_is_told_how_many_are_before(desk: LedgerHall) -> None:
    take(desk)
    take(desk)
    desk.clock.pass_by(60)
    assert [find(desk, each).ticket.ahead for each in ("A001", "A002")] == [0, 1]
    desk.do(OpenWindow, window=1, clerk="101")
    desk.do(CallNext, window=1, clerk="101")
    assert [find(desk, each).ticket.ahead for each in ("A001", "A002")] == [None, 0]


def test_a_ticket_is_told_with_all_that_was_said_of_it(tmp_path: Path) -> None:
    desk = LedgerHall(tmp_path, items=(Item(2, "dept", "事项", "qa"),))
    slot = desk.clock.now().replace(minute=30)
    words = {"group": PriorityClass.APPOINTMENT, "slot": slot, "item": "dept/2"}
    ticket = desk.do(ReserveTicket, queue="qa", **words).facts[0].ticket
    desk.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
    told = find(desk, "A001").ticket
    desk.close()
    assert (told.ticket, told.number, told.queue) == (ticket, "A001", "qa")
    assert (told.group, told.slot, told.item) == (PriorityClass.APPOINTMENT, slot, "dept/2")
    assert told.joined == slot - timedelta(minutes=desk.hall.calling.appointment_tolerance_minutes)
    assert (told.window, told.missed_at) == (None, None)


def test_an_unknown_number_is_a_sentence(desk: LedgerHall) -> None:
    answer = ask(desk, FindTicket, number="A009")
    assert isinstance(answer, Refused)
    assert answer.code == "unknown-ticket"
    assert "A009" in answer.zh


def test_nothing_is_written_and_no_answer_kept(desk: LedgerHall, tmp_path: Path) -> None:
    take(desk)
    before = len(list(read(tmp_path / "ledger.db")))
    query = desk.make(FindTicket, number="A001")
    first = desk.ask(query)
    desk.do(CancelTicket, ticket=first.ticket.ticket)  # type: ignore[union-attr]  # it is Found
    again = desk.ask(query)
    assert isinstance(again, Found)
    assert again.ticket.state is TicketState.CANCELLED
    assert len(list(read(tmp_path / "ledger.db"))) == before + 1


def test_a_question_asked_with_a_change_sees_the_change(desk: LedgerHall) -> None:
    """They share a turn of the loop; the question is answered after the commit."""
    ticket = take(desk)
    question = desk.make(FindTicket, number="A001")
    cancelling = desk.make(CancelTicket, ticket=ticket, reason=CancelReason.GAVE_UP)
    answers = desk.ask_all(question, cancelling)
    (found,) = (each for each in answers if isinstance(each, Found))
    assert type(found.history[-1].fact) is TicketCancelled


def test_a_restart_forgets_no_history_and_a_new_day_all(desk: LedgerHall) -> None:
    take(desk)
    before = find(desk, "A001")
    desk.reopen()
    assert find(desk, "A001").history == before.history
    desk.clock.pass_by(86400)
    assert isinstance(ask(desk, FindTicket, number="A001"), Refused)
    take(desk)
    assert len(find(desk, "A001").history) == 2


def test_yesterdays_tickets_are_not_remembered(desk: LedgerHall) -> None:
    old = take(desk)
    desk.do(CancelTicket, ticket=old)  # or the turn of the day would write of it once more
    assert desk.ledger._histories.of(old)
    desk.clock.pass_by(86400)
    take(desk)
    assert not desk.ledger._histories.of(old)


def test_only_the_newest_facts_of_a_long_story_are_told(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "MOST", 3)
    take(desk)
    desk.do(OpenWindow, window=1, clerk="101")
    miss_one(desk)
    kinds = [type(each.fact) for each in find(desk, "A001").history]
    assert kinds == [TicketActivated, TicketCalled, TicketMissed]


def test_waiting_tickets_are_listed_in_the_order_of_calling(desk: LedgerHall) -> None:
    take(desk)
    take(desk, "qb")
    desk.clock.pass_by(60)
    take(desk, group=PriorityClass.GREEN)
    desk.clock.pass_by(60)
    assert numbers(ask(desk, ListWaiting)) == ["A002", "A001", "B001"]
    assert numbers(ask(desk, ListWaiting, queues=("qa",))) == ["A002", "A001"]
    assert numbers(ask(desk, ListWaiting, queues=("nothing",))) == []


def test_the_list_says_how_many_there_are_beyond_its_end(desk: LedgerHall) -> None:
    reserved = desk.ask_all(*(desk.make(ReserveTicket, queue="qa") for _ in range(MOST + 5)))
    tickets = [each.facts[0].ticket for each in reserved]  # type: ignore[union-attr]  # granted
    desk.ask_all(
        *(desk.make(ActivateTicket, ticket=each, paper=HeldAs.PRINTED) for each in tickets)
    )
    answer = ask(desk, ListWaiting)
    assert isinstance(answer, Listed)
    assert (len(answer.tickets), answer.total) == (MOST, MOST + 5)


def test_missed_tickets_are_listed_the_latest_first_until_they_come_back(desk: LedgerHall) -> None:
    first, _second = take(desk), take(desk)
    desk.do(OpenWindow, window=1, clerk="101")
    for _ in range(2):
        desk.clock.pass_by(60)
        miss_one(desk)
    assert numbers(ask(desk, ListMissed)) == ["A002", "A001"]
    desk.do(RequeueTicket, ticket=first, by="900")
    assert numbers(ask(desk, ListMissed)) == ["A002"]
    assert numbers(ask(desk, ListWaiting)) == ["A001"]


@pytest.mark.parametrize(
    ("by", "code"), [("101", "role"), ("901", "role"), ("555", "unknown-staff")]
)
def test_only_those_of_the_guide_desk_act_in_its_name(desk: LedgerHall, by: str, code: str) -> None:
    ticket = take(desk)
    answer = ask(desk, CancelTicket, ticket=ticket, by=by)
    assert isinstance(answer, Refused)
    assert answer.code == code
    granted = desk.do(CancelTicket, ticket=ticket, reason=CancelReason.TWICE, by="900")
    assert granted.facts == (TicketCancelled(ticket=ticket, reason="twice", by="900"),)


def test_a_guide_requeues_and_the_fact_says_who(tmp_path: Path) -> None:
    staff = tuple(
        replace(each, role=Role.GUIDE if each.id == "901" else each.role)
        for each in small_hall().staff
    )
    desk = LedgerHall(tmp_path, small_hall(staff=staff))
    take(desk)
    desk.do(OpenWindow, window=1, clerk="101")
    miss_one(desk)
    (fact,) = desk.do(RequeueTicket, ticket=find(desk, "A001").ticket.ticket, by="901").facts
    assert isinstance(fact, TicketRequeued)
    assert fact.by == "901"
    desk.close()


@pytest.mark.expects_warnings
def test_a_question_that_breaks_the_rules_stays_unanswered_and_breaks_nothing_else(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(desk)
    heard: list[Answer | Unanswered] = []
    with monkeypatch.context() as broken:
        broken.setattr(histories, "standing", None)
        desk.bus.ask(desk.make(FindTicket, number="A001"), heard.append)
        desk.settle()
    assert heard == []
    assert find(desk, "A001").ticket.number == "A001"
