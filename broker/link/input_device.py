"""Devices that the kernel has understood already: keyboards, and what pretends to be one. What
travels are tuples of `InputEvent`.

A scanner often has two nodes, one of which gives keys: all that fit the place are held. They are
grabbed (EVIOCGRAB), so that what is scanned is typed into no other program.
"""

from __future__ import annotations

import errno
import os
import select
import struct
import threading
import time
import tty
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from broker.domain.checking.input_places import InputPlace, input_place
from broker.domain.errors import LinkBusy, LinkClosed, LinkError, LinkMissing
from broker.link.input_event import InputEvent

_RECORD = struct.Struct("@llHHi")  # struct input_event
_CHUNK = 64 * _RECORD.size


class EventSource(Protocol):
    """One node. `read` raises `BlockingIOError` where nothing is there, `OSError` when it is
    gone."""

    def fileno(self) -> int:
        """To be waited on."""

    def read(self) -> Sequence[InputEvent]:
        """What has come."""

    def close(self) -> None:
        """Let it go."""


class NodeSource:
    """A node below /dev/input, by python-evdev."""

    def __init__(self, path: str) -> None:
        from evdev import InputDevice  # where no scanner is, nobody needs it

        self._device = InputDevice(path, readonly=True)
        try:
            self._device.grab()
        except BaseException:
            self._device.close()
            raise

    def fileno(self) -> int:
        return int(self._device.fd)

    def read(self) -> Sequence[InputEvent]:
        return [InputEvent(each.type, each.code, each.value) for each in self._device.read()]

    def close(self) -> None:
        with suppress(OSError):  # it is gone already
            self._device.ungrab()
        self._device.close()


class RecordSource:
    """A file of the kernel's records that is no node: a simulated scanner's terminal."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        self._held = b""
        if os.isatty(self._file):
            tty.setraw(self._file)

    def fileno(self) -> int:
        return self._file

    def read(self) -> Sequence[InputEvent]:
        data = os.read(self._file, _CHUNK)
        if not data:
            raise OSError(errno.ENODEV, "its far end is gone")
        self._held += data
        whole = len(self._held) - len(self._held) % _RECORD.size
        data, self._held = self._held[:whole], self._held[whole:]
        return [InputEvent(*each[2:]) for each in _RECORD.iter_unpack(data)]

    def close(self) -> None:
        os.close(self._file)


class InputLink:
    """The nodes of one device. When one of them is gone, so is the device."""

    def __init__(self, name: str, sources: Sequence[EventSource]) -> None:
        self._name = name
        self._sources = {each.fileno(): each for each in sources}
        self._closing = False
        self._reading = threading.Lock()
        self._wakes, self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout: float | None) -> tuple[InputEvent, ...]:
        end = None if timeout is None else time.monotonic() + timeout
        with self._reading:
            while True:
                left = None if end is None else max(0.0, end - time.monotonic())
                events = self._read(left)
                if events or left == 0.0:
                    return events

    def _read(self, timeout: float | None) -> tuple[InputEvent, ...]:
        if self._closing:
            raise LinkClosed(f"{self._name}: closed")
        poll = select.poll()
        for file in (*self._sources, self._wakes):
            poll.register(file, select.POLLIN)
        ready = poll.poll(None if timeout is None else timeout * 1000)
        return tuple(event for file, _ in ready for event in self._from(file))

    def _from(self, file: int) -> Sequence[InputEvent]:
        source = self._sources.get(file)
        if source is None:
            return ()  # the bell: closed
        try:
            return source.read()
        except BlockingIOError:
            return ()
        except OSError as error:
            raise LinkClosed(f"{self._name}: unplugged or closed ({error})") from error

    def write(self, data: tuple[InputEvent, ...]) -> None:
        """Nothing is said to an input device."""
        del data
        if self._closing:
            raise LinkClosed(f"{self._name}: closed")

    def close(self) -> None:
        if self._closing:
            return
        self._closing = True
        os.write(self._bell, b"!")
        with self._reading:  # a descriptor closed under it may be another file's
            for source in self._sources.values():
                source.close()
            os.close(self._wakes)
            os.close(self._bell)


Opener = Callable[[str], EventSource]


def open_input(place: str, _baud: int) -> InputLink:
    """Open `place`: `evdev:…` (`input_places`), a node below /dev/input, or a simulated scanner's
    terminal. Raises a `LinkError` that says who must act."""
    meant = input_place(place)
    if meant is None:
        return InputLink(place, _opened(place, [place], RecordSource))
    paths = [meant.path] if meant.path else _nodes_of(meant)
    if not paths:
        raise LinkMissing(f"{place}: no such input device; plug it in or correct its name")
    return InputLink(place, _opened(place, paths, NodeSource))


def _opened(place: str, paths: Sequence[str], opener: Opener) -> list[EventSource]:
    """All of them, or none."""
    found: list[EventSource] = []
    try:
        for path in paths:
            found.append(opener(path))  # noqa: PERF401  # those before are closed when one fails
    except OSError as error:
        for each in found:
            each.close()
        raise _failed(place, error) from error
    return found


def _failed(place: str, error: OSError) -> LinkError:
    match error.errno:
        case errno.EBUSY:
            return LinkBusy(f"{place}: another program holds this device; end it")
        case errno.EACCES | errno.EPERM:
            return LinkBusy(f"{place}: no permission; add this user to the group input")
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return LinkMissing(f"{place}: no such device; plug it in or correct its name")
        case _:
            return LinkMissing(f"{place}: cannot be opened ({error})")


def _nodes_of(meant: InputPlace) -> list[str]:
    """The nodes of the device that is meant and give keys: IDs or name fit."""
    return [each for each in _nodes() if _fits(each, meant)]


def _nodes() -> list[str]:
    return sorted(map(str, Path("/dev/input").glob("event*")))


def _fits(path: str, meant: InputPlace) -> bool:
    from evdev import InputDevice, ecodes

    try:
        device = InputDevice(path, readonly=True)
    except OSError:
        return False  # somebody else's, or just gone
    try:
        keys = ecodes.KEY_ENTER in device.capabilities().get(ecodes.EV_KEY, ())
        ids = (device.info.vendor, device.info.product)
        return keys and (ids == meant.ids if meant.ids else device.name == meant.name)
    finally:
        device.close()
