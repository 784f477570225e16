"""A window's place on a desktop, written as X programs write it: `960x540+10+40`."""

from __future__ import annotations

import re
from typing import NamedTuple

from broker.domain.errors import ConfigError

_WRITTEN = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})(?:\+(\d{1,5})\+(\d{1,5}))?")


class Geometry(NamedTuple):
    """Pixels; `x` and `y` are the upper left corner of what is inside the frame."""

    width: int
    height: int
    x: int = 0
    y: int = 0

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first line below it."""
        return self.y + self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height}+{self.x}+{self.y}"


def geometry(text: str, said_by: str) -> Geometry:
    """Read one. `ConfigError`, naming `said_by`, where it is none."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        remedy = "write WIDTHxHEIGHT+X+Y in pixels, like 960x540+10+40"
        raise ConfigError(said_by, repr(text), "this is no place of a window", remedy)
    return Geometry(*(int(each) for each in match.groups("0")))
