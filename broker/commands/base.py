"""What a sub-command of `hall` is."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Command(NamedTuple):
    """One sub-command. `run` returns the exit status; a `HallError` it raises becomes one line."""

    name: str
    help: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


INSTALLED = Path("/etc/hall/hall.toml")
"""Where an installed hall has it (Filesystem Hierarchy Standard 3.0, 3.7)."""

NO_PLACE = (
    "say with --hall which hall: this machine has joined none, and /etc/hall/hall.toml is not there"
)


def add_place(parser: argparse.ArgumentParser) -> None:
    """`--hall` and `--run`, for commands that need a hall and where it keeps its files."""
    parser.add_argument(
        "--hall",
        type=Path,
        default=None,
        help="path of hall.toml (default: what this machine was given when it joined, or"
        " /etc/hall/hall.toml)",
    )
    parser.set_defaults(needs_place=True)
    parser.add_argument(
        "--run",
        type=Path,
        default=None,
        help="where the hall keeps its ledger and all it writes: the same for all of one hall"
        " (default: $HALL_RUN, or var/ID below this folder, with the ID of hall.toml)",
    )


def has_place(arguments: argparse.Namespace) -> bool:
    """See that a command that needs a hall has one, where no words say which: that of the machine.
    False where it has none."""
    if getattr(arguments, "needs_place", False) and arguments.hall is None:
        arguments.hall = _of_this_machine(arguments.run)
        return arguments.hall is not None
    return True


def _of_this_machine(run: Path | None) -> Path | None:
    from broker.joining.membership import membership  # a machine that has not joined needs none

    place = run or (Path(os.environ["HALL_RUN"]) if os.environ.get("HALL_RUN") else None)
    joined = membership(place) if place else None
    if joined and place:
        return joined.settings(place)
    return INSTALLED if INSTALLED.exists() else None
