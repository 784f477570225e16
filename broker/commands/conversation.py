"""A short talk with one device over a real wire, for commands that end when it is over."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
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
from broker.link.trace import trace
from broker.registry import names
from broker.service.driver import OF_DRIVERS, Driver, LinePace
from broker.service.listener import Listener
from broker.service.opening import close
from broker.service.ports import open_for
from broker.service.session import Action, Addresses, Done, Failed, Session, Write
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
    return ", ".join(sorted({name for group in OF_DRIVERS for name in names(group)}))


def add_device(parser: argparse.ArgumentParser) -> None:
    """Arguments that name one device on a wire."""
    parser.add_argument(
        "--port",
        help="/dev/ttyUSB0, tty/led-1, HOST:PORT, or usb:2109:7638 (usb:1-1.3 where two are equal)",
    )
    parser.add_argument(
        "--address",
        type=lambda text: int(text, 0),
        default=1,
        help="which one on the line: 3, or 0x03 (default: 1)",
    )
    parser.add_argument("--baud", type=int, help="default: the driver's own")
    parser.add_argument("--trace", action="store_true", help="tell every transfer on USB")


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
    if args.trace:
        _tell_transfers()
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


class _TraceTeller(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say(record.getMessage())


def _tell_transfers() -> None:
    trace.addHandler(_TraceTeller())
    trace.setLevel(logging.DEBUG)
    trace.propagate = False


def talk(
    link: Link[Any], driver: Driver, addresses: Addresses, commands: Sequence[Any]
) -> list[Done[Any, Any]]:
    """Have `commands` for these addresses carried out, in order, and return how each ended.

    Raises the session's `DeviceError` of the first that failed, or a `LinkError`; a driver of
    somebody else may raise what it likes, and it is one of these.
    """
    with of_driver(driver):
        talk = _Talk(link, driver, driver.session(addresses))
        talk.ask(commands)
        return talk.carried_out(len(commands))


def enquire(
    link: Link[Any], driver: Driver, pace: LinePace, questions: Mapping[int, Any]
) -> dict[int, Done[Any, Any] | Failed[Any]]:
    """Ask the devices of a line all at once, each address its question, and return how each ended:
    the silent are waited for together, as long as the line says.

    Raises what `talk` raises where the wire or the driver fails.
    """
    with of_driver(driver):
        talk = _Talk(link, driver, driver.conversation(tuple(questions), pace))
        talk.ask(list(questions.values()))
        ended = talk.until_all_ended(len(questions))
    silence = DeviceNoAnswer(f"{link.name}: nothing after {_PATIENCE:g} s")
    return {
        address: next((each for each in ended if each.command == asked), Failed(asked, silence))
        for address, asked in questions.items()
    }


def described(driver: Driver, ended: Sequence[Done[Any, Any]]) -> str:
    """What the devices said, in the driver's words. Raises `DeviceError` where it has none."""
    with of_driver(driver):
        return "; ".join(driver.describe(each.reply) for each in ended if each.reply is not None)


class _Talk:
    def __init__(self, link: Link[Any], driver: Driver, session: Session[Any, Any]) -> None:
        self._link = link
        self._session = session
        decoders = partial(driver.decoder, False)
        self._listener: Listener[Any] = Listener(link, decoders(), decoders, time.monotonic)
        self._ended: list[Done[Any, Any] | Failed[Any]] = []
        self._deadline = time.monotonic() + _PATIENCE

    def ask(self, commands: Sequence[Any]) -> None:
        for command in commands:
            self._perform(self._session.submit(command, time.monotonic()))

    def carried_out(self, count: int) -> list[Done[Any, Any]]:
        """So many ends; the error of the first that failed is raised."""
        while True:
            for each in self._ended:
                if isinstance(each, Failed):
                    raise each.error
            if len(self._ended) >= count:
                return [each for each in self._ended if isinstance(each, Done)]
            if time.monotonic() > self._deadline:
                raise DeviceNoAnswer(f"{self._link.name}: nothing after {_PATIENCE:g} s")
            self._step_towards(count)

    def until_all_ended(self, count: int) -> list[Done[Any, Any] | Failed[Any]]:
        """So many ends, or those that came in time."""
        while len(self._ended) < count and time.monotonic() <= self._deadline:
            self._step_towards(count)
        return self._ended

    def _step_towards(self, count: int) -> None:
        """A wire that fails when so many have ended, at a goodbye, fails none of them."""
        try:
            self._step()
        except LinkError:
            if len(self._ended) < count:
                raise

    def _step(self) -> None:
        wakeup = self._session.next_wakeup()
        now = time.monotonic()
        self._hear(max(0.0, min(1.0, (wakeup if wakeup is not None else now + 1) - now)))
        if self._due():
            self._hear(0.0)  # what came meanwhile is no silence
        if self._due():
            self._perform(self._session.tick(time.monotonic()))

    def _due(self) -> bool:
        wakeup = self._session.next_wakeup()
        return wakeup is not None and wakeup <= time.monotonic()

    def _hear(self, longest: float) -> None:
        with edge(self._link.name):
            came = self._listener.listen(longest)
        for heard in came:
            if not isinstance(heard, Noise):
                self._perform(self._session.receive(heard, time.monotonic()))

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    with edge(self._link.name):
                        self._link.write(data)
                case Done() | Failed():
                    self._ended.append(action)
                case _:
                    pass  # a report: a key pressed meanwhile is not our business


def spaced(data: bytes) -> str:
    """`A5 5A 00`."""
    return data.hex(" ").upper()
