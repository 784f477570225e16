"""Files and folders that hall.toml names: whether anything could be there. Pure: none is opened."""

from __future__ import annotations

from collections.abc import Iterator

from broker.domain.checking.ports import Trouble, unseen_in
from broker.domain.checking.problem import Problem
from broker.domain.hall import Hall

_MOST = 4095  # bytes of a path, by Linux's PATH_MAX


def named(hall: Hall) -> Iterator[Problem]:
    """The catalogue, the place of the copies, the file of the heads."""
    catalogue, backup = hall.catalogue.file, hall.backup
    if not catalogue.strip():
        yield Problem(("catalogue", "file"), "this is empty", "write the file's name")
    elif trouble := _trouble(catalogue):
        yield Problem(("catalogue", "file"), *trouble)
    for key, name in (("place", backup.place), ("heads", backup.heads)):
        if trouble := _trouble(name):
            yield Problem(("backup", key), *trouble)


def _trouble(name: str) -> Trouble | None:
    if unseen := unseen_in(name):
        return unseen
    if len(name.encode()) > _MOST:
        return f"no place has {len(name)} characters", "write a shorter path"
    if name == "~" or name.startswith("~/"):
        return f"{name!r} is not replaced by a home directory", "write the whole path"
    return None
