"""A simulated device on USB, and the driver's own link to it, on a clock that is handed in.

All is real from the link down to pyusb; the bus is `PythonBus`. Its clock runs ahead of the stage's
through one errand (an opening, or what a session wrote and what came of it): nothing else is asked
of a device meanwhile, and what is sent to one is sent as it begins, so what a hand does in that
time is for the next errand, as at a module.

What can be wrong is what can be on USB: the host is clocked by itself alone, and a transfer has one
direction, so nobody hears himself, and nothing of two devices ever meets.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from registered import understood

from broker.domain.backoff import Backoff
from broker.domain.errors import LinkError
from broker.link import usb_device
from broker.link.base import Link
from broker.service.driver import Driver
from firmware_mocks.firmware import Firmware, Output, Send
from firmware_mocks.usb import socket_ends
from firmware_mocks.usb.backend import PythonBus, Socket, Transfer
from firmware_mocks.usb.endpoints import Endpoints
from firmware_mocks.usb.sockets import PLUGS

_PLACE = "usb:1-1"
_OPENING = -1  # the number of an errand that is no question


def on_usb(driver: Driver) -> bool:
    """Whether its link wraps what its session writes, in transfers to a simulated device."""
    plug = PLUGS.get(driver.name)
    bulk = plug is not None and plug.end is socket_ends.UsbEnd
    return driver.link is not None and bulk and not understood(driver)


class _Troubled(Endpoints):
    """What a device says is late or comes again as its wire's trouble has it. An answer is what
    comes with a status; a status alone is none."""

    def __init__(self, end: UsbEnd) -> None:
        super().__init__(end.device())
        self._end = end

    def _keep(self, outputs: list[Output], now: float) -> None:
        trouble = self._end.trouble
        sent = [each for each in outputs if isinstance(each, Send)]
        late = trouble.late if len(sent) > 1 else 0.0
        for each in sent:
            after = each.after + late
            super()._keep([Send(each.data, after)], now)
            if trouble.again is not None:
                super()._keep([Send(each.data, after + trouble.again)], now)


class UsbEnd:
    """The host's end of a cable: `link` once it was opened. `device` makes what is plugged in;
    `deaf()` says that it takes and gives nothing now."""

    def __init__(self, driver: Driver, trouble: Any, device: Callable[[], Firmware]) -> None:
        self.trouble = trouble
        self.device = device
        self.tried = 0  # transfers to it
        self._lost = False
        self.link: Link[Any] | None = None
        self._driver = driver
        self._now = 0.0
        self._socket: Socket | None = None

    def opened(self, now: float) -> tuple[float, LinkError | None]:
        """When it was open, or was known not to be."""
        assert self._driver.link is not None
        self._now, self._lost = now, self.trouble.lost(_OPENING)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(usb_device, "libusb", self._bus)
            try:
                self.link = self._driver.link(_PLACE, self._driver.baud)
            except LinkError as error:
                return self._now, error
        _OPEN.append(self.link)
        return self._now, None

    def asked(self, data: bytes, number: int, now: float) -> tuple[float, bytes | LinkError]:
        """What came of the errand of this number, and when."""
        assert self.link is not None
        self._now, self._lost = now, self.trouble.lost(number)
        try:
            self.link.write(data)
            return self._now, self.link.read(0.0)
        except LinkError as error:
            self.link.close()
            self.link = None
            return self._now, error

    def hand(self, words: str, now: float) -> None:
        """A hand at the device."""
        self._plugged().endpoints.hand(words, now)  # type: ignore[attr-defined]  # `_Troubled`

    def _bus(self) -> PythonBus:
        return PythonBus(self._plugged(), clock=lambda: self._now, sleep=self._pass)

    def _plugged(self) -> Socket:
        if self._socket is None:
            looks = PLUGS[self._driver.name].about
            self._socket = Socket((1,), looks, _Troubled(self))
            self._socket.fault = self._met
        return self._socket

    def _met(self, transfer: Transfer) -> bytes | None:
        """What arrives of a transfer. One that is deaf takes none, and the host asks until it has
        no patience any more."""
        if not transfer.inward:
            self.tried += 1
        gone = bool(self.trouble.deaf) or self._lost
        return None if gone else transfer.data

    def _pass(self, seconds: float) -> None:
        self._now += seconds


_OPEN: list[Link[Any]] = []


def let_go() -> None:
    """Close what a test left open."""
    while _OPEN:
        _OPEN.pop().close()


class UsbWire:
    """The line of a device on USB, as `broker.service.line` keeps one: opened, asked one errand
    after the other, opened anew when it fell."""

    def __init__(self, end: UsbEnd, at: Callable[[float, Callable[[], None]], None]) -> None:
        self.end = end
        self.up: Callable[[], None] = lambda: None
        self.down: Callable[[LinkError], None] = lambda _error: None
        self.heard: Callable[[bytes], None] = lambda _data: None
        self._at = at
        self._backoff = Backoff()
        self._owed: deque[tuple[int, bytes]] = deque()
        self._busy = False

    def open(self, now: float) -> None:
        """Try to, at the first moment and whenever it fell."""
        until, error = self.end.opened(now)
        if error is None:
            self._at(until, self._opened)
        else:
            self._at(until, lambda: self._fall(error, until))

    def _opened(self) -> None:
        self._backoff.clear()
        self.up()

    def _fall(self, error: LinkError, now: float) -> None:
        self._owed.clear()
        self.down(error)
        again = now + self._backoff.step()
        self._at(again, lambda: self.open(again))

    def write(self, number: int, data: bytes, now: float) -> None:
        """Make an errand of it, in its turn; in vain while the link is away."""
        if self.end.link is None:
            return
        self._owed.append((number, data))
        self._next(now)

    def _next(self, now: float) -> None:
        if self._busy or not self._owed:
            return
        self._busy = True
        number, data = self._owed.popleft()
        until, came = self.end.asked(data, number, now)
        self._at(until, lambda: self._done(came, until))

    def _done(self, came: bytes | LinkError, now: float) -> None:
        self._busy = False
        if isinstance(came, LinkError):
            self._fall(came, now)
            return
        self.heard(came)
        self._next(now)
