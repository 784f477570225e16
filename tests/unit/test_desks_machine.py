"""Sign-ins, sign-outs, restarts, days and wrong PINs in any order: who asks is who sits there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from broker.domain.desks.facts import PinLocked, PinWrong
from broker.domain.desks.requests import EndSession, UnlockPin
from broker.domain.desks.tries import LOCKED_AT
from broker.domain.kiosks import Kiosk
from broker.domain.refusals import No
from broker.domain.requests import Granted
from broker.domain.windows.requests import CloseWindow
from tests.efforts import tried
from tests.stages.halls import small_hall
from tests.unit.test_signing_in import DAY, Desks, code

WINDOWS, CLERKS = (1, 2), ("101", "102")
WINDOW, CLERK = st.sampled_from(WINDOWS), st.sampled_from(CLERKS)


class SittingDown(RuleBasedStateMachine):
    """A model of two windows and two clerks beside a true ledger on a file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.hall = Desks(
            Path(self.folder.name), small_hall(kiosks=(Kiosk(id="kiosk-1", line="printer"),))
        )
        self.held: dict[int, str] = {}  # who holds a window
        self.live: dict[int, str] = {}  # the session that is worth something there
        self.dead: set[str] = set()
        self.wrong: dict[str, int] = dict.fromkeys(CLERKS, 0)
        self.locked: set[str] = set()

    def teardown(self) -> None:
        self.hall.close()
        self.folder.cleanup()

    def end(self, window: int) -> None:
        if window in self.live:
            self.dead.add(self.live.pop(window))

    @rule(window=WINDOW, clerk=CLERK)
    def signs_in(self, window: int, clerk: str) -> None:
        answer = self.hall.sign_in(window, clerk)
        if clerk in self.locked:
            assert code(answer) == No.PIN_LOCKED
            return
        others = {there: who for there, who in self.held.items() if there != window}
        if self.held.get(window, clerk) != clerk or clerk in others.values():
            assert code(answer) in {No.WINDOW_TAKEN, No.ELSEWHERE}
            return
        assert isinstance(answer, Granted)
        assert answer.signed_in is not None
        if self.live.get(window) != answer.signed_in.session:
            self.end(window)
        assert answer.signed_in.session not in self.dead
        self.held[window], self.live[window] = clerk, answer.signed_in.session
        self.wrong[clerk] = 0

    @rule(window=WINDOW, clerk=CLERK)
    def is_wrong(self, window: int, clerk: str) -> None:
        """With all the patience of who guesses."""
        answer = self.hall.sign_in(window, clerk, "9999")
        if clerk in self.locked:
            assert code(answer) == No.PIN_LOCKED
            return
        assert code(answer) in {No.PIN_WRONG, No.PIN_PAUSED}
        self.wrong[clerk] += code(answer) == No.PIN_WRONG
        if self.wrong[clerk] == LOCKED_AT:
            self.locked.add(clerk)
        self.hall.clock.pass_by(901.0)

    @rule(window=WINDOW)
    def signs_out(self, window: int) -> None:
        if window in self.live:
            words = {"window": window, "clerk": self.held[window], "session": self.live[window]}
            assert code(self.hall.asks(f"panel-{window}", CloseWindow, **words)) == ""
            self.end(window)
            del self.held[window]

    @rule(window=WINDOW)
    def a_leader_ends_it(self, window: int) -> None:
        answer = self.hall.asks("command", EndSession, desk=f"panel-{window}", by="900")
        assert code(answer) == ("" if window in self.live else No.NOBODY_THERE)
        self.end(window)

    @rule(clerk=CLERK)
    def a_leader_unlocks(self, clerk: str) -> None:
        assert code(self.hall.asks("command", UnlockPin, staff=clerk, by="900")) == ""
        self.locked.discard(clerk)
        self.wrong[clerk] = 0

    @rule()
    def the_ledger_restarts(self) -> None:
        self.hall.reopen()

    @rule()
    def the_day_turns(self) -> None:
        self.hall.clock.pass_by(DAY)
        for window in WINDOWS:
            self.end(window)
        self.held.clear()

    @invariant()
    def a_session_is_worth_something_where_it_lives(self) -> None:
        for window, session in self.live.items():
            assert self.hall.call(window, self.held[window], session) == ""
        for window in WINDOWS:
            for session in (*self.dead, "", "invented"):
                assert self.hall.call(window, CLERKS[0], session) == No.NOT_SIGNED_IN

    @invariant()
    def no_try_is_forgotten(self) -> None:
        assert len(self.hall.facts(PinWrong)) >= sum(self.wrong.values())
        assert len(self.hall.facts(PinLocked)) >= len(self.locked)


SittingDown.TestCase.settings = tried(45, stateful_step_count=25)
TestWhoSitsThere = SittingDown.TestCase
