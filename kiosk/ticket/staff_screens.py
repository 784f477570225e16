"""The screens of the staff corner, as frozen values. Pure."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from kiosk.words import NOTHING, Wording


class ProgramEnd(Enum):
    """How staff want the program to end."""

    RESTART = "restart"  # it is started anew at once
    DESKTOP = "desktop"  # it stays away until somebody starts it


class Trial(Enum):
    """What came of trying the printer."""

    NONE = "none"  # it was not tried
    GOING_ON = "going-on"
    WELL = "well"
    FAILED = "failed"


class ForStaff(Struct, frozen=True):
    """Base: a screen of the staff corner."""


class StaffDoor(ForStaff, frozen=True):
    """Who wants into the staff corner says a number, then a PIN (`asks_pin`), of which `shown` has
    a dot for each digit. `asks`: the ledger compares just now."""

    shown: str = ""
    asks_pin: bool = False
    refused: Wording = NOTHING
    asks: bool = False


class StaffCorner(ForStaff, frozen=True):
    """For staff: how the kiosk is, and whether its printer prints when it is `tried`."""

    tried: Trial = Trial.NONE


class StaffEnd(ForStaff, frozen=True):
    """Whether the program is really to end."""

    ending: ProgramEnd


StaffScreen = StaffDoor | StaffCorner | StaffEnd
