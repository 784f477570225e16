"""One question at a time: asked, asked again, given up; and no command lost or ended twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.errors import DeviceError, DeviceNoAnswer
from broker.service.exchange import Exchange, ExchangeRules, RetryPolicy
from broker.service.session import Action, Done, Failed, Write

GAP = 0.5
PATIENT = RetryPolicy(timeout=2.0, attempts=3)


@dataclass(frozen=True)
class Ask:
    """An invented command: `about` names what it replaces, `quiet` has no answer."""

    name: str
    about: str | None = None
    quiet: bool = False


class Angry(DeviceError):
    """The device refused."""


def judged(command: Ask, reply: str) -> bool | DeviceError:
    if reply == f"no {command.name}":
        return Angry("refused")
    return reply == f"yes {command.name}"


def exchange(gap: float = GAP) -> Exchange[Ask, str]:
    return Exchange(
        ExchangeRules(
            encode=lambda command: command.name.encode(),
            policy=lambda command: None if command.quiet else PATIENT,
            judge=judged,
            key=lambda command: command.about,
            gap=gap,
        )
    )


A, B, C = Ask("a"), Ask("b"), Ask("c")
HUSH = Ask("hush", quiet=True)


def test_a_command_is_out_at_once_and_done_by_its_reply() -> None:
    talk = exchange()
    assert talk.idle
    assert talk.next_wakeup() is None
    assert talk.submit(A, 10.0) == [Write(b"a")]
    assert not talk.idle
    assert talk.next_wakeup() == 12.0
    assert talk.receive("something else", 10.5) == []
    assert talk.next_wakeup() == 12.0
    assert talk.receive("yes a", 11.0) == [Done(A, "yes a")]
    assert talk.idle
    assert talk.receive("yes a", 11.0) == []  # of a try that is over
    assert talk.next_wakeup() is None


def test_a_refusal_ends_it_too() -> None:
    talk = exchange()
    talk.submit(A, 10.0)
    (failed,) = talk.receive("no a", 10.1)
    assert isinstance(failed, Failed)
    assert failed.command == A
    assert isinstance(failed.error, Angry)
    assert talk.idle


def test_silence_is_asked_again_and_given_up_after_the_last_try() -> None:
    talk = exchange()
    talk.submit(A, 10.0)
    assert talk.tick(11.999) == []
    assert talk.tick(12.0) == [Write(b"a")]
    assert talk.next_wakeup() == 14.0
    assert talk.tick(14.5) == [Write(b"a")]
    assert talk.next_wakeup() == 16.5
    (failed,) = talk.tick(16.5)
    assert isinstance(failed, Failed)
    assert failed.command == A
    assert isinstance(failed.error, DeviceNoAnswer)
    assert str(failed.error) == "no answer after 3 tries"
    assert talk.idle
    assert talk.tick(30.0) == []


def test_the_next_one_waits_for_the_answer_and_for_the_gap() -> None:
    talk = exchange()
    talk.submit(A, 10.0)
    assert talk.submit(B, 10.0) == []
    assert talk.receive("yes a", 11.0) == [Done(A, "yes a")]
    assert talk.next_wakeup() == 11.5
    assert talk.tick(11.499) == []
    assert talk.tick(11.5) == [Write(b"b")]
    assert talk.next_wakeup() == 13.5


def test_without_a_gap_the_next_one_leaves_in_the_same_breath() -> None:
    talk = exchange(gap=0.0)
    talk.submit(A, 10.0)
    talk.submit(B, 10.0)
    assert talk.receive("yes a", 11.0) == [Done(A, "yes a"), Write(b"b")]
    (failed, *more) = talk.receive("no b", 11.5)
    assert isinstance(failed, Failed)
    assert more == []


def test_after_a_refusal_or_silence_the_next_one_leaves() -> None:
    talk = exchange(gap=0.0)
    for each in (A, B, C):
        talk.submit(each, 10.0)
    assert talk.receive("no a", 10.0)[1:] == [Write(b"b")]
    talk.tick(12.0)
    talk.tick(14.0)
    assert talk.tick(16.0)[1:] == [Write(b"c")]


def test_what_nobody_answers_is_done_when_it_is_written_and_the_bus_rests_after_it() -> None:
    talk = exchange()
    assert talk.submit(HUSH, 10.0) == [Write(b"hush"), Done(HUSH, None)]
    assert talk.submit(A, 10.2) == []
    assert talk.next_wakeup() == 10.5
    assert talk.tick(10.5) == [Write(b"a")]


def test_several_that_nobody_answers_leave_one_gap_apart() -> None:
    talk = exchange(gap=0.0)
    talk.submit(A, 10.0)
    for each in (HUSH, HUSH, B):
        talk.submit(each, 10.0)
    assert talk.receive("yes a", 10.1) == [
        Done(A, "yes a"),
        Write(b"hush"),
        Done(HUSH, None),
        Write(b"hush"),
        Done(HUSH, None),
        Write(b"b"),
    ]


def test_a_newer_one_takes_the_place_of_one_that_waits_about_the_same() -> None:
    talk = exchange(gap=0.0)
    old, new, other = Ask("old", about="x"), Ask("new", about="x"), Ask("other", about="y")
    talk.submit(A, 10.0)
    for each in (old, other, new):
        assert talk.submit(each, 10.0) == []
    assert talk.receive("yes a", 10.0)[1:] == [Write(b"new")]  # in the place of the old one
    assert talk.receive("yes new", 10.0)[1:] == [Write(b"other")]
    assert talk.receive("yes other", 10.0)[1:] == []


def test_what_is_out_is_never_replaced_and_what_has_no_key_neither() -> None:
    talk = exchange(gap=0.0)
    first, second = Ask("first", about="x"), Ask("second", about="x")
    talk.submit(first, 10.0)
    talk.submit(second, 10.0)
    assert talk.receive("yes first", 10.0) == [Done(first, "yes first"), Write(b"second")]
    talk.submit(A, 10.0)
    talk.submit(A, 10.0)
    assert talk.receive("yes second", 10.0)[1:] == [Write(b"a")]
    assert talk.receive("yes a", 10.0)[1:] == [Write(b"a")]


def test_what_is_out_is_not_repeated_where_a_newer_one_about_the_same_waits() -> None:
    talk = exchange(gap=0.0)
    old, new, other = Ask("old", about="x"), Ask("new", about="x"), Ask("other", about="y")
    talk.submit(old, 10.0)
    talk.submit(other, 10.0)
    assert talk.tick(12.0) == [Write(b"old")]
    talk.submit(new, 12.5)
    failed, written = talk.tick(14.0)
    assert isinstance(failed, Failed)
    assert (failed.command, written) == (old, Write(b"other"))


def test_a_wire_that_is_back_is_asked_at_once_with_all_tries() -> None:
    talk = exchange()
    talk.submit(A, 10.0)
    talk.submit(B, 10.0)
    talk.tick(12.0)
    talk.tick(14.0)
    assert talk.restart(15.0) == [Write(b"a")]
    assert talk.next_wakeup() == 17.0
    assert talk.tick(17.0) == [Write(b"a")]
    assert talk.tick(19.0) == [Write(b"a")]
    (failed, *more) = talk.tick(21.0)
    assert isinstance(failed, Failed)
    assert str(failed.error) == "no answer after 3 tries", "those before count no more"
    assert more == [Write(b"b")]  # a failed one leaves no gap: nothing was heard


def test_a_wire_that_is_back_rests_no_more() -> None:
    talk = exchange()
    talk.submit(HUSH, 10.0)
    talk.submit(A, 10.1)
    assert talk.restart(10.2) == [Write(b"a")]


def test_a_wire_that_is_back_with_nothing_to_say() -> None:
    assert exchange().restart(10.0) == []


@dataclass
class World:
    """An exchange in any weather."""

    talk: Exchange[Ask, str] = field(default_factory=exchange)
    now: float = 0.0
    submitted: int = 0
    ended: list[Any] = field(default_factory=list)
    writes: int = 0

    def take(self, actions: list[Action]) -> None:
        for action in actions:
            if isinstance(action, Write):
                self.writes += 1
            else:
                assert isinstance(action, Done | Failed)
                self.ended.append(action.command)


@given(st.lists(st.sampled_from(["ask", "hush", "yes", "no", "noise", "wait", "cut"]), max_size=60))
def test_every_command_ends_once_in_any_weather(weather: list[str]) -> None:
    world = World()
    for each in weather:
        out = next((each.out.command for each in world.talk._each() if each.out), None)
        match each:
            case "ask" | "hush":
                command = Ask(f"c{world.submitted}", quiet=each == "hush")
                world.submitted += 1
                world.take(world.talk.submit(command, world.now))
            case "yes" | "no" if out is not None:
                world.take(world.talk.receive(f"{each} {out.name}", world.now))
            case "cut":
                world.take(world.talk.restart(world.now))
            case "wait":
                world.now = world.talk.next_wakeup() or world.now
                world.take(world.talk.tick(world.now))
            case _:
                world.take(world.talk.receive("noise", world.now))
    for _ in range(5 * world.submitted + 5):
        world.now = world.talk.next_wakeup() or world.now
        world.take(world.talk.tick(world.now))
    assert world.talk.idle
    assert sorted(each.name for each in world.ended) == sorted(
        f"c{number}" for number in range(world.submitted)
    )


@pytest.mark.parametrize("tries", [1, 2, 5])
def test_a_policy_says_how_often(tries: int) -> None:
    policy = RetryPolicy(timeout=1.0, attempts=tries)
    talk: Exchange[Ask, str] = Exchange(
        ExchangeRules(
            encode=lambda command: command.name.encode(),
            policy=lambda _command: policy,
            judge=judged,
        )
    )
    written = talk.submit(A, 0.0)
    while not talk.idle:
        at = talk.next_wakeup()
        assert at is not None
        written += talk.tick(at)
    assert sum(isinstance(each, Write) for each in written) == tries
    (failed,) = (each for each in written if isinstance(each, Failed))
    assert str(failed.error) == f"no answer after {tries} tries"
