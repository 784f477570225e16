"""How the ledger's file came to look as it does. A step once released is never edited."""

from __future__ import annotations

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE facts (
            seq INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            request TEXT NOT NULL,
            body BLOB NOT NULL,
            hash BLOB NOT NULL)""",
        "CREATE TABLE answers (request TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
        # Facts are immutable even for somebody with a SQL prompt and good intentions.
        """CREATE TRIGGER facts_stay BEFORE UPDATE ON facts
            BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END""",
        """CREATE TRIGGER facts_last BEFORE DELETE ON facts
            BEGIN SELECT RAISE(ABORT, 'facts are never removed'); END""",
    ),
)
"""`PRAGMA user_version` counts the steps taken."""
