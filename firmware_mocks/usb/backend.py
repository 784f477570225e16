"""A bus for pyusb that is all Python: simulated devices in sockets, and faults at any transfer.

What libusb does is done by hand here, time-outs above all, on a clock that may be handed in. The
way through real libusb is `firmware_mocks.usb.simulator`.
"""

from __future__ import annotations

import errno
import struct
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.endpoints import Bulk

_TICK = 0.001


@dataclass
class Transfer:
    """One bulk transfer as a fault sees it. `data` is what is sent, or what would come."""

    inward: bool
    data: bytes


Fault = Callable[[Transfer], bytes | None]
"""Returns what arrives instead (None: nothing, until the time is up), or raises `USBError`."""


@dataclass(eq=False)
class Socket:
    """A place on the bus, and what is plugged into it. `fault` sees each transfer."""

    ports: tuple[int, ...]
    description: Description
    endpoints: Bulk
    plugged: bool = True
    driver: bool = True  # the kernel's own driver has it
    claimed: bool = False
    fault: Fault | None = None
    heard: list[bytes] = field(default_factory=list)
    halted: set[int] = field(default_factory=set)
    requests: list[tuple[int, int]] = field(default_factory=list)
    controlled: list[bytes] = field(default_factory=list)  # the same, whole

    def unplug(self) -> None:
        """Pull it; who has it open hears so at the next transfer."""
        self.plugged = self.claimed = False

    def replug(self) -> None:
        """Put it back: the kernel's driver takes it again."""
        self.endpoints.power_cycle(time.monotonic())
        self.halted.clear()
        self.plugged = self.driver = True


def usb_error(number: int) -> usb.core.USBError:
    """As pyusb raises it."""
    if number == errno.ETIMEDOUT:
        return usb.core.USBTimeoutError("Operation timed out", -7, number)
    return usb.core.USBError(errno.errorcode[number], -1, number)


class PythonBus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """The `backend` of pyusb's `find`."""

    def __init__(
        self,
        *sockets: Socket,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`sleep` lets seconds of `clock` pass."""
        super().__init__()
        self.sockets = sockets
        self._clock = clock
        self._sleep = sleep

    def enumerate_devices(self) -> Iterator[Socket]:
        return (each for each in self.sockets if each.plugged)

    def get_device_descriptor(self, dev: Socket) -> Any:
        about = dev.description
        names = [
            "bLength",
            "bDescriptorType",
            "bcdUSB",
            "bDeviceClass",
            "bDeviceSubClass",
            "bDeviceProtocol",
            "bMaxPacketSize0",
            "iManufacturer",
            "iProduct",
            "iSerialNumber",
            "bcdDevice",
        ]
        place = {"bus": 1, "address": 1 + self.sockets.index(dev), "speed": 3}
        ports = {"port_number": dev.ports[-1], "port_numbers": dev.ports}
        ids = {"idVendor": about.vendor, "idProduct": about.product, "bNumConfigurations": 1}
        return SimpleNamespace(**dict.fromkeys(names, 0), **ids, **place, **ports)

    def get_configuration_descriptor(self, dev: Socket, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=len(dev.description.configuration),
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0x80,
            bMaxPower=50,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: Socket, intf: int, alt: int, config: int) -> Any:
        if intf or alt or config:
            raise IndexError
        kind = dev.description.kind
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=len(dev.description.endpoints),
            bInterfaceClass=kind[0],
            bInterfaceSubClass=kind[1],
            bInterfaceProtocol=kind[2],
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(
        self, dev: Socket, ep: int, _intf: int, _alt: int, _config: int
    ) -> Any:
        address = dev.description.endpoints[ep]
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=address,
            bmAttributes=dev.description.kind_of(address),
            wMaxPacketSize=dev.description.packet,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: Socket) -> Socket:
        self._there(dev)
        return dev

    def close_device(self, dev_handle: Socket) -> None:
        dev_handle.claimed = False

    def get_configuration(self, dev_handle: Socket) -> int:
        self._there(dev_handle)
        return 1

    def is_kernel_driver_active(self, dev_handle: Socket, _intf: int) -> bool:
        self._there(dev_handle)
        return dev_handle.driver

    def detach_kernel_driver(self, dev_handle: Socket, _intf: int) -> None:
        self._there(dev_handle)
        dev_handle.driver = False

    def attach_kernel_driver(self, dev_handle: Socket, _intf: int) -> None:
        self._there(dev_handle)
        dev_handle.driver = True

    def claim_interface(self, dev_handle: Socket, _intf: int) -> None:
        self._there(dev_handle)
        if dev_handle.driver or dev_handle.claimed:
            raise usb_error(errno.EBUSY)
        dev_handle.claimed = True

    def release_interface(self, dev_handle: Socket, _intf: int) -> None:
        self._there(dev_handle)
        dev_handle.claimed = False

    def clear_halt(self, dev_handle: Socket, ep: int) -> None:
        self._there(dev_handle)
        dev_handle.halted.discard(ep)

    def ctrl_transfer(
        self,
        dev_handle: Socket,
        kind: int,
        request: int,
        value: int,
        index: int,
        data: Any,
        timeout: int,
    ) -> int:
        self._there(dev_handle)
        dev_handle.requests.append((kind, request))
        inward, now = bool(kind & 0x80), self._clock()
        sent = b"" if inward or data is None else bytes(data)
        size = len(data) if data is not None else 0
        setup = struct.pack("<BBHHH", kind, request, value, index, size)
        dev_handle.controlled.append(setup + sent)
        came = dev_handle.endpoints.controlled(setup, sent, now)
        if dev_handle.fault is not None:
            came = self._spoil(dev_handle, 0, Transfer(inward, came or sent))
            if came is None:
                self._sleep(timeout / 1000)
                raise usb_error(errno.ETIMEDOUT)
        if came is None:
            raise usb_error(errno.EPIPE)
        if not inward:
            return size
        data[: len(came)] = array("B", came)
        return len(came)

    def bulk_write(self, dev_handle: Socket, ep: int, _intf: int, data: Any, timeout: int) -> int:
        sent = bytes(data)
        if self._open(dev_handle, ep).fault is not None:
            altered = self._spoil(dev_handle, ep, Transfer(False, sent))
            if altered is None:
                self._sleep(timeout / 1000)
                raise usb_error(errno.ETIMEDOUT)
            sent = altered
        dev_handle.heard.append(sent)
        dev_handle.endpoints.taken(sent, self._clock())
        return len(sent)

    def bulk_read(self, dev_handle: Socket, ep: int, _intf: int, buff: Any, timeout: int) -> int:
        until = self._clock() + timeout / 1000
        room = len(buff) * buff.itemsize
        while True:
            self._open(dev_handle, ep)
            came = dev_handle.endpoints.given(ep, room, self._clock())
            if came is not None and dev_handle.fault is not None:
                came = self._spoil(dev_handle, ep, Transfer(True, came))
            if came is not None:
                buff[: len(came)] = array("B", came)
                return len(came)
            if self._clock() >= until:
                raise usb_error(errno.ETIMEDOUT)
            self._sleep(_TICK)

    intr_read = bulk_read

    def _open(self, socket: Socket, ep: int) -> Socket:
        self._there(socket)
        if not socket.claimed:
            raise usb_error(errno.EIO)
        if ep in socket.halted:
            raise usb_error(errno.EPIPE)
        return socket

    def _spoil(self, socket: Socket, ep: int, transfer: Transfer) -> bytes | None:
        assert socket.fault is not None  # noqa: S101  # for the type checker
        try:
            return socket.fault(transfer)
        except usb.core.USBError as error:
            if error.errno == errno.EPIPE:
                socket.halted.add(ep)
            raise
        finally:
            self._there(socket)

    def _there(self, socket: Socket) -> None:
        if not socket.plugged:
            raise usb_error(errno.ENODEV)
