"""What may stand behind `evdev:`: which input device is meant. Pure: nothing is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCHEME = "evdev:"
_IDS = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_FOLDER = "/dev/input/"


@dataclass(frozen=True, slots=True)
class InputPlace:
    """A node by its `path`, or a device by its `ids` (vendor and product), or by its `name`."""

    path: str = ""
    ids: tuple[int, int] | None = None
    name: str = ""


def is_input(place: str) -> bool:
    """Whether an input device is meant, well or badly written."""
    return place.startswith(_SCHEME)


def input_place(place: str) -> InputPlace | None:
    """Which one is meant; None where none can be."""
    if place.startswith(_FOLDER):
        return InputPlace(path=place)
    if not is_input(place):
        return None
    rest = place.removeprefix(_SCHEME)
    if found := _IDS.fullmatch(rest):
        return InputPlace(ids=(int(found[1], 16), int(found[2], 16)))
    if rest.startswith(_FOLDER):
        return InputPlace(path=rest)
    spoilt = not rest.strip() or rest.startswith(("usb:", "/"))
    return None if spoilt else InputPlace(name=rest)
