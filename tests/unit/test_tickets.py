"""Numbers, the table of transitions, and where one business day ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.calling import requests as calling
from broker.domain.ground import business_day, day_begins
from broker.domain.hall import PriorityClass
from broker.domain.ids import ticket_id, ticket_number
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Granted, Refused
from broker.domain.tickets import requests as tickets
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.life import (
    TRANSITIONS,
    Party,
    TicketState,
    TicketStep,
    next_state,
)
from broker.domain.tickets.projection import Ticket
from broker.domain.tickets.rules import check_step
from broker.domain.windows.requests import OpenWindow
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

SHANGHAI = ZoneInfo("Asia/Shanghai")

# The table of the design, written down a second time: state, step, who, where it leads.
ALLOWED = """
reserved  activate  kiosk guide        waiting
reserved  void      kiosk guide        void
reserved  expire    ledger             void
waiting   call      clerk              called
waiting   cancel    kiosk guide        cancelled
waiting   expire    ledger             expired
called    recall    clerk              called
called    start     clerk              serving
called    miss      clerk              no-show
called    transfer  clerk              waiting
called    expire    ledger             expired
serving   finish    clerk              done
serving   transfer  clerk              waiting
no-show   requeue   kiosk clerk guide  waiting
"""


def allowed() -> dict[tuple[TicketState, TicketStep, Party], TicketState]:
    """The table above, one entry for each party."""
    entries = {}
    for line in ALLOWED.split("\n"):
        match line.split():
            case [state, step, *parties, to]:
                for party in parties:
                    key = (TicketState(state), TicketStep(step), Party(party))
                    entries[key] = TicketState(to)
    return entries


@pytest.mark.parametrize("state", TicketState)
def test_whatever_is_not_in_the_table_is_refused(state: TicketState) -> None:
    table = allowed()
    ticket = Ticket("x", date(2026, 11, 23), "qa", "A001", PriorityClass.ORDINARY, 1, state)
    for step, party in product(TicketStep, Party):
        expected = table.get((state, step, party))
        assert next_state(state, step, party) is expected, (state, step, party)
        if expected is None:
            with pytest.raises(Refusal) as refused:
                check_step(ticket, step, party)
            assert refused.value.code is No.WRONG_STATE
            assert "A001" in refused.value.zh
        else:
            check_step(ticket, step, party)


def test_the_table_holds_nothing_else() -> None:
    entries = {(s, t, p) for (s, t), (_, parties) in TRANSITIONS.items() for p in parties}
    assert entries == allowed().keys()


def test_what_has_ended_has_ended() -> None:
    over = {TicketState.DONE, TicketState.VOID, TicketState.CANCELLED, TicketState.EXPIRED}
    assert not {state for state, _ in TRANSITIONS} & over


REACHED: dict[str, tuple[type[Any], ...]] = {
    "reserved": (),
    "waiting": (tickets.ActivateTicket,),
    "called": (tickets.ActivateTicket, calling.CallNext),
    "serving": (tickets.ActivateTicket, calling.CallNext, calling.StartService),
    "done": (tickets.ActivateTicket, calling.CallNext, calling.StartService, calling.FinishService),
    "no-show": (tickets.ActivateTicket, calling.CallNext, calling.MissTicket),
    "void": (tickets.VoidTicket,),
    "cancelled": (tickets.ActivateTicket, tickets.CancelTicket),
}
STEPS: dict[type[Any], TicketStep] = {
    tickets.ActivateTicket: TicketStep.ACTIVATE,
    tickets.VoidTicket: TicketStep.VOID,
    tickets.CancelTicket: TicketStep.CANCEL,
    tickets.RequeueTicket: TicketStep.REQUEUE,
    calling.StartService: TicketStep.START,
    calling.FinishService: TicketStep.FINISH,
    calling.MissTicket: TicketStep.MISS,
    calling.RecallTicket: TicketStep.RECALL,
    calling.TransferTicket: TicketStep.TRANSFER,
}
# Saying a second time what is so already is granted and writes nothing.
SAID_AGAIN = {
    *((state, TicketStep.ACTIVATE) for state in REACHED if state not in ("reserved", "void")),
    ("void", TicketStep.VOID),
}


def ask(desk: LedgerHall, kind: type[Any], ticket: str) -> Granted | Refused:
    """A request of the right clerk at the right window, about this ticket."""
    words: dict[str, Any] = {
        "ticket": ticket,
        "window": 1,
        "clerk": "101",
        "paper": HeldAs.PRINTED,
        "reason": "x",
        "queue": "qa",
    }
    known = {each.name for each in msgspec.structs.fields(kind)}
    return desk.ask(desk.make(kind, **{k: v for k, v in words.items() if k in known}))


@pytest.mark.parametrize("state", REACHED)
@pytest.mark.parametrize("kind", STEPS)
def test_the_ledger_follows_the_table(state: str, kind: type[Any], tmp_path: Path) -> None:
    """Each request in each state, through the ledger: what the table refuses writes nothing."""
    desk = LedgerHall(tmp_path)
    desk.do(OpenWindow, window=1, clerk="101")
    ticket = desk.fact(tickets.ReserveTicket, queue="qa").ticket
    for each in REACHED[state]:
        assert isinstance(ask(desk, each, ticket), Granted)
    assert desk.ledger.floor.tickets[ticket].state == state
    answer = ask(desk, kind, ticket)
    legal = (TicketState(state), STEPS[kind]) in TRANSITIONS
    if legal:
        assert isinstance(answer, Granted)
        assert answer.facts
    elif (state, STEPS[kind]) in SAID_AGAIN:
        assert isinstance(answer, Granted)
        assert answer.facts == ()
    else:
        assert isinstance(answer, Refused), answer
        assert desk.ledger.floor.tickets[ticket].state == state
    desk.close()


@pytest.mark.parametrize(
    ("prefix", "count", "expected"),
    [("A", 1, "A001"), ("A", 999, "A999"), ("A", 1000, "A1000"), ("ZB", 12, "ZB012")],
)
def test_numbers(prefix: str, count: int, expected: str) -> None:
    assert ticket_number(prefix, count) == expected


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_no_two_counts_share_a_number(one: int, other: int) -> None:
    assert (ticket_number("A", one) == ticket_number("A", other)) is (one == other)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "cutoff", "day"),
    [
        ("2026-11-23 23:59:59", 0, "2026-11-23"),
        ("2026-11-24 00:00:00", 0, "2026-11-24"),
        ("2026-11-24 00:00:00", 4, "2026-11-23"),
        ("2026-11-24 03:59:59.999999", 4, "2026-11-23"),
        ("2026-11-24 04:00:00", 4, "2026-11-24"),
        ("2026-11-24 07:59:59", 4, "2026-11-24"),  # the day before in UTC
        ("2026-11-24 08:00:00", 4, "2026-11-24"),
        ("2027-01-01 03:00:00", 4, "2026-12-31"),
        ("2028-02-29 12:00:00", 12, "2028-02-29"),
        ("2028-03-01 11:59:59", 12, "2028-02-29"),
    ],
)
def test_the_business_day_of_a_moment(moment: str, cutoff: int, day: str) -> None:
    assert business_day(local(moment), SHANGHAI, cutoff) == date.fromisoformat(day)


def test_the_day_is_the_halls_and_not_the_servers() -> None:
    moment = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # 04:00 the next morning in Shanghai
    assert business_day(moment, SHANGHAI, 4) == date(2026, 11, 24)
    assert business_day(moment, ZoneInfo("UTC"), 4) == date(2026, 11, 23)
    assert business_day(moment, ZoneInfo("America/New_York"), 4) == date(2026, 11, 23)


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2199, 1, 1)),  # noqa: DTZ001  # made aware below
    st.integers(0, 12),
    st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "UTC"]),
)
def test_every_moment_lies_in_its_day(moment: datetime, cutoff: int, zone: str) -> None:
    """Zones that keep their offset; a hall in one that changes it has a day of 23 hours once."""
    where, aware = ZoneInfo(zone), moment.replace(tzinfo=UTC)
    day = business_day(aware, where, cutoff)
    begins = day_begins(day, where, cutoff)
    assert begins <= aware < day_begins(day + timedelta(days=1), where, cutoff)
    assert business_day(begins, where, cutoff) == day
    assert business_day(begins - timedelta(microseconds=1), where, cutoff) < day


@given(st.integers(1, 4000), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_a_tickets_id_names_day_and_number(count: int, day: date) -> None:
    given_number = ticket_number("A", count)
    assert ticket_id(day, given_number) == f"{day:%Y%m%d}-{given_number}"


def test_numbers_begin_anew_at_the_cutoff_and_not_at_midnight(tmp_path: Path) -> None:
    """A hall that is open all night (invented): the day changes at four."""
    night = msgspec.structs.replace(
        small_hall().hours, weekdays=(1, 2, 3, 4, 5, 6, 7), sessions=(("00:00", "23:59"),)
    )
    desk = LedgerHall(tmp_path, small_hall(hours=night))
    desk.clock.moment = local("2026-11-23 23:30:00")
    ids = []
    for moment in ("23:58:00", "00:01:00", "03:59:59", "04:00:00"):
        day = "2026-11-23" if moment.startswith("23") else "2026-11-24"
        desk.clock.moment = local(f"{day} {moment}")
        ids.append(desk.fact(tickets.ReserveTicket, queue="qa").ticket)
    assert ids == ["20261123-A001", "20261123-A002", "20261123-A003", "20261124-A001"]
    desk.close()
