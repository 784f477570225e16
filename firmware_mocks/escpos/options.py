"""How one printer differs from another: the `--set` words of the mock."""

from __future__ import annotations

import math
from dataclasses import dataclass

from firmware_mocks.firmware.options import number, one_of, refuse_unknown
from kiosk.printing.models.escpos import spec

_ON = {"on": True, "off": False}
OPTIONS = {
    "width": "58 or 80: millimetres of the roll (default 80)",
    "speed": "millimetres of paper a second; 0: at once (default 0)",
    "paper": "millimetres on a full roll (default 50000)",
    "chinese": "on or off: reads high bytes as Chinese before anybody asks for it (default on)",
    "gs-r": "on or off: answers GS r, as good printers do (default on)",
    "clear": "on or off: knows DLE DC4 8, as good printers do (default on)",
    "near-end-sensor": "on or off (default on)",
}


@dataclass(frozen=True, slots=True)
class Model:
    """The words of `OPTIONS`, understood. `speed` is infinite where nothing takes time."""

    columns: int = spec.COLUMNS_80
    speed: float = math.inf
    paper: float = 50000.0
    chinese: bool = True
    gs_r: bool = True
    clear: bool = True
    near_end_sensor: bool = True


def read(words: dict[str, str]) -> Model:
    """`ValueError` names the word that is not understood."""
    refuse_unknown(words, OPTIONS)
    columns = {"58": spec.COLUMNS_58, "80": spec.COLUMNS_80}
    return Model(
        columns=one_of(words, "width", "80", columns),
        speed=number(words, "speed", 0.0) or math.inf,
        paper=number(words, "paper", 50000.0),
        chinese=one_of(words, "chinese", "on", _ON),
        gs_r=one_of(words, "gs-r", "on", _ON),
        clear=one_of(words, "clear", "on", _ON),
        near_end_sensor=one_of(words, "near-end-sensor", "on", _ON),
    )
