"""Lines, ports, addresses and drivers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from broker.domain.checking.ports import BAUDS, is_host, misplaced, one_spelling
from broker.domain.checking.problem import Installed, KeyPath, Problem
from broker.domain.hall import Hall
from broker.domain.inventory import DeviceKind
from broker.domain.machinery import BrokerTable


def addresses(hall: Hall) -> Iterator[Problem]:
    """Two devices at one address of one line would answer at once."""
    first: dict[tuple[str, int], str] = {}
    for table in ("displays", "evaluators", "keypads"):
        for index, post in enumerate(getattr(hall, table)):
            key = (post.line, post.address)
            if key in first:
                yield Problem(
                    (table, index, "address"),
                    f"{first[key]} already has address {post.address} of line {post.line!r}",
                    "set another address here and on the device",
                )
            first.setdefault(key, f"{table}[{index}]")


def ports(hall: Hall) -> Iterator[Problem]:
    """Each port is a device, a network address, a place on USB, or tty/NAME of the run directory;
    none twice."""
    first: dict[str, int] = {}
    for index, line in enumerate(hall.lines):
        path: KeyPath = ("lines", index, "port")
        trouble = misplaced(line.port)
        if trouble:
            yield Problem(path, *trouble)
            continue
        other = first.setdefault(one_spelling(line.port), index)
        if other != index:
            taken = hall.lines[other].port
            said = f"{line.port!r} is already the port of lines[{other}]"
            spelt = f", which spells it {taken!r}" if taken != line.port else ""
            yield Problem(path, said + spelt, "give every entry of [[lines]] its own port")


def broker(hall: Hall) -> Iterator[Problem]:
    """Where a broker of another machine is said to be, one can be."""
    host = hall.broker.host
    if host and not (is_host(host) or is_host(f"[{host}]")):
        remedy = "write a name or an address, like 192.168.1.5"
        yield Problem(("broker", "host"), f"no host can be called {host!r}", remedy)
    if host and not hall.broker.port:
        said = f"the port of the broker at {host} is missing"
        yield Problem(("broker", "port"), said, "write port = 8883")
    yield from _in_the_network(hall.broker)


def _in_the_network(table: BrokerTable) -> Iterator[Problem]:
    """A broker of our own that other machines come to can be found by them."""
    for index, address in enumerate(table.addresses):
        if not (is_host(address) or is_host(f"[{address}]")):
            remedy = "write a name or an address of this machine, like 192.168.1.5"
            problem = f"no host can be called {address!r}"
            yield Problem(("broker", "addresses", index), problem, remedy)
    if table.addresses and table.host:
        said = f"the broker is at {table.host}, so this machine has none that others could find"
        yield Problem(("broker", "addresses"), said, "leave out host or addresses")
    elif table.addresses and not table.port:
        said = "other machines are told once where the broker is, and its port is another each time"
        yield Problem(("broker", "port"), said, "write port = 8883")


def twins(hall: Hall, installed: Installed) -> Iterator[Problem]:
    """No two names of devices lead to one port of this machine."""
    first: dict[tuple[str, str], str] = {}  # by wing: each has ports of its own
    for index, line in enumerate(hall.lines):
        name = one_spelling(line.port) if misplaced(line.port) is None else ""
        if not name.startswith("/"):
            continue
        other = first.setdefault((line.at, installed.device(name)), name)
        if other != name:
            yield Problem(
                ("lines", index, "port"),
                f"{line.port!r} is another name of {other!r}, which is a line already",
                "give every entry of [[lines]] its own port",
            )


def speeds(hall: Hall) -> Iterator[Problem]:
    """Each speed is one that serial ports have."""
    for index, line in enumerate(hall.lines):
        if line.baud is not None and line.baud not in BAUDS:
            nearest = min(BAUDS, key=lambda baud: abs(baud - (line.baud or 0)))
            said = f"no serial port has a speed of {line.baud} baud"
            yield Problem(("lines", index, "baud"), said, f"did you mean {nearest}?")


def glasses(hall: Hall, installed: Installed) -> Iterator[Problem]:
    """Each sign has a size that its card can have."""
    makes = {line.id: line.driver for line in hall.lines}
    for index, sign in enumerate(hall.displays):
        for axis, dots in (("width", sign.width), ("height", sign.height)):
            why = installed.unlit(makes[sign.line], axis, dots) if sign.line in makes else ""
            if why:
                yield Problem(("displays", index, axis), why, "write the size of the sign in dots")


def _kinds(hall: Hall) -> dict[str, list[tuple[DeviceKind, str]]]:
    """What hangs on each line, with the table that says so."""
    found: dict[str, list[tuple[DeviceKind, str]]] = defaultdict(list)
    for kind, table, key in HANGS:
        for index, post in enumerate(getattr(hall, table)):
            line = getattr(post, key)
            if line:
                found[line].append((kind, f"{table}[{index}]"))
    return found


def far_lines(hall: Hall) -> Iterator[Problem]:
    """What hangs in a wing is served there, and its machine can find the hall. A kiosk and a guide
    desk look after their own lines, wherever they stand."""
    kinds = _kinds(hall)
    for index, line in enumerate(hall.lines):
        own = next((place for kind, place in kinds.get(line.id, ()) if kind not in SERVED), None)
        if line.at and own is not None:
            problem = f"{own} looks after this line itself, wherever it stands"
            yield Problem(("lines", index, "at"), problem, "leave at out")
        elif line.at and not (hall.broker.addresses or hall.broker.host):
            problem = f"the machine of wing {line.at!r} cannot find the hall's broker"
            remedy = 'write addresses = ["192.168.1.5"] and port = 8883'
            yield Problem(("broker", "addresses"), problem, remedy)
            return


SERVED = (DeviceKind.DISPLAY, DeviceKind.EVALUATOR, DeviceKind.KEYPAD, DeviceKind.READER)

HANGS = (
    (DeviceKind.DISPLAY, "displays", "line"),
    (DeviceKind.EVALUATOR, "evaluators", "line"),
    (DeviceKind.KEYPAD, "keypads", "line"),
    (DeviceKind.READER, "readers", "line"),
    (DeviceKind.PRINTER, "kiosks", "line"),
    (DeviceKind.CARD_READER, "kiosks", "card_line"),
    (DeviceKind.SCANNER, "kiosks", "scanner_line"),
    (DeviceKind.PRINTER, "guide_desks", "line"),
)


def lines(hall: Hall) -> Iterator[Problem]:
    """Each line carries devices, all of one kind."""
    kinds = _kinds(hall)
    for index, line in enumerate(hall.lines):
        users = kinds.get(line.id, [])
        if not users:
            yield Problem(
                ("lines", index),
                f"no device hangs on the line {line.id!r}",
                "remove it, or name it at a device",
                warning=True,
                unused=True,
            )
        others = [table for kind, table in users if _bus(kind) is not _bus(users[0][0])]
        if others:
            yield Problem(
                ("lines", index),
                f"{users[0][1]} and {others[0]} are of different kinds and share {line.id!r}",
                "give each kind of device a line of its own",
            )


def _bus(kind: DeviceKind) -> DeviceKind:
    """The devices of a counter are of one make and share a wire."""
    return DeviceKind.EVALUATOR if kind is DeviceKind.KEYPAD else kind


def drivers(hall: Hall, installed: Installed) -> Iterator[Problem]:
    """Each line's driver is installed, and fits the kind of device that hangs on it."""
    kinds = _kinds(hall)
    for index, line in enumerate(hall.lines):
        for kind in sorted({kind for kind, _ in kinds.get(line.id, [])}):
            absent = f"no {kind} driver {line.driver!r} is installed"
            trouble = installed.unfit[kind].get(line.driver, absent)
            if trouble:
                fit = sorted(name for name, unfit in installed.unfit[kind].items() if not unfit)
                yield Problem(
                    ("lines", index, "driver"),
                    trouble,
                    f"use one of: {', '.join(fit) or 'none installed'}",
                )


def places(hall: Hall, installed: Installed) -> Iterator[Problem]:
    """Each device has an address that its make can have, alone and with its neighbours."""
    for index, line in enumerate(hall.lines):
        posts = list(_posts(hall, line.id))
        alone = [
            Problem((table, place, "address"), why, "set an address that this make can have")
            for kind, table, place, address in posts
            if (why := installed.refuses(kind, line.driver, (address,)))
        ]
        yield from alone
        if posts and not alone:
            why = installed.refuses(posts[0][0], line.driver, tuple(each[3] for each in posts))
            if why:
                yield Problem(("lines", index), why, "give its devices lines of their own")


def _posts(hall: Hall, line: str) -> Iterator[tuple[DeviceKind, str, int, int]]:
    """What has an address on a line: its kind, table, place in it, and address."""
    for kind, table, _ in HANGS[:3]:
        for place, post in enumerate(getattr(hall, table)):
            if post.line == line:
                yield kind, table, place, post.address
