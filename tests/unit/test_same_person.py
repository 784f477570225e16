"""Whoever waits in a queue and lays the same card down again has a number already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from broker.domain.calling.requests import CallNext, FinishService, MissTicket, StartService
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.facts import HeldAs, TicketReserved, VoidReason
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import ActivateTicket, CancelTicket, ReserveTicket, VoidTicket
from broker.domain.windows.requests import OpenWindow
from broker.wire import codec
from tests.stages.memory import LedgerHall

PERSON = "1acfd68acf7c030d457f0253995f6ef3"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


def take(desk: LedgerHall, queue: str = "qa", person: str = PERSON, source: str = "kiosk-1") -> Any:
    (answer,) = desk.ask_all(desk.make(ReserveTicket, queue=queue, person=person, source=source))
    return answer


def given(answer: Any) -> TicketReserved:
    assert isinstance(answer, Granted), answer
    return next(fact for fact in answer.facts if isinstance(fact, TicketReserved))


def sit_down(desk: LedgerHall, queue: str = "qa", person: str = PERSON) -> TicketReserved:
    ticket = given(take(desk, queue, person))
    desk.ask_all(desk.make(ActivateTicket, ticket=ticket.ticket, paper=HeldAs.PRINTED))
    return ticket


def test_the_second_time_the_first_ticket_is_told(desk: LedgerHall) -> None:
    sit_down(desk, person="")
    first = sit_down(desk)
    answer = take(desk, source="kiosk-2")
    assert isinstance(answer, Refused)
    assert (answer.code, answer.zh) == ("has-number", f"您已有 {first.number} 号。")
    assert answer.ticket is not None
    assert answer.ticket.ticket == first.ticket
    assert answer.ticket.state is TicketState.WAITING
    assert answer.ticket.ahead == 1
    assert codec.decode_answer(codec.encode(answer)) == answer


def test_it_is_told_after_a_restart(desk: LedgerHall) -> None:
    first = sit_down(desk)
    desk.reopen()
    answer = take(desk)
    assert isinstance(answer, Refused)
    assert answer.ticket is not None
    assert answer.ticket.ticket == first.ticket


def test_another_queue_another_person_and_nobody_get_a_number(desk: LedgerHall) -> None:
    sit_down(desk)
    given(take(desk, "qb"))
    given(take(desk, person="another"))
    given(take(desk, person=""))
    given(take(desk, person=""))


def test_while_it_is_called_it_is_told_and_not_when_it_is_over(desk: LedgerHall) -> None:
    first = sit_down(desk)
    desk.ask_all(desk.make(OpenWindow, window=1, clerk="101"))
    desk.ask_all(desk.make(CallNext, window=1, clerk="101"))
    answer = take(desk)
    assert isinstance(answer, Refused)
    assert answer.ticket is not None
    assert (answer.ticket.ticket, answer.ticket.window) == (first.ticket, 1)
    desk.ask_all(desk.make(StartService, window=1, clerk="101"))
    while_served = given(take(desk)).ticket
    desk.ask_all(desk.make(VoidTicket, ticket=while_served, reason=VoidReason.NOBODY_NOTED))
    desk.ask_all(desk.make(FinishService, window=1, clerk="101"))
    given(take(desk))


def test_who_missed_the_call_or_gave_the_number_back_gets_another(desk: LedgerHall) -> None:
    desk.ask_all(desk.make(OpenWindow, window=1, clerk="101"))
    first = sit_down(desk)
    desk.ask_all(desk.make(CallNext, window=1, clerk="101"))
    desk.ask_all(desk.make(MissTicket, window=1, clerk="101"))
    second = sit_down(desk)
    desk.ask_all(desk.make(CancelTicket, ticket=second.ticket))
    third = given(take(desk))
    assert len({first.number, second.number, third.number}) == 3


def test_a_number_that_nobody_holds_yet_is_offered_to_nobody(desk: LedgerHall) -> None:
    """Its slip may not come out, and then it is void: told of it, the person would be lost."""
    first = given(take(desk))
    answer = take(desk)
    assert isinstance(answer, Refused)
    assert answer.ticket is None
    desk.ask_all(desk.make(VoidTicket, ticket=first.ticket, reason=VoidReason.NOBODY_NOTED))
    given(take(desk))


def test_an_older_number_is_told_though_a_later_one_is_over(desk: LedgerHall) -> None:
    first = given(take(desk))
    desk.clock.pass_by(181)  # its kiosk died, and comes back
    second = given(take(desk))
    for each in (first, second):
        desk.ask_all(desk.make(ActivateTicket, ticket=each.ticket, paper=HeldAs.PRINTED))
    desk.ask_all(desk.make(CancelTicket, ticket=second.ticket))
    answer = take(desk)
    assert isinstance(answer, Refused)
    assert answer.ticket is not None
    assert answer.ticket.ticket == first.ticket


def test_tomorrow_nobody_is_known(desk: LedgerHall) -> None:
    sit_down(desk)
    desk.clock.pass_by(86400.0)
    given(take(desk))


def test_two_kiosks_at_once_give_one_number(desk: LedgerHall) -> None:
    """What another kiosk is printing for somebody is theirs, though it may come to nothing."""
    first = given(take(desk))
    second = take(desk, source="kiosk-2")
    assert isinstance(second, Refused)
    assert (second.code, second.zh) == (
        "being-given",
        f"您的 {first.number} 号正在出票，请先取走那一张。",
    )
    desk.ask_all(desk.make(VoidTicket, ticket=first.ticket, reason=VoidReason.NOBODY_NOTED))
    assert given(take(desk, source="kiosk-2")).number == "A002"


def test_a_kiosk_that_died_over_a_number_keeps_nobody_out(desk: LedgerHall) -> None:
    given(take(desk))
    desk.clock.pass_by(181)
    assert given(take(desk, source="kiosk-2")).number == "A002"
