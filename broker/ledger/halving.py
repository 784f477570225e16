"""Where a time begins in a ledger: found by halving, because times never fall."""

from __future__ import annotations

import sqlite3


def first_at(db: sqlite3.Connection, at: int) -> int:
    """The number of the first fact not before `at`; one more than the last where there is none.

    No index of times is needed, which would cost a page with every commit. Raises `sqlite3.Error`.
    """
    high: int = (db.execute("SELECT max(seq) FROM facts").fetchone()[0] or 0) + 1
    low = 1
    while low < high:
        middle = (low + high) // 2
        row = db.execute("SELECT at FROM facts WHERE seq = ?", (middle,)).fetchone()
        if row is None or row[0] < at:
            low = middle + 1
        else:
            high = middle
    return low
