"""What the clock-in service relies on, of every driver of readers."""

from __future__ import annotations

from typing import get_args

import pytest
from conversing import after_all, babble, ends, events, heard, in_silence, written
from registered import of_kind

from fingerprint.driver import ReaderDriver
from fingerprint.reading import Away, ReaderTrouble, Reading, Ready, Recognised, Watch

READERS = pytest.mark.parametrize("driver", of_kind(ReaderDriver))


@READERS
def test_a_silent_reader_is_away_within_seconds_and_said_once(driver: ReaderDriver) -> None:
    session = driver.session((1,))
    told = [*session.submit(Watch(), 0.0), *in_silence(session, 0.0, 10.0)]
    assert [each for each in events(told) if isinstance(each, Away)] == [Away(ReaderTrouble.SILENT)]
    later = in_silence(session, 10.0, 120.0)
    assert not [each for each in events(later) if isinstance(each, Away)]
    assert written(later), "it goes on asking"


@READERS
def test_a_watch_does_not_end(driver: ReaderDriver) -> None:
    session = driver.session((1,))
    actions = [*session.submit(Watch(), 0.0), *in_silence(session, 0.0, 120.0)]
    assert not [each for each in ends(actions) if isinstance(each.command, Watch)]
    assert session.next_wakeup() is not None


@READERS
def test_nobody_is_recognised_where_nothing_was_asked(driver: ReaderDriver) -> None:
    """Answers that nobody waits for, in any order, and noise between them."""
    assert events(after_all(driver.session((1,)), driver)) == []


@READERS
def test_answers_of_another_conversation_name_nobody(driver: ReaderDriver) -> None:
    """A watch that hears good frames out of their order may despair, and may not recognise."""
    for value in heard(driver):
        session = driver.session((1,))
        actions = session.submit(Watch(), 0.0)
        for tenth in range(1, 40):
            actions += session.receive(value, tenth / 10)
            actions += babble(session, tenth / 10)
            actions += in_silence(session, tenth / 10, (tenth + 1) / 10)
        told = events(actions)
        assert all(isinstance(each, get_args(Reading)) for each in told)
        assert not [each for each in told if isinstance(each, Recognised | Ready)], value
