"""Whoever plays a part before a screen: until when, and what would not go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from firmware_mocks.rehearsal.channel import NotDone


@dataclass(kw_only=True)
class Actor:
    """Plays until `closing` is set; `troubles` are what a screen did not go along with."""

    closing: threading.Event = field(default_factory=threading.Event)
    troubles: list[str] = field(default_factory=list)

    def did(self, act: Callable[[], object], tries: int = 1) -> bool:
        """Whether it could be done; a screen that never goes along is remembered."""
        for left in reversed(range(tries)):
            try:
                act()
            except NotDone as error:
                self.gave_up(str(error), final=not left)
            else:
                return True
        return False

    def gave_up(self, why: str, *, final: bool) -> None:
        """It was not done; `final`: nor will it be tried again."""
        if final:
            self.troubles.append(why)
