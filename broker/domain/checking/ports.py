"""What may stand as `port` of a line, and when two of them are one. Pure: nothing is opened."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from pathlib import PurePosixPath

from broker.domain.checking.input_places import input_place, is_input
from broker.domain.checking.usb_places import is_usb, usb_place
from broker.domain.text.judging import first_hidden, flaw
from broker.domain.text.kinds import LONGEST_PLACE

BAUDS = (
    *(300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800),
    *(500_000, 576_000, 921_600, 1_000_000, 1_152_000, 1_500_000, 2_000_000, 2_500_000),
    *(3_000_000, 3_500_000, 4_000_000),
)  # of Linux's termios

_WINDOWS = re.compile(r"(?:\\\\\.\\)?COM[0-9]+:?", re.IGNORECASE)
_BARE = re.compile(r"(?:dev/)?(tty(?:S|USB|ACM|AMA|XRUSB|O|mxc)[0-9]+)")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_ADDRESS = "write tcp:HOST:PORT, like tcp:192.168.1.50:5005"
_PLACE = "name a device like /dev/ttyUSB0, tcp:HOST:PORT, usb:VENDOR:PRODUCT or tty/NAME"
_MOST = 253  # characters of a host name

Trouble = tuple[str, str]  # the problem and its remedy


def misplaced(port: str) -> Trouble | None:
    """Why nothing can be opened there, and what to write instead; None where something may."""
    return _unread(port) or _elsewhere(port)


def _unread(port: str) -> Trouble | None:
    if not port.strip():
        return "this is empty", _PLACE
    if unseen := unseen_in(port):
        return unseen
    if len(port) > LONGEST_PLACE:
        return f"no place has {len(port)} characters", _PLACE
    return None


def unseen_in(place: str) -> Trouble | None:
    """What nobody can see in a place of this machine: controls, what is not drawn, outer blanks."""
    if "\0" in place:
        return "no file name holds a zero byte", "remove it"
    if unseen := flaw(place) or first_hidden(place):
        return f"it holds {unseen}", "type it anew"
    if place != place.strip():
        return "it begins or ends with a blank", "remove it"
    return None


def _elsewhere(port: str) -> Trouble | None:
    if _WINDOWS.fullmatch(port):
        remedy = "write a device like /dev/ttyUSB0; `hall probe` lists them"
        return f"{port!r} is a port of Windows", remedy
    if bare := _BARE.fullmatch(port):
        return f"{port!r} would be a file of the run directory", f"write /dev/{bare[1]}"
    if is_usb(port):
        remedy = "write its IDs or its socket, usb:2109:7638 or usb:1-1.3; `hall probe` lists both"
        return None if usb_place(port) else (f"{port!r} is no place on USB", remedy)
    if is_input(port):
        remedy = "write evdev:usb:VENDOR:PRODUCT, evdev:NAME or a path below /dev/input"
        return None if input_place(port) else (f"{port!r} is no input device", remedy)
    if "://" in port:  # a library's spelling, `socket://` or `rfc2217://`
        return f"{port!r} is no address", _ADDRESS
    return _unreachable(port) if is_network(port) else _no_device(port)


def _no_device(port: str) -> Trouble | None:
    """A device has a folder of its own; the run directory itself is full of the hall's files."""
    match PurePosixPath(port).parts:
        case parts if ".." in parts:
            return "it leads out of the run directory", "write a name like tty/led-1"
        case ["/" | "//", "dev", _, *_] | ["tty", _]:
            return None
        case _:
            return f"{port!r} is no device", _PLACE


def is_network(place: str) -> bool:
    """Whether `broker.link.opening` takes it for HOST:PORT."""
    if is_usb(place) or is_input(place):
        return False
    return place.startswith("tcp:") or (":" in place and "/" not in place)


def _unreachable(place: str) -> Trouble | None:
    scheme, _, rest = place.partition(":")
    if scheme.lower() == "tcp" != scheme:
        return f"{place!r} is no address", f"write tcp:{rest}"
    host, colon, port = place.removeprefix("tcp:").rpartition(":")
    if not (host and colon and _is_port(port)):
        return f"{place!r} is no address", _ADDRESS
    if ":" in host and not (host.startswith("[") and host.endswith("]")):
        return f"{place!r} is no address", f"put an IPv6 address in brackets, like tcp:[::1]:{port}"
    return None if is_host(host) else (f"no host can be called {host!r}", _ADDRESS)


def is_host(host: str) -> bool:
    """Whether a machine can have this name or address; IPv6 stands in brackets. 0.0.0.0 is where
    somebody listens, and nobody's address."""
    try:
        if host.startswith("["):
            return host.endswith("]") and not IPv6Address(host[1:-1]).is_unspecified
        if host.rpartition(".")[2].isdigit():
            return not IPv4Address(host).is_unspecified
    except AddressValueError:
        return False
    labels = host.removesuffix(".").split(".")
    return len(host) <= _MOST and all(_LABEL.fullmatch(label) for label in labels)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536


def one_spelling(port: str) -> str:
    """A port as every spelling of it comes to: `./x` and `x`, `tcp:HOST:1` and `host:1`."""
    if on_usb := usb_place(port):
        return str(on_usb)
    if not is_network(port):
        return str(PurePosixPath(port))
    host, _, number = port.removeprefix("tcp:").lower().rpartition(":")
    if host.startswith("["):
        host = str(IPv6Address(host[1:-1]))
    return f"{host.removesuffix('.')}:{int(number)}"
