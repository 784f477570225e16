"""What the morning brings and when, and what must have happened before it goes on.

How it is no race: hall time runs from one scripted moment to the next and stands still there until
everything has happened that the script wants before it: all clerks at work before the doors open,
a dark sign noticed before it comes back, every guided way walked to its end before the last
numbers. On a slow machine it stands longer, and the morning is the same. What never happens is
said, and the play goes on: it waits only as long as something moves.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

from broker.domain.hall import Display
from broker.domain.inventory import DeviceKind
from broker.wire.messages import Liveness
from firmware_mocks.rehearsal.cast import Cast, joined, sent
from firmware_mocks.rehearsal.channel import NotDone
from firmware_mocks.rehearsal.hours import Hours
from firmware_mocks.rehearsal.opening import Opened, Say
from firmware_mocks.rehearsal.patience import Must

_LEAST = 24  # people who are served before the last numbers are given

_OPENS, _SIGN_DARK, _SIGN_BACK, _SIGNS_PICTURED, _LAST_NUMBER, _DOORS_CLOSE, _ALL_GONE = (
    timedelta(minutes=each) for each in (30, 80, 125, 155, 185, 210, 230)
)


class Script:
    """One morning for a cast. `lost` are the sentences about what never happened."""

    def __init__(self, hall: Opened, cast: Cast, hours: Hours, out: Path, say: Say) -> None:
        self.lost: list[str] = []
        self._hall, self._cast, self._hours = hall, cast, hours
        self._out, self._say = out, say

    def play(self) -> None:
        """From the first punch to the last rating; whatever happens, everybody goes home."""
        try:
            staff = self._cast.go_to_work()
            self._at(_OPENS, "8:30, the doors open", self._all_at_work())
            self._give_numbers()
            self._at(_DOORS_CLOSE, "11:30, the doors close; whoever waits is served")
            self._hours.go_on(_ALL_GONE)
            late = sent(self._cast.come_too_late)
            self._serve_the_rest()
            joined([*staff, *late])
        finally:
            self._cast.go_home()

    def _give_numbers(self) -> None:
        people = self._cast.come()
        pictures = self._incidents()
        self._at(_LAST_NUMBER, "11:05, the last numbers", self._all_shown())
        self._cast.stop_coming()
        joined([*people, *pictures])

    def _incidents(self) -> list[threading.Thread]:
        """What a morning brings: a sign goes dark and comes back."""
        sign = self._hall.settings.hall.displays[2]
        name, device = f"window {sign.window}: its sign", f"{sign.line}@{sign.address}"
        noticed = Must(f"{name} is missed", lambda: not self._shows(sign))
        shows = Must(f"{name} shows again", lambda: self._shows(sign))
        self._at(_SIGN_DARK, f"{name} is unplugged")
        self._hall.bench.say(f"{device} unplug")
        self._at(_SIGN_BACK, f"{name} is back", noticed)
        self._hall.bench.say(f"{device} replug")
        self._at(_SIGNS_PICTURED, "pictures of all signs at work", shows)
        return sent(self._picture_signs)

    def _picture_signs(self) -> None:
        try:
            self._hall.bench.ask(f"shot {self._out / 'at-work'}")
        except NotDone as error:
            self.lost.append(str(error))

    def _serve_the_rest(self) -> None:
        """Until nobody waits whom an open window could call, and everybody was asked."""
        self._wait_for(Must("everybody is served", self._nobody_left, self._steps))
        self._wait_for(Must("everybody is asked", lambda: all(self._asked()), self._asked))
        self._cast.clerks.closing.set()
        self._cast.panel.closing.set()

    def _at(self, since_begin: timedelta, sentence: str, must: Must | None = None) -> None:
        """Let time go on to a moment and stand there for what must have happened before; then say
        what it brings."""
        self._hours.go_on(since_begin)
        if must is not None:
            self._wait_for(must)
        self._wait_for(Must(f"it is time for this: {sentence}", self._hours.stands, self._standing))
        self._say(f"{sentence} · {self._standing()}")

    def _wait_for(self, must: Must) -> None:
        if not must.happened(self._say):
            self.lost.append(f"it did not come about that {must.what}")

    def _all_at_work(self) -> Must:
        wanted = min(len(self._cast.staff), len(self._hall.settings.hall.windows))
        return Must("every clerk signs in", lambda: self._signed_in() >= wanted, self._signed_in)

    def _all_shown(self) -> Must:
        def left() -> tuple[int, ...]:
            return (max(0, _LEAST - self._served()), *self._cast.left_to_show())

        return Must("whatever is to be shown is shown", lambda: not any(left()), left)

    def _shows(self, sign: Display) -> bool:
        """Whether the sign above a window is there, as everybody is told."""
        state = self._hall.onlooker.devices.get((DeviceKind.DISPLAY, str(sign.window)))
        return state is not None and state.state is Liveness.READY

    def _nobody_left(self) -> bool:
        table, now = self._hall.settings.hall, self._hall.onlooker
        served = {
            key for each in table.windows if now.windows[each.number].clerk for key in each.queues
        }
        busy = any(each.ticket for each in now.windows.values())
        return not busy and not any(now.queues[key].waiting for key in served)

    def _steps(self) -> tuple[int, ...]:
        """What changes with each call, each visit, and nothing else once the doors are closed."""
        return self._waiting(), self._served(), self._signed_in()

    def _asked(self) -> list[bool]:
        """Window by window: whether its last visit has its rating, or was left unrated."""
        windows = self._hall.onlooker.windows.values()
        return [each.rated or not each.finished_visit for each in windows]

    def _served(self) -> int:
        return sum(each.served_today for each in self._hall.onlooker.windows.values())

    def _waiting(self) -> int:
        return sum(each.waiting for each in self._hall.onlooker.queues.values())

    def _signed_in(self) -> int:
        return sum(bool(each.clerk) for each in self._hall.onlooker.windows.values())

    def _standing(self) -> str:
        issued = sum(each.issued for each in self._hall.onlooker.queues.values())
        return (
            f"{self._signed_in()} windows, {issued} numbers, {self._waiting()} waiting,"
            f" {self._served()} served"
        )
