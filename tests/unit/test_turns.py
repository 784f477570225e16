"""Whose turn it is, and how long each is waited for: once, for every make."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from broker.domain.errors import DeviceNoAnswer
from broker.service import turns
from broker.service.exchange import Exchange, ExchangeRules, RetryPolicy
from broker.service.owed import Sent
from broker.service.session import Action, Done, Failed, Write
from broker.service.turns import Conduct, Silence, whose


def frame(left_at: float, job: object | None = "job") -> Sent[object]:
    return Sent(job, None, left_at, left_at + 10.0)


def seen(*seconds: float) -> Conduct:
    """A device that answered after so many seconds, each in turn."""
    conduct = Conduct()
    for each in seconds:
        conduct.asked(100.0)
        conduct.heard(frame(100.0), 100.0 + each)
    return conduct


def test_a_device_that_says_nothing_stands_lower_until_it_speaks() -> None:
    conduct = Conduct()
    assert conduct.silence is Silence.NONE
    conduct.asked(1.0)
    assert conduct.silence is Silence.OWING
    conduct.away = True
    assert conduct.silence is Silence.AWAY
    conduct.heard(None, 2.0)
    assert conduct.silence is Silence.NONE


@dataclass
class Speaker:
    name: str
    silence: Silence


def test_those_that_speak_go_first_then_those_that_owe_then_the_dead() -> None:
    able = [
        (Speaker("away", Silence.AWAY), 1),
        (Speaker("owing", Silence.OWING), 2),
        (Speaker("late", Silence.NONE), 9),
        (Speaker("well", Silence.NONE), 8),
    ]
    order = []
    while (turn := whose(able, lambda _, rank: rank)) is not None:
        able.remove(turn)
        order.append(turn[0].name)
    assert order == ["well", "late", "owing", "away"]


def test_nobody_goes_where_nobody_can() -> None:
    assert whose(list[tuple[Speaker, int]](), lambda _, rank: rank) is None


@pytest.mark.parametrize(
    ("seconds", "takes"),
    [
        ((0.4,), 0.4),
        ((2.0, 0.2), 1.0),
        ((2.0, 0.2, 0.2), 0.5),
        ((0.2, 3.0), 3.0),
        ((2.0, 1.0), 1.0),
    ],
)
def test_what_it_needs_is_the_most_of_late(seconds: tuple[float, ...], takes: float) -> None:
    assert seen(*seconds).takes == pytest.approx(takes)


def test_a_copy_and_what_answers_nothing_tell_nothing_of_its_speed() -> None:
    conduct = seen(0.4)
    conduct.heard(frame(100.0, None), 103.0)
    conduct.heard(None, 109.0)
    assert conduct.takes == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("takes", "turn"),
    [(0.0, 0.2), (0.1, 0.2), (0.15, 0.225), (0.16, 0.24), (0.2, 0.25), (9.0, 0.25)],
)
def test_the_line_is_kept_half_as_long_again_as_it_needs(takes: float, turn: float) -> None:
    assert turns.turn(takes, 0.2, 0.25) == pytest.approx(turn)


@pytest.mark.parametrize(
    ("takes", "waits"),
    [
        (0.0, [0.5, 1.0, 2.0, 4.0, 6.0, 6.0]),
        (0.2, [0.5, 1.0, 2.0, 4.0, 6.0, 6.0]),
        (1.0, [1.5, 3.0, 6.0, 6.0, 6.0, 6.0]),
        (5.0, [6.0] * 6),
    ],
)
def test_waits_double_begin_at_what_it_needs_and_have_an_end(
    takes: float, waits: list[float]
) -> None:
    found = [turns.again_after(takes, 0.5, tries, 6.0) for tries in range(1, 7)]
    assert found == pytest.approx(waits)


@pytest.mark.parametrize(
    ("asked", "now", "overdue"),
    [
        ((0.0, 1.0, 2.0), 10.0, True),
        ((0.0, 1.0, 2.0), 9.9, False),
        ((0.0, 1.0), 20.0, False),
        ((5.0, 6.0, 7.0, 8.0), 15.0, True),
        ((), 99.0, False),
    ],
)
def test_it_is_overdue_when_one_question_would_have_been(
    asked: tuple[float, ...], now: float, overdue: bool
) -> None:
    conduct = Conduct()
    for each in asked:
        conduct.asked(each)
    assert conduct.overdue(now, 3, 10.0) is overdue


def test_a_word_ends_the_count() -> None:
    conduct = Conduct()
    for each in (0.0, 1.0, 2.0):
        conduct.asked(each)
    conduct.heard(None, 3.0)
    conduct.asked(4.0)
    conduct.asked(5.0)
    assert not conduct.overdue(20.0, 3, 10.0)
    conduct.asked(6.0)
    assert conduct.overdue(14.0, 3, 10.0)
    assert not conduct.overdue(13.9, 3, 10.0)


# the same in an exchange


@dataclass(frozen=True)
class Ask:
    device: int
    text: str


def talk(policy: RetryPolicy, *, replaces: bool = False) -> Exchange[Ask, int]:
    """Devices that answer with their number."""
    return Exchange(
        ExchangeRules(
            encode=lambda command: f"{command.device}{command.text}".encode(),
            policy=lambda _: policy,
            judge=lambda command, reply: command.device == reply,
            key=lambda command: command.device if replaces else None,
            device=lambda command: command.device,
        )
    )


A, B = Ask(1, "a"), Ask(1, "b")


def timed(exchange: Exchange[Ask, int], until: float) -> list[tuple[float, Action]]:
    """What it does by itself, and when."""
    found: list[tuple[float, Action]] = []
    while (at := exchange.next_wakeup()) is not None and at <= until:
        found += [(at, each) for each in exchange.tick(at)]
    return found


def writes(exchange: Exchange[Ask, int], until: float) -> list[float]:
    return [at for at, each in timed(exchange, until) if isinstance(each, Write)]


def test_an_exchange_waits_longer_before_each_try_up_to_its_patience() -> None:
    exchange = talk(RetryPolicy(0.5, attempts=5, patience=3.0))
    exchange.submit(A, 0.0)
    assert writes(exchange, 7.0) == [0.5, 1.5, 3.5, 6.5]
    ((at, failed),) = timed(exchange, 60.0)
    assert at == 9.5
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, DeviceNoAnswer)


def test_without_patience_the_waits_are_all_the_same() -> None:
    exchange = talk(RetryPolicy(0.5, attempts=4))
    exchange.submit(A, 0.0)
    assert writes(exchange, 1.9) == [0.5, 1.0, 1.5]
    assert [at for at, _ in timed(exchange, 60.0)] == [2.0]


def test_an_exchange_learns_that_a_device_is_slow_and_does_not_ask_it_twice() -> None:
    exchange = talk(RetryPolicy(0.5, attempts=3, patience=5.0))
    exchange.submit(A, 0.0)
    assert writes(exchange, 1.0) == [0.5]
    assert exchange.receive(1, 1.0) == [Done(A, 1)]
    assert exchange.receive(1, 1.5) == [], "of the second try"
    exchange.submit(B, 2.0)
    assert writes(exchange, 3.4) == [], "it needs a second: it is given one and a half"
    assert exchange.receive(1, 3.45) == [Done(B, 1)]


def test_another_device_of_the_line_is_asked_as_before() -> None:
    exchange = talk(RetryPolicy(0.5, attempts=3, patience=5.0))
    exchange.submit(A, 0.0)
    exchange.receive(1, 0.4)
    exchange.submit(Ask(2, "x"), 10.0)
    assert writes(exchange, 11.0) == [10.5]


def test_a_slow_one_is_given_a_longer_turn_but_no_longer_than_a_quarter_second() -> None:
    exchange = talk(RetryPolicy(1.0, attempts=1, patience=5.0))
    exchange.submit(A, 0.0)
    exchange.receive(1, 0.9)
    exchange.submit(B, 10.0)
    assert exchange.submit(Ask(2, "x"), 10.0) == []
    assert timed(exchange, 10.3) == [(10.25, Write(b"2x"))]


def test_after_a_cut_all_begins_anew() -> None:
    exchange = talk(RetryPolicy(0.5, attempts=3, patience=5.0))
    exchange.submit(A, 0.0)
    exchange.receive(1, 2.0)
    exchange.restart(3.0)
    exchange.submit(B, 3.0)
    assert writes(exchange, 3.6) == [3.5]


def test_a_device_whose_commands_replace_each_other_is_found_away_too() -> None:
    """None of them is waited for to its end; all of them together were."""
    exchange = talk(RetryPolicy(0.5, attempts=3, patience=3.0), replaces=True)
    sent: list[Action] = []
    for number in range(20):
        at = number * 0.3
        sent += exchange.submit(Ask(1, f"n{number}"), at)
        sent += [each for _, each in timed(exchange, at + 0.29)]
    assert sum(isinstance(each, Write) for each in sent) >= 3
    rest = timed(exchange, 60.0)
    assert sum(isinstance(each, Write) for _, each in rest) <= 1, "the newest is asked once"
    assert rest[-1][0] <= 7.0, "and that it is away need not be waited for"


def test_a_newer_command_waits_no_longer_for_an_older_one_of_a_slow_device() -> None:
    exchange = talk(RetryPolicy(0.5, attempts=3, patience=5.0), replaces=True)
    exchange.submit(A, 0.0)
    exchange.receive(1, 3.0)
    exchange.submit(A, 10.0)
    exchange.submit(B, 10.1)
    found = timed(exchange, 11.0)
    assert [at for at, _ in found] == [10.5, 10.5]
    assert isinstance(found[0][1], Failed)
    assert found[1][1] == Write(b"1b")
