"""Drivers, roles, mocks and commands, found by name through entry points and loaded only then.

An out-of-tree driver is a package with one entry point; nothing here is edited for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from broker.domain.errors import ConfigError
from broker.service.session import Decoder, Session


class Group(StrEnum):
    """The entry point groups of the hall."""

    DISPLAY = "hall.display"
    EVALUATOR = "hall.evaluator"
    FINGERPRINT = "hall.fingerprint"
    PRINTER = "hall.printer"
    MOCK = "hall.mock"
    ROLE = "hall.role"
    COMMAND = "hall.command"


DRIVER_GROUPS = (Group.DISPLAY, Group.EVALUATOR, Group.FINGERPRINT, Group.PRINTER)


@dataclass(frozen=True)
class Driver:
    """What the hall's commands and contract tests need of a driver.

    - `encode(command)` makes the bytes of a command; `ValueError` is our caller's mistake.
    - `decoder(to_device)` reads what the device sends, or with True what is sent to it
      (`hall decode` tries both).
    - `session()` makes the conversation for one wire, all addresses on it.
    - `compose(address, text)` lists the commands that show, print or announce `text`: `hall send`.
      Raises `DeviceUnsupported` where the device cannot show text.
    - `probe(address)` is a harmless question that proves somebody is there: `hall probe`. None
      where the protocol has none.
    - `describe(value)` says in one line what a decoded value means.
    """

    name: str
    title: str
    baud: int
    encode: Callable[[Any], bytes]
    decoder: Callable[[bool], Decoder[Any]]
    session: Callable[[], Session[Any, Any]]
    compose: Callable[[int, str], list[Any]]
    probe: Callable[[int], Any] | None
    describe: Callable[[Any], str]


def names(group: Group) -> tuple[str, ...]:
    """Every name of a group, sorted; loads nothing."""
    return tuple(sorted({entry.name for entry in entry_points(group=group)}))


def load(group: Group, name: str) -> Any:
    """Load one entry. `ConfigError` names what there is when `name` is not there."""
    found = entry_points(group=group, name=name)
    if not found:
        known = ", ".join(names(group)) or "none installed"
        raise ConfigError(group, name, "no such name is installed", f"use one of: {known}")
    entry: EntryPoint = next(iter(found))
    return entry.load()


def driver(name: str) -> Driver:
    """The driver of this name, whatever kind of device it is for."""
    for group in DRIVER_GROUPS:
        if name in names(group):
            loaded: Driver = load(group, name)
            return loaded
    known = ", ".join(sorted(each for group in DRIVER_GROUPS for each in names(group)))
    raise ConfigError("driver", name, "no such driver is installed", f"use one of: {known}")
