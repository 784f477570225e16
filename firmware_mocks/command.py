"""`hall mock`: one simulated device, or several of a kind on one bus, in the foreground."""

from __future__ import annotations

import argparse
import queue
import re
import signal
from collections import deque
from collections.abc import Callable
from pathlib import Path

from broker.commands.base import Command
from broker.domain.errors import ConfigError
from broker.registry import Group, names
from firmware_mocks.firmware import CutSlip, Mock, Show
from firmware_mocks.hosting import loading
from firmware_mocks.hosting.cable import Cable
from firmware_mocks.hosting.console import Console, as_json, listen
from firmware_mocks.hosting.ends import End, at_pty, at_tcp
from firmware_mocks.hosting.events import Event, Passed, Shown
from firmware_mocks.hosting.faults import USAGE, asked
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine

_HANDS = (
    ("unplug / replug", "pull the port, put it back; @2 unplug: one device off the bus"),
    ("fault …", USAGE),
    ("@2 fault silent", "hears and works, never answers; silent off"),
    ("look", "tell all that a person sees of it now"),
    ("shot FOLDER", "save a picture of every sign, of the paper in a printer and of its slips"),
)
_LAST_PORT = 65535
_HOST_PORT = re.compile(r"(?P<host>\[[^\[\]]+\]|[^\[\]:]+):(?P<port>[0-9]{1,5})")
_SLIPS = 12  # the newest slips are kept to be pictured, though they are torn off


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", help="kind of device; --list names them")
    parser.add_argument("--list", action="store_true", help="kinds, their hands and options")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--link", type=Path, help="make a serial port (pty) under this name")
    where.add_argument("--tcp", help="listen on HOST:PORT; port 0 takes a free one")
    parser.add_argument(
        "--address", type=_number, nargs="+", default=[1], help="bus addresses, one device each"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="options")
    parser.add_argument("--seed", type=int, default=0, help="makes faults repeat")
    parser.add_argument(
        "--fault", action="append", default=[], help="“drop 0.1”, “echo” …; may be repeated"
    )
    parser.add_argument("--pace", action="store_true", help="bytes take their time on the line")
    parser.add_argument("--bytes", action="store_true", help="tell the bytes that pass, too")


def _number(text: str) -> int:
    return int(text, 0)


def _run(args: argparse.Namespace) -> int:
    console = Console()
    if args.list:
        _list(console)
        return 0
    mock = _mock(args.kind)
    line = _line(mock, args)
    cable = Cable(args.seed, mock.baud if args.pace else None)
    cable.faults = asked("hall mock", args.fault)
    slips: deque[CutSlip] = deque(maxlen=_SLIPS)
    hosted = HostedLine(line, _place(args), _teller(console, slips, args.bytes), cable)
    tasks: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: tasks.put(None))
    hosted.start()
    listen(lambda text: tasks.put(text) if text.split()[:1] == ["shot"] else hosted.hand(text))
    while (task := tasks.get()) is not None:  # only the main thread may draw
        console.say(_shot(task, mock.name, hosted, args.address, slips))
    hosted.stop()
    return 0


def _shot(
    task: str, name: str, hosted: HostedLine, addresses: list[int], slips: deque[CutSlip]
) -> dict[str, object]:
    words = task.split(maxsplit=1)
    if len(words) < 2:
        return {"error": "say where: shot FOLDER"}
    from firmware_mocks.bench import snapshots  # Qt comes in only when something is to be drawn

    try:
        files = snapshots.take(Path(words[1]), name, hosted, addresses, slips)
    except OSError as error:
        return {"error": f"{words[1]}: {error.strerror}; name another folder"}
    return {"shot": [str(file) for file in files]}


def _list(console: Console) -> None:
    for name in names(Group.MOCK):
        mock = loading.mock(name)
        console.say({"kind": name, "title": mock.title, "baud": mock.baud})
        for hand in mock.hands:
            console.say({"kind": name, "hand": hand.words, "meaning": hand.meaning})
        for option, meaning in mock.options.items():
            console.say({"kind": name, "set": option, "meaning": meaning})
    for words, meaning in _HANDS:
        console.say({"kind": "any", "hand": words, "meaning": meaning})


def _mock(kind: str | None) -> Mock:
    if kind is None:
        known = ", ".join(names(Group.MOCK))
        raise ConfigError("hall mock", "KIND", "no kind of device was named", f"use one of {known}")
    return loading.mock(kind)


def _line(mock: Mock, args: argparse.Namespace) -> SharedLine:
    named = {name: value for name, _, value in (each.partition("=") for each in args.options)}
    try:
        return SharedLine([loading.device(mock, each, named) for each in args.address])
    except ValueError as error:
        problem = f"{mock.name}: {error}"
        remedy = "see hall mock --list"
        raise ConfigError("hall mock", "--set/--address", problem, remedy) from error


def _place(args: argparse.Namespace) -> Callable[[], End]:
    if args.link is not None:
        return at_pty(args.link)
    if args.tcp is None:
        raise ConfigError(
            "hall mock", "--link/--tcp", "no place was named", "say --link PATH or --tcp HOST:PORT"
        )
    place = _HOST_PORT.fullmatch(args.tcp.removeprefix("tcp:"))
    if place is None or int(place["port"]) > _LAST_PORT:
        remedy = f"a port is 0 to {_LAST_PORT}, as in 127.0.0.1:9100 or [::1]:9100"
        raise ConfigError("hall mock", "--tcp", f"“{args.tcp}” is no HOST:PORT", remedy)
    return at_tcp(place["host"].strip("[]"), int(place["port"]))


def _teller(console: Console, slips: deque[CutSlip], with_bytes: bool) -> Callable[[Event], None]:
    def tell(event: Event) -> None:
        match event:
            case Shown(_, Show("slip", CutSlip() as cut)):
                slips.append(cut)
        if with_bytes or not isinstance(event, Passed):
            console.say(as_json(event))

    return tell


COMMAND = Command(
    name="mock",
    help="run a simulated device; what a person does to it comes in by standard input",
    add=_add,
    run=_run,
)
