"""What became of a sheet that a visitor wanted on paper. Pure."""

from __future__ import annotations

from enum import Enum


class Printout(Enum):
    """How far the paper is that a list was to be printed on."""

    NONE = "none"  # nobody has asked for it
    PRINTING = "printing"
    NOT_NOW = "not-now"  # another is being printed, or there were many
    OUT = "out"
    LOST = "lost"  # it did not come out, or nobody knows
