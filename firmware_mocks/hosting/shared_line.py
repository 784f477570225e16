"""Several simulated devices on one bus: each hears everything the host says, answers merge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from firmware_mocks.firmware import Firmware, Look, Output


@dataclass(frozen=True, slots=True)
class FromDevice:
    """What the device at `address` put out."""

    address: int
    output: Output


class SharedLine:
    """The devices on one line, by address. A device alone is a line of one.

    A device may be pulled off the bus (`unplugged`): it neither hears nor says anything until it
    is put back, which power-cycles it. A `silent` device hears and works, and never answers.
    """

    def __init__(self, devices: list[Firmware]) -> None:
        self._devices = {device.address: device for device in devices}
        if len(self._devices) != len(devices) or not devices:
            raise ValueError("a line needs devices, each at an address of its own")
        self.unplugged: set[int] = set()
        self.silent: set[int] = set()

    @property
    def addresses(self) -> tuple[int, ...]:
        """The addresses on this line, in the order given."""
        return tuple(self._devices)

    def feed(self, data: bytes, now: float) -> list[FromDevice]:
        """The host said `data`."""
        return self._each(lambda device: device.feed(data, now))

    def tick(self, now: float) -> list[FromDevice]:
        """Time passed."""
        return self._each(lambda device: device.tick(now) if _due(device, now) else [])

    def next_wakeup(self) -> float | None:
        """When the first of the devices wants `tick`."""
        wakeups = [device.next_wakeup() for device in self._live()]
        return min((at for at in wakeups if at is not None), default=None)

    def power_cycle(self, now: float) -> list[FromDevice]:
        """Power came back for all that are on the bus."""
        return self._each(lambda device: device.power_cycle(now))

    def unplug(self, address: int) -> None:
        """Pull one device off the bus."""
        self.device(address)
        self.unplugged.add(address)

    def replug(self, address: int, now: float) -> list[FromDevice]:
        """Put one device back; it starts as after a power cut."""
        device = self.device(address)
        self.unplugged.discard(address)
        return [FromDevice(address, each) for each in device.power_cycle(now)]

    def hand(self, address: int | None, words: list[str], now: float) -> list[FromDevice]:
        """A person does something to the device at `address` (None: the only one there is).

        Raises ValueError with a sentence: no such device, or words it does not understand.
        """
        device = self.device(address)
        return [FromDevice(device.address, each) for each in device.hand(words, now)]

    def look(self, address: int | None) -> Look:
        """All a person can see of one device."""
        return self.device(address).look()

    def device(self, address: int | None) -> Firmware:
        """The device at `address`; None means the only one. ValueError names those there are."""
        if address is None and len(self._devices) == 1:
            return next(iter(self._devices.values()))
        there = ", ".join(f"@{each}" for each in self._devices)
        if address is None:
            raise ValueError(f"several devices share this line; say which: {there}")
        if address not in self._devices:
            raise ValueError(f"no device @{address} on this line; there are {there}")
        return self._devices[address]

    def _live(self) -> list[Firmware]:
        return [each for each in self._devices.values() if each.address not in self.unplugged]

    def _each(self, ask: Callable[[Firmware], list[Output]]) -> list[FromDevice]:
        return [
            FromDevice(device.address, output) for device in self._live() for output in ask(device)
        ]


def _due(device: Firmware, now: float) -> bool:
    at = device.next_wakeup()
    return at is not None and at <= now
