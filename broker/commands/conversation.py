"""A short talk with one device over a real wire, for commands that end when it is over."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from broker.domain.errors import DeviceError, DeviceNoAnswer, DeviceRefused, LinkError
from broker.link.base import Link, Noise
from broker.registry import names
from broker.service.driver import GROUPS, Driver
from broker.service.listener import Listener
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
    parser.add_argument("--address", type=lambda text: int(text, 0), default=1)
    parser.add_argument("--baud", type=int, help="default: the driver's own")


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
        link.close()
    return Ended(tuple(ended), round((time.monotonic() - begun) * 1000))


def talk(
    link: Link[Any], driver: Driver, addresses: Addresses, commands: Sequence[Any]
) -> list[Done[Any, Any]]:
    """Have `commands` for these addresses carried out, in order, and return how each ended.

    Raises the session's `DeviceError` of the first that failed, or a `LinkError`.
    """
    return _Talk(link, driver, addresses).run(commands)


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
        for heard in self._listener.listen(wait):
            if not isinstance(heard, Noise):
                self._perform(self._session.receive(heard, time.monotonic()))
        wakeup = self._session.next_wakeup()
        if wakeup is not None and wakeup <= time.monotonic():
            self._perform(self._session.tick(time.monotonic()))

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
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
