"""Which machines have joined a hall: a list of their clients for each, kept beside the keys.

The first client of a machine is its spokesman: settings are told to that one. A client is on one
machine; where it joins from another, the former has it no more.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec

from broker.service.whole_file import write_whole

_FILE = "machines.json"

Machine = tuple[str, ...]


def machines(keys: Path) -> tuple[Machine, ...]:
    """Each, the first that joined first. None where the list cannot be read: it is made anew by the
    next that joins."""
    try:
        return msgspec.json.decode((keys / _FILE).read_bytes(), type=tuple[Machine, ...])
    except (OSError, msgspec.MsgspecError):
        return ()


def elsewhere(keys: Path) -> frozenset[str]:
    """Every client that is on a machine of its own."""
    return frozenset(name for each in machines(keys) for name in each)


def joined(keys: Path, clients: Machine) -> None:
    """Note that these clients are a machine now. Raises `OSError`."""
    _write(keys, (*_without(machines(keys), clients), clients))


def left(keys: Path, clients: Collection[str]) -> None:
    """Note that these are on no machine elsewhere any more. Raises `OSError`."""
    if machines(keys):
        _write(keys, _without(machines(keys), clients))


def _without(found: tuple[Machine, ...], clients: Collection[str]) -> tuple[Machine, ...]:
    kept = (tuple(name for name in each if name not in clients) for each in found)
    return tuple(each for each in kept if each)


def _write(keys: Path, found: tuple[Machine, ...]) -> None:
    write_whole(keys / _FILE, msgspec.json.encode(found))
