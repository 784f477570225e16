"""A screen with a film, as a frozen value; and it beside those for a code and for staff. Pure."""

from __future__ import annotations

from msgspec import Struct

from kiosk.ticket.code_screens import CodeScreen
from kiosk.ticket.staff_screens import StaffScreen


class SignFilm(Struct, frozen=True):
    """手语: the hall's own film in sign language."""


BesideScreen = CodeScreen | SignFilm | StaffScreen
