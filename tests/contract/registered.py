"""What the contract suite is run over: every driver and simulated device that is installed.

A driver of another package is in as soon as that package is installed. Its outside vectors are
found by its name: `tests/vectors/<name>.json` here, or in the folder $HALL_VECTORS.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from broker.registry import DRIVER_GROUPS, Driver, Group, driver, load, names
from firmware_mocks.firmware import Mock

_HEX = re.compile(r"[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*")
_FOLDERS = [Path(__file__).parents[1] / "vectors"]

DRIVERS = sorted(name for group in DRIVER_GROUPS for name in names(group))
MOCKS = names(Group.MOCK)


@dataclass(frozen=True)
class Vector:
    """One frame that our code did not make. `good` where a decoder should accept it."""

    name: str
    data: bytes
    good: bool


def installed(name: str) -> Driver:
    """A driver. One that is installed and cannot be loaded fails its tests."""
    return driver(name)


def simulated(name: str) -> Mock:
    """A simulated device, likewise."""
    mock: Mock = load(Group.MOCK, name)
    return mock


def vectors(name: str) -> list[Vector]:
    """Every hex string in the vector file of this name."""
    extra = os.environ.get("HALL_VECTORS")
    folders = [*_FOLDERS, *([Path(extra)] if extra else [])]
    files = [folder / f"{name}.json" for folder in folders]
    return [
        vector
        for file in files
        if file.exists()
        for vector in _found(name, json.loads(file.read_text("utf-8")), good=True)
    ]


def _found(name: str, value: Any, good: bool) -> Iterator[Vector]:
    match value:
        case str() if _HEX.fullmatch(value):
            yield Vector(name, bytes.fromhex(value), good)
        case dict():
            here = good and value.get("kind", "good") == "good"
            for key, inner in value.items():
                yield from _found(str(value.get("name", key)), inner, here)
        case list():
            for place, inner in enumerate(value):
                yield from _found(f"{name}[{place}]", inner, good)


def each_vector() -> list[Any]:
    """Parameters: driver name and vector, for all drivers."""
    return [
        pytest.param(name, vector, id=f"{name}-{vector.name}")
        for name in DRIVERS
        for vector in vectors(name)
    ]
