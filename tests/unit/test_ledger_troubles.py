"""The ledger when the disk fails, when nobody closed the last days, and when its place is bad."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from broker.bus.base import Unanswered
from broker.commands.audit import read, troubles
from broker.domain.alerts import AlertCode
from broker.domain.attendance.facts import PunchQuarantined, PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.errors import StoreBug, StoreError, StoreKnown
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.hall import PriorityClass
from broker.domain.ids import RequestId, StaffId
from broker.domain.ratings.facts import Level, UnratedReason, VisitUnrated
from broker.domain.ratings.requests import GiveRating
from broker.domain.requests import Answer, AnyChange, Granted, Refused
from broker.domain.tickets.facts import (
    HeldAs,
    TicketExpired,
    TicketReserved,
    TicketVoided,
    VoidReason,
)
from broker.domain.tickets.requests import ActivateTicket, FindTicket, ReserveTicket
from broker.domain.windows.facts import WindowClosed
from broker.domain.windows.requests import OpenWindow
from broker.ledger import publisher, service, store
from broker.ledger.rows import recorded
from broker.ledger.store import Store
from broker.wire.messages import Alert, FactsRecorded
from broker.wire.topics import Kind
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall, full_disk

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


def first(desk: LedgerHall, kind: type[Any], **fields: Any) -> Any:
    """The first fact that a request brings about."""
    return desk.do(kind, **fields).facts[0]


def facts(desk: LedgerHall) -> list[AnyFact]:
    return [recorded(row).fact for row in read(desk.folder / "ledger.db")]


@pytest.mark.expects_warnings
def test_what_a_failed_commit_would_have_done_is_told_to_nobody(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A state that is due just then must not show a number that is not on disk."""

    monkeypatch.setattr(publisher, "_EVERY", 0.2)
    desk.do(ReserveTicket, queue="qa")
    desk.do(ReserveTicket, queue="qa")  # the states of this one are due in a moment
    monkeypatch.setattr(Store, "commit", full_disk)
    desk.bus.ask(desk.make(ReserveTicket, queue="qa"), lambda _answer: None)
    desk.settle()
    desk.ledger.tick(desk.runner.clock() + 0.3)  # before it looks at its file again
    queue = msgspec.json.decode(desk.broker.retained[desk.topics.queue("qa")])
    day = msgspec.json.decode(desk.broker.retained[desk.topics.day()])
    assert queue["issued"] < 3
    assert day["issued"] < 3


def test_a_store_whose_commit_failed_takes_no_more(tmp_path: Path) -> None:
    """Whether the end of its chain is on disk is unknown: a fact linked to it might break it."""
    store = Store(tmp_path / "ledger.db")
    fact = WindowClosed(window=1, clerk=StaffId("101"))
    store.begin()
    store.record([fact], NOW, "test", RequestId("0123456789"))
    store.commit()
    store.begin()
    (written,) = store.record([fact], NOW, "test", RequestId("1234567890"))
    store._facts.append(store._facts[0])  # the same fact twice cannot be stored
    assert written.seq == 2
    with pytest.raises(StoreBug, match="UNIQUE"):
        store.commit()
    with pytest.raises(StoreError):
        store.begin()
    store.close()
    again = Store(tmp_path / "ledger.db")
    assert [row.seq for row in again.rows()] == [1]
    again.begin()
    assert again.record([fact], NOW, "test", RequestId("9876543210"))[0].seq == 2
    again.commit()
    again.close()
    assert troubles(list(read(tmp_path / "ledger.db"))) == []


@pytest.mark.parametrize("called", [False, True], ids=["reserved", "called"])
def test_a_queue_and_a_window_taken_out_of_the_hall_do_not_keep_it_from_opening(
    called: bool, desk: LedgerHall
) -> None:
    """Whoever changes hall.toml at noon has facts of the morning that name what is gone."""
    desk.do(OpenWindow, window=3, clerk="103")
    held = first(desk, ReserveTicket, queue="qb")
    if called:
        desk.do(ActivateTicket, ticket=held.ticket, paper=HeldAs.PRINTED)
        desk.do(CallNext, window=3, clerk="103")
    desk.close()
    before = small_hall()
    hall = replace(before, queues=before.queues[:1], windows=before.windows[:1])
    later = LedgerHall(desk.folder, hall, desk.clock)
    assert later.do(ReserveTicket, queue="qa").facts[0].number == "A001"
    later.settle()
    later.close()


@pytest.mark.parametrize("days", [1, 3, 12])
def test_a_day_that_nobody_closed_is_closed_when_the_hall_opens_again(
    days: int, desk: LedgerHall
) -> None:
    """The machine is switched off in the evening, and comes back after a weekend or a holiday."""
    desk.do(OpenWindow, window=1, clerk="101")
    waiting, called, held = (first(desk, ReserveTicket, queue="qa") for _ in range(3))
    desk.do(ActivateTicket, ticket=called.ticket, paper=HeldAs.PRINTED)
    visit = first(desk, CallNext, window=1, clerk="101").visit
    desk.do(StartService, window=1, clerk="101")
    desk.do(FinishService, window=1, clerk="101")
    desk.do(ActivateTicket, ticket=waiting.ticket, paper=HeldAs.PRINTED)
    desk.close()
    desk.clock.pass_by(timedelta(days=days).total_seconds())
    desk.open()
    desk.ask(desk.make(CallNext, window=1, clerk="101"))
    written = facts(desk)
    assert TicketExpired(ticket=waiting.ticket) in written
    assert TicketVoided(ticket=held.ticket, reason=VoidReason.DAY_ENDED) in written
    assert VisitUnrated(visit=visit, window=1, reason=UnratedReason.DAY_ENDED) in written
    assert WindowClosed(window=1, clerk="101") in written
    desk.reopen()
    desk.ask(desk.make(CallNext, window=1, clerk="101"))
    assert facts(desk) == written, "a day is closed once"


@pytest.mark.expects_warnings
def test_a_commit_of_unknown_outcome_is_settled_by_asking_again(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk took it and then said no: the same id finds its number, and no second one."""
    real = Store.commit

    def commit(store: Store) -> None:
        real(store)
        raise StoreKnown("ledger.db: cannot be read or written (disk I/O error)")

    request = desk.make(ReserveTicket, queue="qa")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", commit)
        desk.bus.ask(request, lambda _answer: None)
        desk.settle()
    desk.ledger.tick(desk.runner.clock() + 10)
    answer = desk.ask(request)
    assert isinstance(answer, Granted)
    assert answer.facts == tuple(facts(desk))
    assert len(answer.facts) == 1
    assert troubles(list(read(desk.folder / "ledger.db"))) == []


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file, where a folder should be")
    with pytest.raises(StoreKnown, match=r"run/ledger\.lock: cannot be made"):
        Store(tmp_path / "run" / "ledger.db")


@pytest.mark.expects_warnings
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_hall_that_starts_while_the_disk_refuses_says_so_and_comes_back(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """It ended, was started again, ended, and no alert told why no number was given."""
    desk.do(ReserveTicket, queue="qa")
    desk.close()
    topic = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.STORE)
    with monkeypatch.context() as patch:

        def refuse(file: Path, *_: Any, **__: Any) -> None:
            raise OSError(error, os.strerror(error), str(file))

        patch.setattr(Path, "open", refuse)
        desk.open()
        assert os.strerror(error) in desk.retained(topic, Alert).en
        answers: list[Answer | Unanswered] = []
        desk.bus.ask(desk.make(ReserveTicket, queue="qa"), answers.append)
        desk.settle()
        assert answers == []
    desk.ledger.tick(desk.runner.clock() + 10)
    desk.settle()
    assert desk.broker.retained.get(topic) in (None, b"")
    assert first(desk, ReserveTicket, queue="qa").number == "A002"


@pytest.mark.expects_warnings
def test_a_sqlite_that_cannot_write_at_the_start_is_waited_for(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    for words in ("database or disk is full", "disk I/O error", "unable to open database file"):

        def refuse(*_: Any, words: str = words, **__: Any) -> None:
            raise sqlite3.OperationalError(words)

        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", refuse)
            desk.open()
            desk.close()
    desk.open()
    assert first(desk, ReserveTicket, queue="qa").number == "A001"


def test_a_log_that_cannot_be_written_again_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger.db-wal").mkdir()
    with pytest.raises(StoreKnown, match=r"ledger\.db-wal: cannot be written"):
        Store(tmp_path / "ledger.db")
    (tmp_path / "ledger.db-wal").rmdir()
    Store(tmp_path / "ledger.db").close()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23))),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-23))),
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_a_clock_gone_mad_is_told_so(moment: datetime, desk: LedgerHall) -> None:
    """Left unanswered it would stand at the head of an outbox for ever."""
    press = {"device": "d", "armed_at": moment, "pressed_at": moment}
    for request in (
        desk.make(RecordPunch, staff="101", device="d", punched_at=moment, way=PunchWay.FINGER),
        desk.make(GiveRating, visit="x.1", level=Level.SATISFIED, **press),
        desk.make(ReserveTicket, queue="qa", group=PriorityClass.APPOINTMENT, slot=moment),
    ):
        answer = desk.ask(request)
        if isinstance(request, RecordPunch):  # its person has gone
            assert isinstance(answer, Granted)
            assert isinstance(answer.facts[0], PunchQuarantined)
            continue
        assert isinstance(answer, Refused)
        assert answer.code == "no-such-time"
        assert any(f"{year:04d}" in answer.zh for year in (moment.year, 1901, 2998))


@pytest.mark.expects_warnings
def test_what_was_committed_is_told_though_a_look_beside_it_could_not_be_read(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its facts would be on disk and nobody would ever hear of them."""
    told: list[AnyFact] = []
    desk.bus.subscribe(
        desk.topics.facts(),
        FactsRecorded,
        lambda delivery: told.extend(each.fact for each in delivery.message.facts),
    )
    desk.do(ReserveTicket, queue="qa")
    desk.settle()
    told.clear()

    def unread(_store: Store, _places: object) -> None:
        raise StoreKnown("ledger.db: cannot be read or written (disk I/O error)")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "at", unread)
        answers: list[Answer | Unanswered] = []
        desk.bus.ask(desk.make(ReserveTicket, queue="qa"), answers.append)
        desk.bus.ask(desk.make(FindTicket, number="A001"), answers.append)
        desk.settle()
    desk.ledger.tick(desk.runner.clock() + 20)  # just after other news they come with the next
    desk.settle()
    assert [type(each) for each in answers] == [Granted]
    assert [type(each) for each in told] == [TicketReserved]
    assert len(facts(desk)) == 2


@pytest.mark.expects_warnings
def test_the_alert_stays_until_something_was_written(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk lets the file be opened every few seconds: nothing is mended by that."""

    def alerted() -> bool:
        return any("$alert/store" in topic for topic in desk.broker.retained)

    desk.do(ReserveTicket, queue="qa")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", full_disk)
        desk.bus.ask(desk.make(ReserveTicket, queue="qa"), lambda _answer: None)
        desk.settle()
        for after in (10, 20, 30):
            desk.ledger.tick(desk.runner.clock() + after)
            assert alerted(), "the file was opened, and nothing written"
            desk.settle()
            assert alerted()
    desk.ledger.tick(desk.runner.clock() + 40)
    assert alerted()
    desk.settle()
    assert not alerted(), "it was tried without anybody asking"


@pytest.mark.expects_warnings
def test_a_disk_with_room_for_a_little_does_not_take_the_alert_back(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trial was small and fitted, the next turn did not: the alert came and went for hours."""
    topic = desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.STORE)
    desk.do(ReserveTicket, queue="qa")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", full_disk)
        desk.bus.ask(desk.make(ReserveTicket, queue="qa"), lambda _answer: None)
        desk.settle()

    tried: list[int] = []

    def nearly_full(folder: Path, size: int) -> None:
        assert folder == desk.folder
        tried.append(size)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(store, "find_room", nearly_full)
        for after in (10, 20, 30):
            desk.ledger.tick(desk.runner.clock() + after)
            desk.settle()
            assert "the disk is full" in desk.retained(topic, Alert).en
    assert tried == [4_096_000] * 3
    desk.ledger.tick(desk.runner.clock() + 40)
    desk.settle()
    assert topic not in desk.broker.retained
    assert len(facts(desk)) == 1, "what nobody was told has not happened"
    desk.do(ReserveTicket, queue="qa")
    assert tried == [4_096_000] * 3, "a disk that is not in doubt is not tried"


def test_a_commit_that_shall_write_does(tmp_path: Path) -> None:
    store = Store(tmp_path / "ledger.db")
    log = tmp_path / "ledger.db-wal"
    sizes = []
    for write in (False, True):
        store.begin(write=write)
        store.commit()
        sizes.append(log.stat().st_size)
    store.close()
    assert sizes[1] > sizes[0]


@pytest.mark.expects_warnings
def test_a_request_our_own_rules_fail_on_is_an_alert_and_holds_up_nobody(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stayed unanswered, and nobody but the journal knew."""
    whole = service.decide

    def failing(floor: Floor, request: AnyChange, now: datetime) -> list[AnyFact]:
        if isinstance(request, ReserveTicket):
            raise OverflowError("date value out of range")
        return whole(floor, request, now)

    monkeypatch.setattr(service, "decide", failing)
    asked = desk.make(ReserveTicket, queue="qa")
    desk.ask_all(asked)
    desk.do(OpenWindow, window=3, clerk="103")
    told = desk.retained(desk.topics.alert(Kind.SERVICE, "ledger", AlertCode.RULES), Alert)
    assert asked.id in told.zh
    assert f"ReserveTicket {asked.id}" in told.en
