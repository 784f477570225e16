"""A line that says back what it is told: what comes back is known, and counted away.

Some converters and half-duplex lines do so. Read as a printer's answers, the bytes of a slip are
full of "no paper" and, worse, of proofs: every 00 is what GS r 1 is answered. How it is told apart:

All that is sent is decoded here too, as if a printer had sent it. That is what an echo will be
read as, in this order. It is learnt when the wire comes up: the bytes of "forget the buffer" would
be two reports that no printer sends, full and out of paper at once. From then on a reply like the
next one awaited is the echo's. A proof counts only when every echo has come: where a byte of one
was lost or fell into the middle of an answer, the count never ends, and nothing is proved.
"""

from __future__ import annotations

from collections import deque
from itertools import islice

from broker.link.base import Noise
from kiosk.printing.models.escpos.codec import (
    AutoStatusBack,
    PaperSensor,
    Reply,
    StatusDecoder,
    encode,
)
from kiosk.printing.models.escpos.commands import Discard


def _replies(decoder: StatusDecoder, data: bytes) -> list[Reply]:
    return [each for each in decoder.feed(data) if not isinstance(each, Noise)]


_SIGNATURE = _replies(StatusDecoder(), encode(Discard()))


class SaidBack:
    """Of one line, from when its wire came up."""

    def __init__(self) -> None:
        self._decoder = StatusDecoder()
        self._awaited: deque[Reply] = deque()
        self._early: list[Reply] = []
        self._like_one = 0
        self.learnt = False

    def sent(self, data: bytes) -> None:
        """These bytes go out, and may come back."""
        self._awaited += _replies(self._decoder, data)

    def real(self, reply: Reply) -> list[Reply]:
        """What the printer said, as far as it is known after this reply."""
        if not self.learnt:
            self._learn(reply)
            return [reply]
        if self._awaited and reply == self._awaited[0]:
            self._awaited.popleft()
        elif self._awaited and isinstance(reply, PaperSensor):
            self._early.append(reply)
        else:
            return [reply]
        if self._awaited:
            return []
        early, self._early = self._early, []
        return early

    def forget(self) -> None:
        """It was quiet: what has not come back by now never will."""
        self._awaited.clear()
        self._early.clear()

    def _learn(self, reply: Reply) -> None:
        """Two reports in a row that only an echo makes, of the first that was sent."""
        if not isinstance(reply, AutoStatusBack):
            return
        self._like_one = self._like_one + 1 if reply == _SIGNATURE[self._like_one] else 0
        if self._like_one < len(_SIGNATURE):
            return
        self._like_one = 0
        if list(islice(self._awaited, len(_SIGNATURE))) == _SIGNATURE:
            self.learnt = True
            for _ in _SIGNATURE:
                self._awaited.popleft()
