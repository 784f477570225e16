"""A kiosk compares its clock with what the ledger says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.ticket.clock_apart import apart
from tests.stages.halls import MORNING


@pytest.mark.parametrize(
    ("ahead", "live", "found"),
    [
        (timedelta(seconds=90), True, False),
        (timedelta(seconds=-90), True, False),
        (timedelta(minutes=3), True, True),
        (timedelta(minutes=-3), True, True),
        (timedelta(days=1), False, None),  # it was said yesterday, perhaps
        (timedelta(seconds=-90), False, None),
        (timedelta(minutes=-3), False, True),  # nobody has said it yet
    ],
)
def test_a_clock_is_compared_as_far_as_it_can_be(
    ahead: timedelta, live: bool, found: bool | None
) -> None:
    assert apart(MORNING, MORNING + ahead, float, live=live) is found


def test_in_a_hall_that_is_played_faster_seconds_are_those_of_a_wrist_watch() -> None:
    """Hall time runs a hundred times as fast: three minutes are two seconds on the way."""
    later = MORNING + timedelta(minutes=3)
    assert apart(MORNING, later, lambda seconds: seconds / 100, live=True) is False
