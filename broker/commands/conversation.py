"""A short talk with one device over a real wire, for commands that end when it is over."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from broker.domain.errors import (
    ConfigError,
    DeviceError,
    DeviceNoAnswer,
    DeviceRefused,
    HallError,
    LinkError,
)
from broker.link.base import Link, Noise
from broker.link.edge import edge
from broker.registry import names
from broker.service.driver import GROUPS, Driver
from broker.service.listener import Listener
from broker.service.opening import close
from broker.service.ports import open_for
from broker.service.session import Action, Addresses, Done, Failed, Write
from broker.terminal import say

_PATIENCE = 60.0  # seconds after which even a session that never gives up is given up


@dataclass(frozen=True, slots=True)
class Ended:
    """How a talk ended well: what each command came to, and how long all of it took."""

    each: tuple[Done[Any, Any], ...]
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What a command says when its talk does not end well; each sentence holds `{error}`."""

    unopened: str
    refused: str
    silent: str


def drivers() -> str:
    """The names of the installed drivers, for `--help`."""
    return ", ".join(sorted({name for group in GROUPS.values() for name in names(group)}))


def add_device(parser: argparse.ArgumentParser) -> None:
    """Arguments that name one device on a wire."""
    parser.add_argument("--port", help="/dev/ttyUSB0, tty/led-1, or HOST:PORT")
    parser.add_argument(
        "--address",
        type=lambda text: int(text, 0),
        default=1,
        help="which one on the line: 3, or 0x03 (default: 1)",
    )
    parser.add_argument("--baud", type=int, help="default: the driver's own")


def fit(driver: Driver, command: str, address: int) -> None:
    """Raises `ConfigError` where no device of this make can have such an address."""
    why = driver.refuses((address,))
    if why:
        raise ConfigError(command, "--address", why, "name an address that this make can have")


@contextmanager
def of_driver(driver: Driver) -> Iterator[None]:
    """What a driver, one of somebody else perhaps, raises inside becomes a `DeviceError`; why it
    does not take what it was given (`ValueError`) is said in its own words."""
    try:
        yield
    except HallError:
        raise
    except ValueError as error:
        raise DeviceError(str(error) or f"{driver.name} does not take this") from error
    except (Exception, SystemExit) as error:
        words = f"the driver {driver.name} failed ({type(error).__name__}: {error})"
        raise DeviceError(words) from error


def ask_device(
    driver: Driver, args: argparse.Namespace, commands: Sequence[Any], unsaid: Unsaid
) -> Ended | None:
    """Talk with the device that `args` names (`add_device`); None where it did not end well,
    which is said then."""
    begun = time.monotonic()
    try:
        link = open_for(driver, args.port, args.baud)
    except LinkError as error:
        say(unsaid.unopened.format(error=error))
        return None
    try:
        ended = talk(link, driver, (args.address,), commands)
    except DeviceRefused as error:
        say(unsaid.refused.format(error=error))
        return None
    except (DeviceError, LinkError) as error:
        say(unsaid.silent.format(error=error))
        return None
    finally:
        close(link)
    return Ended(tuple(ended), round((time.monotonic() - begun) * 1000))


def talk(
    link: Link[Any], driver: Driver, addresses: Addresses, commands: Sequence[Any]
) -> list[Done[Any, Any]]:
    """Have `commands` for these addresses carried out, in order, and return how each ended.

    Raises the session's `DeviceError` of the first that failed, or a `LinkError`; a driver of
    somebody else may raise what it likes, and it is one of these.
    """
    with of_driver(driver):
        return _Talk(link, driver, addresses).run(commands)


def described(driver: Driver, ended: Sequence[Done[Any, Any]]) -> str:
    """What the devices said, in the driver's words. Raises `DeviceError` where it has none."""
    with of_driver(driver):
        return "; ".join(driver.describe(each.reply) for each in ended if each.reply is not None)


class _Talk:
    def __init__(self, link: Link[Any], driver: Driver, addresses: Addresses) -> None:
        self._link = link
        self._session = driver.session(addresses)
        decoders = partial(driver.decoder, False)
        self._listener: Listener[Any] = Listener(link, decoders(), decoders, time.monotonic)
        self._ended: list[Done[Any, Any]] = []

    def run(self, commands: Sequence[Any]) -> list[Done[Any, Any]]:
        deadline = time.monotonic() + _PATIENCE
        for command in commands:
            self._perform(self._session.submit(command, time.monotonic()))
        while len(self._ended) < len(commands):
            if time.monotonic() > deadline:
                raise DeviceNoAnswer(f"{self._link.name}: nothing after {_PATIENCE:g} s")
            self._step()
        return self._ended

    def _step(self) -> None:
        wakeup = self._session.next_wakeup()
        now = time.monotonic()
        wait = max(0.0, min(1.0, (wakeup if wakeup is not None else now + 1) - now))
        with edge(self._link.name):
            came = self._listener.listen(wait)
        for heard in came:
            if not isinstance(heard, Noise):
                self._perform(self._session.receive(heard, time.monotonic()))
        wakeup = self._session.next_wakeup()
        if wakeup is not None and wakeup <= time.monotonic():
            self._perform(self._session.tick(time.monotonic()))

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    with edge(self._link.name):
                        self._link.write(data)
                case Done():
                    self._ended.append(action)
                case Failed(_, error):
                    raise error
                case _:
                    pass  # a report: a key pressed meanwhile is not our business


def spaced(data: bytes) -> str:
    """`A5 5A 00`."""
    return data.hex(" ").upper()
