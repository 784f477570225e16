"""The simulated counter obeys and says the frames of the field, byte for byte."""

from __future__ import annotations

import pytest
from ff68_frames import FRAMES

from firmware_mocks.ff68 import MOCK
from firmware_mocks.firmware import Firmware, Output, Send, Show


def make(**options: str) -> Firmware:
    return MOCK.make(3, options)


def sent(outputs: list[Output]) -> list[bytes]:
    return [each.data for each in outputs if isinstance(each, Send)]


def shows(outputs: list[Output]) -> list[str]:
    return [each.what for each in outputs if isinstance(each, Show)]


@pytest.mark.parametrize(
    ("words", "frame"),
    [
        ("key 0", "eval_value_0"),
        ("key 1", "eval_value_1"),
        ("key 2", "eval_value_2"),
        ("key 3", "eval_value_3"),
        ("call", "key_call"),
        ("recall", "key_recall"),
        ("evaluate", "key_evaluate"),
        ("type 6 confirm", "key_giveup"),
        ("type 0 confirm", "key_hang"),
        ("pause", "key_pause"),
        ("transfer", "key_transfer"),
    ],
)
def test_hands_make_the_frames_of_the_field(words: str, frame: str) -> None:
    assert sent(make().hand(words.split(), 0.0)) == [FRAMES[frame]]


@pytest.mark.parametrize("size", [1, 4, 100])
def test_it_shows_what_it_is_told(size: int) -> None:
    device = make()
    stream = b"\x00\xff\x68" + FRAMES["ticket_001"] + FRAMES["stars_5"] + FRAMES["beep"]
    for at in range(0, len(stream), size):
        device.feed(stream[at : at + size], 0.0)
    seen = device.look()
    assert (seen.keypad.waiting, seen.keypad.ticket) == ("", "001")
    assert (seen.evaluator.stars, seen.beeps) == (5, 1)
    device.feed(FRAMES["waiting_012"], 0.0)
    assert (device.look().keypad.waiting, device.look().keypad.ticket) == ("012", "")


def test_it_asks_and_thanks() -> None:
    device = make()
    assert shows(device.feed(FRAMES["start_eval"], 0.0)) == ["lit"]
    assert device.look().evaluator.lit
    device.hand(["key", "3"], 1.0)
    assert shows(device.feed(FRAMES["eval_ack_2"], 1.1)) == ["ignored"], "another key's"
    assert shows(device.feed(FRAMES["eval_ack_3"], 1.2)) == ["thanks"]
    assert device.next_wakeup() is None
    assert not device.look().evaluator.lit


def test_it_repeats_what_nobody_acknowledges_and_gives_up() -> None:
    device = make(tries="3", every="0.5")
    frames = sent(device.hand(["key", "1"], 0.0))
    while (at := device.next_wakeup()) is not None:
        frames += sent(device.tick(at))
    assert frames == [FRAMES["eval_value_1"]] * 3
    assert at is None


def test_a_lost_acknowledgement() -> None:
    device = make()
    device.hand(["fault", "noack"], 0.0)
    device.hand(["key", "1"], 0.0)
    device.feed(FRAMES["eval_ack_1"], 0.1)
    assert sent(device.tick(0.5)) == [FRAMES["eval_value_1"]]
    device.hand(["ok"], 0.6)
    device.feed(FRAMES["eval_ack_1"], 0.7)
    assert device.next_wakeup() is None


def test_the_lights_go_out_by_themselves() -> None:
    device = make(lit="10", unlit="dropped")
    device.feed(FRAMES["start_eval"], 0.0)
    assert device.next_wakeup() == 10.0
    device.tick(10.0)
    assert not device.look().evaluator.lit
    assert sent(device.hand(["key", "3"], 11.0)) == []


def test_frames_for_others_and_bent_frames_do_nothing() -> None:
    device = MOCK.make(4, {})
    bent = bytearray(FRAMES["beep"])
    bent[6] ^= 1
    assert device.feed(FRAMES["beep"] + bytes(bent), 0.0) == []


def test_a_silent_device() -> None:
    device = make()
    device.hand(["fault", "silent"], 0.0)
    assert sent(device.hand(["call"], 0.0)) == []
    assert device.feed(FRAMES["beep"], 0.0) == []


def test_only_one_of_the_two() -> None:
    keypad, voter = make(parts="keypad"), make(parts="evaluator")
    assert shows(keypad.feed(FRAMES["stars_5"], 0.0)) == ["ignored"]
    assert shows(voter.feed(FRAMES["beep"], 0.0)) == ["ignored"]
    with pytest.raises(ValueError, match="no evaluator key"):
        keypad.hand(["key", "3"], 0.0)
    with pytest.raises(ValueError, match="no keypad"):
        voter.hand(["call"], 0.0)


def test_a_power_cut_forgets() -> None:
    device = make()
    device.feed(FRAMES["start_eval"] + FRAMES["ticket_001"] + FRAMES["beep"][:4], 0.0)
    device.power_cycle(1.0)
    assert (device.look().evaluator.lit, device.look().keypad.ticket) == (False, "")
    assert shows(device.feed(FRAMES["beep"], 1.0)) == ["beep"]


@pytest.mark.parametrize(
    "words", ["key 4", "key", "type x confirm", "type 12 confirm", "dance", "fault lazy"]
)
def test_words_it_does_not_know(words: str) -> None:
    with pytest.raises(ValueError, match="does not know"):
        make().hand(words.split(), 0.0)


def test_options_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="no option “colour”"):
        make(colour="red")
