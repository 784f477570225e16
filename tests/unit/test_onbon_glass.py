"""What the simulated card's glass shows: the time, its brightness, the fonts it has, its edges."""

from __future__ import annotations

import onbon_frames as frames
import pytest

from firmware_mocks.firmware import Firmware, Output, Send, Show
from firmware_mocks.onbon import MOCK
from firmware_mocks.onbon.card import CardLook
from queue_display.glass import Glass
from queue_display.layout import announce
from queue_display.models.onbon import DRIVER
from queue_display.models.onbon.codec import ReplyDecoder, encode
from queue_display.models.onbon.orders import Ack, Nack, Status

SUNDAY = frames.GOOD["set clock 2026-11-22 15:04:05 Sunday"]
STATUS = frames.worked(bytes.fromhex("A1 02 01 00 00"))


def card(**options: str) -> Firmware:
    return MOCK.make(1, {"delay": "0", **options})


def answer(outputs: list[Output]) -> object:
    data = b"".join(each.data for each in outputs if isinstance(each, Send))
    (reply,) = ReplyDecoder().feed(data)
    return reply


def area(text: bytes, *, x: int = 0, y: int = 0, width: int = 16, height: int = 32) -> bytes:
    """One standing area instead of all, centred; `x` and `width` in columns of eight dots."""
    places = [x, y, width, height]
    record = b"\0" + b"".join(each.to_bytes(2, "little") for each in places)
    record += bytes.fromhex("00 00 00 00 00 00 00 02 01 01 01 00 00 0A")
    record += len(text).to_bytes(4, "little") + text
    head = bytes.fromhex("A3 06 01 00 00 FF 01") + len(record).to_bytes(2, "little")
    return frames.worked(head + record)


def look(device: Firmware) -> CardLook:
    seen = device.look()
    assert isinstance(seen, CardLook)
    return seen


def test_the_time_stands_where_its_codes_are_and_goes_on() -> None:
    device = card()
    device.feed(SUNDAY, 10.0)
    assert device.next_wakeup() is None
    device.feed(area(rb"\DH:\DM:\DS"), 10.25)
    assert look(device).text == "15:04:05"
    assert device.next_wakeup() == pytest.approx(11.0)
    (show,) = device.tick(11.0)
    assert isinstance(show, Show)
    assert look(device).text == "15:04:06"
    device.tick(10.0 + 9 * 3600)
    assert look(device).text == "00:04:05"
    assert look(device).areas[0].text == "00:04:05"
    assert [glyph.x for glyph in look(device).areas[0].pages[0]] == list(range(32, 96, 8))


def test_a_clock_that_nobody_set_runs_too() -> None:
    device = card()
    device.feed(area(rb"\DM"), 0.0)
    device.tick(61.0)
    assert look(device).text == "01"


def test_a_dark_or_cleared_clock_needs_no_waking() -> None:
    device = card()
    device.feed(area(rb"\DS"), 0.0)
    device.feed(frames.GOOD["clear screen"], 0.0)
    assert device.next_wakeup() is None
    assert device.tick(5.0) == []


def test_an_unknown_clock_code_is_an_ordinary_backslash() -> None:
    device = card()
    device.feed(area(rb"\DX"), 0.0)
    assert look(device).text == r"\DX"


def brightness(payload: str) -> bytes:
    return frames.worked(bytes.fromhex("A3 02 01 00 00" + payload))


def told_brightness(device: Firmware, now: float) -> int:
    reply = answer(device.feed(STATUS, now))
    assert isinstance(reply, Status)
    return reply.brightness


def test_brightness_is_kept_told_and_outlives_the_power() -> None:
    device = card()
    assert told_brightness(device, 0.0) == 15
    assert answer(device.feed(brightness("01 04"), 0.0)) == Ack(1)
    assert told_brightness(device, 0.0) == look(device).brightness == 4
    device.power_cycle(1.0)
    assert told_brightness(device, 1.0) == 4


def test_brightness_by_the_clock() -> None:
    device = card()
    device.feed(SUNDAY, 0.0)
    halves = bytes(each % 16 for each in range(48)).hex()
    assert answer(device.feed(brightness("02 0F" + halves), 0.0)) == Ack(1)
    assert told_brightness(device, 0.0) == 30 % 16  # 15:04
    assert told_brightness(device, 1800.0) == 31 % 16


@pytest.mark.parametrize("payload", ["", "01", "01 10", "02 0F", "03 04", "01 04 05", "00 00"])
def test_a_brightness_that_is_none_is_refused(payload: str) -> None:
    device = card()
    assert answer(device.feed(brightness(payload), 0.0)) == Nack(1, 2)
    assert look(device).brightness == 15


@pytest.mark.parametrize(
    ("charsets", "code", "refused"),
    [
        ("gb2312", rb"\FO000", False),
        ("gb2312", rb"\FO100", True),
        ("gb2312,gbk", rb"\FO100", False),
        ("gbk", rb"\FO000", True),
        ("gbk", rb"\FO200", True),
        ("gbk,unicode", rb"\FO200", False),
    ],
)
def test_a_font_is_there_in_some_charsets(charsets: str, code: bytes, refused: bool) -> None:
    device = card(charsets=charsets)
    reply = answer(device.feed(area(code + "号".encode("gbk")), 0.0))
    assert reply == (Nack(1, 12) if refused else Ack(1))


def test_a_character_that_the_font_has_not_stays_dark() -> None:
    name = "朱镕基".encode("gbk")  # 镕 is in GBK only
    small = card(charsets="gb2312")
    small.feed(area(name), 0.0)
    assert look(small).text == "朱\u3000基"
    large = card()
    large.feed(area(name), 0.0)
    assert look(large).text == "朱镕基"
    large.feed(area(rb"\FO000" + name), 0.0)
    assert look(large).text == "朱\u3000基"


def test_what_a_text_begins_in_is_the_cards_own_affair() -> None:
    device = card(begins="24")
    device.feed(area("号A".encode("gbk")), 0.0)
    assert [glyph.size for glyph in look(device).areas[0].pages[0]] == [24, 24]
    device.feed(area(rb"\FO100\FE100" + "号A".encode("gbk")), 0.0)
    assert [glyph.size for glyph in look(device).areas[0].pages[0]] == [16, 16]


@pytest.mark.parametrize("begins", ["16", "24", "32"])
def test_the_drivers_pictures_do_not_depend_on_it(begins: str) -> None:
    device = card(begins=begins)
    sign = announce("A012\n请到3号窗口", Glass(128, 32), DRIVER.profile)
    device.feed(encode(DRIVER.show(1, sign)), 0.0)
    assert {glyph.size for glyph in look(device).areas[0].pages[0]} == {16}
    assert not look(device).areas[0].cut


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ({}, True),
        ({"width": 17}, False),
        ({"height": 33}, False),
        ({"x": 1}, False),
        ({"y": 1}, False),
        ({"x": 15, "width": 1, "y": 31, "height": 1}, True),
        ({"width": 0}, False),
        ({"height": 0}, False),
        ({"width": 0x8000 | 128}, True),  # in dots
        ({"width": 0x8000 | 129}, False),
    ],
)
def test_an_area_that_reaches_out_of_the_glass_is_refused_and_changes_nothing(
    place: dict[str, int], fits: bool
) -> None:
    device = card()
    device.feed(area(b"before"), 0.0)
    reply = answer(device.feed(area(b"after", **place), 0.0))
    assert reply == (Ack(1) if fits else Nack(1, 2))
    assert look(device).text == ("after" if fits else "before")


@pytest.mark.parametrize("options", [{"charsets": "big5"}, {"begins": "12"}, {"charsets": ""}])
def test_options_that_do_not_fit_are_named(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        MOCK.make(1, options)
