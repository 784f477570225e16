"""What staff are told when a sign does not work."""

from __future__ import annotations

from enum import Enum, auto

from broker.domain.alerts import Sentences


class SignTrouble(Enum):
    """Why a sign does not show what it should."""

    SILENT = auto()
    REFUSED = auto()
    CUT = auto()  # its port is gone
    ADDRESS = auto()  # its make can have no such address


ALERTS = {
    SignTrouble.SILENT: Sentences("显示屏没有应答，请检查电源和接线", "the sign failed: {why}"),
    SignTrouble.REFUSED: Sentences("显示屏拒绝显示（{why}）", "the sign failed: {why}"),
    SignTrouble.ADDRESS: Sentences(
        "显示屏没有启用，请改正 hall.toml 中的地址（{why}）",
        "the sign is left out, correct its address in hall.toml: {why}",
    ),
    SignTrouble.CUT: Sentences("显示屏的端口不可用（{why}）", "the sign's port is gone: {why}"),
}
