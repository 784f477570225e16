"""An exchange whose answers do not say what they are for, on a line of several devices."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from broker.domain.errors import DeviceError
from broker.service.exchange import Exchange, ExchangeRules, RetryPolicy
from broker.service.owed import OwedAnswers, Sent
from broker.service.session import Action, Done, Failed, Write


@dataclass(frozen=True)
class Ask:
    """An order to a device, or with `status` a question."""

    device: int
    text: str
    status: bool = False


@dataclass(frozen=True)
class Said:
    """What a device says: of its status, or that it did something."""

    device: int
    status: bool = False


class Misfit(DeviceError):
    """The device is out of step."""


def judged(command: Ask, reply: Said) -> bool:
    return (command.device, command.status) == (reply.device, reply.status)


def exchange(attempts: int = 3, *, barrier: bool = False, late: float = 5.0) -> Exchange[Ask, Said]:
    return Exchange(
        ExchangeRules(
            encode=lambda command: f"{command.device}{command.text}".encode(),
            policy=lambda _: RetryPolicy(0.5, attempts),
            judge=judged,
            device=lambda command: command.device,
            barrier=lambda command: Ask(command.device, "?", status=True) if barrier else None,
            misfit=lambda _command, reply: Misfit("odd") if reply.status else None,
            late=late,
        )
    )


A, B, C, D = Ask(1, "a"), Ask(1, "b"), Ask(1, "c"), Ask(1, "d")
OK, WELL = Said(1), Said(1, status=True)


def ends(actions: list[Action]) -> list[tuple[type[Action], Ask]]:
    return [(type(each), each.command) for each in actions if isinstance(each, Done | Failed)]


def until(talk: Exchange[Ask, Said], now: float) -> list[Action]:
    actions: list[Action] = []
    while (at := talk.next_wakeup()) is not None and at <= now:
        actions += talk.tick(at)
    return actions


def test_the_second_answer_to_a_repeated_command_does_not_end_the_next() -> None:
    talk = exchange()
    talk.submit(A, 0.0)
    assert until(talk, 0.5) == [Write(b"1a")]
    assert talk.receive(OK, 0.75) == [Done(A, OK)]
    assert talk.submit(B, 0.8) == [Write(b"1b")]
    assert talk.receive(OK, 1.25) == [], "this one was for the second try"
    assert talk.receive(OK, 1.26) == [Done(B, OK)]


def test_a_late_answer_to_what_was_given_up_does_not_end_the_next() -> None:
    talk = exchange(2)
    talk.submit(A, 0.0)
    assert ends(until(talk, 1.0)) == [(Failed, A)]
    talk.submit(B, 1.0)
    assert talk.receive(OK, 1.1) == talk.receive(OK, 1.1) == []
    assert talk.receive(OK, 1.2) == [Done(B, OK)]


def test_a_try_that_paid_an_old_debt_is_given_back() -> None:
    """Both tries of the first were lost: only what comes after them tells of the second."""
    talk = exchange(2)
    talk.submit(A, 0.0)
    until(talk, 1.0)
    talk.submit(B, 1.0)
    now, written = 1.0, 1
    ended: list[Action] = []
    while not ended:
        ended = talk.receive(OK, now + 0.01)
        if not ended:
            now += 0.5
            assert until(talk, now) == [Write(b"1b")]
            written += 1
    assert ended == [Done(B, OK)]
    assert written == 3


def test_what_paid_an_old_debt_has_as_many_tries_as_any() -> None:
    talk = exchange(2)
    talk.submit(A, 0.0)
    until(talk, 1.0)
    talk.submit(B, 1.0)
    assert talk.receive(OK, 1.1) == []
    *tries, failed = until(talk, 9.0)
    assert tries == [Write(b"1b")] * 2
    assert ends([failed]) == [(Failed, B)]


def test_however_many_debts_are_paid_no_try_is_lost_to_them() -> None:
    talk = exchange(3, late=20.0)
    for number, command in enumerate((A, B, C)):
        talk.submit(command, 2.0 * number)
        until(talk, 2.0 * number + 1.5)
    debts = 3 + 1 + 1
    talk.submit(D, 6.0)
    for each in range(debts):
        assert talk.receive(OK, 6.1 + each / 2) == []
        assert until(talk, 6.5 + each / 2) == [Write(b"1d")]
    assert talk.receive(OK, 9.0) == [Done(D, OK)]


def test_an_answer_that_can_be_for_one_only_ends_the_counting() -> None:
    talk = exchange(barrier=True)
    talk.submit(A, 0.0)
    until(talk, 0.5)
    assert talk.receive(OK, 0.6) == [Done(A, OK)]
    assert until(talk, 0.7) == [Write(b"1?")]
    assert talk.receive(WELL, 0.72) == []
    talk.submit(B, 0.8)
    assert talk.receive(OK, 0.85) == [Done(B, OK)]


def test_what_may_be_repeated_waits_one_turn_for_the_end_of_the_counting() -> None:
    talk = exchange(barrier=True)
    talk.submit(A, 0.0)
    until(talk, 0.5)
    talk.receive(OK, 0.6)
    assert until(talk, 0.7) == [Write(b"1?")]
    talk.submit(B, 0.75)
    assert until(talk, 1.0) == [Write(b"1b")]
    assert [talk.receive(WELL, 1.05), talk.receive(OK, 1.1)] == [[], [Done(B, OK)]]
    assert until(talk, 9.0) == [], "asked once"


def test_what_may_be_sent_once_waits_for_the_end_of_the_counting() -> None:
    talk = exchange(1, barrier=True)
    talk.submit(A, 0.0)
    assert ends(until(talk, 0.5)) == [(Failed, A)]
    assert talk.submit(B, 0.5) == [Write(b"1?")]
    assert talk.receive(OK, 0.6) == [], "of the first"
    assert talk.receive(WELL, 0.7) == [Write(b"1b")]
    assert talk.receive(OK, 0.8) == [Done(B, OK)]


def test_what_waits_for_a_device_that_says_nothing_ends_too() -> None:
    talk = exchange(1, barrier=True)
    talk.submit(A, 0.0)
    until(talk, 0.5)
    talk.submit(B, 0.5)
    assert ends(until(talk, 1.0)) == [(Failed, B)]
    assert talk.idle
    assert talk.next_wakeup() is None


def test_without_such_a_question_it_waits_until_nothing_can_come_any_more() -> None:
    talk = exchange(1, late=4.0)
    talk.submit(A, 0.0)
    until(talk, 0.5)
    assert talk.submit(B, 0.5) == []
    assert talk.next_wakeup() == 4.0
    assert talk.tick(4.0) == [Write(b"1b")]
    assert talk.receive(OK, 4.1) == [Done(B, OK)]


def test_answers_that_come_twice_are_found_out() -> None:
    talk = exchange()
    talk.submit(A, 0.0)
    assert talk.receive(OK, 0.1) == [Done(A, OK)]
    assert talk.receive(OK, 0.2) == []
    talk.submit(B, 0.3)
    assert talk.receive(OK, 0.4) == [Done(B, OK)]
    talk.submit(C, 0.45)
    assert talk.receive(OK, 0.5) == [], "the copy"
    assert talk.receive(OK, 0.55) == [Done(C, OK)]


def test_a_copy_that_did_not_come_is_waited_for_no_more() -> None:
    talk = exchange()
    state = Ask(1, "?", status=True)
    talk.submit(A, 0.0)
    assert [talk.receive(OK, 0.1), talk.receive(OK, 0.2)] == [[Done(A, OK)], []]
    for at, command, reply in ((1.0, B, OK), (2.0, state, WELL), (3.0, C, OK), (4.0, D, OK)):
        talk.submit(command, at)
        assert talk.receive(reply, at + 0.1) == [Done(command, reply)]


def test_frames_of_a_job_are_counted_and_settled_in_their_order() -> None:
    owed: OwedAnswers[str] = OwedAnswers()
    first, question, again = (Sent(job, job * 2, 0.0, 5.0) for job in ("a", "b", "a"))
    for frame in (first, question, again):
        owed.add(frame)
    assert (owed.of("a"), owed.of("b")) == (2, 1)
    assert owed.settle(lambda each: each.kind == "bb").frame is question
    assert owed.frames == [first, again], "what is no barrier ends nothing before it"
    owed.twice(question)
    copy, *others = owed.frames
    assert (copy.job, copy.kind, copy.until) == (None, "bb", 5.0)
    assert others == [first, again]


def test_what_answers_nothing_may_end_what_is_out() -> None:
    talk = exchange(1)
    talk.submit(A, 0.0)
    (failed,) = talk.receive(WELL, 0.1)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, Misfit)


def test_patience_is_longer_than_the_wait_before_the_last_try() -> None:
    rules = ExchangeRules(
        encode=lambda command: command.text.encode(),
        policy=lambda _: RetryPolicy(0.5, 2, patience=10.0),
        judge=judged,
    )
    talk: Exchange[Ask, Said] = Exchange(rules)
    talk.submit(A, 0.0)
    assert until(talk, 10.4) == [Write(b"a")]
    assert talk.tick(10.4) == []
    assert talk.receive(OK, 10.4) == [Done(A, OK)]
    talk = Exchange(rules)
    talk.submit(B, 20.0)
    assert ends(until(talk, 30.5)) == [(Failed, B)]
    talk.submit(C, 40.0)
    assert ends(until(talk, 40.5)) == [(Failed, C)], "that it is away need not be waited for"


@pytest.mark.parametrize("dead", range(1, 8))
def test_the_living_come_before_the_dead(dead: int) -> None:
    talk = exchange()
    for device in range(1, dead + 1):
        talk.submit(Ask(device, "x"), 0.0)
    until(talk, 0.1)
    talk.submit(Ask(8, "call"), 0.1)
    assert until(talk, 0.2)[0] == Write(b"8call"), "after one turn"
    assert talk.receive(Said(8), 0.22)[0] == Done(Ask(8, "call"), Said(8))
    until(talk, 30.0)
    for device in range(1, dead + 1):
        talk.submit(Ask(device, "y"), 30.0)
    talk.submit(Ask(8, "next"), 30.0)
    assert until(talk, 30.2)[0] == Write(b"8next")
