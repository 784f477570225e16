"""A run directory, or a file in it, that is closed to whoever types a command: told whose it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.arch.source import ROOT
from tests.stages.forks import Forks, forks
from tests.stages.processes import HALL

STRANGER = 4711  # no user of this machine

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Forks]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    with forks(tmp_path, environment) as running:
        yield running


def told(shell: Forks, *words: str, run: Path) -> str:
    ((status, said),) = shell.tell([[*words, "--hall", str(HALL), "--run", str(run)]])
    assert status == 1, said
    assert said.count("\n") == 1, said
    return said


@pytest.mark.parametrize(
    "words", [("status",), ("certify",), ("up", "ledger"), ("run", "ledger"), ("run", "board")]
)
def test_in_anothers_run_directory_its_owner_is_named(
    shell: Forks, tmp_path: Path, words: tuple[str, ...]
) -> None:
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    (run / "broker.json").write_text('{"host": "127.0.0.1", "port": 1}', "utf-8")
    os.chown(run, STRANGER, STRANGER)
    said = told(shell, *words, run=run)
    assert f"root may not use it; run this as its owner, user {STRANGER}" in said


@pytest.mark.parametrize("words", [("status",), ("certify",), ("run", "board")])
def test_of_anothers_keys_the_owner_is_named(
    shell: Forks, tmp_path: Path, words: tuple[str, ...]
) -> None:
    run = tmp_path / "run"
    (run / "keys").mkdir(parents=True, mode=0o700)
    (run / "broker.json").write_text('{"host": "127.0.0.1", "port": 1}', "utf-8")
    os.chown(run / "keys", STRANGER, STRANGER)
    said = told(shell, *words, run=run)
    assert f"{run / 'keys'}: root may not use it; run this as its owner, user {STRANGER}" in said


def test_of_rights_that_are_gone_the_way_back_is_told(shell: Forks, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "broker.json").write_text('{"host": "127.0.0.1", "port": 1}', "utf-8")
    (run / "broker.json").chmod(0)
    said = told(shell, "status", run=run)
    assert "its own owner may not use it; give the rights back with `chmod -R u+rwX`" in said
