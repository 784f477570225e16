"""`hall bench`: all devices of a hall, simulated, with or without a window to touch them."""

from __future__ import annotations

import argparse
import queue
import signal
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from broker.commands.base import Command
from broker.domain.errors import ConfigError
from broker.domain.geometry import geometry
from broker.service.sweeping import EVERY
from broker.settings import Settings, load
from firmware_mocks.bench.stage import Conditions, Stage
from firmware_mocks.firmware import CutSlip, Show
from firmware_mocks.hosting.console import Console, as_json, listen
from firmware_mocks.hosting.events import Event, Passed, Shown
from firmware_mocks.hosting.faults import USAGE, asked

if TYPE_CHECKING:
    from firmware_mocks.bench.window import Bench


_SLIPS = 12  # the newest slips are kept to be pictured, though they are torn off


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="hall.toml")
    parser.add_argument("--run", type=Path, dest="directory", help="the hall's run directory")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--window", action="store_true", help="draw the devices on the screen")
    shown.add_argument("--offscreen", action="store_true", help="draw them, with no screen needed")
    place = "WIDTHxHEIGHT+X+Y of the window, which a small one is drawn smaller for"
    parser.add_argument("--geometry", default="", help=place)
    parser.add_argument("--seed", type=int, default=0, help="makes faults repeat")
    parser.add_argument("--fault", action="append", default=[], help=USAGE)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KIND.NAME=VALUE",
        dest="options",
        help="an option for every device of a kind: escpos.speed=150",
    )
    parser.add_argument("--pace", action="store_true", help="bytes take their time on the lines")
    parser.add_argument("--bytes", action="store_true", help="tell the bytes that pass, too")


def _run(args: argparse.Namespace) -> int:
    settings = load(args.file, args.directory)
    options = tuple(_option(text) for text in args.options)
    conditions = Conditions(args.seed, asked("hall bench", args.fault), args.pace, options)
    performance = _Performance(settings, conditions, args)
    performance.play()
    return 0


def _option(text: str) -> tuple[str, str, str]:
    where, equals, value = text.partition("=")
    kind, dot, name = where.partition(".")
    if not (equals and dot):
        raise ConfigError("hall bench", f"--set {text}", "not understood", "say KIND.NAME=VALUE")
    return kind, name, value


class _Performance:
    """The stage, the person at the terminal, and the main thread, which alone may draw."""

    def __init__(
        self, settings: Settings, conditions: Conditions, args: argparse.Namespace
    ) -> None:
        self._console = Console(beginning=True)
        self._settings = settings
        self._bytes = args.bytes
        self._drawn = args.window or args.offscreen
        self._visible = args.window
        self._place = geometry(args.geometry, "--geometry") if args.geometry else None
        self._bench: Bench | None = None
        self._slips: deque[CutSlip] = deque(maxlen=_SLIPS)
        self._tasks: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stage = Stage(settings, self._told, conditions)

    def play(self) -> None:
        """Until Ctrl-C or SIGTERM, or until the window is closed."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._tasks.put(None))
        self._begin()
        listen(self._heard)
        try:
            self._show() if self._drawn else self._work()
        finally:
            self._stage.stop()
            if self._bench is not None:
                self._bench.close()

    def _begin(self) -> None:
        """Say first that all is there, and how USB is found; then what lines told."""
        ready = None
        try:
            if self._drawn:
                self._open()
            self._stage.start()
            ready = {"ready": str(self._settings.run), "environment": self._stage.belongings}
        finally:
            self._console.begin(ready)

    def _told(self, line: str, event: Event) -> None:
        match event:
            case Shown(_, Show("slip", CutSlip() as cut)):
                self._slips.append(cut)
        if self._bytes or not isinstance(event, Passed):
            self._console.say({"line": line, **as_json(event)})
        if self._bench is not None:
            self._bench.tell(line, event)

    def _heard(self, text: str) -> None:
        if text.split()[:1] == ["shot"]:
            self._tasks.put(text)
            return
        try:
            if text:
                self._stage.hand(text)
        except ValueError as error:
            self._console.say({"error": str(error)})

    def _work(self) -> None:
        while (task := self._next_task()) is not None:
            self._shoot(task)

    def _next_task(self) -> str | None:
        """Once something was drawn, garbage is this thread's while it waits."""
        while True:
            try:
                return self._tasks.get(timeout=EVERY if self._bench is not None else None)
            except queue.Empty:
                if self._bench is not None:
                    self._bench.sweep()

    def _show(self) -> None:
        bench = self._open()
        bench.run(self._next)

    def _next(self) -> bool:
        """What the terminal asked of the main thread; False ends the window."""
        while not self._tasks.empty():
            task = self._tasks.get()
            if task is None:
                return False
            self._shoot(task)
        return True

    def _shoot(self, task: str) -> None:
        words = task.split(maxsplit=1)
        if len(words) < 2:
            self._console.say({"error": "say where: shot FOLDER"})
            return
        try:
            files = self._open().shoot(Path(words[1]), list(self._slips))
        except OSError as error:
            self._console.say({"error": f"{words[1]}: {error.strerror}; name another folder"})
            return
        self._console.say({"shot": [str(file) for file in files]})

    def _open(self) -> Bench:
        """Qt comes in only when something is to be drawn."""
        if self._bench is None:
            from firmware_mocks.bench.window import open_bench

            self._bench = open_bench(
                self._settings, self._stage, visible=self._visible, place=self._place
            )
        return self._bench


COMMAND = Command(
    name="bench",
    help="simulate all devices of a hall, with windows to touch them",
    add=_add,
    run=_run,
)
