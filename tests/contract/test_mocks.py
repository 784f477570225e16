"""What every simulated device promises, whoever wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from registered import MOCKS, simulated, vectors

from firmware_mocks.firmware import (
    CounterLook,
    CutSlip,
    DeviceKind,
    Firmware,
    Look,
    Mock,
    PrinterLook,
    ReaderLook,
    Send,
    Show,
    SignLook,
)
from firmware_mocks.firmware.fitting import fitting_device, fitting_look, fitting_mock
from firmware_mocks.firmware.looks import plain
from tests.efforts import tried

fewer = tried(60)


def hands(mock: Mock) -> list[list[str]]:
    """Every way to say every listed hand that needs no value filled in."""
    return [words.split() for hand in mock.hands for words in hand.spoken]


def sound(outputs: list[Any]) -> None:
    for each in outputs:
        assert isinstance(each, Send | Show), each
        if isinstance(each, Send):
            assert each.data
            assert each.after >= 0
        else:
            assert each.what
            json.dumps(to_builtins(each.detail))
            assert each.what != "slip" or isinstance(each.detail, CutSlip)


def seen(name: str, device: Firmware) -> Look:
    """Its look, which must be one that can be drawn, whatever was done to the device."""
    look = fitting_look(simulated(name).kind, device.look())
    json.dumps(plain(look))
    return look


def rest(device: Firmware, now: float) -> float:
    """Let time pass until the device wants nothing for a while; return the time then."""
    for _ in range(200):
        at = device.next_wakeup()
        if at is None or at > now + 3600:
            return now
        now = max(now, at)
        sound(device.tick(now))
        after = device.next_wakeup()
        assert after is None or after > now, "asks to be woken for what it has just done"
    return now


@pytest.mark.parametrize("name", MOCKS)
def test_a_mock_is_what_its_entry_point_says(name: str) -> None:
    mock = fitting_mock(simulated(name), name)
    assert mock.title
    assert mock.hands
    assert mock.baud >= 300
    assert fitting_device(mock, mock.make(7, {})).address == 7


@pytest.mark.parametrize("name", MOCKS)
def test_an_unknown_option_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        simulated(name).make(1, {"colour": "mauve"})


@pytest.mark.parametrize("name", MOCKS)
@fewer
@given(data=st.data())
def test_a_mock_survives_any_bytes(name: str, data: st.DataObject) -> None:
    device = simulated(name).make(1, {})
    known = [vector.data for vector in vectors(name)] or [b""]
    now = 0.0
    for burst in data.draw(st.lists(st.one_of(st.sampled_from(known), st.binary(max_size=40)))):
        now += data.draw(st.floats(0, 5))
        sound(device.feed(burst, now))
        if (at := device.next_wakeup()) is not None and at <= now:
            sound(device.tick(now))
    seen(name, device)
    rest(device, now)


@pytest.mark.parametrize("name", MOCKS)
def test_every_listed_hand_is_understood(name: str) -> None:
    mock = simulated(name)
    for words in hands(mock):
        device = mock.make(1, {})
        sound(device.power_cycle(0.0))
        sound(device.hand(words, 1.0))
        seen(name, device)
        rest(device, 1.0)


WRONG = [["dance"], ["key"], ["", ""], ["finger"], ["fault", "dance"]]


@pytest.mark.parametrize(
    ("name", "words"),
    [(name, words) for name in MOCKS for words in WRONG if words not in hands(simulated(name))],
)
def test_a_wrong_hand_is_a_value_error_with_a_sentence(name: str, words: list[str]) -> None:
    device = simulated(name).make(1, {})
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        device.hand(words, 0.0)


@pytest.mark.parametrize("name", MOCKS)
def test_power_can_be_cut_at_any_time(name: str) -> None:
    device = simulated(name).make(1, {})
    for vector in vectors(name):
        sound(device.feed(vector.data[: len(vector.data) // 2], 0.0))
        sound(device.power_cycle(1.0))
        sound(device.feed(vector.data, 2.0))
        sound(device.power_cycle(3.0))
    seen(name, device)


def of_kind(kind: DeviceKind) -> list[str]:
    return [name for name in MOCKS if simulated(name).kind == kind]


@pytest.mark.parametrize("name", of_kind(DeviceKind.DISPLAY))
def test_a_sign_has_its_size_before_anybody_speaks_to_it(name: str) -> None:
    look = seen(name, simulated(name).make(1, {}))
    assert isinstance(look, SignLook)
    assert look.width >= 16
    assert look.height >= 8


@pytest.mark.parametrize("name", of_kind(DeviceKind.EVALUATOR))
def test_every_key_that_a_counter_shows_can_be_pressed(name: str) -> None:
    look = seen(name, simulated(name).make(1, {}))
    assert isinstance(look, CounterLook)
    parts = [part for part in (look.keypad, look.evaluator) if part is not None]
    assert parts, "neither a keypad nor an evaluator"
    for cap in [cap for part in parts for cap in part.keys]:
        device = simulated(name).make(1, {})
        assert cap.label
        sound(device.power_cycle(0.0))
        sound(device.hand(cap.hand.split(), 1.0))
        seen(name, device)


@pytest.mark.parametrize("name", of_kind(DeviceKind.READER))
def test_a_finger_is_put_on_a_reader_and_lifted(name: str) -> None:
    device = simulated(name).make(1, {})
    for words, finger in (("finger anna", "anna"), ("finger ben", "ben"), ("lift", None)):
        sound(device.hand(words.split(), 1.0))
        look = seen(name, device)
        assert isinstance(look, ReaderLook)
        assert look.finger == finger


@pytest.mark.parametrize("name", of_kind(DeviceKind.PRINTER))
def test_paper_is_torn_off_a_printer(name: str) -> None:
    mock = simulated(name)
    assert "tear" in [words for hand in mock.hands for words in hand.spoken]
    device = mock.make(1, {})
    for vector in vectors(name):
        sound(device.feed(vector.data, 0.0))
    rest(device, 0.0)
    sound(device.hand(["tear"], 1e6))
    look = seen(name, device)
    assert isinstance(look, PrinterLook)
    assert not look.slip
    assert not look.hanging
