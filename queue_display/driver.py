"""What the displays' service needs of a maker's protocol beyond what every driver has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from broker.domain.errors import DeviceError
from broker.registry import Group
from broker.service.driver import Driver
from queue_display.glass import Glass, GlassProfile, Motion, Sign, Strip


@dataclass(frozen=True, kw_only=True)
class SignDriver(Driver):
    """A driver of signs. Its commands are frozen values with an `address`; its session answers
    with the very command it was given.

    - `profile` is what the glass can show: fonts, columns, inks.
    - `show(address, sign)` is the command that makes a sign show exactly this; a newer one for
      the same address takes the place of one that waits.

    Abilities:

    - `probe(address)` is asked regularly, to notice a sign that died or woke up.
    - `light(address)` is the command that switches the glass on.
    - `forgot(reply, sign)` says of the answer to a probe: the sign does not show this picture (its
      power was cut, or it shows another: see `Sign.edition`) or is dark, and must be shown again.
      A sign without `probe` or without `forgot` is drawn anew once a minute instead.
    - `lacks_font(error)` says of a refusal: the card has not the fonts the sign asked for; it is
      then given those that every card has (`profile.sure`), and not asked for any
      (`Sign.own_fonts`).
    """

    group: ClassVar[Group | None] = Group.DISPLAY

    show: Callable[[int, Sign], Any]
    profile: GlassProfile
    light: Callable[[int], Any] | None = None
    forgot: Callable[[Any, Sign], bool] | None = None
    lacks_font: Callable[[DeviceError], bool] | None = None

    def unlit(self, axis: str, dots: int) -> str:
        """Whole columns, and as high as the lowest font."""
        column, least = self.profile.column, min(self.profile.sizes)
        if axis == "width" and dots % column:
            near = max(column, dots // column * column)
            return f"{dots} is no multiple of {column} dots, as {near} and {near + column} are"
        if axis == "height" and dots < least:
            return f"{dots} dots are lower than its lowest font of {least}"
        return ""

    def trial(self, address: int) -> list[Any]:
        """With a short text, and the light."""
        size = min(self.profile.sizes)
        row = Strip(0, size, "A012", size, self.profile.inks[0], Motion.STILL)
        sign = Sign(Glass(8 * size * self.profile.column, size), (row,))
        light = [self.light(address)] if self.light is not None else []
        return [*super().trial(address), *light, self.show(address, sign)]
