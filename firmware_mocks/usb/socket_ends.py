"""A simulated device's end of a USB cable, for one that is hosted as those on wires are.

The bus asks on its own thread; what the device hears and says passes through its line's.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from broker.domain.errors import LinkClosed
from broker.link.base import Noise
from broker.link.usb_transfers import ANSWER, REQUEST, SETUP_BYTES, TransferReader, record
from firmware_mocks.usb.endpoints import Bulk

_ANSWERS = 2.0  # seconds in which a control request is answered, as a host waits for it
_ANY_LENGTH = range(1 << 20)
_INWARD = range(0x81, 0x90)


class SocketEnd(Bulk, Protocol):
    """What is plugged in, and what its line reads and writes."""

    @property
    def place(self) -> str: ...

    def read(self) -> bytes: ...

    def write(self, data: bytes) -> None: ...

    def wake(self) -> None: ...

    def close(self) -> None: ...


class _Plugged:
    """From its plugging in until it is pulled."""

    def __init__(self, place: str, pull: Callable[[], None]) -> None:
        self._place = place
        self._pull = pull
        self._heard: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    @property
    def place(self) -> str:
        return self._place

    def read(self) -> bytes:
        data = self._heard.get()
        if data is None:
            raise LinkClosed(f"{self._place}: unplugged")
        return data

    def wake(self) -> None:
        self._heard.put(None)

    def close(self) -> None:
        self._pull()


class UsbEnd(_Plugged):
    """The end of a device of two bulk endpoints. A `write` is one transfer."""

    def __init__(self, place: str, pull: Callable[[], None]) -> None:
        super().__init__(place, pull)
        self._said: deque[bytes] = deque()
        self._guard = threading.Lock()

    def write(self, data: bytes) -> None:
        with self._guard:
            self._said.append(data)

    def taken(self, data: bytes, _now: float) -> None:
        self._heard.put(data)

    def controlled(self, _setup: bytes, _data: bytes, _now: float) -> bytes | None:
        """A reset, which is all that such a device knows."""
        self.forget()
        return b""

    def given(self, _endpoint: int, size: int, _now: float) -> bytes | None:
        with self._guard:
            if not self._said:
                return None
            data = self._said.popleft()
            if len(data) > size:
                self._said.appendleft(data[size:])
            return data[:size]

    def power_cycle(self, _now: float) -> None:
        self.forget()

    def forget(self) -> None:
        with self._guard:
            self._said.clear()


class TransferEnd(_Plugged):
    """That of a device that takes and gives records of transfers (`broker.link.usb_transfers`).

    How it works. A control request is handed to the line, and the bus waits for the record that
    repeats it; one that comes later answers nothing any more. A picture is asked for once: whoever
    asks again meanwhile gets nothing (a NAK) until it is there, or until the next control request,
    after which the device may have another mind.
    """

    def __init__(self, pictures: int, place: str, pull: Callable[[], None]) -> None:
        """`pictures` is the endpoint that gives something only when it is asked."""
        super().__init__(place, pull)
        self._pictures = pictures
        self._came = threading.Condition()
        self.forget()

    def write(self, data: bytes) -> None:
        with self._came:
            for each in self._reader.feed(data):
                if not isinstance(each, Noise):  # a wire that misbehaves may spoil a record
                    self._said.setdefault(each.endpoint, deque()).append(each.data)
            self._came.notify_all()

    def taken(self, data: bytes, _now: float) -> None:
        """It has no outward endpoint."""

    def controlled(self, setup: bytes, data: bytes, _now: float) -> bytes | None:
        """What comes of a control request, None for a stall."""
        with self._came:
            self._asked = False
            self._said.pop(ANSWER, None)
            self._heard.put(record(REQUEST, setup + data))
            until = time.monotonic() + _ANSWERS
            while (left := until - time.monotonic()) > 0:
                answers = self._said.get(ANSWER, deque())
                while answers:
                    answer = answers.popleft()
                    if answer[:SETUP_BYTES] == setup:
                        return answer[SETUP_BYTES:]
                self._came.wait(left)
        return None

    def given(self, endpoint: int, size: int, _now: float) -> bytes | None:
        with self._came:
            waiting = self._said.get(endpoint)
            if not waiting:
                if endpoint == self._pictures and not self._asked:
                    self._asked = True
                    self._heard.put(record(endpoint))
                return None
            self._asked = False
            data = waiting.popleft()
            if len(data) > size:
                waiting.appendleft(data[size:])
        return data[:size]

    def power_cycle(self, _now: float) -> None:
        self.forget()

    def forget(self) -> None:
        with self._came:
            self._asked = False
            self._said: dict[int, deque[bytes]] = {}
            self._reader = TransferReader(dict.fromkeys((ANSWER, *_INWARD), _ANY_LENGTH))
