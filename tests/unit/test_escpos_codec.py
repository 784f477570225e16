"""ESC/POS bytes against vectors that our code did not make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.bitmaps import Bitmap
from broker.link.base import Noise
from firmware_mocks.escpos import MOCK
from firmware_mocks.firmware import Send
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos.codec import (
    AutoStatusBack,
    Cleared,
    PaperSensor,
    RealTime,
    StatusDecoder,
    encode,
)
from kiosk.printing.models.escpos.describing import describe
from kiosk.printing.models.escpos.foreign import Foreign
from kiosk.printing.models.escpos.reading import SentDecoder
from kiosk.printing.models.escpos.spec import Alignment, CutKind, Question
from kiosk.printing.models.escpos.transaction import diagnose
from kiosk.printing.trouble import PrinterState, PrinterTrouble

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "escpos.json").read_text("utf-8"))

COMMANDS: dict[str, tuple[c.Command, ...]] = {
    "initialise": (c.Initialise(),),
    "chinese on": (c.ChineseMode(True),),
    "chinese off": (c.ChineseMode(False),),
    "text 取号": (c.Text("取号"),),
    "line 取号 A001": (c.Text("取号 A001"), c.NewLine()),
    "left": (c.Align(Alignment.LEFT),),
    "centre": (c.Align(Alignment.CENTRE),),
    "right": (c.Align(Alignment.RIGHT),),
    "bold on": (c.Bold(True),),
    "bold off": (c.Bold(False),),
    "size 1x1": (c.Size(1, 1),),
    "size 1x2": (c.Size(1, 2),),
    "size 2x1": (c.Size(2, 1),),
    "size 2x2": (c.Size(2, 2),),
    "size 3x5": (c.Size(3, 5),),
    "size 6x6": (c.Size(6, 6),),
    "size 8x8": (c.Size(8, 8),),
    "feed 3": (c.Feed(3),),
    "feed and full cut": (c.Feed(6), c.Cut()),
    "partial cut": (c.Cut(CutKind.PARTIAL),),
    "beep 2 3": (c.Beep(2, 3),),
    "qr A001": c.qr("A001"),
    "ask printer": (c.AskStatus(Question.PRINTER),),
    "ask offline cause": (c.AskStatus(Question.OFFLINE_CAUSE),),
    "ask error cause": (c.AskStatus(Question.ERROR_CAUSE),),
    "ask paper": (c.AskStatus(Question.PAPER),),
    "ask in order": (c.AskPaper(),),
    "no automatic status": (c.AutoStatus(0),),
    "discard": (c.Discard(),),
}
REPLIES = {
    "sensor: paper there": PaperSensor(near_end=False, end=False),
    "sensor: near end": PaperSensor(near_end=True, end=False),
    "sensor: out": PaperSensor(near_end=False, end=True),
    "sensor: out, near end": PaperSensor(near_end=True, end=True),
    "buffer emptied": Cleared(),
    "automatic: fine": AutoStatusBack(False, False, False, False),
    "automatic: cover open": AutoStatusBack(True, True, False, False),
    "automatic: out": AutoStatusBack(True, False, True, True),
}
ALL_REPLIES = [
    *[(bytes.fromhex(row["hex"]), REPLIES[row["what"]]) for row in VECTORS["replies"]],
    *[(bytes.fromhex(row["hex"]), RealTime(int(row["hex"], 16))) for row in VECTORS["status"]],
]


@pytest.mark.parametrize("row", VECTORS["commands"], ids=lambda row: row["what"])
def test_commands_have_the_bytes_others_give_them(row: dict[str, Any]) -> None:
    assert b"".join(map(encode, COMMANDS[row["what"]])) == bytes.fromhex(row["hex"])


def test_every_vector_is_used() -> None:
    assert {row["what"] for row in VECTORS["commands"]} == set(COMMANDS)
    assert {row["what"] for row in VECTORS["replies"]} == set(REPLIES)


@pytest.mark.parametrize("row", VECTORS["status"], ids=lambda row: f"n{row['n']}-{row['hex']}")
def test_status_bytes_mean_what_the_manual_says(row: dict[str, Any]) -> None:
    fine = dict.fromkeys(Question, 0x12)
    state = diagnose(fine | {Question(row["n"]): int(row["hex"], 16)})
    assert state.trouble == row["trouble"]
    assert state.near_end is row["near_end"]


@pytest.mark.parametrize("bits", [0x32, 0x52])
def test_half_a_pair_already_means_no_paper(bits: int) -> None:
    assert diagnose(dict.fromkeys(Question, 0x12) | {Question.PAPER: bits}).trouble == "paper-out"


class TestWhatThePrinterSends:
    @pytest.mark.parametrize(("data", "value"), ALL_REPLIES)
    def test_five_ways(self, data: bytes, value: object) -> None:
        assert StatusDecoder().feed(data) == [value]
        slow = StatusDecoder()
        assert [got for byte in data for got in slow.feed(bytes((byte,)))] == [value]
        assert StatusDecoder().feed(data * 2) == [value, value]
        noisy = StatusDecoder().feed(b"\xff\x11\x13\x80" + data)
        assert noisy[-1] == value
        assert all(isinstance(each, Noise) for each in noisy[:-1])
        resumed = StatusDecoder()
        assert resumed.feed(data[:-1]) == []
        assert resumed.feed(data[-1:]) == [value]

    @pytest.mark.parametrize(
        ("data", "after", "value"),
        [
            ("10 00 00", 0x12, RealTime(0x12)),
            ("37", 0x12, RealTime(0x12)),
            ("37", 0x00, PaperSensor(near_end=False, end=False)),
            ("37 25", 0x12, RealTime(0x12)),
            ("37 25", 0x0C, PaperSensor(near_end=False, end=True)),
        ],
    )
    def test_a_cut_group_does_not_swallow_what_follows(
        self, data: str, after: int, value: object
    ) -> None:
        half = bytes.fromhex(data)
        assert StatusDecoder().feed(half + bytes((after,))) == [Noise(half, "cut short"), value]

    def test_a_proof_is_not_taken_for_the_end_of_a_group_begun_long_before(self) -> None:
        decoder = StatusDecoder()
        begun = bytes.fromhex("10 00 00")
        assert decoder.feed(begun, 5.0) == []
        assert decoder.feed(b"\x00", 5.2) == [Noise(begun, "cut short"), PaperSensor(False, False)]
        assert decoder.feed(begun, 6.0) == []
        assert decoder.feed(b"\x00", 6.05) == [AutoStatusBack(False, False, False, False)]

    @pytest.mark.parametrize("bits", [0x01, 0x02, 0x04, 0x08, 0x0A, 0x0D])
    def test_half_a_pair_is_no_proof(self, bits: int) -> None:
        assert StatusDecoder().feed(bytes((bits,))) == [Noise(bytes((bits,)), "no status byte")]

    @given(st.lists(st.binary(max_size=8)))
    def test_no_slicing_changes_the_meaning_and_no_byte_is_lost(self, parts: list[bytes]) -> None:
        whole, sliced = StatusDecoder(), StatusDecoder()
        assert whole.feed(b"".join(parts)) == [got for part in parts for got in sliced.feed(part)]


class TestWhatIsSentToIt:
    @pytest.mark.parametrize("what", sorted(COMMANDS))
    def test_five_ways(self, what: str) -> None:
        # A text ends where a control character comes, so every case is closed by a line feed.
        hexes = {row["what"]: row["hex"] for row in VECTORS["commands"]}
        data = bytes.fromhex(hexes[what]) + b"\n"
        expected = [*COMMANDS[what], c.NewLine()]
        assert SentDecoder().feed(data) == expected
        slow = SentDecoder()
        assert [got for byte in data for got in slow.feed(bytes((byte,)))] == expected
        assert SentDecoder().feed(data * 2) == expected * 2
        noisy = SentDecoder().feed(b"\x07\x1b\x7f" + b"\n" + data)
        assert noisy[-len(expected) :] == expected
        resumed = SentDecoder()
        first = resumed.feed(data[:-2])
        assert first + resumed.feed(data[-2:]) == expected

    @given(st.lists(st.binary(max_size=8)))
    def test_never_raises_and_slicing_does_not_matter(self, parts: list[bytes]) -> None:
        whole, sliced = SentDecoder(), SentDecoder()
        assert whole.feed(b"".join(parts)) == [got for part in parts for got in sliced.feed(part)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (c.Size(0, 1), "width is 1–8, not 0"),
        (c.Size(9, 1), "width is 1–8, not 9"),
        (c.Size(1, 0), "height is 1–8, not 0"),
        (c.Size(1, 9), "height is 1–8, not 9"),
        (c.Feed(-1), "lines is 0–255, not -1"),
        (c.Feed(256), "lines is 0–255, not 256"),
        (c.Beep(0, 1), "times is 1–9, not 0"),
        (c.Beep(10, 1), "times is 1–9, not 10"),
        (c.Beep(1, 0), "tenths is 1–9, not 0"),
        (c.Beep(1, 10), "tenths is 1–9, not 10"),
        (c.QrModule(0), "dots is 1–16, not 0"),
        (c.QrModule(17), "dots is 1–16, not 17"),
        (c.QrStore(""), "a QR payload is not empty"),
        (c.QrStore("\ud800"), "surrogates not allowed"),
        (c.QrStore("a\t"), "control characters cannot be printed"),
        (c.Text("a\nb"), "control characters cannot be printed"),
        (c.Text("\x10\x04\x01"), "control characters cannot be printed"),
        (c.Text("\x7f"), "control characters cannot be printed"),
        (c.AutoStatus(-1), "mask is 0–255, not -1"),
        (c.AutoStatus(256), "mask is 0–255, not 256"),
        (c.Text("\ud800"), "illegal multibyte sequence"),
    ],
    ids=repr,
)
def test_what_a_printer_would_misread_is_refused(wrong: c.Command, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        encode(wrong)


@pytest.mark.parametrize(
    ("command", "data"),
    [
        (c.Feed(0), "1B 64 00"),
        (c.Feed(255), "1B 64 FF"),
        (c.Beep(1, 1), "1B 42 01 01"),
        (c.Beep(9, 9), "1B 42 09 09"),
        (c.QrModule(1), "1D 28 6B 03 00 31 43 01"),
        (c.QrModule(16), "1D 28 6B 03 00 31 43 10"),
        (c.AutoStatus(255), "1D 61 FF"),
        (c.Text(" "), "20"),
        (c.Size(1, 8), "1D 21 07"),
        (c.Size(8, 1), "1D 21 70"),
    ],
    ids=repr,
)
def test_the_largest_and_the_smallest_are_carried(command: c.Command, data: str) -> None:
    assert encode(command) == bytes.fromhex(data)


printable = st.characters(exclude_categories=["Cc", "Cs"])


@given(st.text(printable))
def test_no_text_ever_contains_a_real_time_command(text: str) -> None:
    assert all(byte >= 0x20 for byte in encode(c.Text(text)))


@given(st.text(printable), st.sampled_from([*map(chr, range(0x20)), "\x7f"]), st.text(printable))
def test_a_text_with_a_control_character_is_refused(before: str, char: str, after: str) -> None:
    with pytest.raises(ValueError, match="control characters cannot be printed"):
        encode(c.Text(before + char + after))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (PaperSensor(False, False), "carried out all before it; paper there"),
        (PaperSensor(True, False), "carried out all before it; paper near end"),
        (PaperSensor(True, True), "carried out all before it; paper out"),
        (
            RealTime(0x12),
            "status byte 12: n=1 fine, n=2 fine, n=3 fine, n=4 fine",
        ),
        (
            RealTime(0x1A),
            "status byte 1A: n=1 error, n=2 fine, n=3 cutter, n=4 fine near end",
        ),
        (
            RealTime(0x16),
            "status byte 16: n=1 fine, n=2 cover-open, n=3 error, n=4 fine near end",
        ),
        (
            AutoStatusBack(False, False, False, False),
            "by itself: online, cover closed, paper there",
        ),
        (AutoStatusBack(True, True, True, False), "by itself: offline, cover open, paper near end"),
        (AutoStatusBack(True, False, True, True), "by itself: offline, cover closed, paper out"),
        (Cleared(), "buffer emptied"),
        (PrinterState(None), "ready"),
        (PrinterState(None, near_end=True), "ready, paper near end"),
        (PrinterState(PrinterTrouble.PAPER_OUT), "paper-out"),
        (c.Text("取号"), "text: 取号"),
        (c.NewLine(), "NewLine()"),
        (Noise(b"\x01\xab", "no status byte"), "noise 01 ab: no status byte"),
    ],
)
def test_descriptions_are_for_people(value: object, said: str) -> None:
    assert describe(value) == said


@pytest.mark.parametrize(
    ("times", "head"), [(1, "1D 76 30 00 02 00 03 00"), (2, "1D 76 30 03 02 00 03 00")]
)
def test_a_picture_is_rows_of_bytes(times: int, head: str) -> None:
    """As escpos-php sends it (`php_raster` in escpos_foreign.json), and twice as large."""
    dots = bytes.fromhex("80 01 40 02 20 04")
    assert encode(c.Raster(Bitmap(2, dots), times)) == bytes.fromhex(head) + dots


def test_dots_are_never_taken_for_a_command() -> None:
    """A printer obeys DLE EOT, DLE ENQ and DLE DC4 wherever they stand."""
    for obeyed in (0x04, 0x05, 0x14):
        dots = bytes((0x10, obeyed, 0x10, 0x10, obeyed, 0x10))
        sent = encode(c.Raster(Bitmap(2, dots)))[8:]
        assert sent == bytes((0x18, obeyed, 0x10, 0x18, obeyed, 0x10))
    harmless = bytes((0x10, 0x03, 0x10, 0x06))
    assert encode(c.Raster(Bitmap(2, harmless)))[8:] == harmless


@given(st.binary(min_size=2, max_size=400).filter(lambda dots: len(dots) % 2 == 0))
def test_a_picture_of_anything_is_read_as_one(dots: bytes) -> None:
    sent = encode(c.Raster(Bitmap(2, dots)))
    read = SentDecoder().feed(sent)
    assert not [each for each in read if isinstance(each, Noise)]
    assert [each.name for each in read if isinstance(each, Foreign)] == ["GS v"]
    printer = MOCK.make(1, {})
    assert not [each for each in printer.feed(sent, 0.0) if isinstance(each, Send)]


@pytest.mark.parametrize("times", [0, 3])
def test_a_picture_is_printed_once_or_twice_as_large(times: int) -> None:
    with pytest.raises(ValueError, match="times is 1–2"):
        encode(c.Raster(Bitmap(1, b"a"), times))
