"""What every test is held to: no unexpected WARNING log, no thread left behind, no screen."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests import efforts
from tests.order import ordered, turned
from tests.stages.warm import WarmStart

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ["LANGUAGE"] = "en"  # what commands say is read here, whatever session this is
# Some hundred processes are started: where compiled modules are not kept, each compiles everything
# anew, and so does every process of pytest with the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

subprocess.Popen = WarmStart  # type: ignore[misc]  # programs of ours begin in forks

efforts.load()
ROOMS = ("broker.", "kiosk.", "queue_display.", "evaluator.", "fingerprint.")


def pytest_sessionstart() -> None:
    """A mutant is tried in a fork of a process that has run all tests: what that one remembers
    would hide it."""
    if efforts.EFFORT != "mutants":
        return
    for module in [each for name, each in sys.modules.items() if name.startswith(ROOMS)]:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Where nothing is compiled yet each process begins with other files, and finds the rest
    compiled: for a fresh clone that is half a minute of two cores."""
    report = yield
    told: dict[str, Any] = getattr(collector.config, "workerinput", {})
    if told and isinstance(collector, pytest.Directory) and report.passed:
        report.result = turned(report.result, _number(told), told["workercount"])
    return report


def _number(told: dict[str, Any]) -> int:
    """Which of the processes this is: `gw0` is the first."""
    return int(told["workerid"].removeprefix("gw"))


@pytest.hookimpl(trylast=True)  # what is not to run is gone by then
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of several processes none is left alone at the end. One that a test starts is alone."""
    told: dict[str, Any] = getattr(config, "workerinput", {})
    if processes := told.get("workercount"):
        items[:] = ordered(items, processes)


def pytest_collection_finish() -> None:
    """Tests and modules stay to the end: the collector of rubbish need not look at them again."""
    gc.collect()
    gc.freeze()


_SETTLING = 30.0  # seconds a stopped thread may need to be gone; a busy machine may be slow


class _Unexpected(logging.Handler):
    """Keeps what was logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """A WARNING log fails the test, unless it is marked `expects_warnings`."""
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    expected = request.node.get_closest_marker("expects_warnings") is not None
    said = [f"{record.name}: {record.getMessage()}" for record in handler.records]
    if said and not expected:
        pytest.fail("unexpected warnings in the log:\n" + "\n".join(said))
    if expected and not said:
        pytest.fail("this test expects a warning in the log and none came")


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """A thread that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + _SETTLING
    while time.monotonic() < until:
        left = [each for each in threading.enumerate() if each not in before and each.is_alive()]
        if not left:
            return
        time.sleep(0.01)
    pytest.fail(f"threads left behind: {[each.name for each in left]}")
