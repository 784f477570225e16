"""The picture of one sign: its window's newest state, as its card was found to show it. Pure.

What a card cannot do is learnt from what it answers and tried in steps: the fonts that are asked
for, then those it begins in; pictures numbered in turn, then not numbered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from broker.domain.errors import DeviceError
from broker.domain.hall import Display
from broker.wire.messages import WindowState
from queue_display.driver import SignDriver
from queue_display.glass import EDITIONS, Glass, GlassProfile, Sign
from queue_display.layout import render

_DOUBTS = 2  # looks in a row that find another picture than the card has acknowledged
_DISBELIEF = 4  # the same, after which its looks are no longer asked


class Drawing:
    """What a sign should show. `name` is what its window calls itself."""

    def __init__(self, display: Display, name: str, driver: SignDriver) -> None:
        self.sign: Sign | None = None
        self._address = display.address
        self._glass = Glass(display.width, display.height)
        self._name = name
        self._driver = driver
        self._own_fonts = False
        self._numbered = True
        self._doubts = 0

    def draw(self, state: WindowState) -> Any:
        """The command that shows it, in a shorter wording where the full one cannot be put into
        bytes. `ValueError` where none can."""
        try:
            return self._command(state, self._name)
        except ValueError:
            return self._command(msgspec.structs.replace(state, reason=""), "")

    @property
    def told(self) -> bool:
        """Whether the sign tells what it shows, and is believed: one that says ever again that it
        does not show what it has just acknowledged speaks of something else."""
        return self._driver.forgot is not None and self._doubts < _DISBELIEF

    @property
    def doubted(self) -> bool:
        """The last look found another picture."""
        return self._doubts > 0

    def forgotten(self, reply: Any) -> bool:
        """Whether the answer to a question says that the sign does not show this."""
        forgot = self._driver.forgot
        if forgot is None or self.sign is None:
            return False
        self._doubts = self._doubts + 1 if forgot(reply, self.sign) else 0
        if self._doubts >= _DOUBTS:  # perhaps it does not keep the numbers it is given
            self._numbered = False
        return self.doubted and self.told

    def simpler(self, error: DeviceError) -> bool:
        """Ask less of a card that refused the picture. False: less cannot be asked."""
        lacks_font = self._driver.lacks_font
        if lacks_font is not None and lacks_font(error):
            before, self._own_fonts = self._own_fonts, True
            return not before
        if self.sign is None or self.sign.edition is None:
            self._numbered = True  # it was not for its number that it was refused
            return False
        self._numbered = False
        return True

    def _command(self, state: WindowState, name: str) -> Any:
        sign = self._numbered_in_turn(render(state, name, self._glass, self._profile))
        command = self._shown(sign)
        self.sign = sign
        return command

    @property
    def _profile(self) -> GlassProfile:
        return self._driver.profile.sure if self._own_fonts else self._driver.profile

    def _numbered_in_turn(self, sign: Sign) -> Sign:
        """Another edition than the picture before, where it is another picture."""
        sign = replace(sign, own_fonts=self._own_fonts)
        if not self._numbered:
            return sign
        before = self.sign
        last = before.edition if before is not None else None
        if before is None or last is None:
            return replace(sign, edition=0)
        same = replace(sign, edition=last)
        return same if same == before else replace(sign, edition=(last + 1) % EDITIONS)

    def _shown(self, sign: Sign) -> Any:
        try:
            command = self._driver.show(self._address, sign)
            if self._driver.encode is not None:
                self._driver.encode(command)
        except ValueError:
            raise
        except Exception as error:  # one make's mistake must not take the signs of all others away
            raise ValueError(f"{self._driver.name}: {error!r}") from error
        return command
