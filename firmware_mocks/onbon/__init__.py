"""A simulated Onbon BX-5K font card with its LED glass."""

from __future__ import annotations

from typing import TypeVar

from firmware_mocks.firmware import DeviceKind, Firmware, Hand, Mock
from firmware_mocks.firmware.options import number, one_of, refuse_unknown, whole
from firmware_mocks.onbon.card import Card
from firmware_mocks.onbon.fonts import CHARSETS, SIZES, Fonts
from firmware_mocks.onbon.memory import Build

T = TypeVar("T")

_OPTIONS = {
    "width": "dots across, a multiple of 8 (128)",
    "height": "dots down (32)",
    "colour": "red or three (three)",
    "fonts": "heights of the fonts in the card (16,24,32)",
    "charsets": "characters they have: some of gb2312,gbk,unicode (gb2312,gbk)",
    "begins": "height of a text that asks for no font (16)",
    "areas": "how many dynamic areas its memory holds (8)",
    "programs": "stored programs (P000)",
    "delay": "seconds of work before an answer (0.004)",
}


def make(address: int, options: dict[str, str]) -> Firmware:
    """A card at `address`. `ValueError` names an option that does not exist or does not fit."""
    refuse_unknown(options, _OPTIONS)
    build = Build(
        width=whole(options, "width", 128, 16, 2048),
        height=whole(options, "height", 32, 16, 512),
        colours=one_of(options, "colour", "three", {"red": 1, "three": 3}),
        fonts=_fonts(options),
        most_areas=whole(options, "areas", 8, 1, 255),
        programs=_programs(options.get("programs", "P000")),
        delay=number(options, "delay", 0.004, 60.0),
    )
    if build.width % 8:
        raise ValueError(f"width {build.width}: LED modules are a multiple of 8 dots wide")
    return Card(address, build)


def _fonts(options: dict[str, str]) -> Fonts:
    heights = {str(size): size for size in SIZES.values()}
    sizes = _some_of(options, "fonts", "16,24,32", heights)
    charsets = _some_of(
        options, "charsets", "gb2312,gbk", {each: each for each in CHARSETS.values()}
    )
    begins = one_of(options, "begins", "16", heights)
    return Fonts(sizes, charsets, begins)


def _some_of(said: dict[str, str], name: str, usual: str, known: dict[str, T]) -> frozenset[T]:
    wanted = said.get(name, usual).split(",")
    if not set(wanted) <= set(known):
        raise ValueError(f"{name} {said[name]}: some of {','.join(known)}")
    return frozenset(known[each] for each in wanted)


def _programs(text: str) -> tuple[str, ...]:
    names = tuple(text.split(",")) if text else ()
    if any(len(name) != 4 or not name.isascii() for name in names):
        raise ValueError(f"programs {text}: names of four characters, like P000")
    return names


MOCK = Mock(
    name="onbon",
    title="Onbon BX-5K LED font card",
    kind=DeviceKind.DISPLAY,
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
