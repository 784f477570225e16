"""A simulated U.are.U 4500 on a bus of Python's, and a session that talks with it through the
unchanged driver."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from broker.link.base import ByteLink, Noise
from broker.service.session import Action, Write
from fingerprint import uareu
from fingerprint.models.uru4500 import spec
from fingerprint.models.uru4500.codec import UruDecoder
from fingerprint.models.uru4500.session import UruSession
from firmware_mocks.uru4500 import make
from firmware_mocks.usb.backend import PythonBus, Socket
from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.endpoints import TransferEndpoints

IDS = "usb:05ba:000a"
ABOUT = Description(
    0x05BA, 0x000A, spec.INTERFACE, (spec.EVENTS, spec.PICTURES), interrupts=(spec.EVENTS,)
)


def endpoints(**options: str) -> TransferEndpoints:
    """Those of a reader with these options."""
    return TransferEndpoints(make(1, options), spec.PICTURES)


def reader(ports: tuple[int, ...] = (1, 3), about: Description = ABOUT, **options: str) -> Socket:
    """A reader in a socket. No driver of the kernel's wants it."""
    return Socket(ports, about, endpoints(**options), driver=False)


class Talk:
    """A session at a reader, until `close`."""

    def __init__(self, *sockets: Socket, place: str = IDS) -> None:
        self.link: ByteLink = uareu.open_uareu(place, 0, backend=PythonBus(*sockets))
        self.session = UruSession()
        self.told: list[Any] = []
        self._decoder = UruDecoder()
        self._socket = sockets[0]

    def submit(self, command: Any) -> None:
        """Ask the session for something."""
        self._do(self.session.submit(command, time.monotonic()))

    def hand(self, words: str) -> None:
        """Do something to the reader."""
        place: Any = self._socket.endpoints
        place.hand(words, time.monotonic())

    def until(self, there: Callable[[Any], bool], seconds: float = 10.0) -> Any:
        """The first that was told, since this was called last, and is meant."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for place, each in enumerate(self.told):
                if there(each):
                    del self.told[: place + 1]
                    return each
            self._step()
        raise AssertionError(f"did not come; what came: {self.told}")

    def event(self, kind: type, seconds: float = 10.0) -> Any:
        """The next event of this kind."""
        return self.until(
            lambda each: isinstance(getattr(each, "event", None), kind), seconds
        ).event

    def close(self) -> None:
        """Give the reader back."""
        self.link.close()

    def _step(self) -> None:
        wakeup = self.session.next_wakeup()
        left = 0.05 if wakeup is None else wakeup - time.monotonic()
        for heard in self._decoder.feed(self.link.read(max(0.0, min(0.05, left)))):
            hear = self.session.noise if isinstance(heard, Noise) else self.session.receive
            self._do(hear(heard, time.monotonic()))  # type: ignore[operator]  # of what it is, it takes
        if (wakeup := self.session.next_wakeup()) is not None and wakeup <= time.monotonic():
            self._do(self.session.tick(time.monotonic()))

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            if isinstance(action, Write):
                self.link.write(action.data)
            else:
                self.told.append(action)
