"""`hall catalogue`: take in the items of the departments, and look at what is there."""

from __future__ import annotations

import argparse
from pathlib import Path

from broker.commands import catalogue_export, catalogue_import, catalogue_show
from broker.commands.base import Command

_DOES = {
    "check": catalogue_import.check,
    "export": catalogue_export.export,
    "import": catalogue_import.take_in,
    "show": catalogue_show.show_item,
}
_NAMES = (
    "import: files or folders; show: a number, a name, or a department and a number; export: a"
    " folder, or a file that ends in .csv or .xlsx"
)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=sorted(_DOES))
    parser.add_argument("names", nargs="*", default=[], metavar="NAME", help=_NAMES)
    parser.add_argument("--hall", type=Path, required=True, help="path of hall.toml")
    parser.add_argument("--dry-run", action="store_true", help="import: say it, and change nothing")
    parser.add_argument(
        "--leave-out", action="store_true", help="import: go on without the rows that are wrong"
    )
    parser.add_argument(
        "--whole",
        action="store_true",
        help="import: also where most items, or all of a department, would be removed",
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="import, check: all that was found, as CSV"
    )


def _run(arguments: argparse.Namespace) -> int:
    return _DOES[arguments.what](arguments)


COMMAND = Command("catalogue", "take in the items of the departments, or look at them", _add, _run)
