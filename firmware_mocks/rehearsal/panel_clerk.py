"""The clerk of one window who works with the panel on the screen, not with the keypad."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from broker.domain.hall import Member
from broker.wire.messages import WindowState, WindowStatus
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.opening import Opened
from firmware_mocks.rehearsal.patience import waited
from firmware_mocks.rehearsal.screen import Screen

_THINKING = 0.25  # seconds between two looks
_AGAIN = 2.5  # seconds until a key that nothing came of is pressed again
_TAKES = 1.6  # seconds a visit takes


@dataclass
class PanelClerk(Actor):
    """Signs in by touch, then presses Space: next, start, finish."""

    hall: Opened
    window: int
    member: Member
    screen: Screen
    pictures: Path
    _shown: set[str] = field(default_factory=set)

    def work(self) -> None:
        """Until the hall closes."""
        if not self.did(self._sign_in):
            return
        while not self.closing.wait(_THINKING):
            self.did(self._look)

    def pause(self) -> None:
        """Step away for a moment, the way the public is told."""
        self.screen.touch("pause")
        self._shot("panel-reasons")
        self.screen.touch("cancel")

    def _sign_in(self) -> None:
        waited(lambda: self.member.id in self.hall.onlooker.on_duty)
        self._shot("panel-sign-in")
        self.screen.touch("staff-number-input")
        self.screen.type(self.member.id)
        self.screen.touch("pin-input")
        self.screen.type(self.hall.pins[self.member.id])
        self.screen.touch("sign-in")
        self.screen.see("main")
        self._shot("panel-free")

    def _look(self) -> None:
        state = self.hall.onlooker.windows[self.window]
        match state.status:
            case WindowStatus.OPEN if self._somebody_waits():
                self._step(state)
            case WindowStatus.CALLED:
                self._once("panel-called")
                self._step(state)
            case WindowStatus.SERVING:
                self._once("panel-serving")
                self.closing.wait(_TAKES)
                self._step(state)
            case _:
                pass

    def _step(self, before: WindowState) -> None:
        """Press Space, and look what came of it before it is pressed again."""
        self.screen.press("Space")
        windows = self.hall.onlooker.windows
        until = time.monotonic() + _AGAIN
        while windows[self.window] == before and time.monotonic() < until:
            self.closing.wait(_THINKING)

    def _somebody_waits(self) -> bool:
        queues = self.hall.onlooker.queues
        window = self.hall.settings.hall.window(self.window)
        return window is not None and any(queues[key].waiting for key in window.queues)

    def _once(self, picture: str) -> None:
        if picture not in self._shown:
            self._shown.add(picture)
            self._shot(picture)

    def _shot(self, picture: str) -> None:
        self.screen.shot(self.pictures / f"{picture}.png")
