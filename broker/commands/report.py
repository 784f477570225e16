"""`hall report FILE`: the figures of a ledger as a table."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path

from broker.commands.audit import read
from broker.commands.base import Command
from broker.ledger.figures import Figures, count, table
from broker.ledger.rows import recorded

_COLUMN = 20  # half-width cells


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="ledger.db, or a copy of it")


def text(figures: Figures) -> str:
    """The table as lines of a terminal; Chinese characters are two cells wide."""
    rows = table(figures)
    return "".join(
        f"  {zh}{' ' * (_COLUMN - _cells(zh))}{en:26}{value:>10}\n" for zh, en, value in rows
    )


def _cells(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words)


def _run(arguments: argparse.Namespace) -> int:
    sys.stdout.write(text(count(recorded(row) for row in read(arguments.file))))
    return 0


COMMAND = Command("report", "the figures of a ledger as a table", _add, _run)
