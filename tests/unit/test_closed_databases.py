"""A database that could not be opened well is closed again: whoever tries each second would keep
a file open for each try, and Python 3.13 warns of every one."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from broker.domain.errors import StoreKnown
from broker.ledger.store import Store
from broker.service.outbox import Outbox
from broker.service.runner import Runner
from tests.arch.source import ROOT
from tests.stages.stub_bus import StubBus

NOT_OURS = {".venv", "build", "out", "var", "mutants"}


def _store(file: Path) -> object:
    return Store(file)


def _outbox(file: Path) -> object:
    return Outbox(file, StubBus(), Runner())


@pytest.mark.parametrize("open_it", [_store, _outbox])
def test_what_could_not_be_opened_is_closed(
    open_it: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "some.db"
    file.write_bytes(b"this is no database " * 500)
    opened: list[sqlite3.Connection] = []
    real = sqlite3.connect

    def connect(*words: object, **more: object) -> sqlite3.Connection:
        opened.append(real(*words, **more))  # type: ignore[call-overload]  # handed on as they are
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(StoreKnown):
        open_it(file)
    monkeypatch.undo()
    assert opened
    for each in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            each.execute("SELECT 1")


def test_nobody_takes_the_end_of_a_transaction_for_the_end_of_a_connection() -> None:
    """`with sqlite3.connect(…)` commits and leaves the file open; `closing` is what was meant."""
    seen, found = 0, []
    for file in ROOT.rglob("*.py"):
        if NOT_OURS.isdisjoint(file.relative_to(ROOT).parts) and file != Path(__file__):
            text = file.read_text("utf-8")
            seen += "sqlite3.connect(" in text
            if re.search(r"\bwith sqlite3\.connect\(", text):
                found.append(str(file.relative_to(ROOT)))
    assert seen > 8
    assert found == []
