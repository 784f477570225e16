"""What foreign programs send, as `hall decode` tells it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from broker.commands.decode import best, read
from broker.link.base import Noise
from kiosk.printing.models.escpos import DRIVER
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos.describing import describe
from kiosk.printing.models.escpos.foreign import PictureRows
from kiosk.printing.models.escpos.reading import SentDecoder
from kiosk.printing.models.escpos.spec import CutKind

ROWS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "escpos_foreign.json").read_text("utf-8")
)["jobs"]
JOBS = {row["what"]: bytes.fromhex(row["hex"]) for row in ROWS}
# 64 × 24 dots of which (8, 4) to (40, 20) are dark, in Braille by hand: a character is two dots
# wide and four high, so the rectangle ends in the first column of one and the first row of another.
BLANK, FULL, LEFT, TOP, CORNER = "⠀⣿⡇⠉⠁"
RECTANGLE = [
    BLANK * 32,
    *[BLANK * 4 + FULL * 16 + LEFT + BLANK * 11] * 4,
    BLANK * 4 + TOP * 16 + CORNER + BLANK * 11,
]


def told(data: bytes) -> list[str]:
    return [describe(each) for each in SentDecoder().feed(data)]


@pytest.mark.parametrize("what", sorted(JOBS))
def test_a_foreign_job_is_read_without_noise_and_as_going_to_the_printer(what: str) -> None:
    values = SentDecoder().feed(JOBS[what])
    assert not [each for each in values if isinstance(each, Noise)]
    readings = best([read(DRIVER, JOBS[what], way) for way in (True, False)])
    assert [each.way for each in readings] == ["to the device"]
    sliced = SentDecoder()
    assert [one for byte in JOBS[what] for one in sliced.feed(bytes((byte,)))] == values


@pytest.mark.parametrize("what", ["php_raster", "php_column", "py_graphics"])
def test_dots_are_shown(what: str) -> None:
    values = SentDecoder().feed(JOBS[what])
    assert [each.drawn for each in values if isinstance(each, PictureRows)] == RECTANGLE


def test_a_wide_picture_is_shrunk() -> None:
    data = b"\x1dv0\x00" + bytes((72, 0, 8, 0)) + b"\x80" + bytes(72 * 8 - 1)
    (_, first, *rest) = told(data)
    assert first == "picture |⠁" + "⠀" * 71 + "|"
    assert rest == []


def test_text_is_read_in_the_page_that_was_chosen() -> None:
    assert "text: café ñ" in told(JOBS["py_cp437"])
    assert "text: 10 €" in told(JOBS["py_cp858"])
    assert told(b"\x1c.\x1bt\x13\xd5\n\x1b@" + "镇\n".encode("gb18030"))[2:] == [
        "text: €",
        "NewLine()",
        "Initialise()",
        "text: 镇",
        "NewLine()",
    ]
    assert told(b"\x1c.\x1bt\x63\xd5\n")[2] == "noise d5: no known page's text"


def test_digits_mean_what_numbers_mean() -> None:
    assert SentDecoder().feed(b"\x1dV0\x1dV1") == [c.Cut(CutKind.FULL), c.Cut(CutKind.PARTIAL)]
    assert told(b"\x1dVA\x03\x1dVB\x00") == ["GS V 41 03: feed and cut", "GS V 42 00: feed and cut"]


def test_commands_have_their_names() -> None:
    assert told(b"\x1b3\x10\t\x1d(A\x02\x00\x00\x02") == [
        "ESC 3 10: line spacing",
        "HT: a command we never send",
        "GS ( A 00 02: a command we never send",
    ]
    assert told(b"\x1b\x01") == ["noise 1b: unknown command", "noise 01: unknown command"]


@pytest.mark.parametrize("piece", [b"\n", b"ab\n", b"\x1bE\x01", b"\x1b3\x10", b"\xff\n"])
def test_a_long_stream_in_one_read_takes_linear_time(piece: bytes) -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        SentDecoder().feed(piece * count)
        return time.process_time() - began

    def least(count: int) -> float:
        """Whatever else the machine does takes longer, never shorter."""
        return min(seconds(count) for _ in range(4))

    assert least(64_000) < 12 * max(least(16_000), 0.02)
