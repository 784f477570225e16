"""`hall run ROLE`: one role of a hall, in the foreground, until SIGTERM."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from broker import logs
from broker.commands.base import Command
from broker.processes import LEASH
from broker.registry import Group, load, names
from broker.settings import Settings
from broker.settings import load as load_settings


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", help=", ".join(names(Group.ROLE)))
    parser.add_argument("key", nargs="?", default="", help="which one: kiosk-1, window number")
    parser.add_argument("--hall", type=Path, required=True, help="path of hall.toml")
    parser.add_argument("--run", type=Path, default=None, help="runtime directory")


def _leash() -> None:
    """End in good order when whoever started us is gone: our standard input ends with them."""
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _run(arguments: argparse.Namespace) -> int:
    role: Callable[[Settings, str], None] = load(Group.ROLE, arguments.role)
    logs.configure(f"{arguments.role} {arguments.key}".strip())
    if os.environ.get(LEASH) and not os.environ.get("HALL_HANDS"):
        threading.Thread(target=_leash, name="leash", daemon=True).start()
    role(load_settings(arguments.hall, arguments.run), arguments.key)
    return 0


COMMAND = Command("run", "run one role of a hall in the foreground", _add, _run)
