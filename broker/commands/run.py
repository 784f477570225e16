"""`hall run ROLE`: one role of a hall, in the foreground, until SIGTERM."""

from __future__ import annotations

import argparse
import contextlib
import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from broker import logs
from broker.commands.base import Command, add_place
from broker.domain.client_names import client_name
from broker.registry import Group, load, names
from broker.service import parent_death

if TYPE_CHECKING:
    from pathlib import Path

    from broker.settings import Settings

    Role = Callable[[Settings, str], None]


@runtime_checkable
class LitRole(Protocol):
    """A role that shows something before its hall is read. It decides by itself whether it can,
    and takes it away at the end of the context."""

    def light(
        self, hall: Path, run: Path | None, key: str
    ) -> contextlib.AbstractContextManager[object]: ...

    def __call__(self, settings: Settings, key: str) -> None: ...


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", help=", ".join(names(Group.ROLE)))
    parser.add_argument("key", nargs="?", default="", help="which one: kiosk-1, window number")
    add_place(parser)


def _run(arguments: argparse.Namespace) -> int:
    with contextlib.ExitStack() as until_end:
        role, settings = _loaded(arguments, until_end)
        settings.run.mkdir(parents=True, exist_ok=True)  # all a role keeps is there
        if not parent_death.is_followed():  # whoever started us has seen to it
            _have_papers(settings, client_name(arguments.role, arguments.key))
        role(settings, arguments.key)
    return 0


def _loaded(
    arguments: argparse.Namespace, until_end: contextlib.ExitStack
) -> tuple[Role, Settings]:
    """With no search for garbage: there is none yet, and it is a tenth of a screen's start."""
    gc.disable()
    try:
        role: Role = load(Group.ROLE, arguments.role)
        logs.configure(f"{arguments.role} {arguments.key}".strip())
        parent_death.follow()
        if isinstance(role, LitRole):
            until_end.enter_context(role.light(arguments.hall, arguments.run, arguments.key))
        return role, _settings(arguments)
    finally:
        gc.freeze()
        gc.enable()


def _have_papers(settings: Settings, client: str) -> None:
    """What makes some is brought along only where they do not last: a screen shows more sooner."""
    from broker.bus.papers import KEYS, papers_in
    from broker.service.clock import machine_time

    if not papers_in(settings.run / KEYS, client).last(machine_time()):
        from broker.own_broker import have_papers

        have_papers(settings, client)


def _settings(arguments: argparse.Namespace) -> Settings:
    """Read only now: a role may have something to show before."""
    from broker.commands.roles import judge
    from broker.settings import load as load_settings

    settings = load_settings(arguments.hall, arguments.run)
    judge(settings, "run", arguments.role, arguments.key)
    return settings


COMMAND = Command("run", "run one role of a hall in the foreground", _add, _run)
