"""What the counters' service relies on, of every driver of evaluators and keypads."""

from __future__ import annotations

import itertools
from typing import Any, get_args

import pytest
from conversing import after_all, ends, events, in_silence, readable
from registered import of_kind

from broker.domain.ids import VisitId
from broker.service.session import Done, Failed, LastingSession
from evaluator.dialogue import Armed, CounterEvent, EvaluatorSession, PadPressed, Rated, Unrated
from evaluator.driver import EvaluatorDriver, KeypadDriver
from tests.stages.guest_drivers import ANSWERING_PAD, NUMPAD

KEYPADS = pytest.mark.parametrize("driver", of_kind(KeypadDriver, NUMPAD, ANSWERING_PAD))
EVALUATORS = pytest.mark.parametrize("driver", of_kind(EvaluatorDriver))
FIRST, SECOND = VisitId("20261122-A007.1"), VisitId("20261122-A008.1")


def commands(driver: KeypadDriver) -> list[Any]:
    """All that a keypad can be told."""
    figures = [None, 0, 1, 42, 999]
    shown = (
        [driver.numbers(1, *each) for each in itertools.product(figures, figures)]
        if driver.numbers is not None
        else []
    )
    return [*shown, driver.beep(1)] if driver.beep is not None else shown


def asked(driver: EvaluatorDriver) -> EvaluatorSession:
    """A session that asks about the first visit, for half a minute from now, 0.0."""
    session = driver.session((1,))
    session.opened(0.0)
    session.arm(1, FIRST, 30.0, 0.0)
    return session


@KEYPADS
def test_what_a_keypad_shows_and_sounds_is_a_command_for_its_address(driver: KeypadDriver) -> None:
    for command in commands(driver):
        assert command.address == 1
        readable(driver, command)
    if driver.numbers is not None:
        assert driver.numbers(1, 4, 12) == driver.numbers(1, 4, 12), "shown once, not twice"
        assert driver.numbers(1, 4, 12) != driver.numbers(1, 4, 13)


@KEYPADS
def test_every_command_ends_though_nobody_answers(driver: KeypadDriver) -> None:
    for command in commands(driver):
        session = driver.session((1,))
        actions = [*session.submit(command, 0.0), *in_silence(session, 0.0, 60.0)]
        (over,) = ends(actions)
        assert over.command is command
        assert isinstance(over, Failed) or over.reply is None


@KEYPADS
def test_whatever_is_heard_is_told_as_an_event_of_a_counter(driver: KeypadDriver) -> None:
    told = events(after_all(driver.session((1,)), driver))
    assert all(isinstance(each, get_args(CounterEvent)) for each in told)
    assert not [each for each in told if isinstance(each, Rated)], "nobody was asked"
    for pressed in (each for each in told if isinstance(each, PadPressed)):
        assert all(0 <= digit <= 9 for digit in pressed.typed)


@EVALUATORS
def test_a_visit_is_asked_about_once_and_silence_ends_it_in_time(driver: EvaluatorDriver) -> None:
    session = driver.session((1,))
    session.opened(0.0)
    assert events(session.arm(1, FIRST, 30.0, 0.0)) == [Armed(1, FIRST)]
    assert events(session.arm(1, FIRST, 30.0, 1.0)) == []
    assert events(in_silence(session, 1.0, 29.0)) == []
    assert events(in_silence(session, 29.0, 31.0)) == [Unrated(1, FIRST)]
    assert events(session.arm(1, FIRST, 30.0, 32.0)) == [], "it was asked about"
    assert events(in_silence(session, 32.0, 200.0)) == []


@EVALUATORS
def test_the_next_visit_ends_the_one_before_it(driver: EvaluatorDriver) -> None:
    session = asked(driver)
    assert events(session.arm(1, SECOND, 30.0, 5.0)) == [Unrated(1, FIRST), Armed(1, SECOND)]
    assert events(in_silence(session, 5.0, 60.0)) == [Unrated(1, SECOND)]


@EVALUATORS
def test_a_visit_settled_elsewhere_ends_without_a_word(driver: EvaluatorDriver) -> None:
    session = asked(driver)
    assert events(session.disarm(1, FIRST, 2.0)) == []
    assert events(in_silence(session, 2.0, 60.0)) == []


@EVALUATORS
def test_a_visit_whose_end_was_taken_back_is_asked_about_when_it_ends_again(
    driver: EvaluatorDriver,
) -> None:
    session = asked(driver)
    session.disarm(1, FIRST, 2.0)
    assert events(session.arm(1, FIRST, 30.0, 8.0)) == [Armed(1, FIRST)]
    assert events(in_silence(session, 8.0, 60.0)) == [Unrated(1, FIRST)]


@EVALUATORS
def test_what_became_of_another_visit_ends_nothing(driver: EvaluatorDriver) -> None:
    session = asked(driver)
    for call in (session.disarm, session.accept, session.release):
        assert events(call(1, SECOND, 1.0)) == []
    assert events(in_silence(session, 1.0, 60.0)) == [Unrated(1, FIRST)]


@EVALUATORS
def test_a_question_survives_a_cut_and_ends_in_its_time(driver: EvaluatorDriver) -> None:
    session = asked(driver)
    assert isinstance(session, LastingSession)
    told = [*events(session.closed(5.0)), *events(in_silence(session, 5.0, 10.0))]
    told += events(session.opened(10.0))
    assert told == []
    assert events(in_silence(session, 10.0, 60.0)) == [Unrated(1, FIRST)]


@EVALUATORS
def test_counters_of_one_wire_do_not_answer_for_each_other(driver: EvaluatorDriver) -> None:
    session = driver.session((1, 2))
    session.opened(0.0)
    session.arm(1, FIRST, 30.0, 0.0)
    session.arm(2, SECOND, 10.0, 0.0)
    assert events(in_silence(session, 0.0, 60.0)) == [Unrated(2, SECOND), Unrated(1, FIRST)]


@EVALUATORS
def test_what_was_not_asked_is_not_acknowledged(driver: EvaluatorDriver) -> None:
    session = driver.session((1,))
    session.opened(0.0)
    quiet = in_silence(session, 0.0, 10.0)
    assert not [each for each in quiet if isinstance(each, Done)]
    for call in (session.accept, session.release, session.disarm):
        assert events(call(1, FIRST, 10.0)) == []
    assert in_silence(session, 10.0, 20.0) == []
