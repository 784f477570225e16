"""From the text in hall.toml to an open wire."""

from __future__ import annotations

from broker.domain.checking.usb_places import is_usb
from broker.domain.errors import LinkMissing
from broker.link.base import ByteLink
from broker.link.printer_file import PrinterFile, is_printer_file
from broker.link.serialport import SerialLink
from broker.link.tcp import TcpLink


def open_link(place: str, baud: int) -> ByteLink:
    """Open `place`: a serial device path, a printer's `/dev/usb/lp0`, `tcp:HOST:PORT`,
    `HOST:PORT`, or `usb:…` (`usb_places`).

    `baud` counts for serial ports only. Raises a `LinkError` that says who must act.
    """
    if "/" in place and is_printer_file(place):
        return PrinterFile(place)
    if place.startswith(("/", ".")):
        return SerialLink(place, baud)
    if is_usb(place):
        from broker.link.usb_stream import open_usb_stream  # few halls have one; pyusb costs 20 ms

        return open_usb_stream(place)
    host, colon, port = place.removeprefix("tcp:").rpartition(":")
    if colon and port.isascii() and port.isdigit():
        return TcpLink(host.removeprefix("[").removesuffix("]"), int(port))  # as IPv6 is written
    if "/" in place:
        return SerialLink(place, baud)
    raise LinkMissing(f"{place}: neither a device path nor HOST:PORT")
