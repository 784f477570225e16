"""Ours, come back, or a key: learnt and counted, at whatever delay."""

from __future__ import annotations

import pytest

from evaluator.models.ff68 import spec
from evaluator.models.ff68.echoes import OwnEchoes

POLICY = spec.BusPolicy()
KEY = bytes.fromhex("FF 68 03 03 68 03 01 0C 10 16")  # call, and its acknowledgement
PAUSE = bytes.fromhex("FF 68 03 03 68 03 01 12 16 16")
SHOW = bytes.fromhex("FF 68 08 08 68 03 02 0A 0A 0A 00 00 01 24 16")
OTHER = bytes.fromhex("FF 68 08 08 68 03 02 00 01 02 0A 0A 0A 26 16")


class Wire:
    """An `OwnEchoes` and its clock."""

    def __init__(self) -> None:
        self.echoes = OwnEchoes(POLICY)
        self.pictures = 0

    def says(self, frame: bytes, at: float) -> None:
        self.echoes.sent(frame, at, telling=frame in (SHOW, OTHER))

    def takes(self, frame: bytes, at: float) -> bool:
        return self.echoes.takes(frame, at, telling=frame in (SHOW, OTHER))

    def passes(self, until: float) -> None:
        for _ in range(100):
            at = self.echoes.next_wakeup()
            if at is None or at > until:
                break
            self.echoes.tick(at)
            self.pictures += self.echoes.wants_picture(at)
        else:
            raise AssertionError("it turns on the spot")
        self.echoes.tick(until)
        self.pictures += self.echoes.wants_picture(until)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def echoing(wire: Wire) -> Wire:
    """A line that is known to echo."""
    wire.says(SHOW, 1.0)
    assert wire.takes(SHOW, 1.01)
    assert wire.echoes.known is True
    return wire


@pytest.fixture
def quiet(wire: Wire) -> Wire:
    """A line that is known to be quiet."""
    for at in (1.0, 2.0):
        wire.says(SHOW, at)
    wire.passes(6.0)
    assert wire.echoes.known is False
    return wire


def test_a_wire_that_was_cut_is_learnt_anew(echoing: Wire) -> None:
    """Slow echoes, one that is missing and a picture that is owed are of the wire before."""
    echoing.says(SHOW, 10.0)
    assert echoing.takes(SHOW, 11.9)
    echoing.says(OTHER, 20.0)
    echoing.passes(29.0)
    echoing.echoes.restart()
    fresh = OwnEchoes(POLICY)
    assert vars(echoing.echoes) == vars(fresh)


def test_nothing_is_known_and_nothing_awaited_at_first(wire: Wire) -> None:
    assert wire.echoes.known is None
    assert wire.echoes.next_wakeup() is None
    assert not wire.takes(KEY, 1.0)
    assert not wire.takes(SHOW, 1.0), "of another host; ours never said it"
    assert wire.echoes.known is None


@pytest.mark.parametrize("late", [0.0, 0.26, 0.35, 1.0, 2.9, 9.0])
def test_an_echo_is_none_of_the_keys_however_late_it_comes(echoing: Wire, late: float) -> None:
    echoing.says(KEY, 10.0)
    echoing.passes(10.0 + late)
    assert echoing.takes(KEY, 10.0 + late)
    assert not echoing.takes(KEY, 10.0 + late), "as many as were sent, and no more"


def test_keys_are_what_came_less_what_was_sent(echoing: Wire) -> None:
    """A key, its acknowledgement, the key again before the echo: in whatever order they come."""
    echoing.says(KEY, 10.0)
    echoing.says(KEY, 10.3)
    assert [echoing.takes(KEY, 10.4 + n / 100) for n in range(4)] == [True, True, False, False]


def test_echoes_may_come_in_any_order(echoing: Wire) -> None:
    echoing.says(KEY, 10.0)
    echoing.says(PAUSE, 10.1)
    assert echoing.takes(PAUSE, 10.2)
    assert echoing.takes(KEY, 10.3)
    assert not echoing.takes(PAUSE, 10.4)


def test_before_anything_is_known_what_looks_like_an_echo_is_one(wire: Wire) -> None:
    wire.says(KEY, 10.0)
    assert wire.takes(KEY, 10.4)
    assert not wire.takes(KEY, 10.5)
    assert wire.echoes.known is None, "it may have been a finger"


def test_an_echo_that_was_lost_is_asked_after_and_costs_no_key(echoing: Wire) -> None:
    echoing.says(KEY, 10.0)
    echoing.passes(10.99)
    assert echoing.pictures == 0
    echoing.passes(11.0)
    assert echoing.pictures == 1
    echoing.says(SHOW, 11.1)
    assert echoing.takes(SHOW, 11.12)
    assert not echoing.takes(KEY, 11.2), "the picture came after it: it is lost"
    echoing.passes(60.0)
    assert echoing.pictures == 1


def test_an_echo_that_nothing_can_tell_of_is_forgotten(echoing: Wire) -> None:
    for at in (9.8, 9.9, 10.0):
        echoing.says(KEY, at)
    echoing.passes(10.0 + POLICY.forgotten)
    assert not echoing.takes(KEY, 21.0)
    assert echoing.echoes.next_wakeup() is None
    assert echoing.echoes.known is True, "whether a line echoes, pictures tell"


def test_two_frames_that_did_not_come_back_make_a_quiet_line(wire: Wire) -> None:
    wire.says(SHOW, 1.0)
    wire.passes(4.0)
    assert (wire.echoes.known, wire.pictures) == (None, 1), "one may be lost: another, to be sure"
    wire.says(SHOW, 4.1)
    wire.passes(7.0)
    assert wire.echoes.known is None
    wire.passes(7.1)
    assert wire.echoes.known is False


def test_acknowledgements_tell_of_a_quiet_line_too(wire: Wire) -> None:
    for at in (1.0, 5.0):
        wire.says(KEY, at)
    wire.passes(9.0)
    assert wire.echoes.known is False


def test_on_a_quiet_line_every_key_is_a_key(quiet: Wire) -> None:
    quiet.says(KEY, 10.0)
    assert not quiet.takes(KEY, 10.1)
    assert quiet.echoes.wants_picture(10.1), "and a picture tells whether the line is quiet still"
    assert not quiet.echoes.wants_picture(10.1)


def test_one_picture_that_comes_back_proves_an_echo_whatever_was_believed(quiet: Wire) -> None:
    quiet.says(SHOW, 10.0)
    assert quiet.takes(SHOW, 18.0), "though nobody waits for it any more"
    assert quiet.echoes.known is True


def test_a_slow_line_is_waited_for_longer(wire: Wire) -> None:
    wire.says(SHOW, 1.0)
    assert wire.takes(SHOW, 3.5)
    wire.says(SHOW, 10.0)
    wire.passes(14.0)
    assert wire.takes(SHOW, 14.0)
    for at in (20.0, 21.0, 22.0):
        wire.says(OTHER, at)
    wire.passes(31.9)
    assert wire.echoes.known is True, "three times the slowest it ever was"
    wire.passes(34.0)
    assert wire.echoes.known is None


def test_a_line_that_echoes_no_longer_is_found_out(echoing: Wire) -> None:
    for at in (10.0, 11.0):
        echoing.says(SHOW, at)
    echoing.passes(14.0)
    assert echoing.echoes.known is True, "two may be lost"
    echoing.says(OTHER, 15.0)
    echoing.says(KEY, 15.1)
    echoing.passes(18.0)
    assert echoing.echoes.known is None
    assert not echoing.takes(KEY, 18.0), "nothing is owed any more"
    for at in (20.0, 21.0):
        echoing.says(OTHER, at)
    echoing.passes(23.5)
    assert echoing.echoes.known is None, "one may be lost"
    echoing.passes(25.0)
    assert echoing.echoes.known is False


def test_a_picture_that_did_not_come_back_is_asked_for_anew(echoing: Wire) -> None:
    echoing.says(KEY, 10.0)
    echoing.passes(11.0)
    echoing.says(SHOW, 11.0)
    echoing.passes(13.9)
    assert echoing.pictures == 1
    echoing.passes(14.0)
    assert echoing.pictures == 2


def test_pictures_that_are_lost_now_and_then_make_no_line_quiet(echoing: Wire) -> None:
    for n in range(12):
        at = 10.0 + 5 * n
        echoing.says(OTHER, at)
        if n % 3 == 2:
            assert echoing.takes(OTHER, at + 0.1)
        echoing.passes(at + 4.0)
        assert echoing.echoes.known is True


def test_after_a_cut_everything_is_learnt_anew(echoing: Wire) -> None:
    echoing.says(KEY, 10.0)
    echoing.echoes.restart()
    assert echoing.echoes.known is None
    assert echoing.echoes.next_wakeup() is None
    assert not echoing.takes(KEY, 10.1)
    assert not echoing.takes(SHOW, 10.1)
