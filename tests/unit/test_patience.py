"""How long a play waits: as long as something happens, and not by the wall clock."""

from __future__ import annotations

from dataclasses import dataclass

from firmware_mocks.rehearsal.patience import QUIET, Endurance, waited


@dataclass
class Machine:
    """A machine on which every look takes `slow` times as long as it should."""

    slow: float = 1.0
    now: float = 1000.0
    looks: int = 0

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.looks += 1
        self.now += seconds * self.slow


def test_what_comes_late_is_waited_for_while_something_moves() -> None:
    machine = Machine()

    def steps() -> int:  # one each 59 s
        return int((machine.now - 1000) / 59)

    assert waited(lambda: steps() >= 20, steps, clock=machine.clock, pause=machine.pause)
    assert machine.now - 1000 >= 20 * 59 > QUIET


def test_nothing_new_for_a_minute_ends_it() -> None:
    machine = Machine()
    assert not waited(lambda: False, clock=machine.clock, pause=machine.pause)
    assert QUIET <= machine.now - 1000 < QUIET + 1


def test_a_machine_too_busy_to_look_is_given_longer() -> None:
    quick, slow = Machine(), Machine(slow=200)
    for each in (quick, slow):
        assert not waited(lambda: False, clock=each.clock, pause=each.pause)
    assert slow.now - 1000 > 10 * (quick.now - 1000)


def test_a_machine_that_stood_still_has_lost_no_patience() -> None:
    patience = Endurance(0.0)
    assert patience.lasts(0.02, None)
    assert patience.lasts(3600.0, None)  # the lid was closed for an hour
    assert patience.lasts(3600.02, None)


def test_whoever_looks_on_hears_every_ten_seconds_what_is_waited_for() -> None:
    machine, heard = Machine(), list[float]()
    waited(
        lambda: machine.now > 1035,
        tell=lambda: heard.append(machine.now - 1000),
        clock=machine.clock,
        pause=machine.pause,
    )
    assert [round(each) for each in heard] == [10, 20, 30]


def test_what_holds_already_is_not_waited_for() -> None:
    machine = Machine()
    assert waited(lambda: True, clock=machine.clock, pause=machine.pause)
    assert machine.looks == 0
