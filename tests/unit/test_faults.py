"""The faults of a cable: each does what it says, seeded, and a good cable does nothing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_mocks.hosting.cable import Cable
from firmware_mocks.hosting.faults import BYTE_GAP, NAMES, Faults, Way, altered, befall

bursts = st.lists(st.binary(min_size=1, max_size=40), max_size=20)
amounts = st.floats(0, 1)
faults = st.builds(
    Faults,
    drop=amounts,
    duplicate=amounts,
    lose=amounts,
    flip=amounts,
    noise=amounts,
    delay=amounts,
    late=amounts,
    split=st.booleans(),
    echo=st.booleans(),
)


def carried(cable: Cable, data: list[bytes], way: Way = Way.TO_DEVICE) -> list[tuple[Way, bytes]]:
    """All that ever comes out when `data` is sent ten milliseconds apart."""
    for place, burst in enumerate(data):
        cable.send(way, burst, place / 100)
    out = []
    while (at := cable.next_wakeup()) is not None:
        out += cable.arrived(at)
    return out


@given(bursts, st.integers())
def test_a_good_wire_changes_nothing(data: list[bytes], seed: int) -> None:
    assert carried(Cable(seed), data) == [(Way.TO_DEVICE, burst) for burst in data]


@given(bursts, st.integers(), faults)
def test_the_same_seed_gives_the_same_trouble(data: list[bytes], seed: int, how: Faults) -> None:
    first, second = Cable(seed), Cable(seed)
    first.faults = second.faults = how
    assert carried(first, data) == carried(second, data)


@given(bursts, st.integers(), amounts)
def test_delay_never_reorders(data: list[bytes], seed: int, delay: float) -> None:
    cable = Cable(seed)
    cable.faults = Faults(delay=delay, split=True)
    assert b"".join(piece for _, piece in carried(cable, data)) == b"".join(data)


def test_drop_loses_whole_bursts_only() -> None:
    cable = Cable(1)
    cable.faults = Faults(drop=0.5)
    data = [bytes([n, n]) for n in range(100)]
    kept = [piece for _, piece in carried(cable, data)]
    assert 20 < len(kept) < 80
    assert set(kept) <= set(data)


def test_lose_takes_single_bytes_and_flip_bends_one_bit_of_them() -> None:
    dice = Random(2)
    thinned = b"".join(p for _, p in befall(Faults(lose=0.5), dice, Way.TO_HOST, bytes(1000)))
    assert 300 < len(thinned) < 700
    bent = b"".join(p for _, p in befall(Faults(flip=1.0), dice, Way.TO_HOST, bytes(1000)))
    assert {byte.bit_count() for byte in bent} == {1}


def test_duplicate_says_it_twice_and_noise_comes_before() -> None:
    dice = Random(3)
    assert befall(Faults(duplicate=1.0), dice, Way.TO_HOST, b"ab") == [(0.0, b"abab")]
    [(_, data)] = befall(Faults(noise=1.0), dice, Way.TO_HOST, b"ab")
    assert data.endswith(b"ab")
    assert 3 <= len(data) <= 10


def test_split_delivers_a_byte_at_a_time() -> None:
    pieces = befall(Faults(split=True), Random(0), Way.TO_HOST, b"abc")
    assert pieces == [(0.0, b"a"), (BYTE_GAP, b"b"), (BYTE_GAP, b"c")]


def test_late_holds_the_answers_and_not_the_questions() -> None:
    cable = Cable()
    cable.faults = Faults(late=2.0)
    cable.send(Way.TO_DEVICE, b"?", 0.0)
    cable.send(Way.TO_HOST, b"!", 0.0)
    assert cable.arrived(0.0) == [(Way.TO_DEVICE, b"?")]
    assert cable.next_wakeup() == 2.0
    assert cable.arrived(2.0) == [(Way.TO_HOST, b"!")]


def test_echo_returns_the_hosts_bytes_and_only_these() -> None:
    cable = Cable()
    cable.faults = Faults(echo=True)
    assert sorted(carried(cable, [b"?"]), key=str) == [(Way.TO_DEVICE, b"?"), (Way.TO_HOST, b"?")]
    assert carried(cable, [b"!"], Way.TO_HOST) == [(Way.TO_HOST, b"!")]


def test_a_paced_byte_takes_its_time_and_the_next_waits_for_it() -> None:
    cable = Cable(baud=9600)
    cable.send(Way.TO_HOST, bytes(96), 0.0)
    cable.send(Way.TO_HOST, bytes(96), 0.0)
    assert cable.arrived(0.05) == []
    assert len(cable.arrived(0.1001)) == 1
    assert len(cable.arrived(0.2001)) == 1


def test_a_late_answer_does_not_hold_up_another_device() -> None:
    cable = Cable()
    cable.send(Way.TO_HOST, b"slow", 5.0)
    cable.send(Way.TO_HOST, b"quick", 1.0)
    assert cable.arrived(1.0) == [(Way.TO_HOST, b"quick")]


FIRST, SECOND, THIRD = b"\x11\x12", b"\x21\x22", b"\x31\x32"


def heard(cable: Cable, now: float = 100.0) -> list[bytes]:
    return [data for _, data in cable.arrived(now)]


@pytest.mark.parametrize("baud", [None, 9600])
def test_two_devices_that_answer_at_once_collide(baud: int | None) -> None:
    cable = Cable(baud=baud)
    for device, data in ((3, FIRST), (4, SECOND), (5, THIRD)):
        cable.send(Way.TO_HOST, data, 1.0, device)
    came = heard(cable)
    assert len(came) == 3
    assert not {FIRST, SECOND, THIRD} & set(came), "neither is what was said"
    assert came[0] == b"\x44\x47"


def test_half_a_frame_is_enough_to_spoil_both() -> None:
    cable = Cable(baud=9600)
    cable.send(Way.TO_HOST, FIRST, 1.0, 3)
    cable.send(Way.TO_HOST, SECOND, 1.0 + 1.5 * 10 / 9600, 4)
    assert not {FIRST, SECOND} & set(heard(cable))


def test_one_after_the_other_does_not_collide() -> None:
    cable = Cable(baud=9600)
    cable.send(Way.TO_HOST, FIRST, 1.0, 3)
    cable.send(Way.TO_HOST, SECOND, 1.0 + 2.1 * 10 / 9600, 4)
    assert heard(cable) == [FIRST, SECOND]


def test_a_device_does_not_collide_with_itself_nor_with_the_host() -> None:
    cable = Cable(baud=9600)
    cable.faults = Faults(echo=True)
    cable.send(Way.TO_DEVICE, THIRD, 1.0)
    for data in (FIRST, SECOND):
        cable.send(Way.TO_HOST, data, 1.0, 3)
    assert {FIRST, SECOND, THIRD} == set(heard(cable))


def test_what_is_on_a_cut_cable_is_gone() -> None:
    cable = Cable()
    cable.send(Way.TO_HOST, b"!", 0.0)
    cable.cut()
    assert cable.next_wakeup() is None


@pytest.mark.parametrize("name", NAMES)
def test_each_fault_can_be_switched_on_and_off(name: str) -> None:
    on = [name] if name in ("split", "echo") else [name, "0.5"]
    bad = altered(Faults(), on)
    assert bad != Faults()
    assert altered(bad, [name, "off"]) == Faults()
    assert altered(bad, ["off"]) == Faults()


@pytest.mark.parametrize(
    "words", [["drop"], ["drop", "2"], ["drop", "nan"], ["late", "-1"], ["split", "1"], ["x"], []]
)
def test_a_wrong_fault_is_refused_with_a_sentence(words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"no fault|no amount"):
        altered(Faults(), words)
