"""The loop of a screen: order, threads, alarms, failures, the end."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from broker.domain.errors import ConfigError
from kiosk.qt.runner import QtRunner, SignalStop, hook_exceptions


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[QtRunner]:
    assert qtbot
    with closing(QtRunner()) as runner:
        yield runner


def test_what_threads_post_runs_on_qts_thread_in_order(runner: QtRunner, qtbot: QtBot) -> None:
    heard: list[tuple[int, int]] = []

    def post(source: int) -> None:
        for number in range(2000):
            runner.post(lambda event: heard.append((threading.get_ident(), event)), number)
        runner.post(lambda event: heard.append((threading.get_ident(), event)), -source)

    threads = [threading.Thread(target=post, args=(each,)) for each in (1, 2)]
    for each in threads:
        each.start()
    qtbot.waitUntil(lambda: len(heard) == 4002, timeout=60_000)
    for each in threads:
        each.join()
    assert {thread for thread, _ in heard} == {threading.get_ident()}
    assert [event for _, event in heard if event >= 0].count(7) == 2


def test_a_post_from_a_slot_is_handled_later_never_inside_it(
    runner: QtRunner, qtbot: QtBot
) -> None:
    heard: list[str] = []

    def slot() -> None:
        runner.post(heard.append, "later")
        heard.append("slot")

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=60_000)
    assert heard == ["slot", "later"]


class Alarm:
    """A part that wants to be woken once."""

    def __init__(self, at: float) -> None:
        self.at: float | None = at
        self.woken: list[float] = []

    def next_wakeup(self) -> float | None:
        return self.at

    def tick(self, now: float) -> None:
        self.woken.append(now)
        self.at = None


def test_parts_are_woken_in_time_and_once(runner: QtRunner, qtbot: QtBot) -> None:
    alarm = Alarm(runner.clock() + 0.05)
    due = alarm.at
    runner.add(alarm)
    qtbot.waitUntil(lambda: alarm.woken != [], timeout=60_000)
    qtbot.wait(60)
    assert due is not None
    assert len(alarm.woken) == 1
    assert 0.0 <= alarm.woken[0] - due < 0.5


@pytest.mark.expects_warnings
def test_a_handler_that_fails_is_logged_shown_and_survived(runner: QtRunner, qtbot: QtBot) -> None:
    shown: list[str] = []
    runner.on_failure(lambda: shown.append("out of order"))
    runner.post(lambda _: 1 / 0, None)  # type: ignore[arg-type,return-value]  # it only has to raise
    runner.post(shown.append, "next")
    qtbot.waitUntil(lambda: "next" in shown, timeout=60_000)
    assert shown == ["out of order", "next"]


@pytest.mark.expects_warnings
def test_a_slot_that_fails_is_logged_and_shown(
    runner: QtRunner, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    runner.on_failure(lambda: shown.append("out of order"))
    restore = hook_exceptions(runner)
    try:
        error = ZeroDivisionError("a slot")
        sys.excepthook(type(error), error, None)
    finally:
        restore()
    assert shown == ["out of order"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_nothing_is_handled_after_the_end(runner: QtRunner, qtbot: QtBot) -> None:
    heard: list[str] = []
    runner.close()
    runner.post(heard.append, "late")
    qtbot.wait(20)
    assert heard == []


def test_stop_ends_the_loop_after_what_was_posted(runner: QtRunner) -> None:
    heard: list[str] = []
    runner.post(heard.append, "first")
    runner.stop()
    runner.run()
    assert heard == ["first"]


def test_a_signal_wakes_a_sleeping_loop(runner: QtRunner) -> None:
    stop = SignalStop(runner)
    try:
        started = time.monotonic()
        killer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM))
        killer.start()
        runner.run()
        killer.join()
    finally:
        stop.close()
    assert time.monotonic() - started < 2.0


def test_what_only_the_installer_can_mend_ends_the_program(runner: QtRunner) -> None:
    def join(_event: object) -> None:
        raise ConfigError("hall.toml", "broker.host", "no broker", "start one")

    runner.post(join, None)
    with pytest.raises(ConfigError, match=r"broker\.host"):
        runner.run()


def test_what_waits_for_the_first_frame_runs_after_it_and_once(
    runner: QtRunner, qtbot: QtBot
) -> None:
    heard: list[str] = []
    runner.after_first_frame(lambda _: heard.append("early"))
    qtbot.wait(10)
    assert heard == []
    runner.first_frame()
    runner.first_frame()
    runner.after_first_frame(lambda _: heard.append("late"))
    qtbot.wait(20)
    assert heard == ["early", "late"]
