"""Questions that are open, and echoes that are late: pure, by a clock in the hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from broker.bus.base import Unanswered
from broker.bus.echoes import EVERY, LATE, Echoes
from broker.bus.enquiries import ATTEMPTS, EXPIRY, TIMEOUT, Enquiries
from broker.domain.calling.requests import CallNext

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def question(name: str) -> CallNext:
    return CallNext(id=f"question-{name}", at=NOW, source="test", window=1, clerk="101")


A, B = question("a"), question("b")


def nobody(_answer: Any) -> None:
    """Not called here: who calls the handler is the bus."""


def somebody(_answer: Any) -> None:
    """Another handler."""


def test_a_question_is_asked_again_and_given_up_at_last() -> None:
    open_ones = Enquiries()
    assert open_ones.next_wakeup() is None
    open_ones.begin(A, nobody, 100.0)
    assert open_ones.next_wakeup() == 100.0 + TIMEOUT
    assert open_ones.due(100.0 + TIMEOUT - 0.001) == ([], [])
    at = 100.0
    for _ in range(ATTEMPTS - 1):
        at += TIMEOUT
        assert open_ones.due(at) == ([A], [])
        assert open_ones.next_wakeup() == at + TIMEOUT
    assert open_ones.due(at + TIMEOUT) == ([], [(nobody, Unanswered(A))])
    assert open_ones.next_wakeup() is None
    assert open_ones.due(at + 10 * TIMEOUT) == ([], [])


def test_a_question_lies_in_no_broker_longer_than_it_is_waited_for() -> None:
    assert EXPIRY == TIMEOUT * ATTEMPTS


def test_an_answer_is_somebodys_once() -> None:
    open_ones = Enquiries()
    open_ones.begin(A, nobody, 100.0)
    open_ones.begin(B, somebody, 100.0)
    assert open_ones.answered("question-x") is None
    assert open_ones.answered(B.id) is somebody
    assert open_ones.answered(B.id) is None
    assert open_ones.answered(A.id) is nobody
    assert open_ones.next_wakeup() is None


def test_an_answer_after_the_last_try_is_nobodys() -> None:
    open_ones = Enquiries()
    open_ones.begin(A, nobody, 0.0)
    for tries in range(1, ATTEMPTS + 1):
        open_ones.due(tries * TIMEOUT)
    assert open_ones.answered(A.id) is None


def test_the_earliest_comes_first_and_one_asked_anew_goes_to_the_end() -> None:
    open_ones = Enquiries()
    open_ones.begin(A, nobody, 100.0)
    open_ones.begin(B, somebody, 101.0)
    assert open_ones.all() == [A, B]
    assert open_ones.due(100.0 + TIMEOUT) == ([A], [])
    assert open_ones.all() == [B, A]
    assert open_ones.next_wakeup() == 101.0 + TIMEOUT
    open_ones.begin(B, nobody, 103.5)  # the same question once more: as if it were new
    assert open_ones.all() == [A, B]
    assert open_ones.answered(B.id) is nobody


def test_several_that_are_due_are_told_together() -> None:
    open_ones = Enquiries()
    open_ones.begin(A, nobody, 100.0)
    open_ones.begin(B, somebody, 100.5)
    assert open_ones.due(100.5 + TIMEOUT) == ([A, B], [])
    assert open_ones.due(100.5 + 2 * TIMEOUT) == ([A, B], [])
    assert open_ones.due(100.5 + 3 * TIMEOUT) == (
        [],
        [(nobody, Unanswered(A)), (somebody, Unanswered(B))],
    )


@given(st.lists(st.tuples(st.sampled_from(["ask", "answer", "time"]), st.integers(0, 5))))
def test_each_question_ends_at_most_once_and_the_order_is_that_of_deadlines(
    happenings: list[tuple[str, int]],
) -> None:
    open_ones, now = Enquiries(), 0.0
    for what, number in happenings:
        asked = question(str(number))
        if what == "ask":
            open_ones.begin(asked, nobody, now)
        elif what == "answer":
            known = asked in open_ones.all()
            assert (open_ones.answered(asked.id) is nobody) == known
        else:
            now += number
            again, given_up = open_ones.due(now)
            over = [each.request for _, each in given_up]
            assert not {each.id for each in again} & {each.id for each in over}
            assert all(each in open_ones.all() for each in again)
            assert not any(each in open_ones.all() for each in over)
        deadlines = [each.deadline for each in open_ones._open.values()]
        assert deadlines == sorted(deadlines)
        assert open_ones.next_wakeup() == (deadlines[0] if deadlines else None)


def test_echoes_are_sent_regularly_and_missed_in_time() -> None:
    echoes = Echoes()
    assert echoes.next_wakeup() is None
    assert not echoes.take(1000.0)
    echoes.begin(100.0)
    assert echoes.next_wakeup() == 100.0 + EVERY
    assert not echoes.take(100.0 + EVERY - 0.001)
    assert echoes.take(100.0 + EVERY)
    assert echoes.next_wakeup() == 100.0 + 2 * EVERY
    assert not echoes.take(100.0 + EVERY)
    assert not echoes.is_late(100.0 + LATE)
    assert echoes.is_late(100.0 + LATE + 0.001)
    echoes.heard(110.0)
    assert not echoes.is_late(110.0 + LATE)
    assert echoes.is_late(110.0 + LATE + 0.001)
    echoes.begin(200.0)
    assert not echoes.is_late(200.0 + LATE)
    assert echoes.next_wakeup() == 200.0 + EVERY
