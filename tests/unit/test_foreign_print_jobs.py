"""Jobs of foreign encoders on the simulated printer: the paper shows what a right printer shows.

`py_ht` and `py_style` are said to do more than their bytes do: there is no HT in the one, and
nothing that ends the style of `S` in the other (a style stays until it is changed, Epson). What the
bytes say is tested here, and what was meant beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import (
    BarcodeLine,
    CutSlip,
    FeedLine,
    PaperLine,
    PrinterLook,
    QrLine,
    RasterLine,
    Run,
    Show,
    SymbolLine,
    TextLine,
    extent,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "escpos_foreign.json"
ROWS = json.loads(VECTORS.read_text("utf-8"))["jobs"]
JOBS = {row["what"]: bytes.fromhex(row["hex"]) for row in ROWS}
WORDS = {"A", "B", "AB", "S", "A012", "plain", "Hello", "café ñ", "10 €", "镇赉县政务服务中心"}


def printed(data: bytes, **options: str) -> CutSlip:
    """The one slip that comes out."""
    shown = MOCK.make(1, options).feed(data, 0.0)
    (slip,) = (each.detail for each in shown if isinstance(each, Show) and each.what == "slip")
    assert isinstance(slip, CutSlip)
    return slip


def marks(data: bytes, **options: str) -> list[PaperLine]:
    """What is on the paper: all but blank paper."""
    return [line for line in printed(data, **options).lines if not isinstance(line, FeedLine)]


def test_every_job_is_used() -> None:
    tested = Path(__file__).read_text("utf-8")
    assert all(f'"{what}"' in tested for what in JOBS)


@pytest.mark.parametrize("what", sorted(JOBS))
def test_a_job_comes_out_as_one_slip_and_nothing_of_it_becomes_other_text(what: str) -> None:
    slip = printed(JOBS[what])
    assert {line.text for line in slip.lines if isinstance(line, TextLine)} <= WORDS
    assert slip.cut == ("partial" if what.startswith("py_") or what == "php_feedrev" else "full")


def test_a_large_number() -> None:
    number, plain = marks(JOBS["php_text"])
    assert number == TextLine("A012", width=3, height=4, align="centre", bold=True)
    assert plain == TextLine("plain", align="centre")


def test_chinese_stands_on_one_line() -> None:
    assert marks(JOBS["php_textchinese"]) == [TextLine("镇赉县政务服务中心"), TextLine("B")]


def test_a_qr_code() -> None:
    code = QrLine("https://a.b/c?d=1", module=5, level="M")
    assert marks(JOBS["php_qr"]) == [code, TextLine("B")]
    assert extent(code) == 25 * 5, "17 bytes of level M are a code of version 2"


def test_a_qr_code_of_chinese_in_utf_8() -> None:
    code = QrLine("镇赉A012", module=4, level="L")
    assert marks(JOBS["py_qrutf8"]) == [TextLine("A"), code, TextLine("B")]
    assert extent(code) == 21 * 4


RECTANGLE = tuple(
    "".join("#" if 8 <= x <= 40 and 4 <= y <= 20 else " " for x in range(64)) for y in range(24)
)


@pytest.mark.parametrize("what", ["php_raster", "php_column", "py_graphics"])
def test_a_picture_dot_for_dot(what: str) -> None:
    *above, picture, below = marks(JOBS[what])
    assert picture == RasterLine(64, 24, rows=RECTANGLE)
    assert extent(picture) == 24, "the next stripe follows without a gap"
    assert below == TextLine("B")
    assert above == ([TextLine("A")] if what == "py_graphics" else [])


def test_a_pdf417_code() -> None:
    code, below = marks(JOBS["php_pdf417"])
    assert isinstance(code, SymbolLine)
    assert (code.system, code.data, code.module, code.tall) == ("PDF417", "hello", 3, 9)
    assert {len(row) for row in code.rows} == {17 * 5 + 1}, "start, two that tell, one column, stop"
    assert below == TextLine("B")


def test_feed_margin_and_white_on_black() -> None:
    back, line, _ = printed(JOBS["php_feedrev"]).lines
    assert back == FeedLine(-1), "a line was drawn back"
    assert line == TextLine("B", reverse=True, feed=24, left=32)  # 16 is less than it is high


def test_text() -> None:
    assert marks(JOBS["py_text"]) == [TextLine("Hello"), TextLine("plain")]


def test_a_style_stays_until_it_is_changed() -> None:
    style: dict[str, Any] = {"height": 2, "bold": True, "underline": 1, "reverse": True}
    assert marks(JOBS["py_style"]) == [TextLine("S", **style), TextLine("B", **style)]
    meant = JOBS["py_style"].replace(b"S\n", b"S\n\x1b\x21\x00\x1b\x45\x00\x1d\x42\x00")
    assert marks(meant) == [TextLine("S", **style), TextLine("B")]


@pytest.mark.parametrize(("what", "words"), [("py_cp437", "café ñ"), ("py_cp858", "10 €")])
def test_letters_of_a_code_page_are_one_column_wide(what: str, words: str) -> None:
    (line,) = marks(JOBS[what])
    assert line == TextLine(words, runs=(Run(words, 0, across=12, down=24, advance=12),))


@pytest.mark.parametrize(
    ("what", "system", "data", "module"),
    [("py_ean13", "EAN13", "4006381333931", 2), ("py_code128", "CODE128", "012ABCD", 3)],
)
def test_a_barcode_has_its_digits_below_it(what: str, system: str, data: str, module: int) -> None:
    above, bars, below = marks(JOBS[what])
    assert above == TextLine("A")
    assert isinstance(bars, BarcodeLine)
    assert (bars.system, bars.data, bars.module, bars.height) == (system, data, module, 64)
    assert (bars.align, bars.hri) == ("centre", "below")
    assert below == TextLine("B", align="centre")
    without = marks(JOBS[what].replace(b"\x1d\x48\x02", b"\x1d\x48\x00"))
    assert isinstance(without[1], BarcodeLine)
    assert (without[1].bars, without[1].hri) == (bars.bars, "none")


def test_the_bars_are_those_of_the_standard() -> None:
    """EAN-13 4006381333931, worked by hand from the tables of ISO 15420: parity of 4 is LGLLGG."""
    (_, bars, _) = marks(JOBS["py_ean13"])
    assert isinstance(bars, BarcodeLine)
    left = ["0001101", "0100111", "0101111", "0111101", "0001001", "0110011"]
    right = ["1000010", "1000010", "1000010", "1110100", "1000010", "1100110"]
    wanted = "101" + "".join(left) + "01010" + "".join(right) + "101"
    assert bars.bars == wanted.translate(str.maketrans("01", " #"))


def test_tab_stops() -> None:
    assert marks(JOBS["py_ht"]) == [TextLine("AB")]
    meant = JOBS["py_ht"].replace(b"B\n", b"\tB\tC\n")
    (line,) = marks(meant)
    assert isinstance(line, TextLine)
    assert line.text == "A       B       C"
    assert [(each.text, each.x // 12) for each in line.runs if isinstance(each, Run)] == [
        ("A", 0),
        ("B", 8),
        ("C", 16),
    ]


def test_upside_down() -> None:
    assert marks(JOBS["py_upside"]) == [TextLine("A", upside_down=True)]


@pytest.mark.parametrize("what", sorted(JOBS))
def test_a_job_byte_by_byte_is_the_same(what: str) -> None:
    device = MOCK.make(1, {})
    for byte in JOBS[what]:
        device.feed(bytes((byte,)), 0.0)
    look = device.look()
    assert isinstance(look, PrinterLook)
    assert look.slip == printed(JOBS[what]).lines
