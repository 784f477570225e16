"""How a screen is shown: what a line of the table of pages says. Pure."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from kiosk.ticket.pages.scene import Scene, Touchable


class Foot(Enum):
    """Which keys of the frame can be pressed."""

    ALL = "all"
    STAFF = "staff"  # they have their own, and read two languages
    HOME = "home"  # there is no way back from it
    NONE = "none"  # the page is left by its own key alone


class PageRow(Struct, frozen=True):
    """How a screen is shown."""

    make: Callable[[Any, Scene], Touchable]  # `row` has seen that it takes its screen
    foot: Foot
