"""A kiosk that is left alone gives back what its visitors left in the machine's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtQuick import QQuickWindow

    from kiosk.qt.runner import QtRunner

    Since = Callable[[], float | None]

AFTER = 60.0  # seconds at home, untouched


class LeftAlone:
    """A `Part` of the loop: `act` is called once each time nobody has been there for so long.

    `since` tells the second since which nobody is there, or None; `act` is told it.
    """

    def __init__(self, since: Since, act: Callable[[float], None]) -> None:
        self._since = since
        self._act = act
        self._done: float | None = None  # what `act` was told last

    def next_wakeup(self) -> float | None:
        """When it will have been long enough."""
        since = self._since()
        return None if since is None or since == self._done else since + AFTER

    def tick(self, now: float) -> None:
        """Has it been?"""
        since = self._since()
        if since is not None and since != self._done and now >= since + AFTER:
            self._done = since
            self._act(since)


def watch(runner: QtRunner, since: Since, window: QQuickWindow) -> None:
    """From now on a kiosk that is left alone keeps home alone of its pages, and gives back what
    all others held."""
    from kiosk.qt.memory import give_back

    def act(alone: float) -> None:
        window.setProperty("leftAlone", alone)
        runner.post(give_back, window)  # Qt ends pages that are destroyed before it goes on

    runner.add(LeftAlone(since, act))
