"""`hall run ROLE`: one role of a hall, in the foreground, until SIGTERM."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from broker import logs
from broker.commands.base import Command
from broker.registry import Group, load, names
from broker.service import leash
from broker.settings import Settings
from broker.settings import load as load_settings


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", help=", ".join(names(Group.ROLE)))
    parser.add_argument("key", nargs="?", default="", help="which one: kiosk-1, window number")
    parser.add_argument("--hall", type=Path, required=True, help="path of hall.toml")
    parser.add_argument("--run", type=Path, default=None, help="runtime directory")


def _run(arguments: argparse.Namespace) -> int:
    role: Callable[[Settings, str], None] = load(Group.ROLE, arguments.role)
    logs.configure(f"{arguments.role} {arguments.key}".strip())
    leash.put_on()
    role(load_settings(arguments.hall, arguments.run), arguments.key)
    return 0


COMMAND = Command("run", "run one role of a hall in the foreground", _add, _run)
