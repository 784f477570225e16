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

    def did(self, act: Callable[[], object]) -> bool:
        """Whether it could be done; a screen that does not go along is remembered."""
        try:
            act()
        except NotDone as error:
            self.troubles.append(str(error))
            return False
        return True
