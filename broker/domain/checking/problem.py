"""What a check has found, and what it must be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from broker.domain.inventory import DeviceKind

KeyPath: TypeAlias = tuple[str | int, ...]  # of keys and places into hall.toml
Installed: TypeAlias = Mapping[DeviceKind, Mapping[str, str]]
"""The drivers of each kind by name, with why one cannot be used; "" where it can."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` leads into hall.toml (`("windows", 3, "zone")`).

    A warning does not keep the hall from opening.
    """

    path: KeyPath
    problem: str
    remedy: str
    warning: bool = False
