"""What one table of hall.toml promises another.

The shape of each table is checked when it is read; this finds what only shows when they are seen
together. Pure: all problems come back as values, and whoever called says in which line.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TypeAlias

from broker.domain.catalogue import Item
from broker.domain.hall import Hall, PriorityClass, Role

Path: TypeAlias = tuple[str | int, ...]


class DeviceKind(StrEnum):
    """What hangs on a line, named as the drivers' groups are."""

    DISPLAY = "display"
    EVALUATOR = "evaluator"
    READER = "fingerprint"
    PRINTER = "printer"


Installed: TypeAlias = Mapping[DeviceKind, Collection[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` leads into hall.toml (`("windows", 3, "zone")`).

    A warning does not keep the hall from opening.
    """

    path: Path
    problem: str
    remedy: str
    warning: bool = False


Check: TypeAlias = Callable[[Hall], Iterator[Problem]]


def check(hall: Hall, items: tuple[Item, ...], installed: Installed | None) -> tuple[Problem, ...]:
    """Every problem of the hall, in the order of the file's tables; `installed` None: drivers
    are not looked at."""
    found = [problem for each in CHECKS for problem in each(hall)]
    found.extend(_items(hall, items))
    if installed is not None:
        found.extend(_drivers(hall, installed))
    return tuple(found)


def _twice(table: str, key: str, values: list[object]) -> Iterator[Problem]:
    """Equal values of `key` in a table's entries; None never counts."""
    first: dict[object, int] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        if value in first:
            yield Problem(
                (table, index, key),
                f"{value!r} is already the {key} of {table}[{first[value]}]",
                f"give every entry of [[{table}]] its own {key}",
            )
        first.setdefault(value, index)


def _unique(hall: Hall) -> Iterator[Problem]:
    for table, key in UNIQUE:
        values = [getattr(entry, key) for entry in getattr(hall, table)]
        yield from _twice(table, key, values)


UNIQUE = (
    ("zones", "id"),
    ("departments", "id"),
    ("departments", "name"),
    ("queues", "id"),
    ("queues", "prefix"),
    ("windows", "number"),
    ("staff", "id"),
    ("staff", "slot"),
    ("lines", "id"),
    ("lines", "port"),
    ("displays", "window"),
    ("evaluators", "window"),
    ("readers", "id"),
    ("readers", "line"),
    ("kiosks", "id"),
    ("kiosks", "line"),
)


def _unknown(path: Path, value: object, table: str) -> Problem:
    return Problem(
        path,
        f"there is no {value!r} in [[{table}]]",
        f"write one that exists, or add it to [[{table}]]",
    )


def _references(hall: Hall) -> Iterator[Problem]:
    """Every name of another table's entry must be one."""
    for table, key, target, name in REFERENCES:
        known = {getattr(entry, name) for entry in getattr(hall, target)}
        for index, entry in enumerate(getattr(hall, table)):
            value = getattr(entry, key)
            if value != "" and value not in known:
                yield _unknown((table, index, key), value, target)


REFERENCES = (
    ("queues", "department", "departments", "id"),
    ("windows", "zone", "zones", "id"),
    ("staff", "department", "departments", "id"),
    ("displays", "window", "windows", "number"),
    ("displays", "line", "lines", "id"),
    ("evaluators", "window", "windows", "number"),
    ("evaluators", "line", "lines", "id"),
    ("readers", "line", "lines", "id"),
    ("kiosks", "line", "lines", "id"),
)


def _building(hall: Hall) -> Iterator[Problem]:
    for table in ("zones", "departments", "queues", "windows"):
        if not getattr(hall, table):
            yield Problem((table,), "the hall has none", f"add at least one [[{table}]]")


def _window_queues(hall: Hall) -> Iterator[Problem]:
    known = {queue.id for queue in hall.queues}
    for index, window in enumerate(hall.windows):
        for position, queue in enumerate(window.queues):
            path: Path = ("windows", index, "queues", position)
            if queue not in known:
                yield _unknown(path, queue, "queues")
            if queue in window.queues[:position]:
                yield Problem(path, f"{queue!r} is named twice", "name it once")


def _queues(hall: Hall) -> Iterator[Problem]:
    served = {queue for window in hall.windows for queue in window.queues}
    for index, queue in enumerate(hall.queues):
        if queue.id not in served:
            yield Problem(
                ("queues", index),
                f"no window serves the queue {queue.id!r}: its tickets would wait for ever",
                "name it in the queues of at least one window, or remove it",
            )
        if queue.department == "":
            yield Problem(("queues", index, "department"), "this is empty", "name a department")
        if any(not word.strip() for word in queue.match):
            yield Problem(
                ("queues", index, "match"),
                "an empty word is in every item's name",
                "remove it; a queue without `match` takes the remaining items",
            )


def _departments(hall: Hall) -> Iterator[Problem]:
    rest: dict[str, list[int]] = defaultdict(list)
    for index, queue in enumerate(hall.queues):
        if not queue.match:
            rest[queue.department].append(index)
    having = {queue.department for queue in hall.queues}
    for index, department in enumerate(hall.departments):
        if department.id not in having:
            yield Problem(
                ("departments", index),
                f"no queue belongs to {department.id!r}: nobody can take a number for it",
                "add a [[queues]] entry with this department, or remove the department",
            )
        for other in rest[department.id][1:]:
            yield Problem(
                ("queues", other, "match"),
                f"two queues of {department.id!r} are to take the remaining items",
                "give `match` words to all queues of a department but one",
            )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _hours(hall: Hall) -> Iterator[Problem]:
    if not hall.hours.weekdays:
        yield Problem(("hours", "weekdays"), "the hall never opens", "name the weekdays, 1 to 7")
    if not hall.hours.sessions:
        yield Problem(("hours", "sessions"), "the hall never opens", "name at least one session")
    if len(set(hall.hours.weekdays)) != len(hall.hours.weekdays):
        yield Problem(("hours", "weekdays"), "a day is named twice", "name each day once")
    before = hall.hall.day_cutoff * 60
    for index, (start, end) in enumerate(hall.hours.sessions):
        path: Path = ("hours", "sessions", index)
        if _minutes(end) <= _minutes(start):
            yield Problem(path, f"it ends at {end}, not after it starts at {start}", ORDER)
        if _minutes(start) < before:
            yield Problem(path, f"it starts at {start}, too early: {_before(index)}", ORDER)
        before = max(before, _minutes(end))


ORDER = 'write the sessions one after another, like [["08:30", "11:30"], ["13:30", "17:00"]]'


def _before(index: int) -> str:
    return "the session before it goes on" if index else "the business day has not begun"


def _attendance(hall: Hall) -> Iterator[Problem]:
    punches = [_minutes(punch) for punch in hall.attendance.punches]
    for index, (one, next_one) in enumerate(pairwise(punches), start=1):
        if next_one <= one:
            yield Problem(
                ("attendance", "punches", index),
                f"{hall.attendance.punches[index]} is not later than the punch before it",
                "write the punches of a day in their order",
            )


def _rates(hall: Hall) -> Iterator[Problem]:
    ordinary = hall.calling.rate(PriorityClass.ORDINARY)
    for group, rate in hall.calling.rates.items():
        if not math.isfinite(rate):
            yield Problem(("calling", "rates", group), "this is no number", "write one up to 100")
        elif rate < ordinary:
            yield Problem(
                ("calling", "rates", group),
                f"a rate of {rate:g} calls these citizens later than ordinary ones ({ordinary:g})",
                "write a rate of at least the ordinary one, if that is not what you want",
                warning=True,
            )


def _kiosk_rules(hall: Hall) -> Iterator[Problem]:
    if hall.kiosk.still_there_seconds >= hall.kiosk.idle_seconds:
        yield Problem(
            ("kiosk", "still_there_seconds"),
            f"the question lasts no less than the idle time of {hall.kiosk.idle_seconds:g} s",
            "make it shorter than idle_seconds",
        )


def _staff(hall: Hall) -> Iterator[Problem]:
    if not any(member.role is Role.DUTY_LEADER for member in hall.staff):
        yield Problem(
            ("staff",),
            "nobody is the duty leader, who records forgotten punches",
            'give one member of staff the role "duty-leader"',
            warning=True,
        )


def _addresses(hall: Hall) -> Iterator[Problem]:
    """Two devices at one address of one line would answer at once."""
    first: dict[tuple[str, int], str] = {}
    for table in ("displays", "evaluators"):
        for index, post in enumerate(getattr(hall, table)):
            key = (post.line, post.address)
            if key in first:
                yield Problem(
                    (table, index, "address"),
                    f"{first[key]} already has address {post.address} of line {post.line!r}",
                    "set another address here and on the device",
                )
            first.setdefault(key, f"{table}[{index}]")


def _ports(hall: Hall) -> Iterator[Problem]:
    for index, line in enumerate(hall.lines):
        path: Path = ("lines", index, "port")
        host, colon, port = line.port.removeprefix("tcp:").rpartition(":")
        if not line.port.strip():
            yield Problem(path, "this is empty", "name a device, tcp:HOST:PORT or tty/NAME")
        elif line.port.startswith("tcp:") and not (host and colon and _is_port(port)):
            yield Problem(path, f"{line.port!r} is no address", "write tcp:HOST:PORT")
        elif ".." in PurePosixPath(line.port).parts:
            yield Problem(path, "it leads out of the run directory", "write a name like tty/led-1")
        elif "\0" in line.port:
            yield Problem(path, "no file name holds a zero byte", "remove it")


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536


def _kinds(hall: Hall) -> dict[str, list[tuple[DeviceKind, str]]]:
    """What hangs on each line, with the table that says so."""
    found: dict[str, list[tuple[DeviceKind, str]]] = defaultdict(list)
    for kind, table in HANGS:
        for index, post in enumerate(getattr(hall, table)):
            found[post.line].append((kind, f"{table}[{index}]"))
    return found


HANGS = (
    (DeviceKind.DISPLAY, "displays"),
    (DeviceKind.EVALUATOR, "evaluators"),
    (DeviceKind.READER, "readers"),
    (DeviceKind.PRINTER, "kiosks"),
)


def _lines(hall: Hall) -> Iterator[Problem]:
    kinds = _kinds(hall)
    for index, line in enumerate(hall.lines):
        users = kinds.get(line.id, [])
        if not users:
            yield Problem(
                ("lines", index),
                f"no device hangs on the line {line.id!r}",
                "remove it, or name it at a device",
                warning=True,
            )
        others = [table for kind, table in users if kind is not users[0][0]]
        if others:
            yield Problem(
                ("lines", index),
                f"{users[0][1]} and {others[0]} are of different kinds and share {line.id!r}",
                "give each kind of device a line of its own",
            )


def _drivers(hall: Hall, installed: Installed) -> Iterator[Problem]:
    kinds = _kinds(hall)
    for index, line in enumerate(hall.lines):
        for kind in sorted({kind for kind, _ in kinds.get(line.id, [])}):
            if line.driver not in installed.get(kind, ()):
                known = ", ".join(sorted(installed.get(kind, ()))) or "none installed"
                yield Problem(
                    ("lines", index, "driver"),
                    f"no {kind} driver {line.driver!r} is installed",
                    f"use one of: {known}",
                )


def _posts(hall: Hall) -> Iterator[Problem]:
    """A window can work without its devices, but hardly on purpose."""
    for table, device in (("displays", "display"), ("evaluators", "evaluator")):
        having = {post.window for post in getattr(hall, table)}
        for index, window in enumerate(hall.windows):
            if window.number not in having:
                yield Problem(
                    ("windows", index),
                    f"window {window.number} has no {device}",
                    f"add it to [[{table}]], or leave it so",
                    warning=True,
                )


def _items(hall: Hall, items: tuple[Item, ...]) -> Iterator[Problem]:
    """Each department's items reach a queue, and each queue with `match` words gets some."""
    names = {department.id: index for index, department in enumerate(hall.departments)}
    lost: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if not item.queue:
            lost[item.department].append(item)
    for department, missing in lost.items():
        yield Problem(
            ("departments", names[department]),
            f"{len(missing)} items reach no queue, the first is {missing[0].name!r}",
            f"add a queue of {department!r} without `match`: it takes the remaining items",
        )
    taken = {item.queue for item in items}
    for index, queue in enumerate(hall.queues):
        if queue.match and queue.id not in taken:
            yield Problem(
                ("queues", index, "match"),
                "no item's name holds one of these words",
                "correct the words, or remove the queue",
                warning=True,
            )


CHECKS: tuple[Check, ...] = (
    _building,
    _unique,
    _references,
    _hours,
    _rates,
    _attendance,
    _kiosk_rules,
    _queues,
    _departments,
    _window_queues,
    _staff,
    _ports,
    _lines,
    _addresses,
    _posts,
)
