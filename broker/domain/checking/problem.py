"""What a check has found, and what it must be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class DeviceKind(StrEnum):
    """What hangs on a line, named as the drivers' groups are."""

    DISPLAY = "display"
    EVALUATOR = "evaluator"
    READER = "fingerprint"
    PRINTER = "printer"


Path: TypeAlias = tuple[str | int, ...]
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
