"""How much fits on a kiosk's glass, reckoned before anything is drawn."""

from __future__ import annotations

from math import inf

import pytest

from kiosk.ticket.measures import Cells, GlassSize, cells, lines, pages, room


@pytest.mark.parametrize(
    ("text", "ems", "count"),
    [
        ("", 5, 0),
        ("取号办事", 4, 1),
        ("取号办事", 3.9, 2),
        ("取号，办事", 4, 2),  # a comma stands with the character before it
        ("one two", 3, 2),
        ("one two", 8, 1),
    ],
)
def test_lines_are_counted_by_words_and_characters(text: str, ems: float, count: int) -> None:
    assert lines(text, ems) == count


def test_a_word_that_would_be_broken_wants_more_width() -> None:
    standing = room(GlassSize(), elder=False, low=False)
    assert standing.high("Environmental", "body", 30) == inf
    assert standing.high("Environmental", "body", 80) < inf


def test_a_larger_glass_grows_and_a_smaller_one_does_not_shrink() -> None:
    assert GlassSize(398, 708).grow == pytest.approx(1.485, abs=0.01)
    assert GlassSize(376, 301).grow == 1.0


def test_low_mode_has_half_the_glass_and_a_lying_one_has_none() -> None:
    upright, lying = GlassSize(), GlassSize(476.5, 268.0)
    assert room(upright, elder=False, low=True).height < 238
    assert room(lying, elder=False, low=True) == room(lying, elder=False, low=False)


def test_a_grid_takes_as_many_columns_as_hold_the_most() -> None:
    assert cells(18, [40.0, 50.0, 56.0], 367.0, 25.0) == Cells(3, 6)
    assert cells(18, [40.0, 50.0, inf], 367.0, 25.0) == Cells(2, 6)  # and a pager below
    assert cells(3, [20.0, 20.0], 100.0, 25.0) == Cells(2, 2)


def test_rows_of_any_height_are_cut_into_pages() -> None:
    assert pages([20, 20, 20], 45) == ((0, 2), (2, 3))
    assert pages([90, 20], 45) == ((0, 1), (1, 2))  # one too high has a page for itself
    assert pages([], 45) == ((0, 0),)
