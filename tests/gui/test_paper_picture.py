"""The picture of a slip, dot for dot against what the lines say: a pixel is a dot."""

from __future__ import annotations

import pytest
import segno
from PySide6.QtGui import QColor, QImage

from firmware_mocks.bench import slip
from firmware_mocks.firmware import (
    BarcodeLine,
    FeedLine,
    PageLine,
    PagePiece,
    PaperLine,
    QrLine,
    RasterLine,
    Run,
    Stripe,
    SymbolLine,
    TextLine,
)

pytestmark = pytest.mark.usefixtures("qapp")

LEFT, TOP = 28 + 32, 28 + 34  # the first dot: desk and margin; desk, teeth and blank paper
ROWS = ("#  #", " ## ", "####")


def dark(image: QImage, x: int, y: int) -> bool:
    """Whether the dot is printed, counted from the first one."""
    return QColor(image.pixel(LEFT + x, TOP + y)).lightness() < 128


def dots(lines: list[PaperLine], wide: int, high: int, x: int = 0, y: int = 0) -> tuple[str, ...]:
    """A part of the paper, in rows."""
    image = slip.picture(lines, 48)
    return tuple(
        "".join("#" if dark(image, x + across, y + down) else " " for across in range(wide))
        for down in range(high)
    )


def ink(lines: list[PaperLine], wide: int, high: int, x: int = 0, y: int = 0) -> int:
    return "".join(dots(lines, wide, high, x, y)).count("#")


def test_a_picture_is_drawn_dot_for_dot_where_it_stands() -> None:
    assert dots([RasterLine(4, 3, rows=ROWS)], 4, 3) == ROWS
    assert dots([RasterLine(4, 3, "right", ROWS)], 4, 3, 572) == ROWS
    assert dots([RasterLine(4, 3, "centre", ROWS, left=100, room=204)], 4, 3, 200) == ROWS
    assert dots([FeedLine(1), RasterLine(4, 3, rows=ROWS)], 4, 3, 0, 34) == ROWS


def test_paper_that_was_drawn_back_is_printed_on_again() -> None:
    first, other = RasterLine(2, 1, rows=("##",)), RasterLine(4, 1, rows=("   #",))
    assert dots([first, FeedLine(0, -1), other], 4, 1) == ("## #",)
    assert dots([FeedLine(0, -8), first], 4, 1) == ("##  ",), "the picture begins where ink does"


def test_a_stripe_stands_in_its_line_on_the_bottom() -> None:
    line = TextLine("A", runs=(Run("A", 0, 12, 24, 12), Stripe(ROWS, 100)))
    assert dots([line], 4, 3, 100, 21) == ROWS
    assert ink([line], 4, 21, 100) == 0
    assert ink([line], 12, 24) > 10


def test_no_letter_reaches_out_of_its_cell() -> None:
    """A font in a printer has its tails inside; the next line is not written over."""
    number = TextLine("QgjÅ", 6, 6, bold=True)
    assert ink([number], 4 * 6 * 24, 6 * 24) > 1000
    assert ink([number, FeedLine(3)], 4 * 6 * 24, 30, 0, 6 * 24 + 1) == 0


@pytest.mark.parametrize("letter", "gjpqy(),;$/kf")
@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_is_cut_at_the_edge_of_its_cell(letter: str, bold: bool) -> None:
    """What ends within the cell leaves its last dots blank; what is cut there does not."""
    line = TextLine(letter, 6, 6, bold=bold)
    wide, high = 6 * 12, 6 * 24
    assert ink([line], wide, high) > 200
    assert ink([line], wide, 1) == 0, "the top"
    assert ink([line], wide, 1, 0, high - 1) == 0, "the tail"


def test_a_code_has_its_modules() -> None:
    code = QrLine("https://a.b/c?d=1", module=5, level="M")
    wanted = segno.make(code.data, error="m", micro=False, boost_error=False)
    image = slip.picture([code], 48)
    read = [
        bytearray(dark(image, 5 * across + 2, 5 * down + 2) for across in range(25))
        for down in range(25)
    ]
    assert read == list(wanted.matrix)


def test_other_codes_are_drawn_as_they_say() -> None:
    assert dots([SymbolLine("X", "x", ("# ", " #"), 1, 2)], 2, 4) == ("# ", "# ", " #", " #")
    assert dots([BarcodeLine("X", "x", "## #", 1, 2)], 4, 2) == ("## #", "## #")


@pytest.mark.parametrize(
    ("hri", "above", "below"),
    [("none", 0, 0), ("above", 1, 0), ("below", 0, 1), ("both", 1, 1)],
)
def test_digits_stand_above_or_below_their_bars(hri: str, above: bool, below: bool) -> None:
    bars = BarcodeLine("X", "8888", "#" * 48, 1, 20, hri=hri)  # type: ignore[arg-type]  # of the four
    top = 34 if above else 0
    assert bool(ink([bars], 48, 34) < 48 * 20) is bool(above)
    assert ink([bars], 48, 20, 0, top) == 48 * 20
    assert bool(ink([bars], 48, 34, 0, top + 20)) is bool(below)


def test_white_on_black_is_darker_than_black_on_white() -> None:
    plain, reverse = TextLine("A012"), TextLine("A012", reverse=True)
    assert 0 < ink([plain], 48, 24) < 48 * 12 < ink([reverse], 48, 24) < 48 * 24


def test_a_line_under_the_letters() -> None:
    for thick in (1, 2):
        line = TextLine("A A", underline=thick)
        assert dots([line], 36, thick, 0, 24 - thick) == ("#" * 36,) * thick


def test_upside_down_is_the_whole_line_turned() -> None:
    upright = dots([TextLine("LA")], 24, 24)
    turned = dots([TextLine("LA", upside_down=True)], 24, 24, 576 - 24)
    back = tuple(row[::-1] for row in turned[::-1])
    differing = sum(
        a != b
        for one, other in zip(upright, back, strict=True)
        for a, b in zip(one, other, strict=True)
    )
    assert differing < 40, "but for how its edges are smoothed"


def test_a_turned_letter_lies_on_its_side() -> None:
    upright = TextLine("I", runs=(Run("I", 0, 12, 24, 12),))
    turned = TextLine("I", runs=(Run("I", 0, 24, 12, 24, turned=True),))
    tall, flat = ([row.count("#") for row in dots([line], 24, 24)] for line in (upright, turned))
    assert max(tall) <= 6
    assert max(flat) >= 12


def test_a_page_has_its_pieces_where_they_lie_and_as_they_are_turned() -> None:
    piece = RasterLine(4, 3, rows=ROWS)
    page = PageLine(100, 60, (PagePiece(10, 20, piece), PagePiece(50, 40, piece, 180)))
    assert dots([page], 4, 3, 10, 20) == ROWS
    assert dots([page], 4, 3, 46, 37) == tuple(row[::-1] for row in ROWS[::-1])


def test_a_picture_without_dots_has_its_place() -> None:
    assert slip.height([RasterLine(64, 24)]) == 24
    assert slip.height([RasterLine(64, 24, feed=40)]) == 40
