"""The life of one process of the hall: loop, bus, clock, and an orderly end."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType

from broker.bus.account import Account, Place
from broker.bus.base import Bus, Post
from broker.bus.holder import NameClaim
from broker.bus.mqtt import MqttBus
from broker.bus.papers import KEYS, papers_in
from broker.bus.pumps import LoopPump, Pump
from broker.domain.errors import ConfigError, IdentityHeld
from broker.domain.ids import RequestId
from broker.domain.reckoning import reckonable
from broker.service import identity
from broker.service.clock import Clock, hall_clock
from broker.service.committer import Committer, Threaded
from broker.service.committer import Post as Back
from broker.service.heartbeat import Heartbeat, watcher
from broker.service.owners import no_right
from broker.service.runner import Runner
from broker.settings import Settings
from broker.version import VERSION
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, Topics

log = logging.getLogger(__name__)

BROKER_VARIABLE = "HALL_BROKER"
BROKER_FILE = "broker.json"
PORT = 8883  # of MQTT over TLS, as IANA has it
_GOODBYE = 1.0  # seconds for ports to be closed in good order


def new_id() -> RequestId:
    """A fresh id for one request or message: one touch, one key press, one finger."""
    return RequestId(uuid.uuid4().hex)


@dataclass
class Service:
    """What the rooms of a process share. `at_end` takes what must be closed, last in first out.

    Alerts under its own name are its rooms' alone: what is wrong there is found again at a start.
    `committer` makes what waits for the disk.
    """

    settings: Settings
    name: str
    runner: Runner
    bus: Bus
    topics: Topics
    clock: Clock
    at_end: ExitStack = field(default_factory=ExitStack)
    committer: Callable[[Back], Committer] = Threaded

    def __post_init__(self) -> None:
        self.bus.own(self.topics.alerts_of(Kind.SERVICE, self.name))

    def now(self) -> datetime:
        """Hall time, UTC, of a year that can be reckoned with, whatever the machine says."""
        return reckonable(self.clock.now())

    def disk_thread(self) -> Committer:
        """What waits for the disk, for the owner of one file."""
        return self.committer(self.runner.post)

    def state(
        self, state: Liveness, *, driver: str = "", port: str = "", reason: str = ""
    ) -> DeviceState:
        """A `$state` message of this moment."""
        return DeviceState(
            id=new_id(), at=self.now(), state=state, driver=driver, port=port, reason=reason
        )


def find_broker(settings: Settings) -> Place | None:
    """Host and port of the hall's broker; None where nobody knows of one yet.

    `$HALL_BROKER`, else `[broker] host` of hall.toml, else what a running `hall up` wrote down: the
    last changes with every start of the hall, so whoever connects asks here each time.
    """
    table = settings.hall.broker
    text = os.environ.get(BROKER_VARIABLE, "")
    if not text and table.host:
        return table.host.strip("[]"), table.port or PORT
    if not text:
        text = _written_place(settings.run / BROKER_FILE)
    host, _, port = text.rpartition(":")
    return (host.strip("[]"), int(port)) if host and port.isdecimal() else None


def broker_place(settings: Settings) -> Place:
    """Host and port of the hall's broker, for whoever does not wait. Raises `ConfigError`."""
    place = find_broker(settings)
    if place is None:
        _may_know(settings.run / BROKER_FILE)
        raise ConfigError(
            str(settings.file),
            "the hall",
            f"it does not run: nothing was started in {settings.run}, and [broker] names no other",
            "start it with `hall up`, or say with --run where it runs",
        )
    return place


def _written_place(file: Path) -> str:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):  # half of it, or another's
        place = json.loads(file.read_text("utf-8"))
        return f"{place['host']}:{place['port']}"
    return ""


def _may_know(file: Path) -> None:
    """A hall that runs is not told to be none because somebody else asks. Raises `ConfigError`."""
    try:
        file.open("rb").close()
    except PermissionError as error:
        problem = "it cannot be told where the broker is"
        raise ConfigError(str(file), "the hall", problem, no_right(file)) from error
    except OSError:
        pass


def connect(
    settings: Settings,
    name: str,
    post: Post,
    clock: Clock,
    pump: Pump | None = None,
    *,
    guest_of: str = "",
    held: Callable[[IdentityHeld], None] | None = None,
    away: Callable[[str], None] = log.warning,
) -> MqttBus:
    """A client of the hall's broker that posts to the caller's loop. Call `start` on it; it waits
    for a broker that is not there yet.

    Without a `pump` its bytes are moved by a thread of its own. With `guest_of` it is a program of
    that client, which comes for one question and leaves no `$state`. With
    `held` its name is claimed before it is taken, and `held` hears when another has it. `away`
    hears why no broker is reached.
    """
    topics = Topics(settings.hall.hall.id)

    def state(liveness: Liveness) -> DeviceState:
        return DeviceState(id=new_id(), at=clock.now(), state=liveness, version=VERSION)

    papers = papers_in(settings.run / KEYS, guest_of or name)
    claim = None
    if held is not None:
        other = partial(held, IdentityHeld(name, "another program of this hall"))
        claim = NameClaim(name, topics, post, time.monotonic, other, papers)
    account = Account(partial(find_broker, settings), name, state, bool(guest_of), guest_of, papers)
    return MqttBus(account, topics, post, pump=pump, claim=claim, away=away)


def serve(settings: Settings, name: str, build: Callable[[Service], object]) -> None:
    """Build the rooms of one process and run them until SIGTERM or SIGINT.

    Raises `IdentityHeld` where another process of the hall is `name` already.
    """
    runner = Runner()
    clock = hall_clock()
    pump = LoopPump(runner, runner.clock)
    bus = connect(settings, name, runner.post, clock, pump, held=runner.give_up)
    runner.add(bus)
    service = Service(settings, name, runner, bus, Topics(settings.hall.hall.id), clock)
    with identity.hold(settings.run, name), _ending(runner):
        try:
            _beat(service)
            build(service)
            bus.start()
            runner.run()
        finally:
            service.at_end.close()  # the rooms first: they may have last words for the bus
            bus.stop()
            runner.rest(_GOODBYE)


def _beat(service: Service) -> None:
    """Give signs of life, where somebody watches this process."""
    watched_by = watcher(os.environ)
    if watched_by is not None:
        heartbeat = Heartbeat(watched_by)
        service.runner.add(heartbeat)
        service.at_end.callback(heartbeat.close)


@contextlib.contextmanager
def _ending(runner: Runner) -> Iterator[None]:
    """SIGTERM and SIGINT end the loop; the former handlers come back afterwards."""

    def end(_number: int, _frame: FrameType | None) -> None:
        runner.stop()

    former = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
