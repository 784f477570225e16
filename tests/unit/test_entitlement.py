"""What a client may not ask for: answered at once, kept nowhere, counted, told to staff."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.calling.requests import CallNext
from broker.domain.clients import Rights, clients
from broker.domain.kiosks import Kiosk
from broker.domain.refusals import No
from broker.domain.requests import Answer, Granted, Refused
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.requests import ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.lookout import LOOK
from broker.service.runner import Runner
from broker.wire import codec
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall


class GuardedHall(LedgerHall):
    """A ledger with the rights of a hall with two kiosks, and a clock that is moved by hand."""

    def rights(self) -> Rights:
        return Rights(clients(self.hall))

    def open(self) -> None:
        self.seconds = 1000.0
        self.runner = Runner(clock=lambda: self.seconds)
        self.service = self.join("ledger", self.runner)
        self.bus = self.service.bus
        self.ledger = self.keep_ledger(self.service)
        self.bus.start()
        self.settle()

    def says(self, client: str, request: Any) -> Answer:
        """A client asks, as the broker vouches for it."""
        heard: list[Answer] = []
        assert self.broker.server is not None
        self.broker.server(client, codec.encode_request(request), heard.append)
        self.settle()
        (answer,) = heard
        return answer

    def told(self) -> Alert | None:
        """The alert, after the ledger has looked once more."""
        self.seconds += LOOK
        self.settle()
        topic = self.topics.alert(Kind.SERVICE, "ledger", AlertCode.NOT_ENTITLED)
        payload = self.broker.retained.get(topic)
        return codec.decode(payload, Alert) if payload else None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[GuardedHall]:
    kiosks = tuple(Kiosk(id=name, line="printer") for name in ("kiosk-1", "kiosk-2"))
    desk = GuardedHall(tmp_path, hall=small_hall(kiosks=kiosks))
    yield desk
    desk.close()


def is_refused(answer: Answer) -> bool:
    return isinstance(answer, Refused) and answer.code is No.NOT_ENTITLED


def rows(desk: LedgerHall) -> dict[str, int]:
    """How many rows each table of the ledger's file has."""
    file = f"file:{desk.folder / 'ledger.db'}?mode=ro"
    with closing(sqlite3.connect(file, uri=True)) as db:
        tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counts = (db.execute(f"SELECT count(*) FROM {name}").fetchone() for (name,) in tables)  # noqa: S608  # its own names
        return {name: count for (name,), (count,) in zip(tables, counts, strict=True)}


def test_a_kiosk_that_calls_is_told_no_in_both_languages(desk: GuardedHall) -> None:
    answer = desk.says("kiosk-1", desk.make(CallNext, source="kiosk-1", window=1, clerk="101"))
    assert isinstance(answer, Refused)
    assert answer.code is No.NOT_ENTITLED
    assert "kiosk-1" in answer.zh
    assert "kiosk-1" in answer.en
    assert not desk.facts(TicketReserved)


def test_what_is_turned_away_is_stored_nowhere(desk: GuardedHall) -> None:
    before = rows(desk)
    for number in range(50):
        request = desk.make(ReserveTicket, source=f"stranger-{number}", queue="qa")
        assert is_refused(desk.says(request.source, request))
    assert rows(desk) == before
    desk.says("kiosk-1", desk.make(ReserveTicket, source="kiosk-1", queue="qa"))
    assert rows(desk) != before, "the control: what is let in is stored"


@pytest.mark.parametrize("client", ["kiosk-2", "panel-1", "stranger", "displays"])
def test_nobody_uses_up_the_id_of_another(desk: GuardedHall, client: str) -> None:
    """The rightful owner asks later under the same id: as if nothing had happened."""
    theirs = desk.make(ReserveTicket, source="kiosk-1", queue="qa")
    assert is_refused(desk.says(client, theirs))
    answer = desk.says("kiosk-1", theirs)
    assert isinstance(answer, Granted)
    assert is_refused(desk.says(client, theirs)), "nor hears what was answered"
    assert desk.says("kiosk-1", theirs) == answer
    assert len(desk.facts(TicketReserved)) == 1


def test_the_fact_has_the_client_beside_it_and_not_what_the_body_says(desk: GuardedHall) -> None:
    opening = desk.make(OpenWindow, source="evaluator-1", window=1, clerk="101")
    assert isinstance(desk.says("ledger", opening), Granted)
    with closing(sqlite3.connect(desk.folder / "ledger.db")) as db:
        ((source,),) = db.execute("SELECT source FROM facts WHERE request = ?", (opening.id,))
    assert source == "ledger"


def test_staff_are_told_once_who_it_was_and_how_often(desk: GuardedHall) -> None:
    assert desk.told() is None
    for _ in range(3):
        desk.says("kiosk-2", desk.make(CallNext, source="kiosk-2", window=1, clerk="101"))
    alert = desk.told()
    assert alert is not None
    assert "kiosk-2 × 3" in alert.zh
    assert "kiosk-2 × 3" in alert.en


def test_at_most_five_are_named_those_who_tried_most(desk: GuardedHall) -> None:
    for number in range(9):
        for _ in range(number + 1):
            request = desk.make(ReserveTicket, source=f"stranger-{number}", queue="qa")
            desk.says(request.source, request)
    alert = desk.told()
    assert alert is not None
    named = [f"stranger-{number} × {number + 1}" for number in (8, 7, 6, 5, 4)]
    assert f": {'、'.join(named)}. " in alert.en


def test_invented_names_do_not_fill_the_memory(desk: GuardedHall) -> None:
    assert desk.broker.server is not None
    for number in range(300):
        request = codec.encode_request(desk.make(ReserveTicket, queue="qa"))
        desk.broker.server(f"{number:03d}" + "n" * 400, request, lambda _answer: None)
    desk.settle()
    alert = desk.told()
    assert alert is not None
    assert "… × 200" in alert.zh, "one hundred are counted apart, the others together"
    assert len(alert.zh) < 300


def test_what_is_no_request_is_answered_as_before(desk: GuardedHall) -> None:
    heard: list[Any] = []
    assert desk.broker.server is not None
    desk.broker.server("stranger", b"{", heard.append)
    desk.settle()
    assert heard[0].code is No.UNREADABLE
    assert desk.told() is None
