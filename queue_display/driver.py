"""What the displays' service needs of a maker's protocol beyond what every driver has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from broker.domain.errors import ConfigError, DeviceError
from broker.registry import Driver, driver
from queue_display.layout import Sign


@dataclass(frozen=True)
class SignDriver(Driver):
    """A driver of signs. `probe` is asked regularly, to notice a sign that died or woke up.

    Its commands are frozen values with an `address`; its session answers with the very command
    it was given.

    - `show(address, sign)` is the command that makes a sign show exactly this; a newer one for
      the same address takes the place of one that waits.
    - `light(address)` is the command that switches the glass on.
    - `forgot(reply, sign)` says of the answer to a probe: the sign lost its picture (its power
      was cut) or is dark, and must be shown again.
    - `lacks_font(error)` says of a refusal: the card has not the fonts the sign asked for; the
      16-dot font is the one every card has.
    """

    show: Callable[[int, Sign], Any]
    light: Callable[[int], Any]
    probe: Callable[[int], Any]
    forgot: Callable[[Any, Sign], bool]
    lacks_font: Callable[[DeviceError], bool]


def sign_driver(name: str) -> SignDriver:
    """The driver of this name. `ConfigError` where it is none, or not one for signs."""
    found = driver(name)
    if not isinstance(found, SignDriver):
        raise ConfigError("hall.toml", f"lines.driver = {name}", "drives no signs", "use onbon")
    return found
