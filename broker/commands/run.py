"""`hall run ROLE`: one role of a hall, in the foreground, until SIGTERM."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable

from broker import logs
from broker.commands.base import Command, add_place
from broker.commands.roles import judge
from broker.registry import Group, load, names
from broker.service import parent_death
from broker.settings import Settings
from broker.settings import load as load_settings

Role = Callable[[Settings, str], None]


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", help=", ".join(names(Group.ROLE)))
    parser.add_argument("key", nargs="?", default="", help="which one: kiosk-1, window number")
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    role, settings = _loaded(arguments)
    judge(settings, "run", arguments.role, arguments.key)
    settings.run.mkdir(parents=True, exist_ok=True)  # all a role keeps is there
    role(settings, arguments.key)
    return 0


def _loaded(arguments: argparse.Namespace) -> tuple[Role, Settings]:
    """With no search for garbage: there is none yet, and it is a tenth of a screen's start."""
    gc.disable()
    try:
        role: Role = load(Group.ROLE, arguments.role)
        logs.configure(f"{arguments.role} {arguments.key}".strip())
        parent_death.follow()
        return role, load_settings(arguments.hall, arguments.run)
    finally:
        gc.freeze()
        gc.enable()


COMMAND = Command("run", "run one role of a hall in the foreground", _add, _run)
