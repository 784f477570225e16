"""Serial ports through pyserial: RS-232, RS-485 adapters, USB serial, ptys."""

from __future__ import annotations

import contextlib
import errno
import os
import termios
import threading

import serial

from broker.domain.errors import LinkBusy, LinkClosed, LinkError, LinkMissing
from broker.link.pushing import push

_TROUBLE = (serial.SerialException, OSError, termios.error)
_UNUSABLE = (*_TROUBLE, ValueError, OverflowError)  # a zero byte in the name, no such speed


class SerialLink:
    """An exclusively held serial port, 8N1.

    `exclusive` takes an advisory lock: a second opener of the same port gets `LinkBusy`
    instead of stealing half of the bytes.
    """

    def __init__(self, port: str, baud: int, stop_bits: int = 1) -> None:
        self._name = port
        self._closing = False
        self._reading = threading.Lock()
        self._writing = threading.Lock()
        try:
            self._port = serial.Serial(
                port, baudrate=baud, stopbits=stop_bits, timeout=None, exclusive=True
            )
        except _UNUSABLE as error:
            raise _opening(port, error) from error

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout: float | None) -> bytes:
        with self._reading:
            try:
                data = self._read(timeout)
            except _TROUBLE as error:
                raise LinkClosed(f"{self._name}: unplugged or closed ({error})") from error
            if self._closing:
                raise LinkClosed(f"{self._name}: closed")
            return data

    def _read(self, timeout: float | None) -> bytes:
        if self._closing:
            return b""
        if self._port.timeout != timeout:
            self._port.timeout = timeout
        first: bytes = self._port.read(1)
        waiting = self._port.in_waiting if first else 0
        rest: bytes = self._port.read(waiting) if waiting else b""
        return first + rest

    def write(self, data: bytes) -> None:
        with self._writing:
            try:
                push(data, self.write_now, self._file, self._name)
            except LinkClosed:
                self._forget_unsent()
                raise

    def write_now(self, data: bytes) -> bytes:
        try:
            return data[os.write(self._file(), data) :]
        except BlockingIOError:
            return data
        except (*_TROUBLE, TypeError) as error:
            raise LinkClosed(f"{self._name}: unplugged or closed ({error})") from error

    def unsent(self) -> int:
        try:
            return 0 if self._closing else int(self._port.out_waiting)
        except (*_TROUBLE, TypeError):  # closed meanwhile, or a port that cannot tell
            return 0

    def _file(self) -> int:
        if self._closing:
            raise LinkClosed(f"{self._name}: closed")
        number: int = self._port.fileno()
        return number

    def _forget_unsent(self) -> None:
        """Closing would wait for bytes that nobody takes, half a minute long."""
        with contextlib.suppress(*_TROUBLE, TypeError):
            termios.tcflush(self._port.fileno(), termios.TCOFLUSH)

    def close(self) -> None:
        self._closing = True
        try:
            self._port.cancel_read()
        except (*_TROUBLE, AttributeError):
            pass  # already closed: nothing was waiting
        with self._reading, self._writing:  # a descriptor closed under them may be another port's
            self._port.close()


def _opening(port: str, error: BaseException) -> LinkError:
    """Say why `port` could not be opened, in the class that tells what to do about it."""
    number = getattr(error, "errno", None)
    text = str(error)
    if number in (errno.EAGAIN, errno.EBUSY) or "exclusively lock" in text:
        return LinkBusy(f"{port}: another program holds this port; end it or name another port")
    if number == errno.EACCES:
        return LinkBusy(f"{port}: no permission; add this user to the group that owns the port")
    if number in (errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EIO):
        return LinkMissing(f"{port}: no such port; plug the device in or correct its name")
    return LinkMissing(f"{port}: cannot be opened ({text})")
