"""What an authority has signed, and what it has taken back: openssl's `index.txt`. Pure.

A line has six fields, parted by tabs: V, R or E (valid, revoked, expired); when it ends; when it
was revoked and why, or nothing; its number; a file name that nobody uses; whose it is (openssl
ca(1), "FILES"). Times are UTC, `YYMMDDhhmmssZ` till 2049, with a year of four digits later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_FIELDS = 6
_TWO_DIGITS = len("YYMMDDhhmmssZ")


@dataclass(frozen=True, slots=True)
class Signed:
    """One certificate: its number, whose it is, until when, and since when it counts no more."""

    number: str
    name: str
    until: datetime
    revoked_at: datetime | None


def read_register(text: str) -> tuple[Signed, ...]:
    """Every line of an `index.txt`, the oldest first. `ValueError` for what is no such line."""
    return tuple(_signed(line) for line in text.splitlines() if line.strip())


def in_force(signed: Iterable[Signed], now: datetime) -> dict[str, Signed]:
    """The newest certificate of each name that counts now."""
    return {each.name: each for each in signed if each.revoked_at is None and now < each.until}


def written(moment: datetime) -> str:
    """A moment as openssl is told it, whatever the century: `YYYYMMDDhhmmssZ`."""
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%SZ}"


def _signed(line: str) -> Signed:
    fields = line.split("\t")
    if len(fields) != _FIELDS:
        raise ValueError(f"no line of a register: {line!r}")
    _, until, revoked, number, _, subject = fields
    revoked_at = _moment(revoked.partition(",")[0]) if revoked else None
    return Signed(number, subject.rpartition("/CN=")[2], _moment(until), revoked_at)


def _moment(text: str) -> datetime:
    form = "%y%m%d%H%M%SZ" if len(text) == _TWO_DIGITS else "%Y%m%d%H%M%SZ"
    return datetime.strptime(text, form).replace(tzinfo=UTC)
