"""Kept requests that the ledger cannot read: put aside beside their outbox, never let go of.

Whoever made a punch or a rating was told that it is recorded. One that is answered as unreadable
would be so for ever, and hold up all behind it; so it is a line of this file before it leaves the
outbox, for whoever can read it: staff, who are told of it, and a newer version's developers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from broker.domain.alerts import Sentences
from broker.service.whole_file import settle

_NAMED = 5  # of them in one sentence

_UNREADABLE = Sentences(
    "台账读不懂 {count} 条待发记录，没有登记：{which}。请值班长核对补记，再移走 {file}",
    "The ledger cannot read what waited for it, {count} in all, and it is not recorded: {which}."
    " Have the duty leader note what is missing, then move {file} away",
)


class _Line(msgspec.Struct):
    """What staff need to know of one, of whatever kind; all else stays in the file."""

    source: str = ""
    at: datetime | None = None
    staff: str = ""
    punched_at: datetime | None = None


class PutAside(NamedTuple):
    """The file beside the outbox in `outbox`."""

    outbox: Path

    @property
    def file(self) -> Path:
        """Where they lie, one request a line."""
        return self.outbox.with_name(f"{self.outbox.name}.unreadable")

    def add(self, bodies: Iterable[bytes]) -> None:
        """Have them on disk when this returns. Raises `OSError`. After a crash one may be there
        twice."""
        with self.file.open("ab") as file:
            file.writelines(body + b"\n" for body in bodies)
            file.flush()
            os.fsync(file.fileno())
        settle(self.file.parent)

    def told(self, zone: ZoneInfo) -> Sentences | None:
        """What staff are told of all that lie there; None where nothing does."""
        try:
            lines = dict.fromkeys(self.file.read_bytes().splitlines())
        except OSError:
            return None
        which = [_named(line, zone) for line in lines]
        more = "…" if len(which) > _NAMED else ""
        named = "; ".join(which[:_NAMED]) + more
        return _UNREADABLE.filled(count=len(which), file=self.file, which=named)


def _named(line: bytes, zone: ZoneInfo) -> str:
    """Whose it is, and of when."""
    try:
        read = msgspec.json.decode(line, type=_Line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "?"
    moment = read.punched_at or read.at
    when = "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{read.staff or read.source} {when}".strip()
