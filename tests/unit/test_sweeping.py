"""Garbage is collected by the thread of the loop, and by no other."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from broker.service.sweeping import EVERY, Sweeper, due

USUAL = (700, 10, 10)


@pytest.mark.parametrize(
    ("counts", "thresholds", "generation"),
    [
        ((0, 0, 0), USUAL, None),
        ((700, 10, 10), USUAL, None),
        ((701, 0, 0), USUAL, 0),
        ((701, 11, 0), USUAL, 1),
        ((701, 11, 11), USUAL, 2),
        ((701, 0, 11), USUAL, 2),
        ((700, 11, 11), USUAL, None),  # nothing new was made
        ((701, 11, 11), (700, 10, 0), 1),
        ((701, 11, 11), (0, 10, 10), None),
    ],
)
def test_how_thoroughly_it_looks(
    counts: tuple[int, int, int], thresholds: tuple[int, int, int], generation: int | None
) -> None:
    assert due(counts, thresholds) == generation


@pytest.fixture
def sweeper() -> Iterator[Sweeper]:
    gc.collect()
    made = Sweeper()
    yield made
    made.close()
    assert gc.isenabled()


class Knot:
    """Garbage that only a search finds; it tells on which thread it was ended."""

    ended: list[str] = []  # noqa: RUF012  # of all knots

    def __init__(self) -> None:
        self.self = self

    def __del__(self) -> None:
        self.ended.append(threading.current_thread().name)


def tie(count: int) -> None:
    for _ in range(count):
        Knot()


def of_another_thread(count: int) -> list[str]:
    Knot.ended.clear()
    worker = threading.Thread(target=tie, args=(count,), name="another")
    worker.start()
    worker.join()
    return list(Knot.ended)


@pytest.mark.usefixtures("sweeper")
def test_another_thread_collects_nothing_however_much_it_makes() -> None:
    assert of_another_thread(5000) == []


def test_without_it_another_thread_does() -> None:
    """The control."""
    assert "another" in of_another_thread(5000)


def test_the_loop_collects_it_at_its_next_look(sweeper: Sweeper) -> None:
    of_another_thread(5000)
    at = sweeper.next_wakeup()
    assert at is not None
    sweeper.tick(at)
    assert len(Knot.ended) == 5000
    assert set(Knot.ended) == {threading.current_thread().name}
    assert sweeper.next_wakeup() == at + EVERY


def test_what_lived_long_is_found_too(sweeper: Sweeper) -> None:
    """Knots that were tied while they were looked at have grown old when they are let go."""
    Knot.ended.clear()
    held = [Knot() for _ in range(10)]
    for _ in range(3):
        gc.collect()
    held.clear()
    many = gc.get_threshold()[0] + 100  # enough for a look, whatever Python this is
    for second in range(1000):
        junk = [[] for _ in range(many)]  # type: ignore[var-annotated]  # of nothing
        del junk
        kept = [[] for _ in range(many)]  # type: ignore[var-annotated]  # of nothing
        sweeper.tick(float(second))
        del kept
        if len(Knot.ended) == 10:
            break
    assert len(Knot.ended) == 10
