"""The `hall` command. Sub-commands are found by name and loaded only when they are asked for."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from broker.commands.base import NO_PLACE, Command, has_place
from broker.domain.errors import ConfigError, HallError
from broker.language import choose, translated
from broker.registry import Group, load, names
from broker.terminal import complain, say, show
from broker.version import VERSION

SPINE = {
    "appointments": "the appointments of a day: who came, which code is used, which is being given",
    "attendance": "correct a punch, note or withdraw leave, note an outage, close a month",
    "audit": "verify the chain of a ledger, offline",
    "backup": "audit the ledger, and put an audited copy elsewhere",
    "catalogue": "take in the items of the departments, or look at them",
    "certify": "make the hall's authority and its clients' papers, and say how long they hold",
    "check": "say whether a hall.toml is right, and what is wrong where",
    "decode": "turn pasted hex into frames, in words",
    "devices": "compare what hall.toml expects with what is there",
    "enrol": "take fingers of somebody who consented, or erase them and prove it",
    "expel": "take a machine's rights and certificates away, at once",
    "forget": "erase the punches of somebody who left, when nothing has to be kept any more",
    "head": "the ledger's head of an evening, for the leader's book",
    "invite": "let a new machine join the hall, within an hour",
    "join": "become a machine of a hall that invited this one",
    "machines": "the machines and programs of the hall: who is there, for how long",
    "notices": "the notices that hang in the hall: list them, add one, withdraw one",
    "report": "the figures of a ledger as a table",
    "opinions": "what citizens left in the opinion box: list it, and say what came of it",
    "pin": "PINs of staff: set one, list who has one, unlock, forget",
    "probe": "ask a device whether it is there; list serial ports",
    "punch": "note a punch for somebody whom no reader could recognise, as duty leader",
    "quarantine": "punches that cannot be believed: list them, let them in, or set them aside",
    "restore": "put a copy in the place of the ledger, audited",
    "run": "run one role of a hall in the foreground",
    "send": "show a text on a device",
    "signout": "end the session at a screen of staff: whoever sits there must sign in anew",
    "status": "what a running hall says of itself: devices, alerts, windows, numbers",
    "unseal": "lay down a hall's keys and secrets out of a sealed backup, on an empty machine",
    "up": "run all roles of a hall on this machine",
}
ROOMS = {
    "bench": "simulate all devices of a hall, with windows to touch them",
    "compare": "compare two touches of a reader that takes pictures",
    "demo": "play a hall that can be touched, or a morning that plays itself",
    "import": "take over the records of an attendance terminal, as duty leader",
    "rehearse": "play a month of a hall within a minute",
    "slip": "show a slip as hall.toml has it, as a picture and on paper",
    "mock": "simulate one device on a pty or a TCP port",
}
_INTERRUPTED = 130  # as a shell says it of Ctrl-C


def main(arguments: list[str] | None = None) -> int:
    """Run one sub-command; return its exit status. Errors of the hall, and of the machine it runs
    on, become one sentence: whoever typed the command can act on it, and not on a traceback."""
    words = sys.argv[1:] if arguments is None else arguments
    name = "--help"
    try:
        words = choose(words)
        name = words[0] if words else name
        _check_written(words)
        return _whole(name) if name.startswith("-") else _run(name, words[1:])
    except HallError as error:
        begun = f"hall {name}: "  # an error in the words of a command begins so by itself
        said = str(error)
        complain(said if said.startswith(("hall: ", begun)) else begun + said)
        return 1
    except BrokenPipeError:  # `hall … | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # of what the words named: no directory, nobody's to write, full
        complain(f"hall {name}: {_of_the_machine(error)}")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _check_written(words: list[str]) -> None:
    """Raise `ConfigError` for bytes of a terminal that are no text: no file of the hall, no fact
    and no message can name what they name."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError as error:
            problem = "these bytes are no UTF-8"
            raise ConfigError("command line", word, problem, "write it in UTF-8") from error


def _of_the_machine(error: OSError) -> str:
    if isinstance(error, PermissionError) and isinstance(error.filename, str):
        from broker.service.owners import no_right  # no start of a role needs it

        return no_right(Path(error.filename).absolute())
    return f"{error.filename or _place()}: {error.strerror or error}"


def _place() -> str:
    """What an error of the machine is about that names no file."""
    try:
        Path.cwd()
    except OSError:
        return "the folder you are in"
    return "this machine"


def _run(name: str, words: list[str]) -> int:
    command = find(name)
    understood = parser(command)
    arguments = understood.parse_intermixed_args(words)  # options where they like
    if not has_place(arguments):
        understood.error(translated(NO_PLACE))
    return command.run(arguments)


class _Formatter(argparse.HelpFormatter):
    """Help in the language that commands speak."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or f"{translated('usage:')} ")

    def start_section(self, heading: str | None) -> None:
        super().start_section(translated(heading) if heading else heading)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return translated(action.help) if action.help else action.help


class _Parser(argparse.ArgumentParser):
    """The same of what is wrong with the words."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, formatter_class=_Formatter)

    def parse_known_intermixed_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Understand options and other words in any order. The standard library keeps the usage
        for that without its first seven characters, as `usage: ` has them."""
        if self.usage is None:
            begins = f"{translated('usage:')} "
            self.usage = self.format_usage().removeprefix(begins).strip().replace("%", "%%")
        return super().parse_known_intermixed_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        complain(f"{self.prog}: {message}")
        self.exit(2)


def parser(command: Command) -> argparse.ArgumentParser:
    """What understands the words of a command."""
    parser = _Parser(f"hall {command.name}", description=translated(command.help))
    command.add(parser)
    return parser


def _whole(option: str) -> int:
    """What is asked of `hall` itself."""
    match option:
        case "-h" | "--help":
            show(_overview())
        case "--version":
            say(f"hall {VERSION}")
        case _:
            problem, remedy = "there is no such option", "use --help or --version"
            raise ConfigError("hall", option, problem, remedy)
    return 0


def commands() -> dict[str, str]:
    """Every command there is, with what it is for."""
    return {**SPINE, **{name: ROOMS.get(name, "") for name in names(Group.COMMAND)}}


def find(name: str) -> Command:
    """The command of this name. `ConfigError` proposes one where there is none."""
    if name in SPINE:
        command: Command = import_module(f"broker.commands.{name}").COMMAND
        return command
    known = sorted(commands())
    if name not in known:
        from difflib import get_close_matches  # no start of a role needs it

        near = get_close_matches(name, known, 1)
        remedy = f"did you mean `hall {near[0]}`?" if near else f"use one of: {', '.join(known)}"
        raise ConfigError("hall", name or '""', "there is no such command", remedy)
    found: Command = load(Group.COMMAND, name)
    return found


def _overview() -> str:
    lines = (f"  {name:12} {translated(text)}" for name, text in sorted(commands().items()))
    return "\n".join(
        (
            "usage: hall COMMAND …",
            "",
            *lines,
            "",
            "`hall COMMAND --help` says more about each; `hall --version` says which hall this is.",
            "`--language zh` or `--language en` chooses between Chinese and English.",
            "",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
