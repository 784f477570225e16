"""A place with a simulated device plugged in, or not: an end of a cable in memory for whoever opens
it, and a thread at the other end."""

from __future__ import annotations

import threading
import time

from broker.domain.errors import LinkClosed, LinkMissing
from broker.link.base import ByteLink
from broker.link.pair import PairLink
from firmware_mocks.firmware import Firmware, Output, Send


class Socket:
    """`passed` is all that the device has said."""

    def __init__(self, device: Firmware) -> None:
        self.device = device
        self.cable: PairLink | None = None
        self.plugged = True
        self.passed = bytearray()
        self.guard = threading.Lock()
        self._threads: list[threading.Thread] = []

    def open(self) -> ByteLink:
        if not self.plugged:
            raise LinkMissing("the test's socket is empty")
        host, self.cable = PairLink.pair()
        thread = threading.Thread(target=self._serve, args=(self.cable,), name="simulated device")
        thread.start()
        self._threads.append(thread)  # one that was started: only such can be waited for
        return host

    def unplug(self) -> None:
        self.plugged = False
        if self.cable is not None:
            self.cable.close()

    def hand(self, text: str) -> None:
        with self.guard:
            self._say(self.device.hand(text.split(), time.monotonic()))

    def end(self) -> None:
        self.unplug()
        for thread in self._threads:
            thread.join(2.0)

    def _serve(self, cable: PairLink) -> None:
        while True:
            try:
                data = cable.read(0.01)
                with self.guard:
                    now = time.monotonic()
                    self._say([*self.device.feed(data, now), *self.device.tick(now)])
            except LinkClosed:
                return

    def _say(self, outputs: list[Output]) -> None:
        for output in outputs:
            if isinstance(output, Send) and self.cable is not None:
                self.passed += output.data
                self.cable.write(output.data)
