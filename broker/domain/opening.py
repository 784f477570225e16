"""What hall.toml says of when the hall is open."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

ClockTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]


class Opening(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[hours]`: when the hall gives numbers. Weekdays 1 Monday … 7 Sunday; holidays and the days
    worked in their place as the State Council says, but for what the hall's own table says."""

    weekdays: tuple[Annotated[int, Meta(ge=1, le=7)], ...]
    sessions: tuple[tuple[ClockTime, ClockTime], ...]
    official_holidays: bool = True
    closed_days: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
