"""How the ledger's file came to look as it does. A step once released is never edited.

Each step is one transaction together with its number: killed at any moment, the file is in the
format before it or in the one after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from broker.ledger.chain import Row, Seam
from broker.ledger.request_index import fold


def _begins(*tags: str) -> str:
    """What begins `{"type":"TAG"` as it lies on disk."""
    each = (f"substr(body, 10, {len(tag) + 1}) = x'{tag.encode().hex()}22'" for tag in tags)
    return f"({' OR '.join(each)})"


# What is said of months: `attendance-corrected`, `month-closed`, `leave-recorded`,
# `outage-recorded`, as format 4 indexed it.
_SETTLED_4 = (
    "(substr(body, 10, 20) = x'617474656e64616e63652d636f72726563746564'"
    " OR substr(body, 10, 12) = x'6d6f6e74682d636c6f736564'"
    " OR substr(body, 10, 14) = x'6c656176652d7265636f72646564'"
    " OR substr(body, 10, 15) = x'6f75746167652d7265636f72646564')"
)
SETTLED = _begins(
    "attendance-corrected",
    "month-closed",
    "leave-recorded",
    "leave-withdrawn",
    "outage-recorded",
    "outage-noted",
    "reader-lost",
    "reader-back",
)
_LASTING_5 = (
    "consent-given",
    "consent-withdrawn",
    "finger-kept",
    "fingers-erased",
    "staff-forgotten",
)
LASTING = _begins(*_LASTING_5, "punch-quarantined", "punch-let-in", "punch-set-aside")
OPINIONS = _begins("opinion-left", "opinion-settled")
GRANTED = _begins("series-granted")
PINS = _begins("pin-locked", "pin-unlocked")
PUNCHED = _begins("punch-recorded", "duty-corrected")

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
    (
        "ALTER TABLE facts ADD COLUMN content BLOB",
        "ALTER TABLE facts ADD COLUMN seal BLOB",
        # Where format 2 begins after facts of format 1, and what its first fact is chained to.
        "CREATE TABLE seam (first INTEGER PRIMARY KEY, hash BLOB NOT NULL)",
        """CREATE TABLE requests (
            block INTEGER NOT NULL,
            key INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (block, key, seq)) WITHOUT ROWID""",
        "CREATE TABLE indexed (upto INTEGER NOT NULL)",
        "INSERT INTO indexed VALUES (0)",
        """CREATE TABLE empty_answers (
            place INTEGER PRIMARY KEY,
            turn INTEGER NOT NULL,
            request TEXT NOT NULL,
            content BLOB NOT NULL,
            body BLOB NOT NULL)""",
        # What was granted is told again from the facts; what was refused may be asked anew.
        "DROP TABLE answers",
    ),
    # The same tables; the facts may hold a step that was taken back, which a program of format 2
    # cannot read. It says that the file is newer, and not that it is damaged.
    (),
    # What is said of months holds for longer than a day: a start finds it here, without reading
    # the months between, and so does who reckons one. Of other facts this index takes no page.
    (f"CREATE INDEX settled ON facts (at) WHERE {_SETTLED_4}",),
    # More is said of months; and consents, fingers and whom the hall has forgotten hold for ever.
    # A body may be taken out, and nothing else of a fact, and never put back (ADR 45).
    (
        "DROP INDEX settled",
        f"CREATE INDEX settled ON facts (at) WHERE {SETTLED}",
        f"CREATE INDEX lasting ON facts (at) WHERE {_begins(*_LASTING_5)}",
        "DROP TRIGGER facts_stay",
        """CREATE TRIGGER facts_stay BEFORE UPDATE ON facts WHEN NOT (
            NEW.body = x'' AND length(NEW.seal) = 32 AND length(OLD.seal) = 16
            AND NEW.seq IS OLD.seq AND NEW.at IS OLD.at AND NEW.source IS OLD.source
            AND NEW.request IS OLD.request AND NEW.hash IS OLD.hash
            AND NEW.content IS OLD.content)
            BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END""",
    ),
    # A punch that is kept apart waits for somebody to judge it, however long (ADR 50). And bodies
    # that were taken out may still lie in pages, until the file was written anew: a row says so.
    (
        "DROP INDEX lasting",
        f"CREATE INDEX lasting ON facts (at) WHERE {LASTING}",
        "CREATE TABLE scrub_due (since INTEGER NOT NULL)",
    ),
    # Numbers of a day may have been granted weeks before it: a start finds them here (ADR 53). And
    # an opinion waits for somebody to settle it, however long.
    (
        f"CREATE INDEX granted ON facts (at) WHERE {GRANTED}",
        f"CREATE INDEX opinions ON facts (at) WHERE {OPINIONS}",
    ),
    # A staff number that was locked stays so until somebody unlocks it (ADR 76).
    (f"CREATE INDEX pins ON facts (at) WHERE {PINS}",),
)
"""`PRAGMA user_version` counts the steps taken."""

_CAST = (
    "CAST(seq AS INTEGER), CAST(at AS INTEGER), CAST(source AS TEXT), CAST(request AS TEXT),"
    " CAST(body AS BLOB), CAST(hash AS BLOB)"
)
_FOLD = 1 << 17  # facts of which the requests are folded together


def as_written(version: int) -> str:
    """The columns of a fact in a file of this format, each as its type, whatever a forger put
    there."""
    return _CAST if version < 2 else f"{_CAST}, CAST(content AS BLOB), CAST(seal AS BLOB)"


def seam_of(db: sqlite3.Connection) -> tuple[int, bytes | None]:
    """Which fact is the first of format 2 after older ones, and what it is chained to. Raises
    `sqlite3.Error`."""
    found: tuple[int, bytes] | None = db.execute("SELECT first, hash FROM seam").fetchone()
    return found or (0, None)


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Take the steps that `version` has not. Raises `sqlite3.Error`."""
    for number, step in enumerate(STEPS[version:], version + 1):
        db.execute("BEGIN IMMEDIATE")
        for statement in step:
            db.execute(statement)
        if number == 2:
            _begin_format_2(db)
        db.execute(f"PRAGMA user_version = {number}")
        db.execute("COMMIT")


def _begin_format_2(db: sqlite3.Connection) -> None:
    """Read the facts of format 1 once: seal them, and note which requests brought them."""
    seam, last, firsts = Seam(), 0, dict[str, int]()
    for row in _old_rows(db):
        seam.add(row)
        last = row.seq
        if row.request:
            firsts.setdefault(row.request, row.seq)
        if last % _FOLD == 0:
            fold(db, firsts.items(), last)
            firsts.clear()
    fold(db, firsts.items(), last)
    if last:
        db.execute("INSERT INTO seam VALUES (?, ?)", (last + 1, seam.hash(last + 1)))


def _old_rows(db: sqlite3.Connection) -> Iterator[Row]:
    for row in db.execute(f"SELECT {as_written(1)} FROM facts ORDER BY seq"):  # noqa: S608  # a constant
        yield Row(*row)
