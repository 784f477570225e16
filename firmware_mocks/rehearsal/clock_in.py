"""The first to clock in: what the screen beside the reader says of whatever lies on the glass."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from broker.domain.clock_ins import ClockInPost
from broker.domain.hall import Member
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.channel import NotDone
from firmware_mocks.rehearsal.opening import Opened
from firmware_mocks.rehearsal.patience import waited
from firmware_mocks.rehearsal.screen import Screen

_LIFTED = 0.5  # seconds: the reader must see the glass empty in between
_LOOK = 0.1  # seconds between two looks


@dataclass
class FirstPunches(Actor):
    """A stranger, a finger that is too dry, and somebody who touches the reader twice."""

    hall: Opened
    post: ClockInPost
    screen: Screen
    pictures: Path

    def show(self, member: Member) -> None:
        """One after another; `member` has clocked in then."""
        self.did(self._rest)
        self._lay("finger somebody", "未识别", "clock-in-unknown")
        self._lay(f"smudge {member.id}", "没有看清", "clock-in-unclear")
        self._lay(f"finger {member.id}", "上午上班", "clock-in-told")
        self._lay(f"finger {member.id}", "已打卡", "clock-in-again")

    def _rest(self) -> None:
        self._read("请按指纹")
        self._shot("clock-in-idle")

    def _lay(self, finger: str, words: str, picture: str) -> None:
        """Lay a finger on the glass until the screen says something of it, and lift it."""
        found = self.hall.settings.hall.readers
        reader = next(each.line for each in found if each.id == self.post.reader)
        self.hall.bench.say(f"{reader}@1 {finger}")
        self._read(words)
        self.did(lambda: self._shot(picture))
        self.hall.bench.say(f"{reader}@1 lift")
        time.sleep(_LIFTED)

    def _read(self, words: str) -> None:
        if not waited(lambda: self._says(words)):
            self.gave_up(f"the clock-in screen does not say {words}", final=True)

    def _says(self, words: str) -> bool:
        time.sleep(_LOOK)
        try:
            return str(self.screen.read("headline-zh", "text")).startswith(words)
        except NotDone:
            return False

    def _shot(self, picture: str) -> None:
        self.screen.shot(self.pictures / f"{picture}.png")
