"""Simulated devices brought to life on a wire that a host can open."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable

from broker.domain.errors import LinkError
from firmware_mocks.firmware import Look, Send, Show
from firmware_mocks.hosting import events
from firmware_mocks.hosting.cable import Cable
from firmware_mocks.hosting.ends import End
from firmware_mocks.hosting.events import Event
from firmware_mocks.hosting.faults import NAMES, USAGE, Faults, Way, altered
from firmware_mocks.hosting.port import Port
from firmware_mocks.hosting.shared_line import FromDevice, SharedLine

_PATIENCE = 3600.0


class HostedLine:
    """Runs a `SharedLine` on a wire, in two threads: one reads the port, one does the rest.

    `told` hears every event on the line's own thread and must be quick.
    """

    def __init__(
        self,
        line: SharedLine,
        make_end: Callable[[], End],
        told: Callable[[Event], None],
        cable: Cable | None = None,
    ) -> None:
        self._line = line
        self._told = told
        self._cable = cable or Cable()
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._port = Port(make_end, self._inbox.put, self._heard)
        self._running = False
        self._loop = threading.Thread(target=self._run, name="hosted line", daemon=True)

    @property
    def addresses(self) -> tuple[int, ...]:
        """The addresses of the devices on this line."""
        return self._line.addresses

    def start(self) -> str:
        """Open the port, switch the devices on, and return the place a host can open.

        Raises a `LinkError` where the place cannot be taken.
        """
        place = self._plug_in()
        self._running = True
        self._loop.start()
        self._inbox.put(lambda: self._out(self._line.power_cycle(time.monotonic())))
        return place

    def stop(self) -> None:
        """Close the port, remove its name, end both threads."""
        self._inbox.put(self._finish)
        if self._loop.is_alive():
            self._loop.join()

    def hand(self, text: str) -> None:
        """From any thread: one line of what a person does, `@2 key 3`; see `hall mock --list`."""
        self._inbox.put(lambda: self._understand(text))

    def see(self, address: int, seen: Callable[[Look], None]) -> None:
        """From any thread: have `seen` called, on the line's thread, with one device's look."""
        self._inbox.put(lambda: seen(self._line.look(address)))

    def set_faults(self, faults: Faults) -> None:
        """From any thread: let the wire misbehave from now on."""
        self._inbox.put(lambda: setattr(self._cable, "faults", faults))

    def _run(self) -> None:
        while self._running:
            with contextlib.suppress(queue.Empty):
                self._guard(self._inbox.get(timeout=self._wait()))
            if self._port.plugged:
                self._guard(self._work)

    def _guard(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except LinkError as error:
            self._told(events.Misunderstood(str(error)))
        except Exception as error:  # noqa: BLE001  # one broken device must not end its line unseen
            self._told(events.Misunderstood(f"the simulated device failed: {error!r}"))

    def _wait(self) -> float:
        if not self._port.plugged:
            return _PATIENCE
        wakeups = (self._line.next_wakeup(), self._cable.next_wakeup())
        waits = [at - time.monotonic() for at in wakeups if at is not None]
        return max(0.0, min([_PATIENCE, *waits]))

    def _work(self) -> None:
        now = time.monotonic()
        for way, data in self._cable.arrived(now):
            self._told(events.Passed(way, data))
            if way is Way.TO_DEVICE:
                self._out(self._line.feed(data, now))
            else:
                self._port.write(data)
        self._out(self._line.tick(now))

    def _out(self, outputs: list[FromDevice]) -> None:
        now = time.monotonic()  # of all of them: what two say in answer to one burst, collides
        for each in outputs:
            match each.output:
                case Send(data, after):
                    if self._port.plugged and each.address not in self._line.silent:
                        self._cable.send(Way.TO_HOST, data, now + after, each.address)
                case Show() as show:
                    self._told(events.Shown(each.address, show))

    def _understand(self, text: str) -> None:
        words = text.split()
        address = None
        try:
            if words and words[0].startswith("@"):
                address = _address(words.pop(0))
            if words:
                self._do(address, words, time.monotonic())
        except ValueError as error:
            self._told(events.Misunderstood(str(error)))

    def _do(self, address: int | None, words: list[str], now: float) -> None:
        match words:
            case ["look"]:
                device = self._line.device(address)
                self._told(events.Looked(device.address, device.look()))
            case ["unplug"]:
                self._unplug(address)
            case ["replug"]:
                self._replug(address, now)
            case ["fault", *fault]:
                self._fault(address, fault, now)
            case _:
                self._out(self._line.hand(address, words, now))

    def _fault(self, address: int | None, fault: list[str], now: float) -> None:
        """The device's own faults come first, then the wire's."""
        try:
            outputs = self._line.hand(address, ["fault", *fault], now)
        except ValueError as error:
            self._wire_fault(address, fault, str(error))
        else:
            self._out(outputs)

    def _wire_fault(self, address: int | None, fault: list[str], refusal: str) -> None:
        match fault:
            case ["silent"]:
                self._line.silent.add(self._line.device(address).address)
            case ["silent", "off"]:
                self._line.silent.discard(self._line.device(address).address)
            case [name, *_] if name in (*NAMES, "off"):
                self._cable.faults = altered(self._cable.faults, fault)
                if name == "off":
                    self._line.silent.clear()
            case _:
                raise ValueError(f"{refusal}; and of the wire: {USAGE}")

    def _unplug(self, address: int | None) -> None:
        if address is not None:
            self._line.unplug(address)
            self._told(events.Powered(address, False))
            return
        self._pull()

    def _replug(self, address: int | None, now: float) -> None:
        if address is not None:
            started = self._line.replug(address, now)
            self._told(events.Powered(address, True))
            self._out(started)
            return
        if not self._port.plugged:
            self._plug_in()
            self._out(self._line.power_cycle(now))

    def _plug_in(self) -> str:
        place = self._port.plug_in()
        self._told(events.Plugged(place))
        return place

    def _pull(self) -> None:
        if self._port.plugged:
            self._port.pull()
            self._cable.cut()
            self._told(events.Plugged(None))

    def _heard(self, data: bytes) -> None:
        self._cable.send(Way.TO_DEVICE, data, time.monotonic())

    def _finish(self) -> None:
        self._running = False
        self._pull()


def _address(word: str) -> int:
    digits = word.removeprefix("@")
    if not digits.isdecimal():
        raise ValueError(f"“{word}” is no address; say for example @2")
    return int(digits)
