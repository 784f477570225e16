"""What hall.toml says of the screens at which staff clock in."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.text.kinds import OwnName


class ClockInPost(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[clock_ins]]` 打卡处: the screen beside a clock-in reader. It says what came of a finger,
    and takes staff number and PIN where a finger does not do."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,30}\Z")]
    reader: str
    name: OwnName = ""
