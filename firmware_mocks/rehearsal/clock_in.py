"""The first to clock in: what the screen beside the reader says of whatever lies on the glass."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from broker.domain.clock_ins import ClockInPost
from broker.domain.hall import Member
from firmware_mocks.rehearsal.actor import Actor
from firmware_mocks.rehearsal.channel import NotDone
from firmware_mocks.rehearsal.opening import Opened, Say
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
    tell: Say

    def show(self, member: Member) -> None:
        """One after another; `member` has clocked in then."""
        self.did(self._rest)
        who = member.id
        self._lay("finger somebody", "未识别", "unknown", "a stranger touches the reader, in vain")
        self._lay(f"smudge {who}", "没有看清", "unclear", f"the finger of {who} is too dry")
        self._lay(f"finger {who}", "上午上班", "told", f"{who} clocks in")
        self._lay(f"finger {who}", "已打卡", "again", f"{who} touches again, which counts once")

    def _rest(self) -> None:
        self._read("请按指纹")
        self._shot("clock-in-idle")

    def _lay(self, finger: str, words: str, picture: str, sentence: str) -> None:
        """Lay a finger on the glass until the screen says something of it, and lift it."""
        found = self.hall.settings.hall.readers
        reader = next(each.line for each in found if each.id == self.post.reader)
        self.hall.bench.say(f"{reader}@1 {finger}")
        if self._read(words):
            self.tell(sentence)
        self.did(lambda: self._shot(f"clock-in-{picture}"))
        self.hall.bench.say(f"{reader}@1 lift")
        time.sleep(_LIFTED)

    def _read(self, words: str) -> bool:
        if waited(lambda: self._says(words)):
            return True
        self.gave_up(f"the clock-in screen does not say {words}", final=True)
        return False

    def _says(self, words: str) -> bool:
        time.sleep(_LOOK)
        try:
            return str(self.screen.read("headline-zh", "text")).startswith(words)
        except NotDone:
            return False

    def _shot(self, picture: str) -> None:
        self.screen.shot(self.pictures / f"{picture}.png")
