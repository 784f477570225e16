"""A device on USB as a wire like any other.

How this works. One thread owns the device: it opens it, makes every transfer and gives it back.
Others leave what is to be sent in a queue and take what came from another, under one lock; so no
two threads are ever in libusb for one device, and whoever closes the link wakes whoever waits for
it at once. What a write means on the device, and whether something comes unasked, its `Carrier`
knows: a plain stream (`usb_stream`), or the exchanges of a reader.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from broker.domain.errors import LinkClosed, LinkError
from broker.link.edge import failed

_ENDING = 10.0  # seconds; longer than any transfer is waited for


class Carrier(Protocol):
    """The owner thread's way with its device. Everything raises `LinkError`."""

    listens: bool
    """Whether something may come unasked, so that `listen` is worth calling."""

    def carry(self, data: bytes) -> bytes:
        """Send this, and return what came of it, if anything."""

    def listen(self) -> bytes:
        """What comes unasked; nothing after a moment of silence."""

    def end(self) -> None:
        """Give the device back."""


@dataclass
class _Errand:
    data: bytes
    done: bool = False


class UsbLink:
    """`begin` opens the device, on the owner's thread; whoever makes the link waits for it, and
    gets the `LinkError` it raised."""

    def __init__(self, name: str, begin: Callable[[], Carrier]) -> None:
        self._name = name
        self._changed = threading.Condition()
        self._errands: deque[_Errand] = deque()
        self._came: deque[bytes] = deque()
        self._over: LinkError | None = None
        self._closed = self._begun = False
        self._owner = threading.Thread(
            target=self._own, args=(begin,), name=f"usb {name}", daemon=True
        )
        self._owner.start()
        with self._changed:
            self._changed.wait_for(lambda: self._begun or self._over is not None)
            if not self._begun and self._over is not None:
                raise self._over

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout: float | None) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._came or self._over is not None, timeout)
            if self._came and not self._closed:
                return self._came.popleft()
            if self._over is not None:
                raise self._again(self._over)
            return b""

    def write(self, data: bytes) -> None:
        errand = _Errand(bytes(data))
        with self._changed:
            if self._over is None:
                self._errands.append(errand)
                self._changed.notify_all()
            self._changed.wait_for(lambda: errand.done or self._over is not None)
            if not errand.done and self._over is not None:
                raise self._again(self._over)

    def close(self) -> None:
        with self._changed:
            self._closed = True
        self._finish(LinkClosed(f"{self._name}: closed"))
        if threading.current_thread() is not self._owner:
            self._owner.join(_ENDING)

    def _again(self, error: LinkError) -> LinkError:
        """The same word as often as it is asked for; an open link that fails is a closed one."""
        return LinkClosed(str(error))

    def _own(self, begin: Callable[[], Carrier]) -> None:
        try:
            carrier = begin()
        except BaseException as error:  # noqa: BLE001  # untold, whoever opens would wait for ever
            self._finish(failed(error, self._name))
            return
        try:
            self._begin()
            while self._turn(carrier):
                pass
        except BaseException as error:  # noqa: BLE001  # an owner that dies unseen is a dead device that looks alive
            self._finish(failed(error, self._name))
        finally:
            carrier.end()

    def _begin(self) -> None:
        with self._changed:
            self._begun = True
            self._changed.notify_all()

    def _turn(self, carrier: Carrier) -> bool:
        """One errand, or one look; False when the link is over."""
        with self._changed:
            if not carrier.listens:
                self._changed.wait_for(lambda: self._errands or self._over is not None)
            if self._over is not None:
                return False
            errand = self._errands.popleft() if self._errands else None
        came = carrier.carry(errand.data) if errand is not None else carrier.listen()
        with self._changed:
            if came:
                self._came.append(came)
            if errand is not None:
                errand.done = True
            self._changed.notify_all()
        return True

    def _finish(self, error: LinkError) -> None:
        with self._changed:
            if self._over is None or self._closed:
                self._over = error if self._over is None else LinkClosed(str(error))
            self._changed.notify_all()
