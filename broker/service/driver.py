"""Drivers: what the hall needs to know of a make of device, and whether a driver tells it.

Each kind of device has its own class of driver (`SignDriver`, `EvaluatorDriver`, `KeypadDriver`,
`ReaderDriver`, `PrinterDriver`, `CardReaderDriver`, `ScannerDriver`), found by the entry point
group of the kind. What not every device can do stands in it as an ability that may be None.
"""

from __future__ import annotations

import contextlib
import inspect
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints

from broker.domain.checking.ports import BAUDS
from broker.domain.errors import ConfigError
from broker.domain.inventory import DeviceKind
from broker.link.base import Link
from broker.registry import Group, load, names, unread
from broker.service.session import Addresses, Decoder, Session

D = TypeVar("D", bound="Driver")

_CALLABLE = get_origin(Callable[[], None])

GROUPS = {
    DeviceKind.DISPLAY: Group.DISPLAY,
    DeviceKind.EVALUATOR: Group.EVALUATOR,
    DeviceKind.KEYPAD: Group.EVALUATOR,
    DeviceKind.READER: Group.FINGERPRINT,
    DeviceKind.PRINTER: Group.PRINTER,
    DeviceKind.CARD_READER: Group.CARD_READER,
    DeviceKind.SCANNER: Group.SCANNER,
}


OF_DRIVERS = (*dict.fromkeys(GROUPS.values()), Group.TERMINAL)
"""All groups of drivers; a terminal is read from now and then, and hangs on no line of the hall."""


@dataclass(frozen=True, slots=True)
class LinePace:
    """How fast a line of hall.toml is, and how many seconds its devices may take to answer. None:
    as the driver knows its devices."""

    baud: int | None = None
    patience: float | None = None


AS_MADE = LinePace()


@dataclass(frozen=True)
class Observing:
    """What can be learnt of a device when a hand helps: its habits, and those of its line.

    `asks` says what the hand should do; `command(address)` is carried out by a session that
    `session()` makes for it alone, and `describe` tells what became of it.
    """

    asks: str
    command: Callable[[int], Any]
    session: Callable[[], Session[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Driver:
    """What every driver has, and what any may have besides.

    - `session(addresses)` makes the conversation for one wire and the devices on it.
    - `decoder(to_device)` reads what the devices send, or with True what is sent to them
      (`hall decode` tries both).
    - `describe(value)` says in one line what a decoded value means.
    - `baud` is the speed the devices have when they are bought.

    Abilities:

    - `encode(command)` makes the bytes of a command; `ValueError` is our caller's mistake. None
      where no bytes travel.
    - `link(place, baud)` opens a wire of the driver's own kind, and raises `LinkError`. None: it
      is a byte stream, at a serial port or a socket.
    - `paced(addresses, pace)` makes the conversation of `session` for a line of this pace. None:
      its devices have a pace of their own, whatever hall.toml says.
    - `probe(address)` is a harmless question that proves somebody is there: `hall probe`.
    - `observe` is how `hall probe` learns of a device that has no such question.
    - `needs()` raises `ConfigError`, with what to install, where a package is missing without which
      its devices are of no use: `hall check` says so.
    - `compose(address, text)` lists the commands that show, print or announce `text`: `hall send`.
    """

    group: ClassVar[Group | None] = None

    name: str
    title: str
    session: Callable[[Addresses], Session[Any, Any]]
    decoder: Callable[[bool], Decoder[Any, Any]]
    describe: Callable[[Any], str]
    encode: Callable[[Any], bytes] | None = None
    baud: int = 9600
    link: Callable[[str, int], Link[Any]] | None = None
    paced: Callable[[Addresses, LinePace], Session[Any, Any]] | None = None
    probe: Callable[[int], Any] | None = None
    observe: Observing | None = None
    compose: Callable[[int, str], list[Any]] | None = None
    needs: Callable[[], object] | None = None

    def conversation(self, addresses: Addresses, pace: LinePace) -> Session[Any, Any]:
        """A conversation with these devices on a line of this pace."""
        return self.paced(addresses, pace) if self.paced is not None else self.session(addresses)

    def unfit(self, kind: DeviceKind) -> str:
        """Why it cannot drive devices of this kind, "" where it can."""
        return "" if GROUPS[kind] is self.group else f"{self.name} drives no {kind}"

    def refuses(self, addresses: Addresses) -> str:
        """Why its devices cannot have these addresses on one wire, "" where they can. What would
        be sent there is made, and goes nowhere."""
        try:
            self.session(addresses)
            for command in (each for address in addresses for each in self.trial(address)):
                if self.encode is not None:
                    self.encode(command)
        except ValueError as error:
            return str(error) or f"{self.name} does not take {addresses}"
        except (Exception, SystemExit) as error:  # noqa: BLE001  # of a driver of somebody else
            return _stumbled(self.name, error)
        return ""

    def unlit(self, axis: str, dots: int) -> str:
        """Why a glass of this make cannot be so many dots wide (`axis` "width") or high
        ("height"), "" where it can. What has no glass does not mind."""
        del axis, dots
        return ""

    def trial(self, address: int) -> list[Any]:
        """Harmless commands of every kind for a device; `ValueError` where there can be none."""
        probe = [self.probe(address)] if self.probe is not None else []
        return [*probe, *(self.compose(address, "A012") if self.compose is not None else [])]


def load_driver(kind: type[D], name: str) -> D:
    """The driver `name` of a kind. `ConfigError` where there is none, or it does not fit."""
    assert kind.group is not None  # noqa: S101  # only kinds are asked for
    if name not in names(kind.group):
        raise _absent(kind.group, name, names(kind.group))
    found = _fitting(kind.group, name)
    if not isinstance(found, kind):
        problem = f"it is of class {type(found).__name__}, and {kind.__name__} is needed"
        raise _refused(kind.group, name, problem)
    return found


def driver(name: str) -> Driver:
    """The driver of this name, whatever kind of device it is for."""
    for group in OF_DRIVERS:
        if name in names(group):
            return _fitting(group, name)
    raise _absent("driver", name, sorted({each for group in OF_DRIVERS for each in names(group)}))


def _absent(group: str, name: str, known: Sequence[str]) -> ConfigError:
    problem = f"no {group} {name!r} is installed{unread()}"
    return ConfigError(group, name, problem, f"use one of: {', '.join(known) or 'none installed'}")


def unfit(kind: DeviceKind, name: str) -> str:
    """Why the driver `name` cannot drive devices of `kind`, "" where it can."""
    try:
        found = _fitting(GROUPS[kind], name)
    except ConfigError as error:
        return error.problem
    return _said(name, lambda: found.unfit(kind))


def refuses(kind: DeviceKind, name: str, addresses: Addresses) -> str:
    """Why the devices of the driver `name` cannot have these addresses on one wire, "" where they
    can. A driver that cannot be used is not asked: `unfit` says so."""
    if unfit(kind, name):
        return ""
    return _said(name, lambda: _fitting(GROUPS[kind], name).refuses(addresses))


def unlit(name: str, axis: str, dots: int) -> str:
    """Why no sign of the driver `name` is so many dots wide or high, "" where one may be."""
    kind = DeviceKind.DISPLAY
    if unfit(kind, name):
        return ""
    return _said(name, lambda: _fitting(GROUPS[kind], name).unlit(axis, dots))


def lacks(name: str) -> ConfigError | None:
    """What the driver `name` needs and does not find on this machine. One that cannot be used is
    not asked: `unfit` says so."""
    try:
        needs = driver(name).needs
    except ConfigError:
        return None
    try:
        if needs is not None:
            needs()
    except ConfigError as error:
        return error
    except (Exception, SystemExit) as error:  # noqa: BLE001  # of a driver of somebody else
        said = _stumbled(name, error)
        return ConfigError("driver", name, said, "correct the package that brings it")
    return None


def _said(name: str, ask: Callable[[], str]) -> str:
    """What a driver says of itself; one that raises instead, or says nothing, is told."""
    try:
        said: object = ask()
    except (Exception, SystemExit) as error:  # noqa: BLE001  # of a driver of somebody else
        return _stumbled(name, error)
    return said if isinstance(said, str) else f"{name} answers {said!r} where words are wanted"


def _stumbled(name: str, error: BaseException) -> str:
    return f"{name} fails when it is asked ({type(error).__name__}: {error})"


def _fitting(group: Group, name: str) -> Driver:
    found = load(group, name)
    if not isinstance(found, Driver):
        raise _refused(group, name, f"it is a {type(found).__name__} and no driver")
    problem = misfit(found, group, name)
    if problem:
        raise _refused(group, name, problem)
    return found


def _refused(group: Group, name: str, problem: str) -> ConfigError:
    return ConfigError(group, name, problem, "correct the package that brings it")


def misfit(found: Driver, group: Group, name: str) -> str:
    """Why a driver does not keep what its group and its class promise, "" where it does."""
    if found.group is not group:
        return f"it is a {type(found).__name__}, which belongs to {found.group or 'no group'}"
    if found.name != name:
        return f"it calls itself {found.name!r}"
    promised = _promised(type(found)).items()
    troubles = (_trouble(field, getattr(found, field), hint) for field, hint in promised)
    return next((trouble for trouble in troubles if trouble), "") or _speed(found.baud)


def _speed(baud: int) -> str:
    """Why no device can have this speed, "" where one may."""
    known = type(baud) is int and baud in BAUDS  # True is an int of Python's, and no speed
    return "" if known else f"its baud is {baud!r}, and no serial port has such a speed"


def _promised(kind: type[Driver]) -> dict[str, Any]:
    """What the fields should be. A class of somebody else may name what only mypy imports, or
    what is nowhere: then what it stands on is asked."""
    for each in kind.__mro__:
        with contextlib.suppress(Exception):
            return get_type_hints(each)
    return {}


def _trouble(field: str, value: object, hint: Any) -> str:
    """Why `value` cannot stand where the class says `hint`."""
    if get_origin(hint) in (Union, types.UnionType):
        if value is None:
            return ""
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is _CALLABLE:
        return _uncallable(field, value, get_args(hint)[0])
    if isinstance(hint, type) and not isinstance(value, hint):
        return f"its {field} is {value!r}, and should be of class {hint.__name__}"
    return "" if value != "" else f"its {field} is empty"


def _uncallable(field: str, value: object, wanted: list[Any]) -> str:
    if not callable(value):
        return f"its {field} is {value!r} and cannot be called"
    try:
        inspect.signature(value).bind(*wanted)
    except TypeError:
        return f"its {field} does not take {len(wanted)} value{'s' * (len(wanted) != 1)}"
    except ValueError:  # some builtins do not tell their signature
        return ""
    return ""
