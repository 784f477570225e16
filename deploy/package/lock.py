"""What of requirements.lock runs in a hall: the libraries that the suite asks for, and what those
ask for in turn. Pure, but for the metadata of what is installed in `.venv`, from the same lock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

Asks = Callable[[str], Iterable[str]]


class Locked(NamedTuple):
    """One library of the lock; the hashes are those of all its files, for any machine."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def line(self) -> str:
        """As pip reads it."""
        return " ".join((f"{self.name}=={self.version}", *(_option(each) for each in self.hashes)))


def _option(digest: str) -> str:
    return f"--hash=sha256:{digest}"


def locked(text: str) -> Mapping[str, Locked]:
    """The libraries of a lock, by their names. `ValueError` where one has no hash."""
    found: dict[str, Locked] = {}
    for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        if pin := _PIN.match(entry):
            name, hashes = canonicalize_name(pin["name"]), tuple(_HASH.findall(entry))
            if not hashes:
                raise ValueError(f"requirements.lock: {name} has no hash; make lock")
            found[name] = Locked(name, pin["version"], hashes)
    return found


def closure(roots: Iterable[str], asks: Asks) -> frozenset[str]:
    """The names of everything that the requirements `roots` bring along. `asks` tells what a
    library asks for."""
    seen: dict[tuple[str, str], None] = {}
    waiting = list(_wanted(roots, ""))
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen[each] = None
            waiting += _wanted(asks(each[0]), each[1])
    return frozenset(name for name, _ in seen)


def _wanted(requirements: Iterable[str], extra: str) -> Iterator[tuple[str, str]]:
    for each in map(Requirement, requirements):
        if each.marker is None or each.marker.evaluate({"extra": extra}):
            for wanted in ("", *sorted(each.extras)):
                yield canonicalize_name(each.name), wanted


def asked_by_installed(name: str) -> Iterable[str]:
    """What a library that is installed here asks for."""
    return metadata.requires(name) or ()
