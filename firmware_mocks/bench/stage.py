"""All simulated devices a hall expects, each on its line at the line's place. No Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from broker.domain.checking.usb_places import is_usb
from broker.domain.errors import ConfigError, HallError
from broker.domain.hall import Hall, Wire
from broker.domain.inventory import DeviceKind, Expected, expected
from broker.settings import Settings
from firmware_mocks.firmware import Firmware, Look, Mock
from firmware_mocks.firmware.fitting import fitting_look
from firmware_mocks.hosting import loading
from firmware_mocks.hosting.cable import Cable
from firmware_mocks.hosting.ends import End, at_pty, at_tcp
from firmware_mocks.hosting.events import Event, Misunderstood, Plugged, Powered
from firmware_mocks.hosting.faults import Faults
from firmware_mocks.hosting.hosted_line import HostedLine
from firmware_mocks.hosting.shared_line import SharedLine
from firmware_mocks.usb.sockets import Sockets

_SEEN_SECONDS = 5.0
_STANDS_FOR = (DeviceKind.KEYPAD, DeviceKind.EVALUATOR)


@dataclass(frozen=True)
class Conditions:
    """How all wires of the bench behave from the start."""

    seed: int = 0
    faults: Faults = field(default_factory=Faults)
    pace: bool = False
    options: tuple[tuple[str, str, str], ...] = ()  # (kind, name, value), for every one of a kind


@dataclass(frozen=True)
class BenchLine:
    """One line of the hall with the devices that hang on it."""

    wire: Wire
    mock: Mock
    devices: tuple[Expected, ...]


class Stage:
    """The hosted lines of a hall. `told(line, event)` is called on the lines' own threads."""

    def __init__(
        self,
        settings: Settings,
        told: Callable[[str, Event], None],
        conditions: Conditions | None = None,
    ) -> None:
        self._hearer = told
        self._lines: dict[str, HostedLine] = {}
        self._kinds: dict[str, str] = {}
        self._dark: set[tuple[str, int | None]] = set()
        self._sockets = Sockets()
        self.rows: list[BenchLine] = []
        for place, (wire, devices) in enumerate(_by_line(settings.hall)):
            try:
                self._add(settings, wire, devices, conditions or Conditions(), place)
            except HallError as error:
                self._told(wire.id, Misunderstood(str(error)))

    def start(self) -> None:
        """Open all ports. A line whose port cannot be opened says so; the others go on."""
        for name, line in list(self._lines.items()):
            try:
                line.start()
            except HallError as error:
                del self._lines[name]
                self._told(name, Misunderstood(str(error)))

    @property
    def belongings(self) -> dict[str, str]:
        """What the environment of a program needs that is to find the devices on USB."""
        return self._sockets.belongings

    def stop(self) -> None:
        """Close all ports."""
        for line in self._lines.values():
            line.stop()
        self._sockets.close()

    def hand(self, text: str) -> None:
        """`LINE@ADDRESS words` or `LINE words`. ValueError where there is no such line."""
        place, _, words = text.partition(" ")
        name, at, address = place.partition("@")
        self._line(name).hand(f"@{address} {words}" if at else words)

    def see(self, line: str, address: int, seen: Callable[[Look], None]) -> None:
        """Have `seen` called, on the line's thread, with the look of one device.

        Not where the look does not fit the device's kind any more; the line tells that.
        """
        if line in self._lines:
            kind = self._kinds[line]
            self._lines[line].see(address, lambda look: seen(fitting_look(kind, look)))

    def powered(self, device: Expected) -> bool:
        """Whether the device's plug and its line's are in."""
        return not self._dark & {(device.line, device.address), (device.line, None)}

    def _told(self, line: str, event: Event) -> None:
        match event:
            case Powered(address, on):
                (self._dark.discard if on else self._dark.add)((line, address))
            case Plugged(place):
                (self._dark.discard if place is not None else self._dark.add)((line, None))
            case _:
                pass
        self._hearer(line, event)

    def looks(self) -> list[tuple[Expected, Look]]:
        """What a person sees of every device now; waits until all lines have answered."""
        found: list[tuple[Expected, Look]] = []
        for row in self.rows:
            for device in row.devices:
                look = self._look(device)
                found += [(device, look)] if look is not None else []
        return found

    def _look(self, device: Expected) -> Look | None:
        answer: list[Look] = []
        ready = threading.Event()

        def seen(look: Look) -> None:
            answer.append(look)
            ready.set()

        self.see(device.line, device.address, seen)
        if device.line in self._lines:
            ready.wait(_SEEN_SECONDS)
        return answer[0] if answer else None

    def _line(self, name: str) -> HostedLine:
        if name not in self._lines:
            raise ValueError(f"no line “{name}”; there are {', '.join(self._lines)}")
        return self._lines[name]

    def _add(
        self,
        settings: Settings,
        wire: Wire,
        devices: tuple[Expected, ...],
        conditions: Conditions,
        place: int,
    ) -> None:
        mock = loading.mock(wire.driver)
        _check_kind(settings, wire, mock, devices)
        make_end = self._end(settings.port(wire), mock)
        line = SharedLine([_make(mock, each, settings, conditions) for each in devices])
        paced = conditions.pace and not is_usb(settings.port(wire))  # which has no baud rate
        cable = Cable(conditions.seed + place, (wire.baud or mock.baud) if paced else None)
        cable.faults = conditions.faults
        self.rows.append(BenchLine(wire, mock, devices))
        self._kinds[wire.id] = mock.kind
        self._lines[wire.id] = HostedLine(
            line, make_end, lambda event: self._told(wire.id, event), cable
        )

    def _end(self, port: str, mock: Mock) -> Callable[[], End]:
        if is_usb(port):
            return self._sockets.at(port, mock.name)
        if port.startswith("/"):
            return at_pty(Path(port))
        host, _, number = port.removeprefix("tcp:").rpartition(":")
        return at_tcp(host.removeprefix("[").removesuffix("]"), int(number))


def _by_line(hall: Hall) -> list[tuple[Wire, tuple[Expected, ...]]]:
    there = sorted(expected(hall), key=lambda each: each.line)
    devices = {line: tuple(group) for line, group in groupby(there, key=lambda each: each.line)}
    return [(wire, devices[wire.id]) for wire in hall.lines if wire.id in devices]


def _check_kind(settings: Settings, wire: Wire, mock: Mock, devices: tuple[Expected, ...]) -> None:
    """A driver's name says nothing of what it drives: a reader is not drawn as a sign. An evaluator
    may stand for a keypad, which sits at its address."""
    for device in devices:
        if device.kind != mock.kind and (device.kind, mock.kind) != _STANDS_FOR:
            problem = f"“{mock.name}” plays a {mock.kind}, and a {device.kind} hangs on this line"
            remedy = "name the driver of the device that is there"
            raise ConfigError(str(settings.file), f"lines.{wire.id}.driver", problem, remedy)


def _make(mock: Mock, device: Expected, settings: Settings, conditions: Conditions) -> Firmware:
    wanted = {name: value for name, value in _options(device, settings) if name in mock.options}
    wanted |= {name: value for kind, name, value in conditions.options if kind == mock.name}
    try:
        return loading.device(mock, device.address, wanted)
    except ValueError as error:
        place = f"{device.line}, address {device.address}"
        raise ConfigError(str(settings.file), place, str(error), "correct this device") from error


def _options(device: Expected, settings: Settings) -> list[tuple[str, str]]:
    """What hall.toml says about a device, in the words simulated devices have for it."""
    match device.kind:
        case DeviceKind.DISPLAY:
            return [("width", str(device.width)), ("height", str(device.height))]
        case DeviceKind.KEYPAD:
            return [("parts", "keypad")]
        case DeviceKind.READER:
            people = [each for each in settings.hall.staff if each.slot is not None]
            fingers = ",".join(f"{each.id}:{each.slot}" for each in people)
            slots = max((each.slot or 0 for each in people), default=0) + 1
            return [("enrolled", fingers), ("capacity", str(max(300, slots)))]
        case DeviceKind.PRINTER:
            rolls = {each.id: each.paper for each in settings.hall.kiosks}
            rolls |= {each.id: each.paper for each in settings.hall.guide_desks}
            return [("width", str(int(rolls[device.name] or settings.hall.slip.paper)))]
        case _:
            return []
