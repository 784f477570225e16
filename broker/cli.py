"""The `hall` command. Sub-commands are found by name and loaded only when they are asked for."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from importlib import import_module

from broker.commands.base import Command
from broker.domain.errors import HallError
from broker.registry import Group, load, names
from broker.terminal import complain

SPINE = {
    "audit": "verify the chain of a ledger, offline",
    "backup": "audit the ledger, and put an audited copy elsewhere",
    "check": "say whether a hall.toml is right, and what is wrong where",
    "decode": "turn pasted hex into frames, in words",
    "devices": "compare what hall.toml expects with what is there",
    "head": "the ledger's head of an evening, for the leader's book",
    "report": "the figures of a ledger as a table",
    "probe": "ask a device whether it is there; list serial ports",
    "punch": "note a punch for somebody whom no reader could recognise, as duty leader",
    "restore": "put a copy in the place of the ledger, audited",
    "run": "run one role of a hall in the foreground",
    "send": "show a text on a device",
    "status": "what a running hall says of itself: devices, alerts, windows, numbers",
    "up": "run all roles of a hall on this machine",
}
ROOMS = {
    "bench": "simulate all devices of a hall, with windows to touch them",
    "demo": "play a hall that can be touched, or a morning that plays itself",
    "mock": "simulate one device on a pty or a TCP port",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one sub-command; return its exit status. Errors of the hall become one sentence."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in ("-h", "--help"):
        sys.stdout.write(_overview())
        return 0
    try:
        command = _find(words[0])
        parser = argparse.ArgumentParser(prog=f"hall {command.name}", description=command.help)
        command.add(parser)
        return command.run(parser.parse_args(words[1:]))
    except HallError as error:
        begun = f"hall {words[0]}"  # an error in the words of a command begins so by itself
        complain(f"{begun}: {str(error).removeprefix(f'{begun}: ')}")
        return 1
    except BrokenPipeError:  # `hall … | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # of what the words named: no directory, nobody's to write, full
        if error.filename is None and error.errno != errno.ENOSPC:
            raise
        complain(f"hall {words[0]}: {error.filename or 'the disk'}: {error.strerror}")
        return 1


def _find(name: str) -> Command:
    if name in SPINE:
        command: Command = import_module(f"broker.commands.{name}").COMMAND
        return command
    found: Command = load(Group.COMMAND, name)
    return found


def _overview() -> str:
    described = {**SPINE, **{name: ROOMS.get(name, "") for name in names(Group.COMMAND)}}
    lines = (f"  {name:9} {text}" for name, text in sorted(described.items()))
    return "\n".join(
        (
            "usage: hall COMMAND …",
            "",
            *lines,
            "",
            "`hall COMMAND --help` says more about each.",
            "",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
