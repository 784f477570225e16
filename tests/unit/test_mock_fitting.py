"""A simulated device that does not fit is refused with a sentence, before the bench has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from echo_firmware import EchoFirmware, EchoLook

from broker.domain.errors import ConfigError
from firmware_mocks.firmware import (
    CounterLook,
    DeviceKind,
    EvaluatorLook,
    Glyph,
    Hand,
    Look,
    Mock,
    PrinterLook,
    QrLine,
    ReaderLook,
    SignArea,
    SignLook,
    written,
)
from firmware_mocks.firmware.fitting import Misfit, fitting_device, fitting_look, fitting_mock
from firmware_mocks.hosting import loading

GOOD = Mock("echo", "Echo", "parrot", 9600, lambda address, _: EchoFirmware(address), ())


def area(*page: Glyph, **more: Any) -> SignArea:
    return SignArea(0, 0, 64, 16, (page,), **more)


@pytest.mark.parametrize(
    ("kind", "look", "sentence"),
    [
        ("display", {"on": True}, "the look of a display is a SignLook, not of class dict"),
        ("display", ReaderLook(), "is a SignLook, not of class ReaderLook"),
        ("display", SignLook("wide", 16), "`int`, got `str` - at `\\$.width`"),
        ("display", SignLook(0, 16), "`int` >= 1 - at `\\$.width`"),
        ("display", SignLook(64, 16, areas=(area(Glyph("", 0, 0)),)), "char"),
        ("display", SignLook(64, 16, areas=(area(Glyph("A", 0, 0, 0)),)), "size"),
        ("display", SignLook(64, 16, areas=(area(*written("A", colour="mauve")),)), "mauve"),
        ("display", SignLook(64, 16, areas=(area(seconds=0.0),)), "seconds"),
        ("display", SignLook(64, 16, areas=("A012",)), "areas"),
        ("evaluator", CounterLook(evaluator=EvaluatorLook(stars=6)), "stars"),
        ("reader", ReaderLook(enrolled={4: "1001"}), "enrolled|key"),
        ("printer", PrinterLook(48, slip=(QrLine(""),)), "slip"),
        ("printer", PrinterLook(48, paper="wet"), "wet"),
        ("printer", PrinterLook(48, slip=(object(),)), "unsupported"),
        ("parrot", {"heard": ""}, "is a Look, not of class dict"),
    ],
)
def test_a_look_that_cannot_be_drawn_says_where(kind: str, look: Any, sentence: str) -> None:
    with pytest.raises(Misfit, match=sentence):
        fitting_look(kind, look)


def test_a_kind_may_be_extended_and_a_new_one_may_look_as_it_likes() -> None:
    class CardLook(SignLook, frozen=True):
        program: str = ""

    extended = CardLook(64, 16, areas=(area(*written("A012")),), program="P000")
    assert fitting_look(DeviceKind.DISPLAY, extended) is extended
    assert fitting_look("parrot", EchoLook("", 1)) == EchoLook("", 1)
    with pytest.raises(Misfit, match="program"):
        fitting_look(DeviceKind.DISPLAY, CardLook(64, 16, program=7))


def test_a_row_of_characters_is_as_wide_as_they_are() -> None:
    assert written("A请1", 8, 2, colour="green") == (
        Glyph("A", 8, 2, 16, "green"),
        Glyph("请", 16, 2, 16, "green"),
        Glyph("1", 32, 2, 16, "green"),
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"name": "echo"}, "it is of class dict, and no firmware_mocks.firmware.Mock"),
        (replace(GOOD, name="other"), "it calls itself “other”"),
        (replace(GOOD, kind=""), "of what kind"),
        (replace(GOOD, make=None), "no function"),
        (replace(GOOD, hands=("fault silent",)), "not all a Hand"),
    ],
)
def test_what_is_no_mock_is_refused(found: Any, sentence: str) -> None:
    with pytest.raises(Misfit, match=sentence):
        fitting_mock(found, "echo")


def test_what_a_mock_builds_is_looked_at() -> None:
    assert fitting_device(GOOD, EchoFirmware(7)).address == 7
    with pytest.raises(Misfit, match=r"address, feed, hand, .* is missing"):
        fitting_device(GOOD, object())
    with pytest.raises(Misfit, match="SignLook"):
        fitting_device(replace(GOOD, kind=DeviceKind.DISPLAY), EchoFirmware(7))


def test_what_fits_is_loaded_and_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load", lambda _group, _name: GOOD)
    assert loading.device(loading.mock("echo"), 7, {}).look() == EchoLook("", 0)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (object(), "it is of class object"),
        (replace(GOOD, kind=DeviceKind.READER), "ReaderLook"),
    ],
)
def test_a_misfit_is_for_the_installer_to_mend(
    monkeypatch: pytest.MonkeyPatch, found: Any, sentence: str
) -> None:
    monkeypatch.setattr(loading, "load", lambda _group, _name: found)
    told = rf"hall.mock: echo: .*{sentence}.* — correct"
    with pytest.raises(ConfigError, match=told):
        loading.device(loading.mock("echo"), 7, {})


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("paper out|in", ("paper out", "paper in")),
        ("type 6 confirm", ("type 6 confirm",)),
        ("fault nack [CODE]", ("fault nack",)),
        ("near-end", ("near-end",)),
        ("finger NAME", ()),
        ("type …", ()),
    ],
)
def test_a_hand_lists_every_way_to_say_it(words: str, spoken: tuple[str, ...]) -> None:
    assert Hand(words, "").spoken == spoken


def test_a_hand_has_a_label_for_each_way_or_none() -> None:
    assert Hand("paper out|in", "", ("抽纸", "装纸")).labels
    with pytest.raises(ValueError, match="said in 2 ways"):
        Hand("paper out|in", "", ("抽纸",))


def test_a_look_is_a_value() -> None:
    assert isinstance(SignLook(64, 16), Look)
    with pytest.raises(AttributeError):
        SignLook(64, 16).on = False  # type: ignore[misc]  # that it cannot be set is the point
