"""What every simulated device promises, whoever wrote it."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_imports import allowed, imported, strangers
from registered import MOCKS, simulated, vectors

from firmware_mocks.firmware import Firmware, Mock, Send, Show

fewer = settings(max_examples=60)
_PLACEHOLDER = re.compile(r"[A-Z]+|.*[…<\[].*")


def hands(mock: Mock) -> list[list[str]]:
    """Every way to say every listed hand that needs no value filled in."""
    spoken = []
    for hand in mock.hands:
        words = [word.split("|") for word in hand.words.split()]
        if not any(_PLACEHOLDER.fullmatch(each) for word in words for each in word):
            spoken += [list(each) for each in itertools.product(*words)]
    return spoken


def sound(outputs: list[Any]) -> None:
    for each in outputs:
        assert isinstance(each, Send | Show), each
        if isinstance(each, Send):
            assert each.data
            assert each.after >= 0
        else:
            assert each.what
            json.dumps(each.detail)


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
    mock = simulated(name)
    assert isinstance(mock, Mock)
    assert mock.name == name
    assert mock.title
    assert mock.hands
    assert mock.make(7, {}).address == 7


@pytest.mark.parametrize("name", MOCKS)
def test_a_mock_shares_nothing_with_its_driver_but_the_sheets_numbers(name: str) -> None:
    assert not strangers(name)


@pytest.mark.parametrize(
    ("line", "stranger"),
    [
        ("from queue_display.models.onbon.framing import wrap", True),
        ("from queue_display.models.onbon import framing", True),
        ("import queue_display.models.onbon.framing", True),
        ("from queue_display.models.onbon import DRIVER", True),
        ("from queue_display.models.onbon import *", True),
        ("def late():\n    from queue_display.models.onbon.codec import encode", True),
        ("from ..ff68 import wire", True),
        ("from fingerprint.models.ef01 import spec", True),
        ("from firmware_mocks.hosting.faults import Way", True),
        ("from broker.service.exchange import Exchange", True),
        ("import threading", True),
        ("from time import monotonic", True),
        ("from importlib import import_module", True),
        ("import msgspec", True),
        ("from queue_display.models.onbon import spec", False),
        ("from queue_display.models.onbon.spec import ANY", False),
        ("from firmware_mocks.firmware import Mock", False),
        ("from firmware_mocks.onbon.picture import DynamicArea", False),
        ("from .picture import DynamicArea", False),
        ("from broker.link.base import Noise", False),
        ("from datetime import datetime", False),
    ],
)
def test_a_stranger_among_the_imports_would_be_seen(line: str, stranger: bool) -> None:
    """The control, for a file of the simulated Onbon card."""
    room = "firmware_mocks.onbon"
    found = [each for each in imported(line, room) if not allowed(each, "onbon", room)]
    assert bool(found) is stranger


@pytest.mark.parametrize(
    ("line", "stranger"),
    [
        ("from slate_panel import codec", True),
        ("from slate_panel.codec import encode", True),
        ("import slate_panel", True),
        ("from slate_panel import DRIVER", True),
        ("from . import codec", True),
        ("from slate_panel import spec", False),
        ("from .spec import BAUD", False),
    ],
)
def test_a_stranger_in_a_package_that_holds_a_driver_too_would_be_seen(
    line: str, stranger: bool
) -> None:
    """The control, for a simulated device that came in one package with its driver."""
    room = "slate_panel.mock"
    found = [each for each in imported(line, "slate_panel") if not allowed(each, "slate", room)]
    assert bool(found) is stranger


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
    json.dumps(device.look())
    rest(device, now)


@pytest.mark.parametrize("name", MOCKS)
def test_every_listed_hand_is_understood(name: str) -> None:
    mock = simulated(name)
    for words in hands(mock):
        device = mock.make(1, {})
        sound(device.power_cycle(0.0))
        sound(device.hand(words, 1.0))
        json.dumps(device.look())
        rest(device, 1.0)


@pytest.mark.parametrize("name", MOCKS)
@pytest.mark.parametrize("words", [["dance"], ["key"], ["", ""], ["finger"], ["fault", "dance"]])
def test_a_wrong_hand_is_a_value_error_with_a_sentence(name: str, words: list[str]) -> None:
    device = simulated(name).make(1, {})
    if words in hands(simulated(name)):
        return
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
    json.dumps(device.look())
