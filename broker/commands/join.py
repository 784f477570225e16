"""`hall join`: this machine becomes one of a hall that invited it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from broker.bus.papers import KEYS
from broker.certificates.authority import Authority
from broker.commands.base import Command
from broker.domain.errors import ConfigError
from broker.joining.membership import become, membership
from broker.joining.newcomer import Newcomer
from broker.joining.words import Welcome
from broker.language import chosen
from broker.service.person_secret import FILE
from broker.service.whole_file import write_whole
from broker.settings import load
from broker.terminal import say


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="HOST:PORT", help="where the invitation is heard")
    parser.add_argument("--code", required=True, help="the code that `hall invite` shows")
    parser.add_argument(
        "--authority", required=True, help="the fingerprint that `hall invite` shows"
    )
    parser.add_argument(
        "--run",
        type=Path,
        default=None,
        help="where this machine keeps its papers and all it writes (default: $HALL_RUN, or var)",
    )


def _run(arguments: argparse.Namespace) -> int:
    host, port = _place(arguments.place)
    run = (arguments.run or Path(os.environ.get("HALL_RUN") or "var")).absolute()
    newcomer = Newcomer(host, port, arguments.authority)
    expected = newcomer.expected(arguments.code)
    _check(run, expected, newcomer.authority)
    given = newcomer.joined(arguments.code, run / KEYS, expected)
    file = become(run, expected.hall, expected.clients, given.settings)
    load(file, run)
    if given.person_secret:
        write_whole(run / FILE, given.person_secret)
    for line in _told(expected, run):
        say(line)
    return 0


def _place(words: str) -> tuple[str, int]:
    host, _, port = words.rpartition(":")
    if not host or not port.isdecimal():
        problem = "this is no place"
        raise ConfigError("command line", words, problem, "write it as `hall invite` shows it")
    return host.strip("[]"), int(port)


def _check(run: Path, expected: Welcome, authority: str) -> None:
    """A machine is of one hall. `ConfigError` where it is of another, or is a hall itself."""
    keys = Authority(run / KEYS, expected.hall)
    before = membership(run)
    believed = keys.certificate.read_text("ascii") if keys.certificate.exists() else authority
    if keys.is_here or believed != authority or (before and before.hall != expected.hall):
        problem = "this machine belongs to another hall, or is a hall's own"
        remedy = "name another directory with --run, or remove that one"
        raise ConfigError(str(run), "keys", problem, remedy)
    run.mkdir(parents=True, exist_ok=True)


def _told(expected: Welcome, run: Path) -> Iterator[str]:
    who = ", ".join(expected.clients)
    yield chosen(
        f"本机现在是 {expected.name} 的 {who}。",
        f"This machine is {who} of {expected.name_en} from now on.",
    )
    yield chosen(f"启动：hall up --run {run}", f"To start it: hall up --run {run}")


COMMAND = Command("join", "become a machine of a hall that invited this one", _add, _run)
