"""Opening the hall: the bench of devices, the broker, every role, and hands on the screens."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broker.domain.geometry import Geometry
from broker.domain.ids import StaffId
from broker.domain.inventory import DeviceKind, expected
from broker.processes import Processes, Program
from broker.service import parent_death
from broker.service.clock import VARIABLE, DirectedClock, HallClock
from broker.settings import Settings, load
from firmware_mocks.rehearsal.channel import Channel, NotDone
from firmware_mocks.rehearsal.onlooker import Onlooker
from firmware_mocks.rehearsal.patience import waited
from firmware_mocks.rehearsal.pins import issue

_SERVICES = ("ledger", "displays", "evaluators", "clockin")
_ON_USB = "clockin"  # the service whose devices hang on the bench's simulated USB
_PRINTING = "escpos.speed=150"  # mm/s, so that one sees a slip grow

Say = Callable[[str], None]


@dataclass
class Opened:
    """A hall that is up, and all that can be touched of it. `faults`, once it is closed, names the
    screens that ended with one."""

    settings: Settings
    clock: HallClock | DirectedClock
    processes: Processes
    bench: Channel
    onlooker: Onlooker
    pins: Mapping[StaffId, str]
    screens: dict[str, Channel] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def look_back(self) -> None:
        """What QML complained of after the last that was done to a screen is seen by its end."""
        for title, screen in self.screens.items():
            if screen.failed:
                self.faults.append(f"{title} ended with a fault; the log says which")


@dataclass(frozen=True)
class Play:
    """How a hall is opened: its file, where it runs, its time, and where people see its bench."""

    file: Path
    run: Path
    clock: HallClock | DirectedClock
    roles: tuple[Program, ...]
    bench: Geometry | None  # None: nobody looks


@contextmanager
def opened(play: Play, say: Say, told: Callable[[dict[str, Any]], None]) -> Iterator[Opened]:
    """Open the hall and end all of it afterwards, whatever happens."""
    os.environ[VARIABLE] = play.clock.text()
    settings = load(play.file, play.run)
    pins = issue(settings)
    processes = Processes(settings, say)
    bench = _bench(settings, play)
    ending = threading.Event()
    watcher = threading.Thread(
        target=_watch, args=(processes, ending), name="watching the processes"
    )
    hall = None
    try:
        channel = Channel(bench, "bench", told)
        usb = channel.answer("ready")["environment"]
        processes.start([*_services(usb), *_remotely(play.roles)])
        watcher.start()
        with Onlooker(settings, play.clock) as onlooker:
            hall = Opened(settings, play.clock, processes, channel, onlooker, pins)
            for role in play.roles:
                process = processes.process(role.name, role.key)
                hall.screens[role.title] = Channel(process, role.title)
            _await(hall, len(play.roles), say)
            yield hall
    finally:
        ending.set()
        if watcher.is_alive():
            watcher.join()
        processes.stop()
        if hall is not None:
            hall.look_back()
        _end(bench)


def _await(hall: Opened, screens: int, say: Say) -> None:
    counted = (
        DeviceKind.DISPLAY,
        DeviceKind.READER,
    )  # others tell only that a port is open
    devices = sum(each.kind in counted for each in expected(hall.settings.hall))
    everybody = devices + len(_SERVICES) + screens
    now = hall.onlooker
    wanted = everybody + len(hall.settings.hall.windows)
    if not waited(
        lambda: now.ready(everybody),
        now.there,
        lambda: say(f"{now.there()} of {wanted} have come up"),
    ):
        silent = [
            "/".join(key) for key, state in hall.onlooker.devices.items() if state.state != "ready"
        ]
        raise NotDone(f"the hall is not up, and nothing moves any more; not ready: {silent}")


def _services(usb: dict[str, str]) -> list[Program]:
    """Nobody but the owner of the devices on USB is told of that bus, which is not this machine's:
    what else is plugged in here cannot be seen there."""
    return [Program(name, environment=usb if name == _ON_USB else {}) for name in _SERVICES]


def _remotely(roles: tuple[Program, ...]) -> list[Program]:
    return [
        Program(role.name, role.key, {**role.environment, parent_death.REMOTE: "1"})
        for role in roles
    ]


def _bench(settings: Settings, play: Play) -> subprocess.Popen[bytes]:
    words = ["bench", str(settings.file), "--run", str(settings.run), "--set", _PRINTING]
    if play.bench is not None:
        words += ["--window", "--geometry", str(play.bench)]
    return subprocess.Popen(  # noqa: S603  # our own program
        parent_death.bound_to_us([sys.executable, "-m", "broker.cli", *words]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=0,  # Ctrl-C is for us; we end it in order
    )


def _watch(processes: Processes, ending: threading.Event) -> None:
    while not ending.wait(0.25):
        processes.watch(time.monotonic())


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
