"""What a person sees of the keypad and the evaluator of one window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firmware_mocks.ff68.habits import Parts
from firmware_mocks.firmware import CounterLook, EvaluatorLook, KeyCap, KeypadLook

_PAD = (
    KeyCap("呼叫", "call"),
    KeyCap("重呼", "recall"),
    KeyCap("评价", "evaluate"),
    KeyCap("暂停", "pause"),
    KeyCap("转移", "transfer"),
    KeyCap("弃号", "type 6 confirm"),
    KeyCap("取消", "cancel"),
    KeyCap("一米", "metre"),
)
_VOTER = (
    KeyCap("非常满意", "key 3", "green"),
    KeyCap("满意", "key 2", "blue"),
    KeyCap("基本满意", "key 1", "orange"),
    KeyCap("不满意", "key 0", "red"),
)


class CounterFault(StrEnum):
    """What is wrong with the device."""

    NONE = "ok"
    SILENT = "silent"  # neither hears nor speaks
    NOISE = "noise"  # garbage goes before all it sends
    NOACK = "noack"  # does not hear acknowledgements


class Ff68Look(CounterLook, frozen=True):
    """What else a person notices."""

    beeps: int = 0
    fault: str = CounterFault.NONE


@dataclass(slots=True)
class CounterGlass:
    """What the two devices show, and what they said."""

    waiting: str = ""
    ticket: str = ""
    stars: int = 0
    said: str = ""
    beeps: int = 0
    lit_until: float | None = None


def seen(glass: CounterGlass, parts: Parts, fault: CounterFault) -> Ff68Look:
    """Both devices, or the one that is connected."""
    keypad = KeypadLook(glass.waiting, glass.ticket, _PAD)
    evaluator = EvaluatorLook(glass.stars, glass.said, glass.lit_until is not None, _VOTER)
    return Ff68Look(
        keypad=keypad if parts is not Parts.EVALUATOR else None,
        evaluator=evaluator if parts is not Parts.KEYPAD else None,
        beeps=glass.beeps,
        fault=fault,
    )
