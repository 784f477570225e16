"""A printer behind the kernel's own driver: `/dev/usb/lp0` (usblp), `/dev/lp0`. No serial port: it
has no speed, and is opened, read and written as a file."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import select
import threading
import time
from pathlib import Path

from broker.domain.errors import LinkBusy, LinkClosed, LinkError, LinkMissing
from broker.link.pushing import push

_NAME = re.compile(r"(?:usb)?lp[0-9]+")
_MAJORS = (6, 180)  # parallel ports; drivers of USB devices, usblp among them (devices.txt)
_CHUNK = 4096
_EMPTY = 0.02  # seconds until one that had nothing to read is asked again


def is_printer_file(place: str) -> bool:
    """Whether a path is a printer's, by its name or by what the kernel says of it."""
    if _NAME.fullmatch(Path(place).name):
        return True
    with contextlib.suppress(OSError, ValueError):
        return os.major(os.stat(place).st_rdev) in _MAJORS  # noqa: PTH116  # `Path` knows no more of it
    return False


class PrinterFile:
    """Held by one program: a second opener gets `LinkBusy`."""

    def __init__(self, place: str) -> None:
        self._name = place
        self._closing = False
        self._reading = threading.Lock()
        self._writing = threading.Lock()
        try:
            self._file = os.open(place, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
            raise _opening(place, error) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise _busy(place) from error
        self._wakes, self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout: float | None) -> bytes:
        end = None if timeout is None else time.monotonic() + timeout
        with self._reading:
            while True:
                left = None if end is None else max(0.0, end - time.monotonic())
                data = self._read(left)
                if data or left == 0.0:
                    return data

    def _read(self, timeout: float | None) -> bytes:
        if self._closing:
            raise LinkClosed(f"{self._name}: closed")
        poll = select.poll()
        poll.register(self._file, select.POLLIN)
        poll.register(self._wakes, select.POLLIN)
        ready = dict(poll.poll(None if timeout is None else timeout * 1000))
        if self._wakes in ready or self._file not in ready:
            return b""
        try:
            data = os.read(self._file, _CHUNK)
        except BlockingIOError:
            data = b""
        except OSError as error:
            raise LinkClosed(f"{self._name}: unplugged or closed ({error})") from error
        if not data and ready[self._file] & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
            raise LinkClosed(f"{self._name}: unplugged or closed")
        if not data:
            self._rest(_EMPTY if timeout is None else min(_EMPTY, timeout))
        return data

    def _rest(self, seconds: float) -> None:
        """A printer that answers with nothing is always ready to be read: look again later, or
        when the file is closed."""
        poll = select.poll()
        poll.register(self._wakes, select.POLLIN)
        poll.poll(seconds * 1000)

    def write(self, data: bytes) -> None:
        with self._writing:
            push(data, self.write_now, self._open_file, self._name)

    def write_now(self, data: bytes) -> bytes:
        try:
            return data[os.write(self._open_file(), data) :]
        except BlockingIOError:
            return data
        except OSError as error:
            raise LinkClosed(f"{self._name}: unplugged or closed ({error})") from error

    def _open_file(self) -> int:
        if self._closing:
            raise LinkClosed(f"{self._name}: closed")
        return self._file

    def close(self) -> None:
        if self._closing:
            return
        self._closing = True
        os.write(self._bell, b"!")
        with self._reading, self._writing:  # a descriptor closed under them may be another file's
            for each in (self._file, self._wakes, self._bell):
                os.close(each)


def _busy(place: str) -> LinkError:
    return LinkBusy(f"{place}: another program holds this port; end it or name another port")


def _opening(place: str, error: BaseException) -> LinkError:
    """Why it could not be opened, in the class that tells what to do about it."""
    number = getattr(error, "errno", None)
    if number == errno.EBUSY:
        return _busy(place)
    if number == errno.EACCES:
        return LinkBusy(f"{place}: no permission; add this user to the group that owns the port")
    if number in (errno.ENOENT, errno.ENXIO, errno.ENODEV):
        return LinkMissing(f"{place}: no such port; plug the device in or correct its name")
    return LinkMissing(f"{place}: cannot be opened ({error})")
