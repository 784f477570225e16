"""How one printer differs from another: the `--set` words of the mock."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kiosk.printing.models.escpos import spec

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
class Options:
    """The words of `OPTIONS`, understood. `speed` is infinite where nothing takes time."""

    columns: int = spec.COLUMNS_80
    speed: float = math.inf
    paper: float = 50000.0
    chinese: bool = True
    gs_r: bool = True
    clear: bool = True
    near_end_sensor: bool = True


def read(words: dict[str, str]) -> Options:
    """`ValueError` names the word that is not understood."""
    unknown = set(words) - set(OPTIONS)
    if unknown:
        raise ValueError(f"no option {', '.join(sorted(unknown))}; there are {', '.join(OPTIONS)}")
    speed = _number(words, "speed", 0.0)
    return Options(
        columns=_columns(words.get("width", "80")),
        speed=speed or math.inf,
        paper=_number(words, "paper", 50000.0),
        chinese=_switch(words, "chinese"),
        gs_r=_switch(words, "gs-r"),
        clear=_switch(words, "clear"),
        near_end_sensor=_switch(words, "near-end-sensor"),
    )


def _columns(width: str) -> int:
    known = {"58": spec.COLUMNS_58, "80": spec.COLUMNS_80}
    if width not in known:
        raise ValueError(f"width is 58 or 80, not {width!r}")
    return known[width]


def _number(words: dict[str, str], name: str, default: float) -> float:
    value = float(words.get(name, default))
    if not 0 <= value < math.inf:
        raise ValueError(f"{name} is a number from 0, not {words[name]!r}")
    return value


def _switch(words: dict[str, str], name: str) -> bool:
    word = words.get(name, "on")
    if word not in ("on", "off"):
        raise ValueError(f"{name} is on or off, not {word!r}")
    return word == "on"
