"""The watch question by question, to the very moment and count."""

from __future__ import annotations

import pytest
from ef01_acks import CAPTURE_FAILED, NO_FINGER, NOT_FOUND, OK, ROOM_FOR_300, room_for

from fingerprint import reading
from fingerprint.models.ef01 import commands as c
from fingerprint.models.ef01.codec import Ack
from fingerprint.models.ef01.watching import Pace, Watching
from fingerprint.reading import ReaderTrouble, Reading

PACE = Pace()
TO_THE_SEARCH = (OK, ROOM_FOR_300, OK)  # a finger, the parameters in between, its features


def heard(watching: Watching, *acks: Ack, now: float = 1.0) -> list[Reading]:
    """What the hall hears of these answers."""
    return [told for ack in acks for told in watching.answered(ack, now)]


@pytest.fixture
def watching() -> Watching:
    """Which has seen the glass empty, and is ready."""
    one = Watching(PACE, 0, 0.0)
    assert heard(one, OK, ROOM_FOR_300, NO_FINGER) == [reading.Ready(300)]
    return one


def test_the_glass_rests_between_two_looks_and_a_touch_is_never_kept_waiting(
    watching: Watching,
) -> None:
    asked_at = []
    for now, ack in enumerate((NO_FINGER, *TO_THE_SEARCH, NOT_FOUND, OK, NO_FINGER), start=5):
        watching.answered(ack, now)
        asked_at.append(watching.ask_at - now)
    rest = pytest.approx(PACE.poll)
    assert asked_at == [rest, 0.0, 0.0, 0.0, rest, rest, rest]


def test_a_sensor_is_broken_when_so_many_pictures_in_a_row_failed(watching: Watching) -> None:
    almost = [CAPTURE_FAILED] * (PACE.blind - 1)
    heard(watching, *almost, NO_FINGER, *almost)
    assert watching.next_question() == c.GetImage()
    heard(watching, CAPTURE_FAILED)
    assert watching.next_question() == c.VerifyPassword(0), "and so it begins anew"


def test_a_look_that_was_refused_is_no_picture_that_failed(watching: Watching) -> None:
    heard(watching, Ack(0x18))
    assert watching.next_question() == c.VerifyPassword(0)


@pytest.mark.parametrize(("slots", "next_question"), [(0, c.VerifyPassword(0)), (1, c.GetImage())])
def test_a_library_has_one_slot_at_least(slots: int, next_question: c.Command) -> None:
    watching = Watching(PACE, 0, 0.0)
    heard(watching, OK, room_for(slots))
    assert watching.next_question() == next_question


@pytest.mark.parametrize(("slot", "told"), [("012B", [reading.Recognised(299, 96)]), ("012C", [])])
def test_the_last_slot_is_believed_and_none_behind_it(
    watching: Watching, slot: str, told: list[Reading]
) -> None:
    assert heard(watching, *TO_THE_SEARCH, Ack(0x00, bytes.fromhex(f"{slot} 0060"))) == told


def test_every_fifth_misfortune_asks_for_the_port_to_be_reopened(watching: Watching) -> None:
    told = [watching.failed(ReaderTrouble.SILENT, now) for now in range(10, 21)]
    stuck = [number for number, each in enumerate(told, start=1) if reading.Stuck() in each]
    assert stuck == [PACE.stuck, 2 * PACE.stuck]
