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
from kiosk.printing.models.escpos.foreign import PictureRows, length
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


# Whole commands as Epson's manual writes them: their opening bytes, then how many of data follow.
WHOLE = {
    "ESC * 0: two columns of one byte": ("1b 2a 00 02 00", 2),
    "ESC * 33: 257 columns of three bytes": ("1b 2a 21 01 01", 771),
    "ESC * 2, which is no kind": ("1b 2a 02 02 00", 0),
    "ESC D: two stops and the NUL": ("1b 44 08 10 00", 0),
    "ESC D: one stop at the first place": ("1b 44 01 00", 0),
    "ESC D: none, which clears them": ("1b 44 00", 0),
    "ESC &: two letters, one and two columns wide": ("1b 26 03 20 21 01 aa aa aa 02", 6),
    "ESC &: of no letter": ("1b 26 03 21 20", 0),
    "FS q: of no picture": ("1c 71 00", 0),
    "FS q: two pictures, 8 x 8 and 16 x 8 dots": (
        "1c 71 02 01 00 01 00" + " aa" * 8 + " 02 00 01 00", 16
    ),
    "GS *: 16 x 24 dots": ("1d 2a 02 03", 48),
    "GS 8 L: 260 bytes": ("1d 38 4c 04 01 00 00", 260),
    "GS k 4: ended by a NUL": ("1d 6b 04 41 30 31 32 00", 0),
    "GS k 0: the kind is no end": ("1d 6b 00 31 00", 0),
    "GS k 4: of no character": ("1d 6b 04 00", 0),
    "GS k 65: the first that is counted": ("1d 6b 41 0b", 11),
    "GS k 73: of one character": ("1d 6b 49 01", 1),
    "GS v 0: two bytes across, three down": ("1d 76 30 00 02 00 03 00", 6),
    "GS V 0": ("1d 56 00", 0),
    "GS V 65: with its feed": ("1d 56 41", 1),
    "GS V 66: with its feed": ("1d 56 42", 1),
    "GS C 0": ("1d 43 30", 2),
    "GS C 1": ("1d 43 31", 6),
    "GS C 2": ("1d 43 32", 2),
    "GS C of another kind": ("1d 43 3b", 0),
    "GS g 0": ("1d 67 30", 3),
    "GS g 2": ("1d 67 32", 3),
    "GS z 0": ("1d 7a 30", 2),
    "GS ( A": ("1d 28 41 02 00", 2),
}  # fmt: skip


@pytest.mark.parametrize("what", WHOLE)
def test_a_command_is_as_long_as_its_manual_says(what: str) -> None:
    """And while too little of it is there, its length is not known yet: no other is ever said."""
    opening, more = bytes.fromhex(WHOLE[what][0]), WHOLE[what][1]
    whole = opening + b"\xaa" * more
    assert length(whole) == length(whole + b"\xaa\x01") == len(whole)
    assert length(opening) == len(whole)
    known = [length(opening[:end]) for end in range(1, len(opening))]
    assert set(known) <= {None, len(whole)}
    assert known[0] is None


def test_tab_stops_end_where_they_no_longer_rise_or_are_thirty_two() -> None:
    assert length(b"\x1bD\x08\x10\x05") == 4, "what does not rise belongs to the text"
    assert length(b"\x1bD\x08\x08") == 3
    stops = bytes(range(1, 33))
    assert length(b"\x1bD" + stops[:-1]) is None
    assert length(b"\x1bD" + stops) == length(b"\x1bD" + stops + b"\x28\x00") == 34
    assert length(b"\x1bD" + stops + b"\x00") == 34, "no NUL behind the last is waited for"


@pytest.mark.parametrize(
    ("opening", "least"),
    [
        ("1b 2a 01", 5),
        ("1b 26 01 20 20", 6),
        ("1c 71 01", 7),
        ("1d 2a", 4),
        ("1d 38", 7),
        ("1d 76 30", 8),
        ("1d 28", 5),
        ("1d 43", 3),
        ("1d 56", 3),
    ],
)
def test_a_length_is_not_guessed(opening: str, least: int) -> None:
    held = bytes.fromhex(opening).ljust(least, b"\x01")
    assert [length(held[:end]) for end in range(2, least)] == [None] * (least - 2)
    assert length(held) is not None


def test_a_picture_that_is_cut_off_shows_its_whole_rows() -> None:
    assert told(b"\x1b*\x01\x00\x00")[0].startswith("ESC * 01 00 00")
    across = b"\x1d8L" + bytes((12, 0, 0, 0)) + b"0p0\x01\x01" + b"1\x03\x00\x02\x00"
    assert told(across + b"\xff\xff")[1:] == ["picture |⠛⠃|"]


@pytest.mark.parametrize(
    ("data", "drawn"),
    [
        (b"\x1b*\x00\x01\x00\xf0", ["⡇", "⠀"]),
        (b"\x1d*\x01\x01\xf0" + bytes(7), ["⡇⠀⠀⠀", "⠀⠀⠀⠀"]),
        (b"\x1d(L\x0d\x000p0\x01\x011\x11\x00\x01\x00\xff\x00\x80", ["⠉⠉⠉⠉⠀⠀⠀⠀⠁"]),
        (b"\x1d(L\x0d\x000C0AA\x01\x11\x00\x01\x001\xff\x80", []),  # kept, not printed
    ],
    ids=["ESC *", "GS *", "GS ( L of 17 dots", "GS ( L of another function"],
)
def test_a_picture_is_drawn_as_its_command_says(data: bytes, drawn: list[str]) -> None:
    assert told(data)[1:] == [f"picture |{row}|" for row in drawn]


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
    assert told(b"\xff\n")[0] == "noise ff: no GB 18030 text"


@pytest.mark.parametrize("body", [b"", b"1"], ids=["empty", "without a function"])
def test_a_symbol_that_says_nothing_is_noise(body: bytes) -> None:
    command = b"\x1d(k" + bytes((len(body), 0)) + body
    assert SentDecoder().feed(command) == [Noise(command, "unknown symbol function")]
    assert SentDecoder().feed(command + b"\n")[1:] == [c.NewLine()]


def test_digits_mean_what_numbers_mean() -> None:
    assert SentDecoder().feed(b"\x1dV0\x1dV1") == [c.Cut(CutKind.FULL), c.Cut(CutKind.PARTIAL)]
    assert told(b"\x1dVA\x03\x1dVB\x00") == ["GS V 41 03: feed and cut", "GS V 42 00: feed and cut"]


def test_commands_have_their_names() -> None:
    assert told(b"\x1b3\x10\t\x1d(A\x02\x00\x00\x02") == [
        "ESC 3 10: line spacing",
        "HT: a command we never send",
        "GS ( A 00 02: a command we never send",
    ]
    asked = [b"\x1d(A" + bytes((count, 0)) + b"\xab" * count for count in (24, 25)]
    assert [told(each) for each in asked] == [
        ["GS ( A" + " AB" * 24 + more + ": a command we never send"] for more in ("", " … 25 bytes")
    ]
    assert [told(bytes((each,)))[0].partition(":")[0] for each in b"\x0c\r\x18"] == [
        "FF",
        "CR",
        "CAN",
    ]
    assert told(b"\x1b\x01") == ["noise 1b: unknown command", "noise 01: unknown command"]


@pytest.mark.parametrize("piece", [b"\n", b"ab\n", b"\x1bE\x01", b"\x1b3\x10", b"\xff\n"])
def test_a_long_stream_in_one_read_takes_linear_time(piece: bytes) -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        SentDecoder().feed(piece * count)
        return time.process_time() - began

    # Whatever else the machine does takes longer, never shorter: so the shortest of some counts,
    # and once is enough where even that was short.
    bound = 12 * max(min(seconds(16_000) for _ in range(4)), 0.02)
    assert any(seconds(64_000) < bound for _ in range(4))
