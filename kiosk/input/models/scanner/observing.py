"""What the installer learns of a scanner with one code held before it: `hall probe`. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from broker.domain.errors import DeviceNoAnswer
from broker.service.session import Action, Done, Failed
from kiosk.input.came import CodeRead

ASKS = (
    "请把任意一个码放到扫码器前（最长半分钟）。\n"
    "Hold any code before the scanner (half a minute at most)."
)
_WITHIN = 30.0


@dataclass(frozen=True, slots=True)
class AwaitCode:
    """Wait for one code."""


class AwaitingSession:
    """A conversation of one command."""

    def __init__(self) -> None:
        self._asked: AwaitCode | None = None
        self._until = 0.0

    def submit(self, command: AwaitCode, now: float) -> list[Action]:
        """From now on a code is waited for."""
        self._asked, self._until = command, now + _WITHIN
        return []

    def receive(self, reply: CodeRead, _now: float) -> list[Action]:
        """It reads, and is set as a kiosk wants it."""
        asked, self._asked = self._asked, None
        return [Done(asked, reply)] if asked is not None else []

    def tick(self, now: float) -> list[Action]:
        """Nobody held one there, or it ends its codes with nothing."""
        if self._asked is None or now < self._until:
            return []
        asked, self._asked = self._asked, None
        return [Failed(asked, DeviceNoAnswer("no whole code came; is Enter set behind each?"))]

    def next_wakeup(self) -> float | None:
        """When it is waited no longer."""
        return self._until if self._asked is not None else None
