"""The same id again: the same answer for the same content, for ever; anything else is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from broker.commands.audit import read
from broker.domain.calling.requests import CallNext
from broker.domain.hall import PriorityClass
from broker.domain.refusals import SENTENCES, No
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger import content, empty_answers, request_index
from broker.wire import codec
from tests.stages.memory import LedgerHall


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as desk:
        yield desk


def others(desk: LedgerHall, request: ReserveTicket) -> dict[str, Any]:
    """Requests of the same id that ask for something else."""
    return {
        "queue": replace(request, queue="qb"),
        "group": replace(request, group=PriorityClass.ELDERLY),
        "source": replace(request, source="stranger"),
        "type": desk.make(CallNext, id=request.id, window=1, clerk="101"),
        "ticket": desk.make(ActivateTicket, id=request.id, ticket="x", paper=HeldAs.PRINTED),
    }


@pytest.mark.parametrize("reopened", [False, True], ids=["same life", "next life"])
@pytest.mark.parametrize("other", ["queue", "group", "source", "type", "ticket"])
def test_an_id_is_not_believed_without_its_content(
    other: str, reopened: bool, desk: LedgerHall
) -> None:
    request = desk.make(ReserveTicket, queue="qa")
    first = desk.ask(request)
    if reopened:
        desk.reopen()
    answer = desk.ask(others(desk, request)[other])
    assert isinstance(answer, Refused)
    assert (answer.code, (answer.zh, answer.en)) == (
        "different-content",
        SENTENCES[No.DIFFERENT_CONTENT],
    )
    assert desk.ask(request) == first, "the first keeps its answer"
    assert len(list(read(desk.folder / "ledger.db"))) == 1


def test_two_of_one_id_in_one_commit_are_told_apart(desk: LedgerHall) -> None:
    request = desk.make(ReserveTicket, queue="qa")
    heard: list[Any] = []
    assert desk.broker.server is not None
    for each in (request, *others(desk, request).values(), request):
        desk.broker.server(each.source, codec.encode(each), heard.append)
    desk.settle()
    assert heard[0] == heard[-1] == desk.ask(request)
    assert [each.code for each in heard[1:-1]] == ["different-content"] * 5


def test_asked_again_a_minute_later_it_is_the_same_request(desk: LedgerHall) -> None:
    """The time of sending is the sender's own; whoever asks again may write the time anew."""
    request = desk.make(ReserveTicket, queue="qa")
    later = replace(request, at=request.at + timedelta(minutes=1))
    assert desk.ask(request) == desk.ask(later)


def test_a_strangers_refusal_burns_nobodys_id(desk: LedgerHall) -> None:
    """Who guesses an id and is refused has not used it up."""
    request = desk.make(ReserveTicket, queue="qa")
    stranger = desk.make(CallNext, id=request.id, window=1, clerk="101", source="stranger")
    assert isinstance(desk.ask(stranger), Refused)
    assert isinstance(desk.ask(request), Granted)
    assert isinstance(desk.ask(stranger), Refused)


def test_refusals_are_not_kept_for_ever(desk: LedgerHall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(empty_answers, "MOST", 8)
    first = desk.make(CallNext, window=1, clerk="101")
    refused = desk.ask(first)
    for _ in range(7):
        desk.ask(desk.make(CallNext, window=1, clerk="101"))
    desk.reopen()
    assert desk.ask(first) == refused
    for _ in range(20):
        desk.ask(desk.make(CallNext, window=1, clerk="101"))
    desk.do(OpenWindow, window=1, clerk="101")
    store = desk.ledger._store
    assert store is not None
    assert store._db.execute("SELECT count(*) FROM empty_answers").fetchone() == (8,)
    desk.do(
        ActivateTicket, ticket=desk.fact(ReserveTicket, queue="qa").ticket, paper=HeldAs.PRINTED
    )
    assert isinstance(desk.ask(first), Granted), "decided anew"


@pytest.mark.parametrize("lives", [1, 5])
def test_what_was_granted_is_found_again_however_long_ago(
    lives: int, desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folded into the tree or not, in any block, before and after a restart."""
    monkeypatch.setattr(request_index, "_FOLD", 6)
    monkeypatch.setattr(request_index, "_BLOCK", 16)
    told = []
    for _ in range(lives):
        for _ in range(20):
            request = desk.make(ReserveTicket, queue="qa")
            told.append((request, desk.ask(request)))
        desk.reopen()
    store = desk.ledger._store
    assert store is not None
    assert store._db.execute("SELECT count(*) FROM requests").fetchone()[0] >= 12
    assert [desk.ask(request) for request, _ in told] == [answer for _, answer in told]
    assert len(list(read(desk.folder / "ledger.db"))) == 20 * lives


def test_two_ids_with_one_key_are_two_requests(
    desk: LedgerHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight bytes of a hash may meet; the fact says whose it is."""
    monkeypatch.setattr(request_index, "_FOLD", 2)
    monkeypatch.setattr(request_index, "_key", lambda _request: 7)
    requests = [desk.make(ReserveTicket, queue="qa") for _ in range(6)]
    answers = [desk.ask(each) for each in requests]
    assert len({answer.facts[0].number for answer in answers}) == 6  # type: ignore[union-attr]  # all granted
    assert [desk.ask(each) for each in requests] == answers


def test_a_field_that_comes_later_does_not_change_what_was_asked(desk: LedgerHall) -> None:
    """An outbox of last month is asked by a version that knows one more field."""

    class ReserveTicketLater(ReserveTicket, tag="reserve-ticket", frozen=True, kw_only=True):
        wish: str = ""

    request = desk.make(ReserveTicket, queue="qa")
    words = {name: getattr(request, name) for name in request.__struct_fields__}
    assert content.digest(request) == content.digest(ReserveTicketLater(**words))
    other = ReserveTicketLater(**words, wish="x")
    assert content.digest(request) != content.digest(other)
