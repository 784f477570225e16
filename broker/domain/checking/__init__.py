"""What one table of hall.toml promises another.

The shape of each table is checked when it is read; this finds what only shows when they are seen
together. Pure: all problems come back as values, and whoever called says in which line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from broker.domain.catalogue import Item
from broker.domain.checking import folders, plan, published, rules, serving, slips, tables, wiring
from broker.domain.checking.problem import Installed, KeyPath, Problem
from broker.domain.hall import Hall

__all__ = ["Installed", "KeyPath", "Problem", "check"]

Check: TypeAlias = Callable[[Hall], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    tables.present,
    tables.unique,
    tables.references,
    tables.desks_and_kiosks,
    tables.clock_ins,
    tables.programs,
    tables.window_queues,
    folders.named,
    rules.hours,
    rules.rates,
    rules.attendance,
    rules.kiosk_rules,
    rules.staff,
    rules.on_duty,
    rules.guides,
    plan.ground,
    plan.zones,
    plan.spots,
    plan.kiosks,
    slips.public_url,
    published.groups,
    published.names,
    serving.queues,
    serving.asking,
    serving.departments,
    serving.posts,
    serving.cards,
    wiring.broker,
    wiring.ports,
    wiring.speeds,
    wiring.lines,
    wiring.far_lines,
    wiring.addresses,
)


def check(
    hall: Hall, items: tuple[Item, ...] | None, installed: Installed | None
) -> tuple[Problem, ...]:
    """Every problem of the hall. `items` None: the catalogue could not be read whole, and is not
    looked at; `installed` None: drivers are not.

    Where there are errors, nobody is told what is not used: mostly it is what was misspelt.
    """
    found = [problem for each in CHECKS for problem in each(hall)]
    if items is not None:
        found.extend(serving.reached(hall, items))
    if installed is not None:
        found.extend(wiring.drivers(hall, installed))
        found.extend(wiring.twins(hall, installed))
        found.extend(wiring.places(hall, installed))
        found.extend(wiring.glasses(hall, installed))
    wrong = any(not problem.warning for problem in found)
    return tuple(problem for problem in found if not (wrong and problem.unused))
