"""One interface of a device on USB, through pyusb and libusb: found, claimed, given back.

Nothing here knows a protocol, and no exception of pyusb's or libusb's leaves this file: each
becomes a `LinkError` with a sentence. All calls for one device come from one thread.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import usb.core
import usb.util

from broker.domain.checking.usb_places import UsbIds, UsbSocket, usb_place
from broker.domain.errors import LinkBusy, LinkClosed, LinkError, LinkMissing
from broker.link.trace import trace
from broker.link.usb_library import libusb
from broker.link.usb_transfers import ANSWER, REQUEST, ControlRequest, record

_GONE = (errno.ENODEV, errno.ENOENT, errno.ENXIO, errno.EIO, errno.ESHUTDOWN, errno.EPROTO)
_BROKEN = (usb.core.USBError, NotImplementedError, OSError, ValueError)


class TransferStalled(LinkClosed):
    """The device halted an endpoint: it does not do what it was asked there."""


class TransferSilent(LinkClosed):
    """The device took nothing, or gave nothing, in the time it had."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a device tells of one interface. `inward` and `outward` are the addresses of its bulk
    endpoints, in their order; `packet` is the longest packet of the first inward one. `interrupts`
    are its inward endpoints of the other kind."""

    vendor: int
    product: int
    number: int
    kind: tuple[int, int, int]
    inward: tuple[int, ...]
    outward: tuple[int, ...]
    packet: int
    interrupts: tuple[int, ...] = ()


Fits = Callable[[Face], str]
"""Why an interface is not the wanted one, "" where it is."""


class UsbDevice:
    """An interface that is ours until `end`."""

    def __init__(self, device: Any, face: Face, name: str) -> None:
        self.name = name
        self.face = face
        self._device = device
        self._borrowed = False  # the kernel's own driver waits to have it back
        with self._edge():
            self._claim()

    def _claim(self) -> None:
        try:
            self._detach()
            usb.util.claim_interface(self._device, self.face.number)
        except BaseException:
            self.end()
            raise

    def _detach(self) -> None:
        with contextlib.suppress(NotImplementedError):  # a system without kernel drivers to ask
            if self._device.is_kernel_driver_active(self.face.number):
                self._device.detach_kernel_driver(self.face.number)
                self._borrowed = True

    def write(self, data: bytes, seconds: float) -> None:
        """Send `data` as one bulk transfer. `TransferSilent` where not all of it was taken."""
        trace.debug("%s out %s", self.name, data.hex(" "))
        with self._edge():
            taken = int(self._device.write(self.face.outward[0], data, _milliseconds(seconds)))
        if taken != len(data):
            raise TransferSilent(f"{self.name}: took {taken} of {len(data)} bytes")

    def read(self, size: int, seconds: float) -> bytes:
        """What one bulk transfer brings, `size` bytes or fewer; whole packets are asked for, since
        a device that sends more than was asked for is cut off by the bus. `TransferSilent` where
        nothing came."""
        packet = self.face.packet
        whole = -(-size // packet) * packet
        with self._edge():
            data = bytes(self._device.read(self.face.inward[0], whole, _milliseconds(seconds)))
        trace.debug("%s in  %s", self.name, data.hex(" "))
        return data

    def clear(self, *, inward: bool) -> None:
        """End the halt of an endpoint."""
        trace.debug("%s clear halt %s", self.name, "in" if inward else "out")
        with self._edge():
            self._device.clear_halt((self.face.inward if inward else self.face.outward)[0])

    def request(self, kind: int, number: int) -> None:
        """A control request without data to the interface."""
        trace.debug("%s control %02x %02x", self.name, kind, number)
        with self._edge():
            self._device.ctrl_transfer(kind, number, 0, self.face.number, None, 500)

    def ask(self, request: ControlRequest, data: bytes, seconds: float) -> bytes:
        """A control request with `data`, or what came for one that asks."""
        trace.debug("%s out %s", self.name, record(REQUEST, request.setup + data).hex(" "))
        told: Any = request.length if request.to_host else data
        what = (request.kind, request.number, request.value, request.index)
        with self._edge():
            came = self._device.ctrl_transfer(*what, told, _milliseconds(seconds))
        answer = bytes(came) if request.to_host else b""
        trace.debug("%s in  %s", self.name, record(ANSWER, request.setup + answer).hex(" "))
        return answer

    def take(self, endpoint: int, size: int, seconds: float) -> bytes:
        """What one transfer of an inward endpoint brings. The trace tells how much it was, and not
        what."""
        with self._edge():
            data = bytes(self._device.read(endpoint, size, _milliseconds(seconds)))
        trace.debug("%s in  %02x, %d bytes", self.name, endpoint, len(data))
        return data

    def hear(self, endpoint: int, size: int, seconds: float) -> bytes:
        """What comes unasked on an inward endpoint; nothing where it is silent."""
        try:
            data = bytes(self._device.read(endpoint, size, _milliseconds(seconds)))
        except usb.core.USBTimeoutError:
            return b""
        except _BROKEN as error:
            raise _failure(self.name, error) from error
        trace.debug("%s in  %s", self.name, record(endpoint, data).hex(" "))
        return data

    def end(self) -> None:
        """Give the interface back, to the kernel's driver where it had it. Never raises."""
        with contextlib.suppress(*_BROKEN):
            usb.util.release_interface(self._device, self.face.number)
        if self._borrowed:
            self._borrowed = False
            with contextlib.suppress(*_BROKEN):
                self._device.attach_kernel_driver(self.face.number)
        with contextlib.suppress(*_BROKEN):
            usb.util.dispose_resources(self._device)

    @contextmanager
    def _edge(self) -> Iterator[None]:
        try:
            yield
        except _BROKEN as error:
            failure = _failure(self.name, error)
            trace.debug("%s %s", self.name, failure)
            raise failure from error


def open_usb(place: str, fits: Fits, backend: Any = None, prefers: int | None = None) -> UsbDevice:
    """The interface at `place` that `fits`, of several one of the class `prefers`. `LinkMissing`
    where there is none or are several such devices; nothing was sent to a device that does not fit
    but the questions every device is asked."""
    found = _found(place, backend)
    try:
        why = ""
        for face in preferred(_faces(found), prefers):
            said = fits(face)
            if not said:
                return UsbDevice(found, face, place)
            why = why or said
    except _BROKEN as error:
        raise _failure(place, error) from error
    raise LinkMissing(f"{place}: {why or 'the device has no interface for data'}")


def preferred(faces: Iterable[Face], kind: int | None) -> list[Face]:
    """Those of a class first, else in their order."""
    return sorted(faces, key=lambda face: face.kind[0] != kind)


def _found(place: str, backend: Any) -> Any:
    wanted = usb_place(place)
    if wanted is None:
        raise LinkMissing(f"{place}: no place on USB; write usb:2109:7638 or usb:1-1.3")
    try:
        devices = [each for each in _all(backend) if _is(each, wanted)]
    except usb.core.NoBackendError as error:
        raise LinkMissing(f"{place}: libusb is not installed; install libusb-1.0-0") from error
    except _BROKEN as error:
        raise _failure(place, error) from error
    if not devices:
        raise LinkMissing(f"{place}: no such device on USB; plug it in or correct its name")
    if len(devices) > 1:
        sockets = ", ".join(sorted(str(socket_of(each)) for each in devices))
        raise LinkMissing(f"{place}: several such devices; name one by its socket: {sockets}")
    return devices[0]


def _all(backend: Any) -> list[Any]:
    return list(usb.core.find(find_all=True, backend=backend or libusb()))


def _is(device: Any, wanted: UsbIds | UsbSocket) -> bool:
    if isinstance(wanted, UsbIds):
        return (device.idVendor, device.idProduct) == (wanted.vendor, wanted.product)
    return socket_of(device) == wanted


def socket_of(device: Any) -> UsbSocket:
    """Where it is plugged in."""
    return UsbSocket(int(device.bus or 0), tuple(map(int, device.port_numbers or ())))


@dataclass(frozen=True, slots=True)
class PluggedIn:
    """A device that is there, as `hall probe` lists it: both its names, and what it calls itself
    by the class of its first interface."""

    ids: UsbIds
    socket: UsbSocket


def plugged(backend: Any = None) -> list[PluggedIn]:
    """All devices in sockets; none where libusb is not installed or may not look."""
    try:
        there = _all(backend)
    except _BROKEN:
        return []
    seen = [PluggedIn(UsbIds(each.idVendor, each.idProduct), socket_of(each)) for each in there]
    return sorted((each for each in seen if each.socket.ports), key=lambda each: str(each.socket))


def _faces(device: Any) -> Iterator[Face]:
    """The interfaces of its configuration, with their first setting."""
    for each in _configuration(device):
        if each.bAlternateSetting:
            continue
        bulk = [end for end in each if end.bmAttributes & 3 == 2]
        inward = tuple(end.bEndpointAddress for end in bulk if end.bEndpointAddress & 0x80)
        outward = tuple(end.bEndpointAddress for end in bulk if not end.bEndpointAddress & 0x80)
        sizes = [end.wMaxPacketSize for end in bulk if end.bEndpointAddress & 0x80]
        kind = (each.bInterfaceClass, each.bInterfaceSubClass, each.bInterfaceProtocol)
        number = each.bInterfaceNumber
        packet = max(1, sizes[0] if sizes else 64)
        interrupts = tuple(end.bEndpointAddress for end in each if _interrupts(end))
        ids = (device.idVendor, device.idProduct)
        yield Face(*ids, number, kind, inward, outward, packet, interrupts)


def _interrupts(endpoint: Any) -> bool:
    return bool(endpoint.bmAttributes & 3 == 3 and endpoint.bEndpointAddress & 0x80)


def _configuration(device: Any) -> Any:
    try:
        return device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno is not None:
            raise
        device.set_configuration()  # pyusb's word for one that has none yet
        return device.get_active_configuration()


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))  # 0 would wait for ever


def _failure(name: str, error: BaseException) -> LinkError:
    """What pyusb raised, in the class that tells what to do about it."""
    number = getattr(error, "errno", None)
    if isinstance(error, usb.core.USBTimeoutError) or number == errno.ETIMEDOUT:
        return TransferSilent(f"{name}: the device does not answer on USB")
    if number == errno.EPIPE:
        return TransferStalled(f"{name}: the device refuses the transfer (stall)")
    if number == errno.EACCES:
        return LinkBusy(f"{name}: no permission; install the udev rule of deploy/udev")
    if number == errno.EBUSY:
        return LinkBusy(f"{name}: another program holds this device; end it")
    if number in _GONE:
        return LinkClosed(f"{name}: the device was unplugged")
    return LinkClosed(f"{name}: USB failed ({str(error) or type(error).__name__})")
