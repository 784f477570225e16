"""What a check has found, and what it must be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from broker.domain.inventory import DeviceKind

KeyPath: TypeAlias = tuple[str | int, ...]  # of keys and places into hall.toml


def _nothing(_kind: DeviceKind, _driver: str, _addresses: tuple[int, ...]) -> str:
    return ""


def _any_glass(_driver: str, _axis: str, _dots: int) -> str:
    return ""


def _itself(port: str) -> str:
    return port


@dataclass(frozen=True, slots=True)
class Installed:
    """The drivers there are, and the devices. `unfit` has the drivers of each kind by name, with
    why one cannot be used ("" where it can); `refuses` asks one why its devices cannot have these
    addresses on one wire, `unlit` why a sign cannot have this `width` or `height` in dots. `device`
    tells which device stands behind the name of one: `/dev/serial/by-id/…` leads to a
    `/dev/ttyUSB0`.
    """

    unfit: Mapping[DeviceKind, Mapping[str, str]]
    refuses: Callable[[DeviceKind, str, tuple[int, ...]], str] = _nothing
    unlit: Callable[[str, str, int], str] = _any_glass
    device: Callable[[str], str] = _itself


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` leads into hall.toml (`("windows", 3, "zone")`).

    A warning does not keep the hall from opening. `unused` marks the warning that nothing comes
    to something: beside errors it says nothing, for whoever misspelt a name finds both.
    """

    path: KeyPath
    problem: str
    remedy: str
    warning: bool = False
    unused: bool = False
