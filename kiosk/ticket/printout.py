"""What became of a sheet, or of a second slip, that a visitor wanted on paper. Pure."""

from __future__ import annotations

from enum import Enum


class Printout(Enum):
    """How far the paper is that a list was to be printed on."""

    NONE = "none"  # nobody has asked for it
    PRINTING = "printing"
    NOT_NOW = "not-now"  # another is being printed, or there were many
    OUT = "out"
    LOST = "lost"  # it did not come out, or nobody knows


class NoSlip(Enum):
    """Why there is no second slip of a number."""

    NONE = "none"  # there is one, or nobody asked for it
    LOST = "lost"  # it did not come out, or nobody knows
    BUSY = "busy"  # another is being printed
    OFTEN = "often"  # there were as many of this number as there may be
    SAVED = "saved"  # there were many of all numbers: the roll is for new ones
