"""What became of a sheet that a visitor wanted on paper. Pure."""

from __future__ import annotations

from enum import Enum


class Printout(Enum):
    """How far the paper is that a list was to be printed on."""

    NONE = "none"  # nobody has asked for it
    PRINTING = "printing"
    OUT = "out"
    LOST = "lost"  # it did not come out, or nobody knows
