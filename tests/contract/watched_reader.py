"""A reader of fingers on a wire that can be in trouble, and what its session told of it.

Where its link wraps what its session writes, the wire is that link (`usb_wire`).
"""

from __future__ import annotations

from typing import Any

from shared_wire import SharedWire
from usb_wire import UsbEnd, UsbWire, on_usb

from broker.domain.errors import LinkError
from broker.link.base import Noise
from broker.service.driver import AS_MADE
from broker.service.session import Action, NoiseListener, Report
from fingerprint.reading import Away, ReaderTrouble, Ready, Watch
from firmware_mocks.firmware import Output, Send


class WatchedReader(SharedWire):
    """The only device of its wire. `judge` hears what is told while the finger is where it is."""

    def __post_init__(self) -> None:
        super().__post_init__()
        (self.address,) = self.addresses
        self.told: list[Any] = []
        self._usb = self._plugged() if on_usb(self.driver) else None
        self._up = self._usb is None

    def _plugged(self) -> UsbWire:
        end = UsbEnd(self.driver, self.trouble, lambda: self.devices[self.address])
        wire = UsbWire(end, self._at)
        wire.up, wire.down, wire.heard = self._line_up, self._line_down, self._hear
        self._at(0.0, lambda: wire.open(self.now))
        return wire

    def _line_up(self) -> None:
        self._session = self.driver.conversation(self.addresses, AS_MADE)
        self._decoder = self.driver.decoder(False)
        self._up = True
        self.submit(Watch())

    def _line_down(self, error: LinkError) -> None:
        self._up = False
        self._session = self.driver.conversation(self.addresses, AS_MADE)  # asked for nothing
        self.told.append(error)

    def submit(self, command: Any) -> None:
        if self._up:
            super().submit(command)

    def judge(self, event: Any) -> None:
        """For who knows what is right."""

    def lifted(self) -> None:
        """The finger is taken away."""
        self.hand("lift")

    def until_ready(self) -> bool:
        """Whether it is watched in the end."""
        self.run(20.0, lambda: self.ready)
        return self.ready

    @property
    def ready(self) -> bool:
        states = [each for each in self.told if isinstance(each, Ready | Away | LinkError)]
        return bool(states) and isinstance(states[-1], Ready)

    @property
    def missed(self) -> bool:
        """Whether it was ever told that nobody is there."""
        return bool(self.falls) or Away(ReaderTrouble.SILENT) in self.told

    @property
    def falls(self) -> int:
        """How often a link was lost, or was not to be had."""
        return sum(isinstance(each, LinkError) for each in self.told)

    @property
    def tries(self) -> int:
        """How often something was sent, whether it was taken or not."""
        return self.bursts if self._usb is None else self._usb.end.tried

    def hand(self, words: str) -> None:
        """A hand at the simulated reader."""
        if self._usb is not None:
            self._usb.end.hand(words, self.now)
            return
        self._say(self.address, self.devices[self.address].hand(words.split(), self.now))

    def _do(self, actions: list[Action]) -> None:
        super()._do(actions)
        for action in actions:
            if isinstance(action, Report):
                self.told.append(action.event)
                self.judge(action.event)

    def _say(self, address: int, outputs: list[Output]) -> None:
        if self._usb is None:
            super()._say(address, outputs)
        else:
            assert not any(isinstance(each, Send) for each in outputs), "nothing comes unasked"

    def _write(self, data: bytes) -> None:
        if self._usb is None:
            super()._write(data)
            return
        self.bursts += 1
        self._usb.write(self.bursts - 1, data, self.now)

    def _hear(self, data: bytes) -> None:
        listener: object = self._session
        for heard in self._decoder.feed(data, self.now):
            if not isinstance(heard, Noise):
                self._do(self._session.receive(heard, self.now))
            elif isinstance(listener, NoiseListener):
                self._do(listener.noise(heard, self.now))
