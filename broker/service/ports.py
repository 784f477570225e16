"""Which wire a device hangs on: its line in hall.toml, the line's driver, how it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from broker.domain.errors import ConfigError
from broker.domain.hall import Wire
from broker.link.base import Link
from broker.link.edge import edge
from broker.link.opening import open_link
from broker.service.driver import AS_MADE, Driver, LinePace, load_driver
from broker.settings import Settings

D_co = TypeVar("D_co", bound=Driver, covariant=True)
D = TypeVar("D", bound=Driver)

Opener: TypeAlias = Callable[[Wire], Link[Any]]


@dataclass(frozen=True)
class DevicePort(Generic[D_co]):
    """A line of hall.toml with what is needed to talk on it. `place` is where a person would look;
    `open` raises `LinkError`; `pace` is what hall.toml says of its speed."""

    line: str
    place: str
    driver: D_co
    open: Callable[[], Link[Any]]
    pace: LinePace = AS_MADE


def open_for(driver: Driver, place: str, baud: int | None) -> Link[Any]:
    """Open `place` the way this driver's devices are reached, at their own speed where `baud` says
    no other. Raises `LinkError`, whatever a link of the driver's own raises."""
    with edge(f"{place}: {driver.name} cannot open it"):
        return (driver.link or open_link)(place, baud or driver.baud)


class Ports:
    """The lines of one process. `opener` opens them instead of their drivers: tests hand in a
    cable."""

    def __init__(self, settings: Settings, opener: Opener | None = None) -> None:
        self._settings = settings
        self._opener = opener
        self._taken: dict[str, str] = {}

    def find(self, kind: type[D], line: str, device: str, *, alone: bool = False) -> DevicePort[D]:
        """The port of `line` with a driver of this kind, for `device` (as hall.toml calls it).

        `alone`: the device has no bus and wants the line to itself. `ConfigError` where the line
        is not there, is taken, or has no driver of this kind.
        """
        wire = self._settings.hall.wire(line)
        if wire is None:
            raise self._wrong(device, f"there is no line {line!r}", "add it to [[lines]]")
        if alone:
            self._take(line, device)
        try:
            driver = load_driver(kind, wire.driver)
        except ConfigError as error:
            raise self._wrong(device, f"line {line!r}: {error.problem}", error.remedy) from error
        place = self._settings.port(wire)
        pace = LinePace(wire.baud, wire.patience)
        if self._opener is not None:
            return DevicePort(line, place, driver, partial(self._opener, wire), pace)
        return DevicePort(line, place, driver, partial(open_for, driver, place, wire.baud), pace)

    def _take(self, line: str, device: str) -> None:
        holder = self._taken.setdefault(line, device)
        if holder != device:
            raise self._wrong(device, f"line {line!r} has {holder}", "give each its own line")

    def _wrong(self, device: str, problem: str, remedy: str) -> ConfigError:
        return ConfigError(str(self._settings.file), device, problem, remedy)
