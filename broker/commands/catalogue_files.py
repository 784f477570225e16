"""Where a hall's catalogue lies, and how it is replaced."""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from broker.catalogue import kept_file
from broker.catalogue.findings import COLUMNS, CatalogueFinding
from broker.catalogue.kept_file import KeptCatalogue
from broker.catalogue.tables import harmless
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.service.whole_file import HALF, write_whole
from broker.settings import read_hall
from broker.settings.catalogue_file import SUFFIX

NAME = "catalogue.jsonl"
KEPT = 10  # catalogues that were replaced, beside the last of them
_READABLE = 0o644  # the roles that read it may be another user's
_IMPORT = "make one with `hall catalogue import`"


class HallPlace(NamedTuple):
    """A hall, its folder, and the catalogue file that an import writes there. `named`: hall.toml
    names it already."""

    hall: Hall
    folder: Path
    file: Path
    named: bool


def place(hall_toml: Path) -> HallPlace:
    """Where everything is. Raises `ConfigError`."""
    hall = read_hall(hall_toml)
    named = Path(hall.catalogue.file)
    own = named.suffix == SUFFIX
    return HallPlace(hall, hall_toml.parent, hall_toml.parent / (named if own else NAME), own)


def there(where: HallPlace) -> KeptCatalogue | None:
    """The catalogue there is; None before the first import."""
    try:
        return kept_file.read(where.file)
    except FileNotFoundError:
        return None


def needed(where: HallPlace) -> KeptCatalogue:
    """The same. Raises `ConfigError` where there is none."""
    found = there(where)
    if found is None:
        problem = "there is no imported catalogue"
        raise ConfigError(str(where.file), "the whole file", problem, _IMPORT)
    return found


@contextmanager
def alone(where: HallPlace) -> Iterator[None]:
    """No other import reads or replaces the catalogue of this folder meanwhile: one that came
    between would be lost, and nobody would know. Raises `ConfigError` where one is under way."""
    folder = os.open(where.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(folder)
        problem, remedy = "another import is under way", "begin again when that one is through"
        raise ConfigError(str(where.file), "the whole file", problem, remedy) from error
    try:
        yield
    finally:
        os.close(folder)


def swap(where: HallPlace, data: bytes) -> None:
    """Put `data` in its place, whole or not at all; what was there is kept as `….before`, and what
    lay there so far under the time it was put there."""
    try:
        before = where.file.read_bytes()
    except FileNotFoundError:
        before = b""
    if before:
        last = where.file.with_name(f"{where.file.name}.before")
        _put_by(last)
        write_whole(last, before, _READABLE)
    write_whole(where.file, data, _READABLE)
    _clear(last=where.file.with_name(f"{where.file.name}.before"))


def _clear(last: Path) -> None:
    """Keep the newest of those that were put by; and sweep halves that a power cut left: nobody
    else writes here now (`alone`)."""
    folder, name = last.parent, last.name.removesuffix(".before")
    kept = sorted(folder.glob(f"{last.name}-*"))
    halves = (*folder.glob(f"{name}{HALF}-*"), *folder.glob(f"{Path(name).stem}{HALF}-*"))
    for each in (*kept[:-KEPT], *halves):
        each.unlink(missing_ok=True)


def _put_by(last: Path) -> None:
    """Make room for the one that is replaced now."""
    if last.exists():
        since = datetime.fromtimestamp(last.stat().st_mtime, UTC)
        last.replace(last.with_name(f"{last.name}-{since:%Y%m%dT%H%M%S.%fZ}"))


def report(file: Path, found: Sequence[CatalogueFinding]) -> None:
    """All that was found, as a table that office programs open as it is. Raises `OSError`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in each.row()] for each in found)
    file.write_bytes(out.getvalue().encode("utf-8-sig", "replace"))
