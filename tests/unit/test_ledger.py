"""The ledger keeps its promises: order, idempotence, durability before answers, states after."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from broker.commands.audit import read, troubles
from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.calling.requests import CallNext, FinishService, RecallTicket, StartService
from broker.domain.errors import StoreKnown
from broker.domain.hall import PriorityClass
from broker.domain.ratings.facts import Level, UnratedReason
from broker.domain.ratings.requests import GiveRating, LeaveUnrated
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger import views
from broker.ledger.store import Store
from broker.wire.messages import DayState, DutyState, QueueState, WindowState
from tests.stages.memory import LedgerHall, full_disk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


def take(desk: LedgerHall, queue: str = "qa", group: PriorityClass = PriorityClass.ORDINARY) -> str:
    """Reserve and activate; return the ticket's id."""
    reserved = desk.do(ReserveTicket, queue=queue, group=group).facts[0]
    desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
    return reserved.ticket


def serve_one(desk: LedgerHall, window: int = 1, clerk: str = "101") -> str:
    """Call, start and finish; return the visit."""
    called = desk.do(CallNext, window=window, clerk=clerk).facts[0]
    desk.do(StartService, window=window, clerk=clerk)
    desk.do(FinishService, window=window, clerk=clerk)
    return called.visit


def test_numbers_run_from_001_for_each_queue(desk: LedgerHall) -> None:
    numbers = [desk.do(ReserveTicket, queue=q).facts[0].number for q in ("qa", "qb", "qa")]
    assert numbers == ["A001", "B001", "A002"]


def test_a_repeated_request_gets_the_same_answer_and_no_second_number(desk: LedgerHall) -> None:
    request = desk.make(ReserveTicket, queue="qa")
    first, second = desk.ask_all(request, desk.make(ReserveTicket, queue="qa"))
    assert desk.ask(request) == first
    desk.reopen()
    assert desk.ask(request) == first
    assert desk.ledger.floor.issued["qa"] == 2
    assert second != first


def test_a_refusal_is_repeated_too(desk: LedgerHall) -> None:
    request = desk.make(CallNext, window=1, clerk="101")
    refused = desk.ask(request)
    assert isinstance(refused, Refused)
    desk.do(OpenWindow, window=1, clerk="101")
    assert desk.ask(request) == refused


def test_many_requests_share_one_commit(desk: LedgerHall, monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[int] = []
    real = Store.commit
    monkeypatch.setattr(Store, "commit", lambda store: (commits.append(1), real(store))[1])
    answers = desk.ask_all(*(desk.make(ReserveTicket, queue="qa") for _ in range(50)))
    assert {answer.facts[0].number for answer in answers if isinstance(answer, Granted)} == {
        f"A{n:03d}" for n in range(1, 51)
    }
    assert len(commits) == 1


def test_nothing_is_answered_before_it_is_on_disk(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the commit runs, the client has heard nothing; a reader of the file sees nothing."""
    heard: list[object] = []
    real = Store.commit

    def commit(store: Store) -> None:
        assert heard == []
        real(store)

    monkeypatch.setattr(Store, "commit", commit)
    desk.bus.ask(desk.make(ReserveTicket, queue="qa"), heard.append)
    desk.settle()
    assert len(heard) == 1


@pytest.mark.expects_warnings
def test_a_full_disk_answers_nothing_and_comes_back(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    desk.do(ReserveTicket, queue="qa")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", full_disk)
        request = desk.make(ReserveTicket, queue="qa")
        desk.bus.ask(request, heard.append)
        desk.settle()
        assert heard == []
        assert any("$alert/store" in topic for topic in desk.broker.retained)
    desk.ledger.tick(desk.runner.clock() + 10)
    assert desk.ask(request).facts[0].number == "A002"  # type: ignore[union-attr]  # the answer's kind is what is tested
    assert not any("$alert/store" in topic for topic in desk.broker.retained)


def test_a_day_in_facts_survives_a_restart_exactly(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    desk.do(OpenWindow, window=2, clerk="102")
    for _ in range(3):
        take(desk)
    take(desk, "qb", PriorityClass.ELDERLY)
    visit = serve_one(desk)
    now = desk.clock.now()
    desk.do(
        GiveRating,
        visit=visit,
        level=Level.VERY_SATISFIED,
        device="evaluator-1",
        armed_at=now,
        pressed_at=now,
    )
    desk.do(CallNext, window=2, clerk="102")
    desk.do(RecallTicket, window=2, clerk="102")
    before = _everything(desk)
    desk.settle()
    retained = dict(desk.broker.retained)
    desk.reopen()
    assert _everything(desk) == before
    assert _values(desk.broker.retained) == _values(retained)


def _everything(desk: LedgerHall) -> list[object]:
    floor, now = desk.ledger.floor, desk.clock.now()
    return [
        *(views.window_state(floor, n, now, "x") for n in sorted(floor.counters)),
        *(views.queue_state(floor, q, now, "x") for q in sorted(floor.waiting)),
        views.calls_state(floor, now, "x"),
        views.day_state(floor, now, "x"),
        views.duty_state(floor, now, "x"),
    ]


def _values(retained: dict[str, bytes]) -> dict[str, object]:
    values = {topic: msgspec.json.decode(payload) for topic, payload in retained.items()}
    for value in values.values():
        value.pop("id")
    return values


def test_retained_states_equal_the_floor(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    take(desk)
    desk.do(CallNext, window=1, clerk="101")
    desk.settle()
    window = msgspec.json.decode(desk.broker.retained[desk.topics.window(1)], type=WindowState)
    queue = msgspec.json.decode(desk.broker.retained[desk.topics.queue("qa")], type=QueueState)
    assert (window.status, window.number, window.visit) == ("called", "A001", "20261123-A001.1")
    assert (queue.waiting, queue.issued, queue.windows_open) == (0, 1, (1,))


def test_at_most_one_rating_and_none_without_a_visit(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    take(desk)
    visit = serve_one(desk)
    now = desk.clock.now()
    press = {"device": "evaluator-1", "armed_at": now, "pressed_at": now}
    desk.do(GiveRating, visit=visit, level=Level.SATISFIED, **press)
    again = desk.ask(desk.make(GiveRating, visit=visit, level=Level.DISSATISFIED, **press))
    nobody = desk.ask(desk.make(GiveRating, visit="no.1", level=Level.SATISFIED, **press))
    assert [again.code, nobody.code] == ["already-rated", "unknown-visit"]  # type: ignore[union-attr]  # the answer's kind is what is tested


def test_a_late_rating_replaces_silence_but_silence_never_a_rating(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    take(desk)
    visit = serve_one(desk)
    armed = desk.clock.now()
    desk.do(LeaveUnrated, source="evaluator-1", visit=visit, reason=UnratedReason.SILENCE)
    assert len(desk.ledger.floor.unrated) == 1
    press = {"device": "evaluator-1", "armed_at": armed, "pressed_at": armed}
    desk.do(GiveRating, visit=visit, level=Level.DISSATISFIED, **press)
    assert (
        desk.do(LeaveUnrated, source="evaluator-1", visit=visit, reason=UnratedReason.SILENCE).facts
        == ()
    )
    assert (len(desk.ledger.floor.ratings), len(desk.ledger.floor.unrated)) == (1, 0)


def test_the_new_day_closes_the_old_one(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    reserved = desk.do(ReserveTicket, queue="qa").facts[0].ticket
    take(desk)
    desk.clock.pass_by(24 * 3600)
    assert desk.do(ReserveTicket, queue="qa").facts[0].number == "A001"
    rows = [row.body for row in read(desk.folder / "ledger.db")]
    tail = [msgspec.json.decode(body)["type"] for body in rows][-4:]
    assert tail == ["ticket-voided", "ticket-expired", "window-closed", "ticket-reserved"]
    assert reserved not in desk.ledger.floor.tickets


def test_yesterday_is_told_no_more_on_a_new_day(desk: LedgerHall) -> None:
    """Everybody had gone, so nothing was left to close: the states stood until the first fact."""
    punch = {"staff": "101", "device": "reader", "way": PunchWay.FINGER}
    desk.do(RecordPunch, punched_at=desk.clock.now(), **punch)
    desk.settle()
    assert desk.retained(desk.topics.duty(), DutyState).on_duty == ("101",)
    desk.clock.pass_by(24 * 3600)
    desk.ledger.tick(desk.runner.clock() + 60)
    desk.settle()
    assert desk.retained(desk.topics.duty(), DutyState).on_duty == ()
    assert desk.retained(desk.topics.day(), DayState).issued == 0


def test_a_finger_that_lies_there_over_a_restart_of_its_reader_is_one_punch(
    desk: LedgerHall,
) -> None:
    """The service that was started anew names it once more. What was earlier and comes later is no
    repetition: it may have been in time."""
    came = desk.clock.now()
    punch = {"staff": "101", "device": "reader", "way": PunchWay.FINGER}
    for late, facts in ((-30, 1), (-20, 0), (-31, 1), (29.9, 0), (30, 1)):
        at = came + timedelta(seconds=late)
        assert len(desk.do(RecordPunch, punched_at=at, **punch).facts) == facts, late


def test_who_has_a_punch_that_is_kept_apart_is_told_so(tmp_path: Path) -> None:
    """To clock in first would be no way: that punch would be kept apart as well."""
    with closing(LedgerHall(tmp_path)) as desk:
        calling = msgspec.structs.replace(desk.hall.calling, require_on_duty=True)
        desk.ledger.floor.hall = msgspec.structs.replace(desk.hall, calling=calling)
        punch = {"staff": "101", "device": "reader", "way": PunchWay.FINGER}
        desk.do(RecordPunch, punched_at=desk.clock.now(), doubted=True, **punch)
        refused = desk.ask(desk.make(OpenWindow, window=1, clerk="101"))
        assert isinstance(refused, Refused)
        assert refused.code == "punch-apart"


def test_a_clock_that_goes_back_does_not_disturb_the_order(desk: LedgerHall) -> None:
    desk.do(ReserveTicket, queue="qa")
    desk.clock.pass_by(-60)
    desk.do(ReserveTicket, queue="qa")
    times = [row.at for row in read(desk.folder / "ledger.db")]
    assert times == sorted(times)


def test_only_who_is_on_duty_may_open_a_window(tmp_path: Path) -> None:
    desk = LedgerHall(tmp_path)
    strict = msgspec.structs.replace(desk.hall.calling, require_on_duty=True)
    desk.close()
    desk = LedgerHall(tmp_path / "strict", msgspec.structs.replace(desk.hall, calling=strict))
    refused = desk.ask(desk.make(OpenWindow, window=1, clerk="101"))
    assert refused.code == "off-duty"  # type: ignore[union-attr]  # the answer's kind is what is tested
    desk.do(
        RecordPunch,
        staff="101",
        device="reader",
        punched_at=desk.clock.now(),
        way=PunchWay.FINGER,
    )
    desk.do(OpenWindow, window=1, clerk="101")
    desk.close()


def test_a_changed_fact_breaks_the_chain(desk: LedgerHall) -> None:
    for _ in range(5):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    file = desk.folder / "ledger.db"
    assert troubles(list(read(file))) == []
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("DROP TRIGGER facts_stay")
        db.execute("UPDATE facts SET body = replace(body, '-A003', '-A009') WHERE seq = 3")
    assert any("fact 3" in sentence for sentence in troubles(list(read(file))))
    with pytest.raises(StoreKnown, match="fact 3"):
        desk.open()


def test_facts_cannot_be_changed_or_removed_with_sql(desk: LedgerHall) -> None:
    desk.do(ReserveTicket, queue="qa")
    with closing(sqlite3.connect(desk.folder / "ledger.db")) as db:
        for statement in ("UPDATE facts SET at = 0", "DELETE FROM facts"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(statement)


def test_a_second_ledger_on_the_same_file_is_refused_with_a_sentence(desk: LedgerHall) -> None:
    with pytest.raises(StoreKnown, match=r"another hall .* is using this ledger"):
        Store(desk.folder / "ledger.db")


def test_a_damaged_page_is_said_and_touches_nothing(desk: LedgerHall) -> None:
    for _ in range(200):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    file = desk.folder / "ledger.db"
    damaged = bytearray(file.read_bytes())
    damaged[4096 * 3 : 4096 * 4] = b"\xa5" * 4096
    file.write_bytes(damaged)
    with pytest.raises(StoreKnown, match=r"damaged|hash|missing|restore"):
        desk.open()
    assert file.read_bytes()[4096 * 3 : 4096 * 4] == b"\xa5" * 4096


def test_an_unreadable_request_is_told_what_is_wrong(desk: LedgerHall) -> None:
    heard: list[object] = []
    assert desk.broker.server is not None
    desk.broker.server("kiosk-1", b'{"type":"reserve-ticket"}', heard.append)
    desk.settle()
    (refused,) = heard
    assert isinstance(refused, Refused)
    assert refused.code == "unreadable"
    assert "missing required field" in refused.en
