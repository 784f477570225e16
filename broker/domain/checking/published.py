"""What [catalogue] says of the groups that are shown, and of a bureau's own names."""

from __future__ import annotations

from collections.abc import Iterator

from broker.domain.checking.problem import Problem
from broker.domain.hall import Hall
from broker.domain.text.matching import normal


def groups(hall: Hall) -> Iterator[Problem]:
    """Each group is shown once."""
    named = hall.catalogue.groups
    for place, each in enumerate(named):
        if each in named[:place]:
            problem = f"{each.value!r} is named twice"
            yield Problem(("catalogue", "groups", place), problem, "name each group once")


def names(hall: Hall) -> Iterator[Problem]:
    """A bureau's own name is that of a department that is there."""
    known = {normal(name) for each in hall.departments for name in (each.id, each.name)}
    for name, department in hall.catalogue.departments.items():
        if normal(department) not in known:
            problem = f"there is no department {department!r}"
            yield Problem(
                ("catalogue", "departments", name),
                problem,
                "write the id of a [[departments]] entry",
            )
