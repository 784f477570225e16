"""What hall.toml says of the screens at which staff clock in."""

from __future__ import annotations

from broker.domain.tables import HallTable, Key
from broker.domain.text.kinds import OwnName


class ClockInPost(HallTable, frozen=True):
    """`[[clock_ins]]` 打卡处: the screen beside a clock-in reader. It says what came of a finger,
    and takes staff number and PIN where a finger does not do."""

    id: Key
    reader: str
    name: OwnName = ""
