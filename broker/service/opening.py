"""One try to open a port, on a thread that may wait for a name, a connection or a device."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from broker.domain.errors import LinkError
from broker.link.base import Link
from broker.link.edge import failed

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds until a port that does not open is said to be down, and still tried


class PortOpening:
    """`opener` is called once, by `run`. It ends with `link`, or with `error`.

    Whoever gives it up need not wait for its end: the link, should there be one, is closed by
    whichever of the two threads comes second.
    """

    def __init__(self, opener: Callable[[], Link[Any]], since: float) -> None:
        self._opener = opener
        self._guard = threading.Lock()
        self._given_up = False
        self.late_at: float | None = since + PATIENCE
        self.link: Link[Any] | None = None
        self.error: LinkError | None = None

    def run(self) -> PortOpening:
        """On a thread of its own: open, and return itself."""
        try:
            link = self._opener()
        except BaseException as error:  # noqa: BLE001  # untold, the port would never be opened again
            self.error = failed(error, "the port cannot be opened")
            return self
        with self._guard:
            self.link, given_up = link, self._given_up
        if given_up:
            close(link)
        return self

    def give_up(self) -> Link[Any] | None:
        """Nobody wants it any more. The link that is open already, for the caller to close."""
        with self._guard:
            self._given_up = True
            return self.link


def close(link: Link[Any]) -> None:
    """Close, whatever the link thinks of it; it may take its time."""
    try:
        link.close()
    except BaseException as error:  # noqa: BLE001  # closing one wire must not keep others open
        log.warning("%s", failed(error, f"{link.name} cannot be closed"))
