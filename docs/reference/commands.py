"""Writes what a shell knows of `hall`: its manual page and its completion, from the commands.

.venv/bin/python docs/reference/commands.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from broker import cli
from broker.registry import Group, names
from broker.service.driver import OF_DRIVERS
from broker.version import VERSION

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "deploy" / "hall.1"
COMPLETION = ROOT / "deploy" / "hall.bash"

_HEAD = r""".\" Made by docs/reference/commands.py; do not write here.
.TH HALL 1 "" "service hall {version}" "Service hall"
.SH NAME
hall \- runs, watches and looks after a public service hall (政务服务中心)
.SH SYNOPSIS
.B hall
.I COMMAND
\&... | \-\-help | \-\-version
.SH DESCRIPTION
Each command ends with status 0 where all is well, 1 where something is wrong and is said in one
sentence, 2 where its words are not understood, and 69 where a screen finds no display.
.SH COMMANDS
"""
_TAIL = r""".SH ENVIRONMENT
.TP
.B HALL_RUN
The runtime directory, where \-\-run does not name one.
.TP
.B HALL_LOG
How much a program tells: debug, info, warning.
.SH FILES
.TP
.I /etc/hall/hall.toml
What the hall is; docs/hall\-toml.md explains every key.
.SH SEE ALSO
docs/operations.md
"""
_SHELL = """\
# Completion of `hall` for bash. Made by docs/reference/commands.py; do not write here.
_hall() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} options= values=
    if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W '{commands} --help --version' -- "$word"))
        return
    fi
    case ${{COMP_WORDS[1]}} in
{cases}
    esac
    case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *)
        [ "$COMP_CWORD" = 2 ] && COMPREPLY=($(compgen -W "$values" -- "$word"))
        COMPREPLY+=($(compgen -f -- "$word"))
        ;;
    esac
}}
complete -o filenames -F _hall hall
"""


def helps() -> dict[str, str]:
    """What each command says of itself, by name."""
    parsers = {name: cli.parser(cli.find(name)) for name in sorted(cli.commands())}
    for each in parsers.values():
        each.formatter_class = partial(each.formatter_class, width=80)
    return {name: each.format_help() for name, each in parsers.items()}


def manual() -> str:
    """For `man`."""
    parts = [_HEAD.format(version=VERSION)]
    for name, said in helps().items():
        parts.append(f".SS hall {name}\n.nf\n{_roff(said)}\n.fi\n")
    return "".join([*parts, _TAIL])


def _roff(text: str) -> str:
    """Text as it stands: nothing in it is an order to the typesetter."""
    plain = text.strip().replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"(?m)^(?=[.'])", r"\&", plain)


def completion() -> str:
    """For bash."""
    cases = "\n".join(_cases())
    return _SHELL.format(commands=" ".join(sorted(cli.commands())), cases=cases)


def _cases() -> Iterator[str]:
    drivers = sorted({name for group in OF_DRIVERS for name in names(group)})
    values = dict.fromkeys(("probe", "send", "decode"), drivers)
    values |= {"mock": list(names(Group.MOCK)), "run": list(names(Group.ROLE))}
    for name, said in helps().items():
        options = " ".join(dict.fromkeys(re.findall(r"(?<![\w-])--[a-z][a-z-]*", said)))
        known = f" values='{' '.join(values[name])}'" if name in values else ""
        yield f"    {name}) options='{options}'{known} ;;"


if __name__ == "__main__":
    MANUAL.write_text(manual(), "utf-8")
    COMPLETION.write_text(completion(), "utf-8")
