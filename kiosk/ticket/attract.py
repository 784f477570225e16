"""When pictures stand over the home page, and which: while nobody is there. Pure.

Nothing is kept of it: whoever touches the glass, or lays a card down, has done something, and the
pictures are gone until a kiosk that nobody has touched was left alone for long enough again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broker.domain.kiosks import Attract
    from kiosk.ticket.navigation import Navigation


class AttractTime:
    """Since when this kiosk is left alone."""

    def __init__(self, rules: Attract, navigation: Navigation) -> None:
        self._after = rules.after_seconds
        self._navigation = navigation

    def since(self, now: float) -> float | None:
        """The second at which pictures came, or None: somebody is there, or was until just now."""
        alone = self._navigation.alone_since
        if alone is None or now < alone + self._after:
            return None
        return alone + self._after


class AttractPictures:
    """The pictures, by their addresses, each for `each_seconds`."""

    def __init__(self, addresses: Iterable[str], each_seconds: float) -> None:
        self._addresses = tuple(addresses)
        self._each = each_seconds

    def shown(self, since: float | None, now: float) -> str:
        """The one to show now; "" where none is."""
        if since is None or not self._addresses:
            return ""
        return self._addresses[int((now - since) / self._each) % len(self._addresses)]
