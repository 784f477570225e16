"""A simulated Onbon BX-5K font card with its LED glass."""

from __future__ import annotations

from firmware_mocks.firmware import Firmware, Hand, Mock
from firmware_mocks.onbon.card import Card
from firmware_mocks.onbon.memory import Build

_COLOURS = {"red": 1, "three": 3}
_OPTIONS = {
    "width": "dots across, a multiple of 8 (128)",
    "height": "dots down (32)",
    "colour": "red or three (three)",
    "fonts": "heights of the fonts in the card (16,24,32)",
    "areas": "how many dynamic areas its memory holds (8)",
    "programs": "stored programs (P000)",
    "delay": "seconds of work before an answer (0.004)",
}


def make(address: int, options: dict[str, str]) -> Firmware:
    """A card at `address`. `ValueError` names an option that does not exist or does not fit."""
    unknown = sorted(set(options) - set(_OPTIONS))
    if unknown:
        raise ValueError(f"no option {unknown[0]}; there are {', '.join(_OPTIONS)}")
    build = Build(
        width=_number(options, "width", 128, 16, 2048),
        height=_number(options, "height", 32, 16, 512),
        colours=_colours(options.get("colour", "three")),
        fonts=_fonts(options.get("fonts", "16,24,32")),
        most_areas=_number(options, "areas", 8, 1, 255),
        programs=_programs(options.get("programs", "P000")),
        delay=_seconds(options.get("delay", "0.004")),
    )
    if build.width % 8:
        raise ValueError(f"width {build.width}: LED modules are a multiple of 8 dots wide")
    return Card(address, build)


def _number(options: dict[str, str], name: str, usual: int, least: int, most: int) -> int:
    text = options.get(name, str(usual))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ValueError(f"{name} {text}: a whole number from {least} to {most}")
    return int(text)


def _colours(text: str) -> int:
    if text not in _COLOURS:
        raise ValueError(f"colour {text}: red or three")
    return _COLOURS[text]


def _fonts(text: str) -> frozenset[int]:
    known = {"16": 16, "24": 24, "32": 32}
    wanted = text.split(",")
    if not set(wanted) <= set(known):
        raise ValueError(f"fonts {text}: some of 16,24,32")
    return frozenset(known[each] for each in wanted)


def _programs(text: str) -> tuple[str, ...]:
    names = tuple(text.split(",")) if text else ()
    if any(len(name) != 4 or not name.isascii() for name in names):
        raise ValueError(f"programs {text}: names of four characters, like P000")
    return names


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 60:
        raise ValueError(f"delay {text}: seconds from 0 to 60")
    return seconds


MOCK = Mock(
    name="onbon",
    title="Onbon BX-5K LED font card",
    baud=9600,
    make=make,
    hands=(
        Hand("fault silent", "hear nothing"),
        Hand("fault mute", "obey, and never answer"),
        Hand("fault busy", "answer every request with error 3"),
        Hand("fault nack [CODE]", "answer every request with this error, 5 by itself"),
        Hand("ok", "mend what was broken by hand"),
    ),
    options=_OPTIONS,
)
