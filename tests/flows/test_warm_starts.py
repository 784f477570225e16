"""A program that is begun warm is begun as any other: the two are held against each other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.stages.processes import HALL
from tests.stages.victims import ROOT
from tests.stages.warm import BEFORE_PYTHON, WarmStart

BEGUN = "tests.stages.begun"
Kind = type[subprocess.Popen[Any]]
REAL: Kind = WarmStart.__base__  # the other is put into its place by tests/conftest.py


def begun(kind: Kind, *words: object, status: int = 0, **more: Any) -> tuple[int, Any, bytes]:
    """How it ended, what it said of its beginning, and what it said at its end."""
    command = [sys.executable, "-m", BEGUN, str(status), *map(str, words)]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with kind(command, **{**pipes, "cwd": ROOT, "env": dict(os.environ), **more}) as child:
        said, complained = child.communicate("听见\n".encode())
    return child.returncode, json.loads(said), complained


def alike(**more: Any) -> None:
    """The same is said by both, but for whether it is warm."""
    status, warm, complained = begun(WarmStart, "a word", "八", **more)
    really = begun(REAL, "a word", "八", **more)
    assert (warm.pop("warm"), really[1].pop("warm")) == (True, False)
    for name, found in warm.items():
        assert found == really[1][name], name
    assert (status, complained) == (really[0], really[2])


@pytest.mark.parametrize("status", [0, 1, 70])
def test_its_words_its_world_and_its_end(status: int) -> None:
    alike(status=status)


@pytest.mark.parametrize("more", [{"process_group": 0}, {"start_new_session": True}])
def test_its_group_and_its_session(more: Mapping[str, Any]) -> None:
    alike(**more)


def test_its_environment_and_its_folder(tmp_path: Path) -> None:
    said = {"PATH": os.environ["PATH"], "HALL_X": "一", "PYTHONPATH": str(ROOT)}
    status, found, _ = begun(WarmStart, env=said, cwd=tmp_path)
    assert (status, found["folder"], found["warm"]) == (0, str(tmp_path), False), "another path"
    early = {key: said for key, said in os.environ.items() if key.startswith(BEFORE_PYTHON)}
    alike(env={"PATH": os.environ["PATH"], "HALL_X": "一", **early})


@pytest.mark.parametrize("name", ["LD_PRELOAD", "PYTHONUNBUFFERED", "COVERAGE_PROCESS_START"])
def test_what_acts_before_python_is_begun_really(name: str) -> None:
    assert not begun(WarmStart, env={**os.environ, name: ""})[1]["warm"]


def test_whoever_wants_real_starts_has_them() -> None:
    assert not begun(WarmStart, env={**os.environ, "WARM_STARTS": "0"})[1]["warm"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_is_our_child_and_can_be_killed(how: signal.Signals) -> None:
    command = [sys.executable, "-m", BEGUN, "0"]  # waits for the end of what it hears
    with WarmStart(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.poll() is None
        assert str(child.pid) in _children()
        child.send_signal(how)
        assert child.wait(20) == -how
    assert str(child.pid) not in _children()


def _children() -> list[str]:
    tasks = Path("/proc/self/task").iterdir()
    return [each for task in tasks for each in (task / "children").read_text("ascii").split()]


@pytest.mark.parametrize(
    "words",
    [
        ("check", HALL.name),
        ("check", "nowhere.toml"),
        ("run", "ledger", "7"),
        ("--help",),
        ("chekc",),
    ],
    ids=lambda words: words[0],
)
def test_a_command_says_the_same(words: tuple[object, ...]) -> None:
    command = [sys.executable, "-m", "broker.cli", *map(str, words)]
    told = []
    for kind in (WarmStart, REAL):
        with kind(
            command, cwd=HALL.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as child:
            told.append((*child.communicate(), child.returncode))
    assert told[0] == told[1]
