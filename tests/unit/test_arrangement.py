"""Windows on a desktop: where each stands, and how its place is read."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.errors import ConfigError
from broker.domain.geometry import Geometry, geometry
from firmware_mocks.rehearsal.arrangement import GAP, TITLE, Arrangement, arranged
from kiosk.qt import glasses

DESKTOPS = [
    Geometry(1920, 1080),
    Geometry(1366, 768),
    Geometry(1280, 1024),
    Geometry(2560, 1440),
    Geometry(1853, 1053, 67, 27),  # bars to the left and above
]


def places(found: Arrangement) -> list[Geometry]:
    return [found.kiosk, found.panel, found.clock_in, found.board, found.bench]


@pytest.mark.parametrize("desktop", DESKTOPS, ids=str)
def test_all_windows_are_on_the_desktop_with_their_bars(desktop: Geometry) -> None:
    for place in places(arranged(desktop)):
        assert place.x >= desktop.x
        assert place.y - TITLE >= desktop.y
        assert place.right <= desktop.right
        assert place.bottom <= desktop.bottom


@pytest.mark.parametrize("desktop", DESKTOPS, ids=str)
def test_no_window_lies_on_another_nor_on_its_bar(desktop: Geometry) -> None:
    for one, other in combinations(places(arranged(desktop)), 2):
        beside = one.right + GAP <= other.x or other.right + GAP <= one.x
        above = one.bottom + TITLE <= other.y or other.bottom + TITLE <= one.y
        assert beside or above, (one, other)


@pytest.mark.parametrize("desktop", DESKTOPS, ids=str)
def test_every_screen_keeps_its_shape(desktop: Geometry) -> None:
    found = arranged(desktop)
    for place, meant in (
        (found.kiosk, glasses.KIOSK),
        (found.panel, glasses.PANEL),
        (found.clock_in, glasses.CLOCK_IN),
        (found.board, glasses.BOARD),
    ):
        assert place.width / place.height == pytest.approx(meant.width / meant.height, rel=0.01)
        assert place.height <= meant.height


def test_the_bench_is_of_use_even_on_a_small_desktop() -> None:
    bench = arranged(Geometry(1366, 768)).bench
    assert bench.width >= 500
    assert bench.height >= 200


def test_what_fits_into_a_small_place_has_smaller_millimetres() -> None:
    assert glasses.BOARD.scale(Geometry(960, 540)) == pytest.approx(glasses.BOARD.px_per_mm / 2)
    assert glasses.KIOSK.scale(Geometry(540, 1920)) == pytest.approx(glasses.KIOSK.px_per_mm / 2)


@given(st.builds(Geometry, *[st.integers(1, 99999)] * 2, *[st.integers(0, 99999)] * 2))
def test_a_place_is_read_as_it_is_written(place: Geometry) -> None:
    assert geometry(str(place), "test") == place


def test_a_size_alone_stands_in_the_corner() -> None:
    assert geometry("506x900", "test") == Geometry(506, 900, 0, 0)


@pytest.mark.parametrize("text", ["", "960", "960x", "0x540+1+1", "960x540+1", "960x540-1-1", "a"])
def test_nonsense_is_the_installers_to_mend(text: str) -> None:
    with pytest.raises(ConfigError, match="WIDTHxHEIGHT"):
        geometry(text, "HALL_WINDOW")
