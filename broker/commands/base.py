"""What a sub-command of `hall` is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Command(NamedTuple):
    """One sub-command. `run` returns the exit status; a `HallError` it raises becomes one line."""

    name: str
    help: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_place(parser: argparse.ArgumentParser) -> None:
    """`--hall` and `--run`, for commands that need a hall and where it keeps its files."""
    parser.add_argument("--hall", type=Path, required=True, help="path of hall.toml")
    parser.add_argument(
        "--run",
        type=Path,
        default=None,
        help="where the hall keeps its ledger and all it writes: the same for all of one hall"
        " (default: $HALL_RUN, or var/ID below this folder, with the ID of hall.toml)",
    )
