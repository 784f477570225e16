"""Names that must be unique, and names that must exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker.domain.checking.problem import KeyPath, Problem
from broker.domain.hall import Hall


def present(hall: Hall) -> Iterator[Problem]:
    """A hall has at least one of each."""
    for table in ("zones", "departments", "queues", "windows"):
        if not getattr(hall, table):
            yield Problem((table,), "the hall has none", f"add at least one [[{table}]]")


def _twice(table: str, key: str, values: list[object]) -> Iterator[Problem]:
    """Equal values of `key` in a table's entries; what is not named (None, "") never counts."""
    first: dict[object, int] = {}
    for index, value in enumerate(values):
        if value is None or value == "":
            continue
        if value in first:
            yield Problem(
                (table, index, key),
                f"{value!r} is already the {key} of {table}[{first[value]}]",
                f"give every entry of [[{table}]] its own {key}",
            )
        first.setdefault(value, index)


def unique(hall: Hall) -> Iterator[Problem]:
    """No two entries share what tells them apart; one port or post takes one device."""
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
    ("displays", "window"),
    ("evaluators", "window"),
    ("keypads", "window"),
    ("readers", "id"),
    ("readers", "line"),
    ("kiosks", "id"),
    ("kiosks", "line"),
    ("kiosks", "card_line"),
    ("kiosks", "scanner_line"),
    ("guide_desks", "id"),
    ("guide_desks", "line"),
    ("clock_ins", "id"),
)


def desks_and_kiosks(hall: Hall) -> Iterator[Problem]:
    """A guide desk and a kiosk share neither their name nor their printer: each is a process that
    owns its files and its port."""
    for key in ("id", "line"):
        taken = {getattr(each, key): index for index, each in enumerate(hall.kiosks)}
        for index, desk in enumerate(hall.guide_desks):
            value = getattr(desk, key)
            if value and value in taken:
                yield Problem(
                    ("guide_desks", index, key),
                    f"{value!r} is already the {key} of kiosks[{taken[value]}]",
                    f"give every kiosk and every guide desk its own {key}",
                )


def clock_ins(hall: Hall) -> Iterator[Problem]:
    """Nor is a clock-in screen named like one of them."""
    key = "id"
    for table in ("kiosks", "guide_desks"):
        taken = {each.id: index for index, each in enumerate(getattr(hall, table))}
        for index, post in enumerate(hall.clock_ins):
            if post.id in taken:
                yield Problem(
                    ("clock_ins", index, key),
                    f"{post.id!r} is already the {key} of {table}[{taken[post.id]}]",
                    "give every screen its own id",
                )


def programs(hall: Hall) -> Iterator[Problem]:
    """A kiosk, guide desk or clock-in screen is not named like another program of the hall: of two
    with one name each would push the other off the bus, again and again."""
    for table in ("kiosks", "guide_desks", "clock_ins"):
        for index, screen in enumerate(getattr(hall, table)):
            if PROGRAMS.fullmatch(screen.id):
                yield Problem(
                    (table, index, "id"),
                    f"a program of the hall is called {screen.id!r}",
                    "choose another name",
                )


PROGRAMS = re.compile(
    r"ledger|(displays|evaluators|clockin)(-.+)?|command|broker|(board|panel)-[0-9]+|enrolment-.+"
)


def _unknown(path: KeyPath, value: object, table: str) -> Problem:
    return Problem(
        path,
        f"there is no {value!r} in [[{table}]]",
        f"write one that exists, or add it to [[{table}]]",
    )


def references(hall: Hall) -> Iterator[Problem]:
    """Every name of another table's entry must be one."""
    for table, key, target, name in REFERENCES:
        known = {getattr(entry, name) for entry in getattr(hall, target)}
        for index, entry in enumerate(getattr(hall, table)):
            value = getattr(entry, key)
            if value not in known and (value or (table, key) not in OPTIONAL):
                yield _unknown((table, index, key), value, target)


REFERENCES = (
    ("queues", "department", "departments", "id"),
    ("windows", "zone", "zones", "id"),
    ("staff", "department", "departments", "id"),
    ("displays", "window", "windows", "number"),
    ("displays", "line", "lines", "id"),
    ("evaluators", "window", "windows", "number"),
    ("evaluators", "line", "lines", "id"),
    ("keypads", "window", "windows", "number"),
    ("keypads", "line", "lines", "id"),
    ("readers", "line", "lines", "id"),
    ("kiosks", "line", "lines", "id"),
    ("kiosks", "card_line", "lines", "id"),
    ("kiosks", "scanner_line", "lines", "id"),
    ("guide_desks", "line", "lines", "id"),
    ("clock_ins", "reader", "readers", "id"),
)
OPTIONAL = {  # a director belongs to no department, a desk or a kiosk may be without a device
    ("staff", "department"),
    ("queues", "department"),  # the guide queue: serving.asking
    ("kiosks", "card_line"),
    ("kiosks", "scanner_line"),
    ("guide_desks", "line"),
}


def window_queues(hall: Hall) -> Iterator[Problem]:
    """A window serves queues that exist, each once."""
    known = {queue.id for queue in hall.queues}
    for index, window in enumerate(hall.windows):
        for position, queue in enumerate(window.queues):
            path: KeyPath = ("windows", index, "queues", position)
            if queue not in known:
                yield _unknown(path, queue, "queues")
            if queue in window.queues[:position]:
                yield Problem(path, f"{queue!r} is named twice", "name it once")
