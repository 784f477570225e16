"""A counter keypad and its evaluator at one address of the FF 68 bus, as in the field.

Written from docs/protocols/ff68.md. What the documents leave open is an option: how often the
evaluator repeats a choice nobody acknowledged, how long its keys stay lit, and whether unlit keys
are sent at all (they are, by default: the host must cope).
"""

from __future__ import annotations

from evaluator.models.ff68 import spec
from firmware_mocks.ff68.devices import CounterDevices
from firmware_mocks.ff68.habits import Habits, Parts
from firmware_mocks.firmware import DeviceKind, Hand, Mock
from firmware_mocks.firmware.options import number, one_of, refuse_unknown, whole

_OPTIONS = {
    "parts": "both | evaluator | keypad (default both)",
    "tries": "how often a choice is sent that nobody acknowledges (default 3)",
    "every": "seconds between those (default 0.5)",
    "lit": "seconds the keys stay lit (default 60)",
    "unlit": "sent | dropped: what becomes of a key while unlit (default sent)",
}


def make(address: int, options: dict[str, str]) -> CounterDevices:
    """Build one. `ValueError` names an option that does not exist or does not fit."""
    refuse_unknown(options, _OPTIONS)
    usual = Habits()
    return CounterDevices(
        address,
        Habits(
            parts=one_of(options, "parts", usual.parts, {each.value: each for each in Parts}),
            tries=whole(options, "tries", usual.tries, 0, 1000),
            every=number(options, "every", usual.every),
            lit_seconds=number(options, "lit", usual.lit_seconds),
            unlit_keys=one_of(options, "unlit", "sent", {"sent": True, "dropped": False}),
        ),
    )


MOCK = Mock(
    name="ff68",
    title="Counter keypad and evaluator, FF 68 bus (键盘呼叫器与评价器)",
    kind=DeviceKind.EVALUATOR,
    baud=spec.BAUD,
    make=make,
    hands=(
        Hand("key 0|1|2|3", "the applicant presses: 不满意, 基本满意, 满意, 非常满意"),
        Hand("call", "the clerk calls the next number"),
        Hand("recall", "the clerk calls the same number again"),
        Hand("metre", "the one-metre key (一米)"),
        Hand("evaluate", "the clerk ends the visit and asks for a rating"),
        Hand("pause", "the clerk pauses or resumes"),
        Hand("transfer", "the clerk sends the citizen on"),
        Hand("cancel", "the clerk cancels what was typed"),
        Hand("type 6 confirm", "digits, then a key; 6 confirm gives the number up"),
        Hand("fault silent|noise|noack", "break it"),
        Hand("ok", "mend it"),
    ),
    options=_OPTIONS,
)
