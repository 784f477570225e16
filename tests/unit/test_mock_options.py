"""The options of simulated devices are understood, or refused by their names."""

from __future__ import annotations

from typing import Any

import pytest

from firmware_mocks.firmware.options import fingers, number, one_of, refuse_unknown, whole


def test_what_nobody_said_is_as_usual() -> None:
    assert whole({}, "width", 128, 16, 512) == 128
    assert number({}, "delay", 0.5) == 0.5
    assert one_of({}, "paper", "80", {"58": 32, "80": 48}) == 48
    assert fingers({}, "enrolled", 300) == {}


def test_what_was_said_counts() -> None:
    said = {"width": "64", "password": "ff", "delay": "2", "paper": "58"}
    assert whole(said, "width", 128, 16, 512) == 64
    assert whole(said, "password", 0, 0, 0xFFFF, base=16) == 255
    assert number(said, "delay", 0.5, 60.0) == 2.0
    assert one_of(said, "paper", "80", {"58": 32, "80": 48}) == 32


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna,ben", {0: "anna", 1: "ben"}),
        ("anna:7,ben:2", {7: "anna", 2: "ben"}),
        ("anna:0,", {0: "anna"}),
    ],
)
def test_fingers_are_in_their_slots(text: str, found: dict[int, str]) -> None:
    assert fingers({"enrolled": text}, "enrolled", 10) == found


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    refuse_unknown({"width": "64"}, ("width", "height"))
    with pytest.raises(ValueError, match="no option “colour”; there are width, height"):
        refuse_unknown({"colour": "red", "width": "64"}, ("width", "height"))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda said: whole(said, "x", 1, 1, 9), "0"),
        (lambda said: whole(said, "x", 1, 1, 9), "10"),
        (lambda said: whole(said, "x", 1, 1, 9), "2.5"),
        (lambda said: whole(said, "x", 1, 1, 9), ""),
        (lambda said: number(said, "x", 1.0), "-1"),
        (lambda said: number(said, "x", 1.0), "inf"),
        (lambda said: number(said, "x", 1.0), "nan"),
        (lambda said: number(said, "x", 1.0), "soon"),
        (lambda said: number(said, "x", 1.0, 60.0), "61"),
        (lambda said: one_of(said, "x", "on", {"on": True}), "yes"),
        (lambda said: fingers(said, "x", 10), "anna:10"),
        (lambda said: fingers(said, "x", 10), ":1"),
        (lambda said: fingers(said, "x", 1), "anna,ben"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(read: Any, text: str) -> None:
    with pytest.raises(ValueError, match=r"^x.*say "):
        read({"x": text})
