"""The people behind the counters: they clock in, sign in, call, serve and ask for a rating."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from functools import partial

from broker.bus.base import Unanswered
from broker.domain.hall import EvaluatorPost, Member, Role, Window
from broker.domain.requests import Answer
from broker.wire.messages import EvaluatorPhase, WindowState, WindowStatus
from firmware_mocks.rehearsal.opening import Opened
from firmware_mocks.rehearsal.patience import waited
from firmware_mocks.rehearsal.readers import reader_beside

_LOOK = 0.06  # seconds between two looks at all counters
_AGAIN = 2.5  # seconds until a key that nothing came of is pressed again
_NEXT_FINGER = 0.4  # seconds: the reader must see the glass empty in between
_NOBODY_COMES = 0.07  # of those called
_SURELY = 3  # the one among those called who does not come, whatever the dice say
_PRESSES = 0.8  # of those served
_KEYS = (3, 3, 3, 3, 3, 2, 2, 2, 1, 0)


@dataclass(frozen=True)
class ClerkPace:
    """How long people take, in real seconds: from the call to the clerk, and there."""

    walking: tuple[float, float]
    serving: tuple[float, float]
    pressing: tuple[float, float]


@dataclass
class _Clerk:
    """What one clerk has in mind."""

    window: Window
    post: EvaluatorPost
    ready_at: float = 0.0
    seen: str = ""
    asked: str = ""  # the visit whose applicant has been asked for a rating
    willing: bool = False
    press_at: float | None = None


@dataclass
class Clerks:
    """Plays every counter that is not played by a panel."""

    hall: Opened
    pace: ClerkPace
    dice: random.Random
    by_hand: frozenset[int] = frozenset()
    closing: threading.Event = field(default_factory=threading.Event)
    _called: int = 0

    def clock_in(self, members: list[Member]) -> None:
        """One after another lays a finger on the reader; the last one on that beside it."""
        first = self.hall.settings.hall.readers[0]
        beside = reader_beside(self.hall.settings.hall) or first
        for member in members:
            if self.closing.is_set():
                return
            self._touch((beside if member is members[-1] else first).line, member)
            self.sign_in(member)
            time.sleep(_NEXT_FINGER)

    def _touch(self, line: str, member: Member) -> None:
        self.hall.bench.say(f"{line}@1 finger {member.id}")
        waited(partial(self._on_duty, member))
        self.hall.bench.say(f"{line}@1 lift")

    def _on_duty(self, member: Member) -> bool:
        return member.id in self.hall.onlooker.on_duty

    def sign_in(self, member: Member) -> None:
        """At the member's own window, unless a panel is there for it; until it is answered."""
        waited(lambda: not isinstance(self.signing_in(member), Unanswered))

    def signing_in(self, member: Member) -> Answer | Unanswered | None:
        """One try; None where the member signs in elsewhere or nowhere."""
        window = self.window_of(member)
        if window is None or window.number in self.by_hand:
            return None
        pin = self.hall.pins[member.id]
        return self.hall.onlooker.sign_in(window.number, member.id, pin)

    def window_of(self, member: Member) -> Window | None:
        """Clerks sit in the order of their numbers."""
        hall = self.hall.settings.hall
        clerks = [each for each in hall.staff if each.role is Role.CLERK]
        place = clerks.index(member) if member in clerks else len(hall.windows)
        return hall.windows[place] if place < len(hall.windows) else None

    def work(self) -> None:
        """Until the hall closes."""
        hall = self.hall.settings.hall
        posts = {post.window: post for post in hall.evaluators}
        clerks = [
            _Clerk(window, posts[window.number])
            for window in hall.windows
            if window.number in posts
        ]
        while not self.closing.wait(_LOOK):
            now = time.monotonic()
            for clerk in clerks:
                self._look(clerk, now)

    def _look(self, clerk: _Clerk, now: float) -> None:
        state = self.hall.onlooker.windows.get(clerk.window.number)
        if state is None:
            return
        self._applicant(clerk, now)
        if clerk.window.number in self.by_hand:
            return
        phase = f"{state.status} {state.call} {state.clerk}"
        if phase != clerk.seen:
            clerk.seen = phase
            clerk.ready_at = now + self._patience(state.status)
        elif now >= clerk.ready_at:
            clerk.ready_at = now + _AGAIN
            self._press(clerk, state)

    def _patience(self, status: WindowStatus) -> float:
        span = self.pace.serving if status is WindowStatus.SERVING else self.pace.walking
        return self.dice.uniform(*span)

    def _press(self, clerk: _Clerk, state: WindowState) -> None:
        match state.status:
            case WindowStatus.OPEN if self._somebody_waits(clerk.window):
                self._key(clerk, "call")
            case WindowStatus.CALLED if self._nobody_comes():
                self._key(clerk, "type 6 confirm")
            case WindowStatus.CALLED:
                self._key(clerk, "metre")
            case WindowStatus.SERVING:
                self._key(clerk, "evaluate")
            case _:
                pass

    def _nobody_comes(self) -> bool:
        """Now and then; and surely once, for the guide desk to have somebody to help."""
        self._called += 1
        return self._called == _SURELY or self.dice.random() < _NOBODY_COMES

    def _applicant(self, clerk: _Clerk, now: float) -> None:
        """Whoever was served may press a key, a moment after the evaluator has lit up."""
        asking = self.hall.onlooker.evaluators.get(clerk.window.number)
        if asking is None or asking.phase is not EvaluatorPhase.ARMED:
            clerk.press_at = None
            return
        if asking.visit != clerk.asked:
            clerk.asked = asking.visit
            clerk.willing, clerk.press_at = self.dice.random() < _PRESSES, None
        if clerk.willing and clerk.press_at is None:
            clerk.press_at = now + self.dice.uniform(*self.pace.pressing)
        if clerk.press_at is not None and now >= clerk.press_at:
            clerk.press_at = now + _AGAIN
            self._key(clerk, f"key {self.dice.choice(_KEYS)}")

    def _somebody_waits(self, window: Window) -> bool:
        queues = self.hall.onlooker.queues
        return any(queues[key].waiting for key in window.queues if key in queues)

    def _key(self, clerk: _Clerk, words: str) -> None:
        self.hall.bench.say(f"{clerk.post.line}@{clerk.post.address} {words}")
