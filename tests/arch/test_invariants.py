"""What docs/architecture.md claims of threads, timers and clocks is so, wherever a hall runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.arch.source import ROOT, called, files, syntax

SLEEPS = {
    "broker/service/process_lock.py",  # a start, while somebody looks at the lock: microseconds
    "broker/mosquitto.py",  # `hall up`, until its broker listens: nobody else is there yet
}
ALARMS = {"kiosk/qt/runner.py"}  # the one timer that wakes a screen's parts
WALL_CLOCK = {"broker/service/clock.py"}
NAMED = re.compile(r"^\| `([a-z]+)(?: …)?`", re.MULTILINE)

SLEEPING = {"time.sleep", "sleep"}
TIMERS = {"QTimer", "QTimer.singleShot", "threading.Timer", "Timer"}
CLOCKS = {"time.time", "datetime.now", "datetime.today", "datetime.utcnow", "date.today"}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the words it is made by: `threading.Thread`, `self._runner.post`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def who_calls(names: set[str]) -> set[str]:
    """Files of the hall in which one of `names` is called. Simulated devices and rehearsals are no
    part of a hall: people sleep, and so do those who play them."""
    return {
        called(file)
        for file in files()
        if not called(file).startswith("firmware_mocks/")
        and any(name in names for name, _ in calls(syntax(file)))
    }


def threads(tree: ast.AST) -> Iterator[str]:
    """The first word of each thread's name; "" where it has none."""
    for name, call in calls(tree):
        if name in {"threading.Thread", "Thread"}:
            given = next((each.value for each in call.keywords if each.arg == "name"), None)
            words = given.values[0] if isinstance(given, ast.JoinedStr) else given
            said = words.value if isinstance(words, ast.Constant) else ""
            yield str(said).split(" ")[0]


def test_nothing_sleeps() -> None:
    assert who_calls(SLEEPING) == SLEEPS


def test_there_are_no_timers_but_the_alarm_of_a_screens_loop() -> None:
    assert who_calls(TIMERS) == ALARMS


def test_the_wall_clock_is_read_in_one_place() -> None:
    """Hall time may run faster or stand: who asks the machine would live in another time."""
    assert who_calls(CLOCKS) == WALL_CLOCK


def test_every_thread_is_in_the_table() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.partition("## Threads")[2].partition("\n## ")[0]
    started = {
        name
        for file in files()
        if not called(file).startswith("firmware_mocks/")
        for name in threads(syntax(file))
    }
    assert started == set(NAMED.findall(table))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def wait():\n    time.sleep(1)", SLEEPING),
        ("threading.Timer(1, go).start()", TIMERS),
        ("QTimer.singleShot(10, self.go)", TIMERS),
        ("now = datetime.now(UTC)", CLOCKS),
    ],
)
def test_a_call_would_be_seen(source: str, names: set[str]) -> None:
    """The control, for each kind."""
    assert any(name in names for name, _ in calls(ast.parse(source)))


def test_a_thread_without_a_name_would_be_seen() -> None:
    source = "threading.Thread(target=a)\nThread(target=a, name=f'reader {port}')"
    assert list(threads(ast.parse(source))) == ["", "reader"]
