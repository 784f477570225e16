"""Days, months and periods that somebody types: nothing near an end of the calendar is taken."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date, datetime

import pytest

from broker.commands.days import day, moment, month
from broker.commands.report import period


def test_what_is_a_day_is_taken() -> None:
    assert day("2026-11-23") == date(2026, 11, 23)
    assert month("2026-11") == date(2026, 11, 1)
    assert moment("2026-11-20T08:05") == datetime(2026, 11, 20, 8, 5)  # noqa: DTZ001  # the hall's
    assert period("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    assert period("2026-11-02..2026-11-06") == (date(2026, 11, 2), date(2026, 11, 6))


@pytest.mark.parametrize("words", ["9999-12-31", "0001-01-01", "3000-01-01", "²026-11-23", ""])
def test_a_day_beyond_the_calendar_is_none(words: str) -> None:
    for read in (day, month, period):
        with pytest.raises(ArgumentTypeError, match=r"no (day|month|period) like"):
            read(words)
        with pytest.raises(ArgumentTypeError, match=r"no (day|month|period) like"):
            read(words[:7])
    with pytest.raises(ValueError, match=r"99|00|isoformat"):
        moment(words)
