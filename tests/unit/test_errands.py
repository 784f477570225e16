"""Work beside a loop: what came of it is told on the loop, and what it raises, too."""

from __future__ import annotations

import threading

import pytest

from broker.service.runner import Runner


def test_what_came_of_it_is_told_on_the_loop() -> None:
    runner, told = Runner(), list[tuple[int, str]]()
    runner.aside(lambda: 7, lambda came: told.append((came, threading.current_thread().name)), "x")
    while runner.errands:
        runner.step(1.0)
    assert told == [(7, threading.current_thread().name)]


@pytest.mark.expects_warnings
def test_what_it_raises_is_told_on_the_loop_and_it_is_under_way_no_longer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It was lost with its thread, and counted as under way for ever."""
    runner, told = Runner(), list[int]()

    def work() -> int:
        raise IsADirectoryError(21, "a folder")

    runner.aside(work, told.append, "x").join()
    runner.step(1.0)
    assert (runner.errands, told) == (0, [])
    assert "a folder" in caplog.text
