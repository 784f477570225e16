"""A ledger of two days in format 1, as the program wrote it before reasons were codes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from broker.ledger.migrations import STEPS

FACTS = Path(__file__).parents[1] / "unit" / "yesterday" / "facts.jsonl"


def lines() -> list[dict[str, Any]]:
    """Its facts, one of every kind among them."""
    return [json.loads(line) for line in FACTS.read_text("utf-8").splitlines()]


def lay_down(file: Path, facts: list[dict[str, Any]] | None = None) -> None:
    """Make the file, of these facts or of all."""
    with closing(sqlite3.connect(file)) as db, db:
        for statement in STEPS[0]:
            db.execute(statement)
        for each in lines() if facts is None else facts:
            row = (each["seq"], each["at"], each["source"], each["request"])
            full = (*row, each["body"].encode(), bytes.fromhex(each["hash"]))
            db.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)", full)
        db.execute("PRAGMA user_version = 1")
