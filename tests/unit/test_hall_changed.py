"""hall.toml is changed at noon: what the morning gave and began holds for the rest of the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from broker.commands.audit import read, troubles
from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import ServiceFinished, TicketCalled
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.hall import Hall, Queue, Window
from broker.domain.ids import number_parts
from broker.domain.refusals import No
from broker.domain.requests import Refused
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.stranded import stranded, watch_stranded
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    desk = LedgerHall(tmp_path)
    yield desk
    desk.close()


def change(desk: LedgerHall, hall: Hall) -> None:
    """The hall is started anew with another hall.toml."""
    desk.close()
    desk.hall = hall
    desk.settings = replace(desk.settings, hall=hall)
    desk.open()


def take(desk: LedgerHall, queue: str) -> str:
    """A number that waits."""
    reserved = desk.fact(ReserveTicket, queue=queue)
    desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
    return str(reserved.number)


def queue(key: str, prefix: str, **more: Any) -> Queue:
    return Queue(id=key, prefix=prefix, name=key, name_en=key, department="dept", **more)


def windows(**queues: tuple[str, ...]) -> tuple[Window, ...]:
    """Windows by number, `w1=("qa",)`."""
    return tuple(
        Window(number=int(key[1:]), zone="main", name=key, name_en=key, queues=each)
        for key, each in queues.items()
    )


RENAMED = small_hall(
    queues=(queue("other", "A"), queue("qb", "B", match=("乙",))),
    windows=windows(w1=("other",), w2=("other", "qb"), w3=("qb",)),
)
SWAPPED = small_hall(queues=(queue("qa", "B"), queue("qb", "A", match=("乙",))))


@pytest.mark.parametrize(
    ("hall", "key", "number"),
    [(RENAMED, "other", "A004"), (SWAPPED, "qb", "A004"), (SWAPPED, "qa", "B002")],
)
def test_a_letter_goes_on_counting_in_whatever_queue_it_stands(
    desk: LedgerHall, hall: Hall, key: str, number: str
) -> None:
    assert [take(desk, each) for each in ("qa", "qa", "qa", "qb")] == [
        "A001",
        "A002",
        "A003",
        "B001",
    ]
    change(desk, hall)
    assert take(desk, key) == number
    assert troubles(read(desk.folder / "ledger.db")) == []


def test_a_visit_goes_on_while_its_letter_gives_numbers_under_another_name(
    desk: LedgerHall,
) -> None:
    number = take(desk, "qa")
    desk.do(OpenWindow, window=1, clerk="101")
    called = desk.fact(CallNext, window=1, clerk="101")
    assert isinstance(called, TicketCalled)
    assert called.number == number
    desk.do(StartService, window=1, clerk="101")
    change(desk, RENAMED)
    take(desk, "other")
    finished = desk.fact(FinishService, window=1, clerk="101")
    assert isinstance(finished, ServiceFinished)
    assert finished.visit == called.visit


def test_who_waits_in_a_queue_that_is_gone_is_told_to_staff(desk: LedgerHall) -> None:
    """Nobody calls them any more."""
    number = take(desk, "qa")
    take(desk, "qb")
    assert stranded(desk.ledger.floor) is None
    change(desk, RENAMED)
    said = stranded(desk.ledger.floor)
    assert said is not None
    assert "qa" in said.en
    assert number in said.en
    assert "B001" not in said.en
    watch_stranded(desk.service, lambda: desk.ledger.floor)
    desk.settle()
    topic = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.STRANDED)
    assert desk.retained(topic, Alert).zh == said.zh
    change(desk, small_hall())
    watch_stranded(desk.service, lambda: desk.ledger.floor)
    desk.settle()
    assert topic not in desk.broker.retained


def test_the_limit_of_a_day_is_the_queues_own(desk: LedgerHall) -> None:
    """It counts what the queue gave, not how far its letter is."""
    for _ in range(3):
        take(desk, "qa")
    change(desk, small_hall(queues=(queue("qa", "B"), queue("qb", "A", daily_limit=1))))
    assert take(desk, "qb") == "A004"
    answer = desk.ask(desk.make(ReserveTicket, queue="qb"))
    assert isinstance(answer, Refused)
    assert answer.code == No.LIMIT


def test_who_sat_at_a_window_that_is_gone_signs_in_at_another(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    desk.do(OpenWindow, window=2, clerk="102")
    change(desk, small_hall(windows=windows(w2=("qa", "qb"), w3=("qb",)), displays=()))
    desk.do(OpenWindow, window=3, clerk="101")
    answer = desk.ask(desk.make(OpenWindow, window=3, clerk="102"))
    assert isinstance(answer, Refused)
    assert answer.code == No.WINDOW_TAKEN


@pytest.mark.parametrize(
    ("number", "parts"),
    [("A007", ("A", 7)), ("AB1000", ("AB", 1000)), ("A", ("A", 0)), ("", ("", 0)), ("7", ("", 7))],
)
def test_a_number_is_taken_apart(number: str, parts: tuple[str, int]) -> None:
    assert number_parts(number) == parts
