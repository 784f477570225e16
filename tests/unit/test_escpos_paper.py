"""What commands of the manual leave on the paper of the simulated printer.

Bytes are from Epson's command manual unless said otherwise, worked by hand.
"""

from __future__ import annotations

import time
from itertools import product

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import (
    BarcodeLine,
    CutSlip,
    FeedLine,
    Output,
    PageLine,
    PaperLine,
    PrinterLook,
    QrLine,
    RasterLine,
    Run,
    Send,
    Show,
    Stripe,
    SymbolLine,
    TextLine,
    extent,
)
from firmware_mocks.firmware.extent import qr_version

ESC, FS, GS = b"\x1b", b"\x1c", b"\x1d"
WESTERN = FS + b"."


def paper(data: bytes, **options: str) -> list[PaperLine]:
    """What hangs out after these bytes."""
    device = MOCK.make(1, options)
    device.feed(ESC + b"@" + data, 0.0)
    look = device.look()
    assert isinstance(look, PrinterLook)
    return list(look.hanging)


def texts(data: bytes, **options: str) -> list[str]:
    return [line.text for line in paper(data, **options) if isinstance(line, TextLine)]


def one(data: bytes) -> PaperLine:
    (line,) = paper(data)
    return line


# Commands whose data would be an A, were it text.
COMMANDS = """
1B 20 41 / 1B 21 41 / 1B 25 41 / 1B 26 03 41 42 01 41 41 41 01 41 41 41 /
1B 2A 00 02 00 41 41 / 1B 2A 21 01 00 41 41 41 / 1B 2D 41 / 1B 32 / 1B 33 41 / 1B 3D 41 /
1B 3F 41 / 1B 44 41 42 00 / 1B 45 41 / 1B 47 41 / 1B 4D 41 / 1B 52 41 / 1B 54 41 / 1B 55 41 /
1B 56 41 / 1B 63 33 41 / 1B 63 34 41 / 1B 63 35 41 / 1B 70 41 41 41 / 1B 72 41 / 1B 74 41 /
1B 75 41 / 1B 76 / 1B 7B 41 / 1B 28 41 04 00 41 41 41 41 / 1C 21 41 / 1C 2D 41 /
1C 28 41 02 00 41 41 / 1C 3F 41 41 / 1C 43 41 / 1C 53 41 41 / 1C 57 41 / 1C 70 41 41 /
1C 71 01 01 00 01 00 41 41 41 41 41 41 41 41 / 1D 21 41 / 1D 28 41 02 00 41 41 /
1D 28 4C 02 00 41 41 / 1D 38 4C 02 00 00 00 41 41 / 1D 2A 01 01 41 41 41 41 41 41 41 41 /
1D 2F 41 / 1D 42 41 / 1D 43 30 41 41 / 1D 43 31 41 41 41 41 41 41 / 1D 43 32 41 41 /
1D 45 41 / 1D 48 41 / 1D 49 41 / 1D 50 41 41 / 1D 54 41 / 1D 5E 41 41 41 / 1D 61 00 /
1D 62 41 / 1D 66 41 / 1D 67 30 41 41 41 / 1D 68 41 / 1D 6A 41 / 1D 6B 04 41 41 00 /
1D 6B 45 02 41 41 / 1D 72 41 / 1D 76 30 00 01 00 02 00 41 41 / 1D 77 41 / 1D 7A 30 41 41 /
1D 7C 41 / 10 14 01 00 01 / 10 05 01 / 10 04 01 / 09 / 0D / 18 / 07
"""
LONG = ("1C 32 41 41" + " 41" * 72, "1C 71 01 01 00 01 00" + " 41" * 8, "1D 2A 01 01" + " 41" * 8)


class TestNothingBecomesText:
    @pytest.mark.parametrize("command", [*LONG, *COMMANDS.split("/")])
    def test_data_of_a_command_is_no_text(self, command: str) -> None:
        assert texts(bytes.fromhex(command) + b"\nend\n")[-1] == "end"
        assert "A" not in "".join(texts(bytes.fromhex(command) + b"\nend\n"))

    @given(st.lists(st.binary(max_size=12)))
    def test_a_look_can_always_be_drawn_and_slicing_does_not_matter(
        self, parts: list[bytes]
    ) -> None:
        whole, sliced = MOCK.make(1, {}), MOCK.make(1, {})
        whole.feed(b"".join(parts), 0.0)
        for part in parts:
            sliced.feed(part, 0.0)
        assert whole.look() == sliced.look()

    def test_an_unknown_command_is_told(self) -> None:
        told = MOCK.make(1, {}).feed(GS + b"\x01A\n", 0.0)
        assert told[0] == Show("ignored", {"command": "junk", "bytes": "1d 01"})


class TestBytes:
    def test_a_ruled_line_of_a_code_page_is_as_wide_as_its_bytes(self) -> None:
        (line,) = paper(WESTERN + b"\xc4" * 48 + b"\n")
        assert line == TextLine("─" * 48, runs=(Run("─" * 48, 0, 12, 24, 12),))
        assert len(paper(WESTERN + b"\xc4" * 33 + b"\n", width="58")) == 2

    @pytest.mark.parametrize(
        ("page", "byte", "char"),
        [
            (0, 0x9C, "£"),
            (1, 0xB1, "ｱ"),
            (2, 0x9D, "Ø"),
            (16, 0x80, "€"),
            (17, 0x80, "А"),
            (18, 0x9D, "Ł"),
            (19, 0xD5, "€"),
            (21, 0xA1, "ก"),
            (40, 0xA4, "€"),
            (45, 0x8C, "Ś"),
            (46, 0xC0, "А"),
            (99, 0xC0, "\ufffd"),
        ],
    )
    def test_code_pages(self, page: int, byte: int, char: str) -> None:
        assert texts(WESTERN + ESC + b"t" + bytes((page, byte)) + b"\n") == [char]

    def test_countries(self) -> None:
        assert texts(ESC + b"R\x0f$\n") == ["¥"]
        assert texts(ESC + b"R\x02[]{}\n") == ["ÄÜäü"]

    @pytest.mark.parametrize(
        ("data", "read"),
        [
            ("D5 0A 41 0A", ["\ufffd", "A"]),
            ("FF 42 0A", ["\ufffdB"]),
            ("80 42 0A", ["\ufffdB"]),
            ("81 30 41 42 0A", ["\ufffd0AB"]),
            ("D5 1B 45 01 42 0A", ["\ufffdB"]),
            ("D5 F2 0A", ["镇"]),
            ("81 30 84 36 0A", ["¥"]),
        ],
    )
    def test_half_a_character_takes_nothing_along(self, data: str, read: list[str]) -> None:
        assert texts(bytes.fromhex(data)) == read

    def test_a_picture_that_holds_a_real_time_command_loses_no_dot(self) -> None:
        device = MOCK.make(1, {})
        data = bytes.fromhex("1D 76 30 00 01 00 03 00 10 04 01") + b"end\n"
        assert device.feed(data, 0.0) == [Send(b"\x12")]
        look = device.look()
        assert isinstance(look, PrinterLook)
        rows = ("   #    ", "     #  ", "       #")
        assert look.hanging == (RasterLine(8, 3, rows=rows), TextLine("end"))

    def test_a_long_job_in_one_piece_takes_linear_time(self) -> None:
        def seconds(count: int) -> float:
            device = MOCK.make(1, {})
            device.hand(["cover", "open"], 0.0)
            device.feed(b"line of text\n" * count, 0.0)
            began = time.process_time()
            device.hand(["cover", "close"], 0.0)
            return time.process_time() - began

        assert seconds(16_000) < 12 * max(seconds(4_000), 0.02)


class TestFeed:
    def test_a_line_is_as_high_as_its_spacing_or_its_tallest_character(self) -> None:
        for data, dots in (
            (b"A\n", 34),
            (ESC + b"3\x50A\n", 80),
            (ESC + b"3\x08A\n", 24),
            (ESC + b"3\x50" + ESC + b"2A\n", 34),
            (GS + b"!\x02A\n", 72),
            (b"A" + ESC + b"J\x64", 100),
            (b"A" + ESC + b"J\x00", 24),
            (ESC + b"*\x21\x01\x00\xff\xff\xff\n", 34),
            (ESC + b"3\x18" + ESC + b"*\x21\x01\x00\xff\xff\xff\n", 24),
        ):
            assert extent(one(data)) == dots, data

    def test_a_line_that_was_begun_is_the_first_of_those_fed(self) -> None:
        assert paper(b"A" + ESC + b"d\x03") == [TextLine("A"), FeedLine(2)]
        assert paper(b"A\n" + ESC + b"d\x03") == [TextLine("A"), FeedLine(3)]
        assert paper(b"A" + ESC + b"d\x00") == [TextLine("A", feed=24)]

    def test_blank_paper(self) -> None:
        assert paper(b"\n") == [FeedLine(1)]
        assert paper(ESC + b"J\x10") == [FeedLine(0, 16)]
        assert paper(ESC + b"3\x10\n") == [FeedLine(0, 16)]
        assert paper(ESC + b"e\x02") == [FeedLine(-2)]
        assert paper(ESC + b"K\x10") == [FeedLine(0, -16)]
        assert paper(GS + b"P\xcb\x65" + ESC + b"J\x65") == [FeedLine(0, 203)], "one inch"

    @pytest.mark.parametrize(
        ("command", "cut", "dots"),
        [
            ("1D 56 00", "full", 0),
            ("1D 56 30", "full", 0),
            ("1D 56 01", "partial", 0),
            ("1D 56 31", "partial", 0),
            ("1D 56 41 00", "full", 120),
            ("1D 56 42 10", "partial", 136),
            ("1B 69", "full", 0),
            ("1B 6D", "partial", 0),
        ],
    )
    def test_cuts(self, command: str, cut: str, dots: int) -> None:
        shown = MOCK.make(1, {}).feed(b"A\n" + bytes.fromhex(command), 0.0)
        fed = (FeedLine(0, dots),) if dots else ()
        assert [each.detail for each in shown if isinstance(each, Show)] == [
            CutSlip(48, (TextLine("A"), *fed), cut)  # type: ignore[arg-type]  # two of its words
        ]

    def test_the_line_at_which_the_roll_ends_comes_out_on_the_next_one(self) -> None:
        device = MOCK.make(1, {"paper": "20"})
        device.feed(b"".join(b"line %d\n" % number for number in range(6)), 0.0)
        device.hand(["paper", "in"], 1.0)
        look = device.look()
        assert isinstance(look, PrinterLook)
        assert [line.text for line in look.hanging if isinstance(line, TextLine)] == [
            f"line {number}" for number in range(6)
        ]

    def test_a_stuck_knife_feeds_no_paper_twice(self) -> None:
        device = MOCK.make(1, {})
        device.hand(["jam"], 0.0)
        device.feed(b"A\n" + GS + b"VB\x00", 0.0)
        device.hand(["ok"], 1.0)
        look = device.look()
        assert isinstance(look, PrinterLook)
        assert look.slip == (TextLine("A"), FeedLine(0, 120))


class TestLooks:
    def test_each_part_of_a_line_keeps_its_own(self) -> None:
        (line,) = paper(b"a" + ESC + b"E\x01b" + ESC + b"E\x00" + GS + b"!\x11c\n")
        assert line == TextLine(
            "abc",
            width=2,
            height=2,
            bold=True,
            runs=(
                Run("a", 0, 12, 24, 12),
                Run("b", 12, 12, 24, 12, bold=True),
                Run("c", 24, 24, 48, 24),
            ),
        )

    @pytest.mark.parametrize(
        ("command", "looks"),
        [
            ("1B 2D 01", {"underline": 1}),
            ("1B 2D 32", {"underline": 2}),
            ("1B 47 01", {"bold": True}),
            ("1D 42 01", {"reverse": True}),
            ("1B 7B 01", {"upside_down": True}),
            ("1B 21 B8", {"bold": True, "width": 2, "height": 2, "underline": 1}),
            ("1B 61 31", {"align": "centre"}),
            ("1B 61 02", {"align": "right"}),
            ("1D 4C 20 00", {"left": 32}),
            ("1D 57 00 01", {"room": 256}),
            ("1D 4C 20 00 1D 57 00 01", {"left": 32, "room": 256}),
        ],
    )
    def test_a_whole_line(self, command: str, looks: dict[str, object]) -> None:
        assert one(bytes.fromhex(command) + b"A\n") == TextLine("A", **looks)  # type: ignore[arg-type]  # its own fields
        assert paper(bytes.fromhex(command) + ESC + b"@A\n") == [TextLine("A")], "until ESC @"

    def test_what_counts_for_whole_lines_is_not_changed_within_one(self) -> None:
        assert one(b"A" + ESC + b"a\x01\n") == TextLine("A")

    def test_small_turned_and_spaced_letters(self) -> None:
        for command, run in (
            (ESC + b"M\x01", Run("A", 0, 9, 17, 9)),
            (ESC + b"V\x01", Run("A", 0, 24, 12, 24, turned=True)),
            (ESC + b" \x06", Run("A", 0, 12, 24, 18)),
        ):
            line = one(command + b"A\n")
            assert isinstance(line, TextLine)
            assert line.runs == (run,)
        assert len(paper(ESC + b"M\x01" + b"A" * 65 + b"\n")) == 2, "64 columns"

    def test_chinese_has_a_mode_of_its_own(self) -> None:
        line = one(FS + b"W\x01" + "号A\n".encode("gb18030"))
        assert isinstance(line, TextLine)
        assert line.runs == (Run("号", 0, 48, 48, 48), Run("A", 48, 12, 24, 12))

    def test_places_on_a_line(self) -> None:
        line = one(b"A" + ESC + b"$\x78\x00B" + ESC + b"\\\x0c\x00C" + ESC + b"\\\xe8\xffD\n")
        assert isinstance(line, TextLine)
        assert [(each.text, each.x) for each in line.runs if isinstance(each, Run)] == [
            ("A", 0),
            ("B", 120),
            ("C", 144),
            ("D", 132),
        ]


_KEEP, _ROW = "1D 28 4C 0C 00 30", "08 00 01 00"  # a picture of 8 × 1 dots under a key


class TestPictures:
    def test_stripes_of_eight_dots_are_three_times_as_high(self) -> None:
        for kind, across in ((0, 2), (1, 1)):
            line = one(ESC + b"*" + bytes((kind, 1, 0, 0x80)) + b"\n")
            assert isinstance(line, RasterLine)
            assert line.rows == ("#" * across,) * 3 + (" " * across,) * 21

    def test_a_stripe_stands_among_characters(self) -> None:
        line = one(b"A" + ESC + b"*\x21\x01\x00\xff\xff\xffB\n")
        assert isinstance(line, TextLine)
        assert line.runs[-1] == Stripe(("#",) * 24, 12)
        assert line.text == "AB"

    @pytest.mark.parametrize(
        ("mode", "size"), [(0, (8, 1)), (1, (16, 1)), (50, (8, 2)), (51, (16, 2))]
    )
    def test_a_raster_enlarged(self, mode: int, size: tuple[int, int]) -> None:
        line = one(GS + b"v0" + bytes((mode, 1, 0, 1, 0, 0xF0)))
        assert isinstance(line, RasterLine)
        assert (line.width, line.height) == size
        assert line.rows[0] == "#" * (size[0] // 2) + " " * (size[0] // 2)

    def test_what_stands_out_over_the_edge_is_not_printed(self) -> None:
        line = one(GS + b"v0\x00" + bytes((80, 0, 1, 0)) + b"\xff" * 80)
        assert isinstance(line, RasterLine)
        assert line.width == 576

    def test_pictures_that_a_printer_keeps(self) -> None:
        dot = RasterLine(8, 8, rows=("#" * 8, *["#       "] * 7))
        upright = b"\xff" + b"\x80" * 7
        keep = FS + b"q\x01\x01\x00\x01\x00" + upright
        assert paper(keep + FS + b"p\x01\x00") == [dot]
        device = MOCK.make(1, {})
        device.feed(keep, 0.0)
        device.power_cycle(1.0)
        device.feed(FS + b"p\x01\x00", 2.0)
        look = device.look()
        assert isinstance(look, PrinterLook)
        assert look.hanging == (dot,), "it is in a flash"
        assert paper(GS + b"*\x01\x01" + upright + GS + b"/\x00") == [dot]
        assert paper(GS + b"*\x01\x01" + upright + ESC + b"@" + GS + b"/\x00") == []

    @pytest.mark.parametrize(
        ("store", "show"),
        [
            (f"{_KEEP} 43 30 41 42 01 {_ROW} 31 F0", "1D 28 4C 06 00 30 45 41 42 01 01"),
            (f"{_KEEP} 53 30 41 42 01 {_ROW} 31 F0", "1D 28 4C 06 00 30 55 41 42 01 01"),
            ("1D 28 4C 0B 00 30 70 30 01 01 31 08 00 01 00 F0", "1D 28 4C 02 00 30 02"),
            ("1D 38 4C 0B 00 00 00 30 70 30 01 01 31 08 00 01 00 F0", "1D 28 4C 02 00 30 32"),
            (
                "1D 28 4C 12 00 30 71 30 01 01 31 08 00 01 00 80 80 80 80 00 00 00 00",
                "1D 28 4C 02 00 30 32",
            ),
        ],
    )
    def test_graphics_stored_and_printed(self, store: str, show: str) -> None:
        assert paper(bytes.fromhex(store)) == []
        assert paper(bytes.fromhex(store + show)) == [RasterLine(8, 1, rows=("####    ",))]


class TestCodes:
    def test_a_code_that_its_data_do_not_fit_is_none(self) -> None:
        for wrong in (
            b"k\x02" + b"4006381333932\x00",
            b"kI\x03abc",
            b"k\x05123\x00",
            b"kC\x05hello",
            b"kI\x46{B" + b"m" * 68,
        ):
            assert paper(GS + wrong) == []

    def test_a_code_128_of_two_sets(self) -> None:
        # {C 12 34 is values 105 12 34, check (105 + 12 + 2 · 34) mod 103 = 82
        line = one(GS + b"kI\x04{C\x0c\x22")
        assert isinstance(line, BarcodeLine)
        widths = ("211232", "112232", "131123", "121241", "2331112")
        drawn = "".join(
            ("#", " ")[at % 2] * int(wide) for each in widths for at, wide in enumerate(each)
        )
        assert (line.data, line.bars) == ("1234", drawn)

    @given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
    def test_the_version_of_a_qr_code_is_the_smallest(self, data: str) -> None:
        for level in ("L", "M", "Q", "H"):
            made = segno.make(
                data,
                error=level,
                micro=False,
                boost_error=False,
                encoding="utf-8",
                mode=None if data.isascii() else "byte",
            )
            assert qr_version(QrLine(data, level=level)) == made.version  # type: ignore[arg-type]  # of the four

    def test_a_pdf417_says_its_rows_and_columns(self) -> None:
        stream = b"".join(
            GS + b"(k" + len(each).to_bytes(2, "little") + each
            for each in (b"0A\x04", b"0B\x0a", b"0E01", b"0P0A", b"0Q0")
        )
        line = one(stream)
        assert isinstance(line, SymbolLine)
        assert len(line.rows) == 10
        assert {len(row) for row in line.rows} == {17 * 8 + 1}
        assert all(row.startswith("######## # # #   ") for row in line.rows)
        assert all(row.endswith("####### #   # #  #") for row in line.rows)


class TestPages:
    def test_a_page_is_printed_as_a_whole_in_four_directions(self) -> None:
        area = ESC + b"W" + bytes.fromhex("00 00 00 00 40 02 90 01")
        turned = b"".join(ESC + b"T" + bytes((n,)) + b"A\n" for n in range(4))
        page = one(ESC + b"L" + area + turned + b"\x0c")
        assert isinstance(page, PageLine)
        assert (page.width, page.height) == (576, 400)
        corners = [(each.x, each.y, each.turn) for each in page.pieces]
        assert corners == [(0, 0, 0), (0, 400, 270), (576, 400, 180), (576, 0, 90)]

    def test_places_cancelling_and_leaving(self) -> None:
        begin = ESC + b"L"
        (page,) = paper(begin + GS + b"$\x64\x00A\n" + b"\x0c")
        assert isinstance(page, PageLine)
        assert [(each.x, each.y) for each in page.pieces] == [(0, 100)]
        assert paper(begin + b"A\n" + ESC + b"SB\n") == [TextLine("B")]
        (page,) = paper(begin + b"A\n\x18B\n\x0c")
        assert isinstance(page, PageLine)
        assert [each.piece for each in page.pieces] == [TextLine("B")]

    def test_a_page_may_be_printed_again(self) -> None:
        first, again, after = paper(ESC + b"LA\n" + (ESC + b"\x0c") * 2 + ESC + b"SB\n")
        assert first == again
        assert after == TextLine("B")


def test_who_it_is_and_what_else_it_does() -> None:
    device = MOCK.make(1, {})
    assert device.feed(GS + b"IB", 0.0) == [Send(b"_service-hall\x00")]
    assert device.feed(ESC + b"p\x00\x19\xfa", 0.0) == [Show("drawer", {"pin": 2})]


def test_every_pair_of_commands_leaves_the_third_line_alone() -> None:
    """Whatever was set before, ESC @ undoes it."""
    settings = (
        *(b"\x1bE\1", b"\x1b-\1", b"\x1dB\1", b"\x1d!\x77", b"\x1bM\1", b"\x1b{\1", b"\x1b3\xff"),
        *(b"\x1dL\x40\0", b"\x1ba\2", b"\x1b \x09", b"\x1bL", b"\x1bt\x13", b"\x1c.", b"\x1bR\2"),
    )
    for one_, other in product(settings, repeat=2):
        assert paper(one_ + other + ESC + b"@" + b"[plain]\n")[-1] == TextLine("[plain]")


def said(data: bytes) -> list[Output]:
    """What it answers and tells of itself."""
    return MOCK.make(1, {}).feed(data, 0.0)


class TestLaterCommands:
    """Epson's manual of ESC/POS: GS ( H, FS ( C, ESC =, FS 2."""

    def test_a_process_is_named_once_all_before_it_is_on_paper(self) -> None:
        device = MOCK.make(1, {"speed": "10"})
        ask = bytes.fromhex("1d 28 48 06 00 30 30") + b"job1"
        assert device.feed(b"A\n" * 3 + ask, 0.0) == []
        told = [device.tick(device.next_wakeup() or 0.0) for _ in range(3)]
        assert told[-1] == [Send(bytes.fromhex("37 22") + b"job1" + b"\0")]

    @pytest.mark.parametrize("bad", ["30 31 41 41 41 41", "30 30 41 41 41 1f", "30 30 41", ""])
    def test_a_process_of_another_form_is_ignored(self, bad: str) -> None:
        data = bytes.fromhex(bad)
        (told,) = said(GS + b"(H" + len(data).to_bytes(2, "little") + data)
        assert isinstance(told, Show)
        assert told.what == "ignored"

    def test_text_is_utf_8_from_here_to_there(self) -> None:
        utf8, one_byte = FS + b"(C\2\0\x30\x32", FS + b"(C\2\0\x30\x31"
        text = "镇赉 é €\n".encode()
        assert texts(utf8 + text) == ["镇赉 é €"]
        assert texts(utf8 + one_byte + "镇赉\n".encode("gb18030")) == ["镇赉"]
        assert texts(utf8 + ESC + b"@" + "镇赉\n".encode("gb18030")) == ["镇赉"]
        assert texts(text) != ["镇赉 é €"]

    def test_half_a_character_of_utf_8_hurts_no_other(self) -> None:
        utf8 = FS + b"(C\2\0\x30\2"
        assert texts(utf8 + b"\xe9\x95A\xff\x80B\xf0\x9f\x98\n") == [
            "\ufffd\ufffdA\ufffd\ufffdB\ufffd\ufffd\ufffd"
        ]

    def test_chinese_is_as_wide_in_utf_8(self) -> None:
        utf8, gb = one(FS + b"(C\2\0\x30\x32" + "镇a\n".encode()), one("镇a\n".encode("gb18030"))
        assert utf8 == gb

    def test_the_order_of_fonts_is_understood(self) -> None:
        assert said(FS + b"(C\3\0\x3c\0\x0b") == []
        assert said(FS + b"(C\2\0\x30\3") != []

    def test_what_is_meant_for_a_display_is_not_printed(self) -> None:
        """DLE EOT is answered all the same."""
        away, back = ESC + b"=\2", ESC + b"=\1"
        assert texts(b"A\n" + away + b"B\n" + ESC + b"@C\n" + back + b"D\n") == ["A", "D"]
        assert said(away + b"\x10\x04\x01") == [Send(b"\x12")]
        assert texts(away + b"B\n" + ESC + b"=\3" + b"D\n") == ["D"]

    def test_a_character_of_ones_own_is_its_dots(self) -> None:
        code, column = b"\xfe\xa1", b"\x80\x00\x01"
        line = one(FS + b"2" + code + column * 24 + code + b"\n")
        assert isinstance(line, RasterLine)
        assert (line.rows[0], line.rows[1], line.rows[23]) == ("#" * 24, " " * 24, "#" * 24)
        beside = one(FS + b"2" + code + column * 24 + b"A" + code + b"\n")
        assert isinstance(beside, TextLine)
        assert [each.x for each in beside.runs] == [0, 12]
        wide = one(FS + b"2" + code + column * 24 + GS + b"!\x10" + code + b"\n")
        assert isinstance(wide, RasterLine)
        assert len(wide.rows[0]) == 48

    def test_it_ends_where_it_is_taken_back(self) -> None:
        code, dots = b"\xfe\xa1", b"\xff" * 72
        for end in (FS + b"?" + code, ESC + b"@"):
            assert texts(FS + b"2" + code + dots + end + code + b"\n") == ["\ufffd"]
        assert said(FS + b"2AA" + dots) != []

    def test_a_character_of_ones_own_begins_the_next_line_where_it_does_not_fit(self) -> None:
        code, dots = b"\xfe\xa1", b"\xff" * 72
        lines = paper(FS + b"2" + code + dots + b"A" * 47 + code + b"\n")
        assert [type(each) for each in lines] == [TextLine, RasterLine]
