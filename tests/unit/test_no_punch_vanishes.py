"""Whatever the clock does, a punch is recorded, kept apart, or still in its reader's outbox."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.attendance import punching
from broker.domain.attendance.facts import PunchQuarantined, PunchRecorded, PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.ids import RequestId, StaffId
from broker.service.committer import InLine
from broker.service.outbox import Outbox
from fingerprint.punches import Punches
from tests.efforts import tried
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

HOUR, DAY, YEAR = 3600.0, 86400.0, 365 * 86400.0
Step = tuple[str, float]


class Door(LedgerHall):
    """A reader's punches and their outbox beside a ledger; both look at the clock as in a hall."""

    def clock_watch(self) -> None:
        """Time that is moved by hand is a jump here."""

    def open(self) -> None:
        super().open()
        self.made: set[RequestId] = getattr(self, "made", set())
        service = self.join("clockin", self.runner)
        self.outbox = Outbox(
            self.folder / "outbox.db", service.bus, self.runner, committer=InLine()
        )
        service.bus.start()
        self.punches = Punches(service, self.outbox)
        self.settle()

    def touch(self, staff: str) -> None:
        """A finger, whose person is told that it is recorded."""
        self.punches.make(StaffId(staff), "reader-1", lambda _told: None)
        self.runner.step(0.0)
        self.made |= {each.id for each in self.outbox._requests._waiting.values()}

    def close(self) -> None:
        self.outbox.close()
        super().close()

    def missing(self) -> set[RequestId]:
        """Punches that are nowhere."""
        facts = self.facts(PunchRecorded) + self.facts(PunchQuarantined)
        found = {each.punch for each in facts if each.way is not PunchWay.LEADER}
        return self.made - found - set(self.outbox._requests._waiting)


def play(steps: list[Step]) -> tuple[int, set[RequestId]]:
    """How many punches were made, and which of them are nowhere."""
    with TemporaryDirectory() as folder, closing(Door(Path(folder), small_hall())) as door:
        for number, (what, seconds) in enumerate(steps):
            with suppress(OverflowError):
                door.clock.pass_by(seconds)
            if what == "restart":
                door.reopen()
            elif what == "leader":
                late = {"staff": "103", "device": "x", "reason": "指纹机坏了", "by": "900"}
                now = door.clock.now()
                door.ask(door.make(RecordPunch, punched_at=now, way=PunchWay.LEADER, **late))
            else:
                door.touch(("101", "102")[number % 2])
            door.settle()
        return len(door.made), door.missing()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["touch", "touch", "leader", "restart"]),
        st.sampled_from(
            [
                0.0,
                61.0,
                -HOUR,
                HOUR,
                -DAY,
                DAY,
                3 * YEAR,
                -3 * YEAR,
                -60 * YEAR,
                -200 * YEAR,
                -2000 * YEAR,
                1474 * YEAR,
                7973 * YEAR,
            ]
        ),
    ),
    max_size=12,
)
AHEAD_AND_BACK: list[Step] = [("touch", 0.0), ("leader", 3 * YEAR), ("touch", -3 * YEAR + 61.0)]


MAD = [1474.0, 7973.1, -150.0, -2022.0]  # years: 3500, 9999, 1876, 0004


@tried(20)
@given(STEPS)
def test_no_punch_vanishes_whatever_the_clock_does(steps: list[Step]) -> None:
    assert play(steps)[1] == set()


def test_ahead_and_back_makes_two_punches_of_which_none_is_lost() -> None:
    made, missing = play(AHEAD_AND_BACK)
    assert (made, missing) == (2, set())


@pytest.mark.parametrize("years", MAD)
@pytest.mark.parametrize("restart", [False, True])
def test_what_was_made_in_a_year_nobody_reckons_with_is_kept_apart(
    years: float, restart: bool
) -> None:
    there: list[Step] = [("restart", years * YEAR), ("touch", 0.0), ("touch", HOUR)]
    made, missing = play(
        [*there, ("restart" if restart else "touch", -years * YEAR), ("touch", 61.0)]
    )
    assert (made >= 3, missing) == (True, set())


@pytest.mark.expects_warnings
def test_a_ledger_that_refuses_loses_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the rule of before."""
    monkeypatch.setattr(punching, "doubt_of", lambda *_: None)
    made, missing = play(AHEAD_AND_BACK)
    assert (made, len(missing)) == (2, 1)
