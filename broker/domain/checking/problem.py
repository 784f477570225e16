"""What a check has found, and what it must be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from broker.domain.inventory import DeviceKind

KeyPath: TypeAlias = tuple[str | int, ...]  # of keys and places into hall.toml


def _nothing(_kind: DeviceKind, _driver: str, _addresses: tuple[int, ...]) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Installed:
    """The drivers there are. `unfit` has those of each kind by name, with why one cannot be used
    ("" where it can); `refuses` asks one why its devices cannot have these addresses on one wire.
    """

    unfit: Mapping[DeviceKind, Mapping[str, str]]
    refuses: Callable[[DeviceKind, str, tuple[int, ...]], str] = _nothing


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` leads into hall.toml (`("windows", 3, "zone")`).

    A warning does not keep the hall from opening.
    """

    path: KeyPath
    problem: str
    remedy: str
    warning: bool = False
