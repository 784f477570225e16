"""Notices to the public (通知): what the hall hangs up, each for its days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from broker.domain.tables import HallTable


class NoticesFile(HallTable, frozen=True):
    """`[notices]`: a table of notices beside hall.toml; "" where the hall has none."""

    file: str = ""


class Notice(Struct, frozen=True):
    """One notice, from the day `first` to the day `last`. What has no English says its Chinese."""

    first: date
    last: date
    title: str
    text: str
    title_en: str
    text_en: str


def hanging(notices: Iterable[Notice], day: date) -> tuple[Notice, ...]:
    """Those of this day, the newest first; of one day as they stand in the table."""
    valid = [each for each in notices if each.first <= day <= each.last]
    return tuple(sorted(valid, key=lambda each: -each.first.toordinal()))
