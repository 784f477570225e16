"""What hall.toml says of the clerks' panels."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from broker.domain.tables import HallTable

Chord = Annotated[str, Meta(pattern=r"^((Ctrl|Alt|Shift|Super)\+)*([A-Z0-9]|F[1-9]|F1[0-2])\Z")]
"""A key and what is held with it: `Ctrl+Alt+N`, `F9`."""


class HotKey(StrEnum):
    """What can be pressed on a panel while another program has the keyboard."""

    MAIN = "main"  # 下一位 → 开始 → 办结
    RECALL = "recall"
    MISS = "miss"
    SHOW = "show"  # fold or unfold the panel


class PanelRules(HallTable, frozen=True):
    """`[panel]`: the clerks' panels. Where nobody presses anything for `lock_minutes` and nobody is
    being served, the panel asks for the PIN again; 0: never. `hot_keys` work while another program
    has the keyboard, where the desktop allows it."""

    lock_minutes: Annotated[float, Meta(ge=0, le=480)] = 15.0
    hot_keys: dict[HotKey, Chord] = field(default_factory=dict)
