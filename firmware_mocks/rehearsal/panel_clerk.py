"""The clerk of one window who works with the panel on the screen, not with the keypad."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from broker.domain.hall import Member
from broker.wire.messages import WindowStatus
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.channel import Channel
from firmware_mocks.rehearsal.opening import Opened

_THINKING = 0.25  # seconds between two looks
_TAKES = 1.6  # seconds a visit takes


@dataclass
class PanelClerk(Actor):
    """Signs in by touch, then presses Space: next, start, finish."""

    hall: Opened
    window: int
    member: Member
    screen: Channel
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
        self.screen.ask("touch pause")
        self._shot("panel-reasons")
        self.screen.ask("touch cancel")

    def _sign_in(self) -> None:
        self.hall.onlooker.until(lambda: self.member.id in self.hall.onlooker.on_duty, 20.0)
        self._shot("panel-sign-in")
        for words in (
            "touch staff-number-input",
            f"type {self.member.id}",
            "touch pin-input",
            f"type {self.member.pin}",
            "touch sign-in",
            "wait main 8",
        ):
            self.screen.ask(words, 12.0)
        self._shot("panel-free")

    def _look(self) -> None:
        state = self.hall.onlooker.windows[self.window]
        match state.status:
            case WindowStatus.OPEN if self._somebody_waits():
                self.screen.ask("key Space")
            case WindowStatus.CALLED:
                self._once("panel-called")
                self.screen.ask("key Space")
            case WindowStatus.SERVING:
                self._once("panel-serving")
                self.closing.wait(_TAKES)
                self.screen.ask("key Space")
            case _:
                pass
        time.sleep(_THINKING)

    def _somebody_waits(self) -> bool:
        queues = self.hall.onlooker.queues
        window = self.hall.settings.hall.window(self.window)
        return window is not None and any(queues[key].waiting for key in window.queues)

    def _once(self, picture: str) -> None:
        if picture not in self._shown:
            self._shown.add(picture)
            self._shot(picture)

    def _shot(self, picture: str) -> None:
        self.screen.ask(f"shot {self.pictures / f'{picture}.png'}", 12.0)
