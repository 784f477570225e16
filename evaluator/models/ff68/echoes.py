"""Which of the frames that come in are the host's own, come back. Pure.

Many RS-485 adapters hear themselves, and a key's acknowledgement is the same bytes as the key.

How this works, and why an echo is never a key. Whether a line echoes is learnt, and echoes are
counted. A picture or a beep is said by hosts alone: where one comes back, the line echoes,
whatever was believed before. Such a line gives every frame back, in their order; so of the frames
that look like one of ours, as many are ours as we sent, however late they come, and the rest are
keys. An echo that was lost on its way would be owed for ever and cost a key: so where one is
overdue, a picture is shown once more, which changes nothing on the display, and when that comes
back all before it is settled.

A line on which two frames in a row did not come back is quiet: there, every frame is a key. Before
either is known, what looks like an echo is taken for one: in doubt a key has to be pressed again,
and none is invented.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from evaluator.models.ff68 import spec

_QUIET_AFTER = 2  # frames in a row that did not come back
_CHANGED_AFTER = 3  # pictures in a row that did not come back on a line that did echo
_KEPT = 30.0  # seconds in which one that was given up may yet come
_SAID = 64  # frames whose echo is known again, however late


@dataclass(slots=True)
class _Owed:
    """A frame of ours that has not come back. `telling`: only hosts say such a thing. `missed`: it
    is given up, and may yet come: before another of the same bytes that left after it."""

    frame: bytes
    telling: bool
    gone_at: float
    asked: bool = False  # a picture was wanted to see whether it is lost
    missed: bool = False


class OwnEchoes:
    """What one wire owes us. `known`: whether it echoes, None while nobody can tell."""

    def __init__(self, policy: spec.BusPolicy) -> None:
        self._policy = policy
        self.known: bool | None = None
        self._owed: list[_Owed] = []
        self._said: deque[bytes] = deque(maxlen=_SAID)
        self._missed = 0
        self._slowest = 0.0
        self._picture = False

    def sent(self, frame: bytes, gone_at: float, *, telling: bool) -> None:
        """A frame of ours has left the wire at that moment."""
        self._owed.append(_Owed(frame, telling, gone_at))
        self._said.append(frame)

    def takes(self, frame: bytes, at: float, *, telling: bool) -> bool:
        """Whether a frame that came then is one of ours, come back; each is, once."""
        place = next((n for n, each in enumerate(self._owed) if each.frame == frame), None)
        if telling:
            return self._told(frame, at, place)
        if place is None:
            return False
        if self.known is False:  # a key, surely; a picture will tell if that has changed
            self._picture = True
            return False
        del self._owed[place]
        return True

    def tick(self, now: float) -> None:
        """Draw conclusions from what has not come back by now."""
        for each in [each for each in self._owed if now >= self._over(each)]:
            if each.missed or not each.telling:
                self._owed.remove(each)
            if not each.missed and (each.telling or self.known is None):
                each.missed = True
                self._miss()

    def wants_picture(self, now: float) -> bool:
        """Whether a picture should be shown again, to see what comes back; asked once."""
        wanted, self._picture = self._picture, False
        for each in self._overdue(now):
            each.asked = wanted = True
        return wanted

    def next_wakeup(self) -> float | None:
        """When there is something to conclude."""
        times = [self._over(each) for each in self._owed]
        times += [each.gone_at + self._policy.overdue for each in self._unsettled()]
        return min(times, default=None)

    def restart(self) -> None:
        """The wire was cut; another may hang there now."""
        self.known = None
        self._owed.clear()
        self._said.clear()
        self._missed = 0
        self._slowest = 0.0
        self._picture = False

    def _told(self, frame: bytes, at: float, place: int | None) -> bool:
        if frame not in self._said:
            return False
        self.known = True
        self._missed = 0  # in a row
        if place is not None:
            self._slowest = max(self._slowest, at - self._owed[place].gone_at)
            del self._owed[: place + 1]
        return True

    def _miss(self) -> None:
        self._missed += 1
        if self.known and self._missed >= _CHANGED_AFTER:
            self.known, self._missed = None, 0
            self._owed = [each for each in self._owed if each.telling]
        elif self.known:
            for each in self._owed:
                each.asked = False
        elif self._missed >= _QUIET_AFTER:
            self.known = False
        else:
            self._picture = True

    def _over(self, owed: _Owed) -> float:
        """When a frame is given up."""
        patience = max(self._policy.listening, 3 * self._slowest)
        if owed.missed:
            patience = max(_KEPT, patience)
        elif self.known is True and not owed.telling:  # a picture settles it
            patience = max(self._policy.forgotten, patience)
        return owed.gone_at + patience

    def _unsettled(self) -> list[_Owed]:
        return [each for each in self._owed if self.known and not (each.telling or each.asked)]

    def _overdue(self, now: float) -> list[_Owed]:
        return [each for each in self._unsettled() if now >= each.gone_at + self._policy.overdue]
