"""What one table of hall.toml promises another.

The shape of each table is checked when it is read; this finds what only shows when they are seen
together. Pure: all problems come back as values, and whoever called says in which line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from broker.domain.catalogue import Item
from broker.domain.checking import rules, serving, tables, wiring
from broker.domain.checking.problem import Installed, KeyPath, Problem
from broker.domain.hall import Hall

__all__ = ["Installed", "KeyPath", "Problem", "check"]

Check: TypeAlias = Callable[[Hall], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    tables.present,
    tables.unique,
    tables.references,
    tables.desks_and_kiosks,
    tables.programs,
    tables.window_queues,
    rules.hours,
    rules.rates,
    rules.attendance,
    rules.kiosk_rules,
    rules.staff,
    rules.guides,
    serving.queues,
    serving.departments,
    serving.posts,
    wiring.ports,
    wiring.lines,
    wiring.addresses,
)


def check(hall: Hall, items: tuple[Item, ...], installed: Installed | None) -> tuple[Problem, ...]:
    """Every problem of the hall. `installed` None: drivers are not looked at."""
    found = [problem for each in CHECKS for problem in each(hall)]
    found.extend(serving.reached(hall, items))
    if installed is not None:
        found.extend(wiring.drivers(hall, installed))
        found.extend(wiring.places(hall, installed))
    return tuple(found)
