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
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from broker.link.base import Noise
from broker.registry import Group, load, names
from broker.service.driver import OF_DRIVERS, Driver, driver
from firmware_mocks.firmware import Mock, Send

_HEX = re.compile(r"[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*")
_TOLD = ("name", "direction", "kind", "source")  # of a row, a section or the file
_FOLDERS = [Path(__file__).parents[1] / "vectors"]

DRIVERS = sorted({name for group in OF_DRIVERS for name in names(group)})
BYTES = [name for name in DRIVERS if driver(name).encode is not None]
"""The drivers whose devices are spoken to in bytes, not in events."""
MOCKS = names(Group.MOCK)


class Direction(StrEnum):
    """Which decoder a vector is for."""

    TO_DEVICE = "to-device"
    FROM_DEVICE = "from-device"
    BOTH = "both"

    @property
    def ways(self) -> tuple[bool, ...]:
        """`to_device` of each decoder that is meant."""
        match self:
            case Direction.TO_DEVICE:
                return (True,)
            case Direction.FROM_DEVICE:
                return (False,)
            case Direction.BOTH:
                return (True, False)


class Quality(StrEnum):
    """What a decoder must make of a vector: its `kind` in the file, good where none is given."""

    GOOD = "good"
    BAD = "bad"
    UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Vector:
    """One frame, or a few in a row, that our code did not make."""

    name: str
    data: bytes
    direction: Direction
    quality: Quality


@cache
def installed(name: str) -> Driver:
    """A driver. One that is installed and cannot be loaded fails the suite."""
    return driver(name)


def of_kind(kind: type[Driver], *guests: Driver) -> list[Any]:
    """Parameters: every installed driver of a kind, and these of our own that lack much."""
    found = [each for each in map(installed, DRIVERS) if isinstance(each, kind)]
    return [pytest.param(each, id=each.name) for each in (*found, *guests)]


@cache
def simulated(name: str) -> Mock:
    """A simulated device, likewise."""
    mock: Mock = load(Group.MOCK, name)
    return mock


def understood(driver: Driver) -> bool:
    """Whether the simulated device of its name answers what its session writes: where a link of its
    own wraps that, it does not (`usb_wire` has it)."""
    if driver.encode is None or driver.probe is None:
        return driver.link is None
    device = simulated(driver.name).make(1, {})
    said = device.feed(driver.encode(driver.probe(1)), 0.0)
    decoder = driver.decoder(False)
    read = [
        value for each in said if isinstance(each, Send) for value in decoder.feed(each.data, 0.0)
    ]
    return bool(read) and not any(isinstance(value, Noise) for value in read)


def vectors(name: str, *qualities: Quality) -> list[Vector]:
    """The vectors of this name, of these qualities or all."""
    extra = os.environ.get("HALL_VECTORS")
    folders = [*_FOLDERS, *([Path(extra)] if extra else [])]
    files = [folder / f"{name}.json" for folder in folders]
    found = [vector for file in files if file.exists() for vector in _kept(file)]
    return [vector for vector in found if not qualities or vector.quality in qualities]


def read(file: Path) -> list[Vector]:
    """Every hex string of a file. A row says its `direction`, or the file's `directions` says it
    for all hex under a key; it, its section or the file says its `source`. `ValueError` where
    nobody does."""
    content = json.loads(file.read_text("utf-8"))
    by_key = content.get("directions", {}) if isinstance(content, dict) else {}
    return list(_found(content, by_key, {"name": file.stem}))


_kept = cache(read)


def _found(value: Any, by_key: dict[str, str], said: dict[str, str]) -> Iterator[Vector]:
    match value:
        case str() if _HEX.fullmatch(value):
            for what in ("direction", "source"):
                if not said.get(what):
                    raise ValueError(f"{said['name']}: {value} does not say its {what}")
            direction, kind = Direction(said["direction"]), Quality(said.get("kind", "good"))
            yield Vector(said["name"], bytes.fromhex(value), direction, kind)
        case dict():
            own = {key: value[key] for key in _TOLD if key in value}
            own |= {"name": value["what"]} if "what" in value else {}
            for key, inner in value.items():
                of_key = {"direction": by_key[key]} if key in by_key else {}
                yield from _found(inner, by_key, said | of_key | own)
        case list():
            for place, inner in enumerate(value):
                yield from _found(inner, by_key, said | {"name": f"{said['name']}[{place}]"})


def each_vector(quality: Quality) -> list[Any]:
    """Parameters: driver name, vector and direction, for all drivers."""
    return [
        pytest.param(name, vector, way, id=f"{name}-{vector.name}-{'to' if way else 'from'}")
        for name in BYTES
        for vector in vectors(name, quality)
        for way in vector.direction.ways
    ]
