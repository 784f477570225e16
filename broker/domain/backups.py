"""Backups of the ledger: what hall.toml says of them, how they are named, which may go. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=0, le=1200)]

_WHEN = r"-([0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6})"
_NAME = re.compile(rf"ledger{_WHEN}\.db(?:\.gz)?|secrets{_WHEN}\.sealed")
_STAMP = "%Y-%m-%d-%H%M%S"
_Bucket: TypeAlias = Callable[[datetime], object]


class BackupRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[backup]`: where copies of the ledger go, and how many stay: the newest of each of the last
    `days`, `weeks` and `months` that have one. `heads` is the file in which each night's head of
    the ledger is kept. Without a `place` copies lie in a folder beside the run directory.
    `passphrase` is the file, beside hall.toml, with what keys and other secrets are sealed by: they
    are in no copy without."""

    place: str = ""
    heads: str = ""
    passphrase: str = ""
    days: Annotated[int, Meta(ge=1, le=1200)] = 14
    weeks: Count = 8
    months: Count = 24


def name_at(moment: datetime) -> str:
    """The name of a copy that is made at this moment of the hall's own time."""
    return f"ledger-{moment:{_STAMP}}.db.gz"


def secrets_at(moment: datetime) -> str:
    """The name of a sealed copy of the hall's secrets that is made at this moment."""
    return f"secrets-{moment:{_STAMP}}.sealed"


def made_at(name: str) -> datetime | None:
    """The hall's own time in a name; None where it is no name of a copy."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1] or found[2], _STAMP) if found else None  # noqa: DTZ007  # of the hall
    except ValueError:
        return None


def surplus(names: Iterable[str], now: datetime, rules: BackupRules) -> list[str]:
    """Which copies may go, at the hall's own time `now`, oldest first.

    Days, weeks and months without a copy do not count, so a hall that was closed for a summer
    keeps what it had, and so does one whose clock is years ahead for a night. What was named by a
    clock ahead of `now` stays, and takes no other's place. Files of other names are not ours.
    Copies of the ledger and of the secrets are counted each for themselves.
    """
    told = list(names)
    kinds = ("ledger-", "secrets-")
    return [name for kind in kinds for name in _surplus(told, kind, now, rules)]


def _surplus(names: Iterable[str], kind: str, now: datetime, rules: BackupRules) -> Iterator[str]:
    moment = now.replace(tzinfo=None)
    ours = (name for name in names if name.startswith(kind))
    made = [(at, name) for name in ours if (at := made_at(name)) is not None and at <= moment]
    made.sort(reverse=True)
    kept = {
        name
        for bucket, most in (
            (_day, rules.days),
            (_week, rules.weeks),
            (_month, rules.months),
        )
        for name in _newest_of_each(made, bucket, most)
    }
    return (name for _, name in reversed(made) if name not in kept)


def _newest_of_each(
    made: Iterable[tuple[datetime, str]], bucket: _Bucket, most: int
) -> Iterator[str]:
    seen = set[object]()
    for at, name in made:
        if len(seen) == most:
            return
        if bucket(at) not in seen:
            seen.add(bucket(at))
            yield name


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month
