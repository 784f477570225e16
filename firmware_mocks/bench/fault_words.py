"""Faults of simulated devices in Chinese, as the bench shows them; their names are what is said."""

from __future__ import annotations

FAULT_WORDS = {
    "ok": "正常",
    "silent": "不应答",
    "mute": "照做不答",
    "busy": "忙",
    "nack": "拒绝",
    "noise": "杂波",
    "noack": "不确认",
    "heat": "过热",
    "garbage": "乱码",
    "badsum": "校验错",
    "short": "少字节",
    "dead": "无图像",
    "wrong": "应答错",
    "late": "迟答",
    "cut": "中断",
    "fewer": "少记录",
    "unreadable": "读不出",
    "unauthorised": "未授权",
    "self-test": "自检失败",
    "lifted": "卡拿走",
    "lost": "丢事件",
    "stuck": "卡键",
    "split": "分段",
    "duplicate": "重复",
    "slow": "慢",
}


def both(hand: str) -> str:
    """What is on the key of `fault silent`: Chinese first, and its name; the name alone of a device
    that brings faults of its own."""
    name = hand.removeprefix("fault ")
    chinese = FAULT_WORDS.get(name.split()[0])
    return f"{chinese} {name}" if chinese else name
