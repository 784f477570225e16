"""The simulated printer against the makers' documents, not against our driver."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import (
    CutSlip,
    FeedLine,
    Firmware,
    Output,
    QrLine,
    Send,
    Show,
    TextLine,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "escpos.json").read_text("utf-8"))
BYTES = {row["what"]: bytes.fromhex(row["hex"]) for row in VECTORS["commands"]}


def printer(**options: str) -> Firmware:
    return MOCK.make(1, {name.replace("_", "-"): value for name, value in options.items()})


def answers(outputs: list[Output]) -> bytes:
    return b"".join(each.data for each in outputs if isinstance(each, Send))


def texts(device: Firmware) -> list[str]:
    return [line.text for line in device.look().hanging if isinstance(line, TextLine)]


def ask(device: Firmware, now: float = 0.0) -> str:
    parts = ("ask printer", "ask offline cause", "ask error cause", "ask paper")
    return answers(device.feed(b"".join(BYTES[part] for part in parts), now)).hex(" ")


@pytest.mark.parametrize(
    ("hands", "status"),
    [
        ((), "12 12 12 12"),
        (("near-end",), "12 12 12 1e"),
        (("paper out",), "1a 32 12 7e"),
        (("cover open",), "1a 16 12 12"),
        (("fault heat",), "1a 52 52 12"),
        (("fault silent",), ""),
        (("paper out", "cover open", "ok"), "12 12 12 12"),
    ],
)
def test_status_says_what_a_hand_did(hands: tuple[str, ...], status: str) -> None:
    device = printer()
    for words in hands:
        device.hand(words.split(), 0.0)
    assert ask(device) == status


def test_without_the_sensor_the_end_comes_without_warning() -> None:
    device = printer(near_end_sensor="off")
    device.hand(["near-end"], 0.0)
    assert ask(device) == "12 12 12 12"


def test_every_command_of_the_vectors_is_understood() -> None:
    for what, data in BYTES.items():
        assert Show("ignored") not in printer().feed(data + b"\n", 0.0), what
        shown = [each.what for each in printer().feed(data + b"\n", 0.0) if isinstance(each, Show)]
        assert "ignored" not in shown, what


def test_the_picture_has_text_style_and_code() -> None:
    device = printer(width="58")
    data = BYTES["centre"] + BYTES["bold on"] + BYTES["size 2x2"] + BYTES["line 取号 A001"]
    device.feed(data + BYTES["qr A001"], 0.0)
    shown = device.feed(BYTES["feed and full cut"], 0.0)
    lines = (
        TextLine("取号 A001", width=2, height=2, align="centre", bold=True),
        QrLine("A001", module=6, align="centre"),
        FeedLine(6),
    )
    assert shown == [Show("slip", CutSlip(32, lines, "full"))]
    assert device.look().slip == lines
    assert device.look().hanging == ()
    assert device.hand(["tear"], 0.0) == [Show("torn", {"lines": [*lines]})]
    assert device.look().slip == ()


def test_a_code_it_cannot_print_is_none() -> None:
    device = printer()
    for wrong in (
        "03 00 31 43 00",
        "03 00 31 43 11",
        "02 00 31 43",
        "8D 0B 31 50 30" + " 61" * 2954,
    ):
        device.feed(b"\x1d\x28\x6b" + bytes.fromhex(wrong), 0.0)
    device.feed(b"\x1d\x28\x6b" + bytes.fromhex("03 00 31 51 30"), 0.0)
    assert device.look().hanging == ()
    device.feed(BYTES["qr A001"], 0.0)
    assert [type(line) for line in device.look().hanging] == [QrLine]


def test_the_older_way_of_sizing_text() -> None:
    # kikithegecko/microprinting, fontdemo.py: 1B 21 30 is double height and width, 1B 21 00 normal
    device = printer()
    device.feed(b"\x1b\x21\x30big\n\x1b\x21\x00small\n", 0.0)
    sizes = [(line.width, line.height) for line in device.look().hanging]
    assert sizes == [(2, 2), (1, 1)]


def test_chinese_must_be_switched_on_where_it_is_off() -> None:
    device = printer(chinese="off")
    device.feed(BYTES["line 取号 A001"], 0.0)
    assert "取号" not in texts(device)[0]
    device.feed(BYTES["chinese on"] + BYTES["line 取号 A001"], 0.0)
    assert texts(device)[1] == "取号 A001"


def test_gs_r_waits_behind_the_data_and_dle_eot_does_not() -> None:
    device = printer(speed="50")
    data = b"line\n" * 10 + BYTES["ask in order"] + BYTES["ask printer"]
    assert answers(device.feed(data, 0.0)) == b"\x12"
    spoken = b""
    times = []
    while (at := device.next_wakeup()) is not None:
        times.append(at)
        spoken += answers(device.tick(at))
    assert spoken == b"\x00"
    assert len(texts(device)) == 10
    assert 0.7 < times[-1] < 1.0  # ten lines of 4.2 mm at 50 mm a second
    assert all(before <= after for before, after in pairwise(times))


def test_without_paper_gs_r_is_not_answered_until_there_is_some() -> None:
    device = printer(speed="50")
    device.feed(b"line\n" * 10 + BYTES["ask in order"], 0.0)
    device.hand(["paper", "out"], 0.2)
    assert device.next_wakeup() is None
    assert answers(device.tick(60.0)) == b""
    assert ask(device, 60.0) == "1a 32 12 7e"
    device.hand(["paper", "in"], 61.0)
    spoken = b""
    while (at := device.next_wakeup()) is not None:
        spoken += answers(device.tick(at))
    assert spoken == b"\x00"  # the rest came out on the new roll


def test_discard_forgets_even_in_the_middle_of_a_command() -> None:
    device = printer()
    device.hand(["cover", "open"], 0.0)
    device.feed(b"ghost\n\x1d\x28\x6b\xff\xff", 0.0)
    assert answers(device.feed(BYTES["discard"], 0.0)) == bytes.fromhex("37 25 00")
    device.hand(["cover", "close"], 0.0)
    device.feed(b"alive\n", 0.0)
    assert texts(device) == ["alive"]


def test_a_stuck_knife_is_found_when_it_cuts() -> None:
    device = printer()
    device.hand(["jam"], 0.0)
    assert ask(device) == "12 12 12 12"
    device.feed(b"line\n" + BYTES["feed and full cut"], 0.0)
    assert ask(device) == "1a 52 1a 12"
    shown = device.hand(["ok"], 0.0)
    assert [each.what for each in shown if isinstance(each, Show)] == ["slip"]


def test_a_roll_ends_by_itself() -> None:
    device = printer(paper="20")
    device.feed(b"line\n" * 10, 0.0)
    assert len(texts(device)) == 4
    assert device.look().paper == "out"


def test_automatic_status_when_asked_for() -> None:
    device = printer()
    assert answers(device.feed(b"\x1d\x61\x0f", 0.0)) == bytes.fromhex("10 00 00 00")
    assert answers(device.hand(["cover", "open"], 0.0)) == bytes.fromhex("38 00 00 00")
    device.hand(["cover", "close"], 0.0)
    assert answers(device.feed(BYTES["no automatic status"], 0.0)) == b""
    assert answers(device.hand(["cover", "open"], 0.0)) == b""


def test_power_cycle_forgets_what_was_received_but_not_the_paper() -> None:
    device = printer()
    device.feed(b"kept\n" + b"lost", 0.0)
    device.power_cycle(1.0)
    device.feed(b"new\n", 1.0)
    assert texts(device) == ["kept", "new"]


def test_half_a_command_does_not_keep_its_host_busy() -> None:
    device = printer()
    device.feed(b"\x1d\x28\x6b\xff\x00", 0.0)
    assert device.next_wakeup() is None


@given(st.lists(st.binary(max_size=12)))
def test_any_bytes_in_any_slices_do_the_same(parts: list[bytes]) -> None:
    whole, sliced = printer(), printer()
    heard = answers(whole.feed(b"".join(parts), 0.0))
    assert heard == b"".join(answers(sliced.feed(part, 0.0)) for part in parts)
    assert whole.look() == sliced.look()


@pytest.mark.parametrize("words", ["paper", "paper up", "fault", "sing", "cover"])
def test_hands_it_does_not_know(words: str) -> None:
    with pytest.raises(ValueError, match="no "):
        printer().hand(words.split(), 0.0)


@pytest.mark.parametrize(
    "options", [{"width": "60"}, {"colour": "red"}, {"speed": "-1"}, {"gs-r": "yes"}]
)
def test_options_it_does_not_know(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        MOCK.make(1, options)
