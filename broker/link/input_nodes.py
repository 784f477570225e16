"""Which input devices this machine has, and whether this user may read them: for whoever installs
a scanner. Nothing is grabbed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

FOLDER = Path("/dev/input")


class InputNode(NamedTuple):
    """A node that gives keys, the `place` that hall.toml would name it by, and its own name."""

    path: str
    place: str
    name: str


def nodes(folder: Path = FOLDER) -> list[Path]:
    """All nodes, of mice and buttons as well."""
    return sorted(folder.glob("event*"))


def readable(folder: Path = FOLDER) -> bool:
    """Whether this user may read input devices; where none is there, nobody knows, and it is so."""
    there = nodes(folder)
    return not there or any(os.access(each, os.R_OK) for each in there)


def typing(folder: Path = FOLDER) -> Iterator[InputNode]:
    """Those that have an Enter key, of those that may be read."""
    from evdev import InputDevice, ecodes  # where no scanner is, nobody needs it

    for path in nodes(folder):
        try:
            device = InputDevice(path, readonly=True)
        except OSError:
            continue  # somebody else's, or just gone
        with closing(device):
            if ecodes.KEY_ENTER in device.capabilities().get(ecodes.EV_KEY, ()):
                ids = f"{device.info.vendor:04x}:{device.info.product:04x}"
                place = f"evdev:usb:{ids}" if device.info.vendor else f"evdev:{device.name}"
                yield InputNode(str(path), place, device.name)
