"""Devices on USB for real libusb, under umockdev: a program of its own.

It is run by the system's Python (`umockdev-wrapper /usr/bin/python3 simulator.py FD DEVICES`), for
gi is a package of Debian's; so it imports nothing of ours. The devices themselves live in whoever
started it: for each bulk transfer it asks there, over the socket FD, and what it is told on its
standard input it does: `unplug 0`, `plug 0`. Standard output says where the simulated files are.

How it works. libusb speaks to a device through ioctls of its file below /dev/bus/usb. umockdev
sends those of a client with `UMOCKDEV_DIR` set to `PluggedDevice.ioctl`, on one thread. A transfer
that is submitted waits in `pending` until the client reaps it; while the device has nothing to say
it stays there, which is what a NAK is. What a client that ended, however it ended, had claimed is
free, as the kernel does it when a file is closed.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import struct
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402  # the version has to be said first

# struct usbdevfs_urb of 64-bit machines, linux/usbdevice_fs.h
_URB = struct.Struct("<BBxxiIxxxxQiiiiiIQ")
_STATUS, _ACTUAL, _BUFFER = 4, 28, 16
_CONTROL, _SETUP = 2, 8
_THROTTLE = 0.001  # seconds: the file is always "ready", so a client that waits would spin
_SILENT = 3.0  # seconds; whoever holds a device asks it something far more often
_HIGH_SPEED = 3
_ROOT_HUB = (  # 1d6b:0002, one interface of class 9 with one interrupt endpoint
    "12010002090001406b1d020006060302010109021900010100e0000904000001090000000705810304000c"
)
_CAPABILITIES = 0x15  # zero packets, no packet size limit, reap after disconnect

(RESET_ENDPOINT, SET_INTERFACE, SET_CONFIGURATION, GET_DRIVER, SUBMIT, DISCARD, REAP, REAP_NOW) = (
    3, 4, 5, 8, 10, 11, 12, 13,
)  # fmt: skip
CLAIM, RELEASE, IOCTL, RESET, CLEAR_HALT, DISCONNECT, CONNECT = 15, 16, 18, 20, 21, 22, 23
GET_CAPABILITIES, SPEED = 26, 31
_AGREED = (RESET_ENDPOINT, SET_INTERFACE, SET_CONFIGURATION, RESET, CLEAR_HALT)


class Owner:
    """Whoever has the devices, asked one question at a time."""

    def __init__(self, file: int) -> None:
        self._file = socket.socket(fileno=file).makefile("rw", encoding="ascii")
        self._one = threading.Lock()

    def ask(self, *words: object) -> str:
        with self._one:
            print(*words, file=self._file, flush=True)
            said = self._file.readline()
        if not said:  # it is gone, and every client would wait for ever
            os._exit(1)
        return said.strip()


@dataclass
class OpenFile:
    """What one client has under way at a device it has open."""

    pending: list[dict[str, Any]] = field(default_factory=list)
    done: list[tuple[dict[str, Any], int, bytes | int]] = field(default_factory=list)


class HubPort:
    """One port of the root hub, and what is plugged in."""

    def __init__(self, bed: Any, owner: Owner, index: int, about: dict[str, Any]) -> None:
        self._bed, self._owner, self._index = bed, owner, index
        self._descriptors = bytes.fromhex(about["descriptors"])
        self._driver: bool = about["driver"]
        self._path = f"/devices/pci0000:00/usb1/1-{index + 1}"
        self._address = index + 1
        self._device: PluggedDevice | None = None
        if about["plugged"]:
            self.plug()

    def plug(self) -> None:
        self._address += 10  # the kernel gives a new one each time
        node = f"/dev/bus/usb/001/{self._address:03}"
        self._device = PluggedDevice(self._owner, self._index, driver=self._driver)
        self._bed.attach_ioctl(node, self._device.handler)
        self._bed.add_from_string(self._told(node))

    def _told(self, node: str) -> str:
        """The device in umockdev's own words."""
        vendor, product = struct.unpack_from("<HH", self._descriptors, 8)
        return (
            f"P: {self._path}\nN: {node[5:]}={self._descriptors.hex().upper()}\n"
            f"E: SUBSYSTEM=usb\nE: DRIVER=usb\nE: DEVTYPE=usb_device\nE: DEVNAME={node}\n"
            f"E: BUSNUM=001\nE: DEVNUM={self._address:03}\nE: MAJOR=189\n"
            f"E: MINOR={self._address - 1}\nA: dev=189:{self._address - 1}\nA: busnum=1\\n\n"
            f"A: devnum={self._address}\\n\nA: bConfigurationValue=1\\n\nA: speed=480\\n\n"
            f"A: idVendor={vendor:04x}\\n\nA: idProduct={product:04x}\\n\n"
            f"H: descriptors={self._descriptors.hex()}\n"
        )

    def unplug(self) -> None:
        if self._device is not None:
            self._device.gone = True
            self._device = None
            self._bed.uevent("/sys" + self._path, "remove")
            self._bed.remove_device("/sys" + self._path)


class PluggedDevice:
    """A device from its plugging in until it is pulled out."""

    def __init__(self, owner: Owner, index: int, *, driver: bool) -> None:
        self._owner, self._index = owner, index
        self.gone = False
        self._driver = driver  # the kernel's own has it
        self._holder: Any = None  # the client that claimed it
        self._heard_at = 0.0  # of that one
        self._files: dict[Any, OpenFile] = {}
        self.handler = UMockdev.IoctlBase.new()
        self.handler.connect("handle-ioctl", self.ioctl)
        self.handler.connect("client-connected", lambda *_: owner.ask("client", index))

    def ioctl(self, _handler: Any, client: Any) -> bool:
        if client == self._holder:
            self._heard_at = time.monotonic()
        try:
            self._ioctl(client, client.get_request() & 0xFF)
        except GLib.Error:  # the client was killed in the middle of it
            self._forget(client)
        return True

    def _forget(self, client: Any) -> None:
        self._files.pop(client, None)
        if client == self._holder:
            self._holder = None

    def _ioctl(self, client: Any, number: int) -> None:
        if self.gone and number not in (DISCARD, REAP, REAP_NOW):
            client.complete(-1, errno.ENODEV)
        elif number in (REAP, REAP_NOW):
            self._reap(client, self._file_of(client))
        elif number == SUBMIT:
            self._submit(client, self._file_of(client))
        elif number == DISCARD:
            self._discard(client, self._file_of(client))
        elif number in (CLAIM, RELEASE):
            client.complete(*self._claimed(client, number))
        else:
            client.complete(*self._about_the_interface(number, client.get_arg()))

    def _file_of(self, client: Any) -> OpenFile:
        if client not in self._files:
            there = self._files.items()
            self._files = {one: has for one, has in there if one.get_connected()}
            self._files[client] = OpenFile()
        return self._files[client]

    def _held(self) -> bool:
        """Of a client that was killed while it waited for an answer, umockdev says nothing."""
        silent = time.monotonic() - self._heard_at > _SILENT
        return self._holder is not None and self._holder.get_connected() and not silent

    def _claimed(self, client: Any, number: int) -> tuple[int, int]:
        if self._driver or (self._held() and self._holder != client):
            return -1, errno.EBUSY
        self._holder, self._heard_at = (client if number == CLAIM else None), time.monotonic()
        return 0, 0

    def _about_the_interface(self, number: int, arg: Any) -> tuple[int, int]:
        if number == GET_CAPABILITIES:
            arg.resolve(0, 4).update(0, struct.pack("<I", _CAPABILITIES))
            return 0, 0
        if number == SPEED:
            return _HIGH_SPEED, 0
        if number == GET_DRIVER:
            if not (self._driver or self._held()):
                return -1, errno.ENODATA
            arg.resolve(0, 260).update(4, b"usb-storage\0" if self._driver else b"usbfs\0")
            return 0, 0
        if number == IOCTL:
            inner = struct.unpack_from("<ii", bytes(arg.resolve(0, 8).retrieve()))[1] & 0xFF
            self._driver = inner == CONNECT
            self._owner.ask("driver", self._index, int(self._driver))
            return 1, 0
        return (0, 0) if number in _AGREED else (-1, errno.ENOTTY)

    def _submit(self, client: Any, file: OpenFile) -> None:
        urb = client.get_arg().resolve(0, _URB.size)
        fields = _URB.unpack(bytes(urb.retrieve()))
        kind, endpoint, size = fields[0], fields[1], fields[5]
        buffer = urb.resolve(_BUFFER, size) if size else None
        file.pending.append(
            {"urb": urb, "kind": kind, "endpoint": endpoint, "size": size, "buffer": buffer}
        )
        self._work(file)
        client.complete(0, 0)

    def _discard(self, client: Any, file: OpenFile) -> None:
        wanted = int.from_bytes(bytes(client.get_arg().retrieve()), "little")
        for each in file.pending:
            if each["urb"].client_addr == wanted:
                file.pending.remove(each)
                file.done.append((each, -errno.ENOENT, 0))
                client.complete(0, 0)
                return
        client.complete(-1, errno.EINVAL)

    def _reap(self, client: Any, file: OpenFile) -> None:
        self._work(file)
        if file.done:
            transfer, status, came = file.done.pop(0)
            urb, actual = transfer["urb"], came
            if isinstance(came, bytes):
                actual = len(came)
                _put(transfer, came)
            urb.update(_STATUS, struct.pack("<i", status))
            urb.update(_ACTUAL, struct.pack("<i", actual))
            client.get_arg().resolve(0, 8).set_ptr(0, urb)
            client.complete(0, 0)
        elif self.gone:
            client.complete(-1, errno.ENODEV)
        elif file.pending:
            threading.Timer(_THROTTLE, client.complete, (-1, errno.EAGAIN)).start()
        else:
            client.complete(-1, errno.EAGAIN)

    def _work(self, file: OpenFile) -> None:
        for each in list(file.pending):
            result = self._try(each)
            if result is not None:
                file.pending.remove(each)
                file.done.append((each, *result))

    def _try(self, transfer: dict[str, Any]) -> tuple[int, bytes | int] | None:
        """Status and what came, or how much went; None while the device says nothing."""
        if self.gone:
            return -errno.ENODEV, 0
        if transfer["kind"] == _CONTROL:
            return self._control(bytes(transfer["buffer"].retrieve()))
        if transfer["endpoint"] & 0x80:
            size = transfer["size"]
            said = self._owner.ask("in", self._index, f"{transfer['endpoint']},{size}")
            return None if said == "-" else (0, bytes.fromhex(said[1:]))
        data = bytes(transfer["buffer"].retrieve())
        self._owner.ask("out", self._index, data.hex())
        return 0, len(data)

    def _control(self, request: bytes) -> tuple[int, bytes | int]:
        """The buffer of a control transfer has the request before its data, either way."""
        inward = bool(request[0] & 0x80)
        told = request[:_SETUP] if inward else request
        said = self._owner.ask("control", self._index, told.hex())
        if said == "-":
            return -errno.EPIPE, 0
        return 0, (bytes.fromhex(said[1:]) if inward else len(request) - _SETUP)


def _put(transfer: dict[str, Any], came: bytes) -> None:
    """Into the buffer of a transfer; that of a control request begins with the request."""
    if came:
        transfer["buffer"].update(_SETUP if transfer["kind"] == _CONTROL else 0, came)


def plug_root_hub(bed: Any) -> None:
    """What all ports belong to; some programs look for the parent of a device. Nobody opens it."""
    bed.add_from_string(
        "P: /devices/pci0000:00/usb1\nE: SUBSYSTEM=usb\nE: DRIVER=usb\nE: DEVTYPE=usb_device\n"
        "E: BUSNUM=001\nE: DEVNUM=001\nA: busnum=1\\n\nA: devnum=1\\n\nA: speed=480\\n\n"
        f"A: bConfigurationValue=1\\n\nH: descriptors={_ROOT_HUB}\n"
    )


def main() -> None:
    """Until standard input ends."""
    bed = UMockdev.Testbed.new()
    plug_root_hub(bed)
    owner = Owner(int(sys.argv[1]))
    ports = [HubPort(bed, owner, *each) for each in enumerate(json.loads(sys.argv[2]))]
    say = sys.stdout.write
    say(f"{bed.get_root_dir()}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        deed, which = line.split()
        getattr(ports[int(which)], deed)()
        say("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
