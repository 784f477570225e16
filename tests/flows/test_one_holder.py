"""Two processes of one identity: the second says so and ends, the first goes on undisturbed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.bus.papers import KEYS
from broker.service.clock import VARIABLE
from broker.service.life import BROKER_VARIABLE
from broker.settings import load
from tests.stages.guarded import guarded
from tests.stages.processes import HALL, PATIENCE, Person, is_up, morning_clock, watched

Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    mosquitto = guarded(load(HALL, tmp_path).hall, tmp_path, tmp_path / "mosquitto")
    mosquitto.start()
    monkeypatch.setenv(BROKER_VARIABLE, f"127.0.0.1:{mosquitto.port}")
    monkeypatch.setenv(VARIABLE, morning_clock())
    for machine in ("one", "two", "person"):  # each has joined
        (tmp_path / machine).mkdir()
        (tmp_path / machine / KEYS).symlink_to(tmp_path / KEYS)
    screens = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    started: list[subprocess.Popen[str]] = []

    def start(*role: str, machine: str = "one") -> subprocess.Popen[str]:
        where = ("--hall", str(HALL), "--run", str(tmp_path / machine))
        process = subprocess.Popen(
            [sys.executable, "-m", "broker.cli", "run", *role, *where],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **screens},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
    mosquitto.stop()


def ended(process: subprocess.Popen[str]) -> str:
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    return said.splitlines()[-1]


@pytest.mark.parametrize(
    ("role", "name"),
    [(("board",), "board-1"), (("panel", "3"), "panel-3"), (("displays",), "displays")],
    ids=["board", "panel", "service"],
)
@pytest.mark.parametrize("machine", ["one", "two"])
def test_the_second_of_an_identity_says_so_and_ends(
    role: tuple[str, ...], name: str, machine: str, run: Run, tmp_path: Path
) -> None:
    with Person(load(HALL, tmp_path / "person"), "watcher") as person:
        states = watched(person, name)
        first = run(*role)
        is_up(name, states)
        said = ended(run(*role, machine=machine))
        assert f"{name} already; it goes on and this one ends" in said
        time.sleep(0.5)  # what a take-over would stir up has come
        assert states == ["ready"]
        assert first.poll() is None


def test_two_ledgers_of_two_machines_on_one_broker_give_no_number_twice(
    run: Run, tmp_path: Path
) -> None:
    with Person(load(HALL, tmp_path / "person"), "watcher") as person:
        states = watched(person, "ledger")
        first = run("ledger")
        is_up("ledger", states)
        assert "ledger already" in ended(run("ledger", machine="two"))
        assert states == ["ready"]
        assert first.poll() is None
