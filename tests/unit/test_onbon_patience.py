"""How long a card is waited for, in figures."""

from __future__ import annotations

import pytest

from broker.service.driver import LinePace
from queue_display.models.onbon.patience import Patience

PATIENCE = Patience()


@pytest.mark.parametrize(
    ("answer", "takes", "tries", "seconds"),
    [
        (10.0, 0.0, 1, 0.6),
        (10.0, 0.0, 3, 2.4),
        (1.2, 0.0, 1, 0.4),  # a third of a short patience: it is asked three times in any case
        (10.0, 1.0, 1, 1.5),  # a card that was seen to take a second
        (10.0, 1.0, 4, 10.0),  # and no later than it is given up
    ],
)
def test_a_frame_is_said_again(answer: float, takes: float, tries: int, seconds: float) -> None:
    assert Patience(answer=answer).again_after(takes, tries) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("takes", "seconds"), [(0.0, 0.15), (0.1, 0.15), (0.12, 0.18), (1.0, 0.25)]
)
def test_the_line_is_kept_for_a_turn(takes: float, seconds: float) -> None:
    assert PATIENCE.turn_of(takes) == pytest.approx(seconds)


def test_a_line_of_the_file_says_its_speed_and_its_patience() -> None:
    assert PATIENCE.on(LinePace()) == PATIENCE
    assert PATIENCE.on(LinePace(baud=57600)) == Patience(baud=57600)
    assert PATIENCE.on(LinePace(patience=4.0)) == Patience(answer=4.0)
