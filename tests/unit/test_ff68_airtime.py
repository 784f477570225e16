"""Who speaks when on the FF 68 bus."""

from __future__ import annotations

import pytest

from broker.service.session import Done, Write
from evaluator.models.ff68 import spec
from evaluator.models.ff68.airtime import Airtime
from evaluator.models.ff68.commands import Beep, ShowNumbers, ShowStars, StartEvaluation
from evaluator.models.ff68.echoes import OwnEchoes

POLICY = spec.BusPolicy(gap=0.02, baud=9600)
BEEP = bytes.fromhex("FF 68 02 02 68 03 03 06 16")
BEEP_SECONDS = 9 * 10 / 9600  # nine bytes of ten bits
STARS_5 = bytes.fromhex("FF 68 03 03 68 03 02 05 0A 16")
STARS_4 = bytes.fromhex("FF 68 03 03 68 03 02 04 09 16")


def airtime() -> Airtime:
    return Airtime(POLICY, OwnEchoes(POLICY))


def sent(air: Airtime, now: float) -> list[bytes]:
    """What leaves at one moment."""
    return [each.data for each in air.advance(now) if isinstance(each, Write)]


def drained(air: Airtime) -> list[bytes]:
    """Everything, in its order."""
    frames = []
    while (at := air.next_wakeup()) is not None:
        frames += sent(air, at)
    return frames


def test_a_frame_leaves_at_once_and_the_next_after_its_time_and_the_gap() -> None:
    air = airtime()
    assert air.next_wakeup() is None
    assert air.advance(10.0) == []
    air.urgent(Beep(3))
    air.urgent(Beep(3))
    assert air.next_wakeup() == 0.0
    assert air.advance(10.0) == [Write(BEEP)]
    free = air.next_wakeup()
    assert free == pytest.approx(10.0 + BEEP_SECONDS + 0.02)
    assert air.advance(free - 0.0001) == []
    assert air.advance(free) == [Write(BEEP)]
    assert air.next_wakeup() is None


def test_who_asked_hears_that_it_has_left_and_nobody_else() -> None:
    air = airtime()
    air.urgent(Beep(3), asked=True)
    assert air.advance(10.0) == [Write(BEEP), Done(Beep(3), None)]
    air.later(ShowStars(3, 5), asked=True)
    assert air.advance(11.0) == [Write(STARS_5), Done(ShowStars(3, 5), None)]
    air.later(ShowStars(3, 5))
    assert air.advance(12.0) == [Write(STARS_5)]
    air.urgent(Beep(3))
    assert air.advance(13.0) == [Write(BEEP)]


def test_what_a_person_waits_for_goes_before_pictures_in_the_order_it_came() -> None:
    air = airtime()
    air.later(ShowStars(3, 5))
    air.urgent(StartEvaluation(3))
    air.urgent(Beep(3))
    start = bytes.fromhex("FF 68 03 03 68 03 01 0B 0F 16")
    assert drained(air) == [start, BEEP, STARS_5]


def test_a_newer_picture_takes_the_place_of_one_of_its_kind_for_its_address_only() -> None:
    air = airtime()
    other_address = bytes.fromhex("FF 68 03 03 68 04 02 05 0B 16")
    number = bytes.fromhex("FF 68 08 08 68 03 02 0A 0A 0A 00 00 01 24 16")
    air.later(ShowStars(3, 5))
    air.later(ShowStars(4, 5))
    air.later(ShowNumbers(3, None, 1))
    air.later(ShowStars(3, 4))
    assert drained(air) == [other_address, number, STARS_4]


def test_an_encoding_that_fails_leaves_the_older_picture() -> None:
    air = airtime()
    air.later(ShowStars(3, 5))
    with pytest.raises(ValueError, match="stars 6"):
        air.later(ShowStars(3, 6))
    assert drained(air) == [STARS_5]


def test_the_last_picture_is_shown_again_where_none_waits() -> None:
    air = airtime()
    air.again()
    assert drained(air) == [], "none was shown"
    air.later(ShowStars(3, 5))
    assert drained(air) == [STARS_5]
    air.urgent(Beep(3))
    air.again()
    assert drained(air) == [BEEP, STARS_5]
    air.later(ShowStars(3, 4))
    air.again()
    assert drained(air) == [STARS_4]


def test_after_a_cut_nothing_old_is_said() -> None:
    air = airtime()
    air.urgent(Beep(3))
    air.advance(10.0)
    air.urgent(Beep(3))
    air.later(ShowStars(3, 5))
    air.clear(10.001)
    assert air.next_wakeup() is None
    air.again()
    assert air.next_wakeup() is None
    air.urgent(Beep(3))
    assert air.next_wakeup() == 10.001
    assert air.advance(10.001) == [Write(BEEP)]
