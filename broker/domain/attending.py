"""What hall.toml says of the punches of its staff."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.opening import ClockTime


class Attendance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[attendance]`: the punches of a day, in and out of each session, and what more mean."""

    punches: tuple[ClockTime, ...] = ("08:20", "11:30", "13:20", "17:00")
    same_punch_seconds: Annotated[float, Meta(ge=0, le=3600)] = 60.0
    again_minutes: Annotated[float, Meta(ge=0, le=60)] = 10.0
    leave_minutes: Annotated[float, Meta(ge=0, le=240)] = 30.0
    corrections: Annotated[int, Meta(ge=0, le=100)] = 3  # of one person a month
    correction_days: Annotated[int, Meta(ge=0, le=62)] = 5  # so long afterwards, at most
    leader_leave_days: Annotated[int, Meta(ge=0, le=366)] = 1  # what a duty leader may grant
    vacant_minutes: Annotated[float, Meta(ge=0, le=1440)] = 15.0  # on duty, and at no window
    consent_text: Annotated[str, Meta(max_length=32)] = ""  # the version that staff sign now
    keep_days: Annotated[int, Meta(ge=0, le=36500)] = 730  # punches of who left; wage records: 2 a
