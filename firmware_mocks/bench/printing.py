"""What a thermal head leaves on the paper, drawn line by line: a unit is a dot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import assert_never

import segno
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from firmware_mocks.bench import materials
from firmware_mocks.bench.lettering import family
from firmware_mocks.firmware import (
    Align,
    BarcodeLine,
    FeedLine,
    PageLine,
    PaperLine,
    QrLine,
    RasterLine,
    Run,
    Stripe,
    SymbolLine,
    TextLine,
    extent,
)
from firmware_mocks.firmware.extent import (
    CELL,
    CHAR,
    SMALL_CELL,
    SMALL_CHAR,
    SPACING,
    hri_rows,
    qr_version,
)

_BASELINE = 0.86  # of a character's height
_ASCII_BASELINE = 0.775  # higher and lower letters, for a printer's font has its tails in the cell
_ASCII_SHARE = 0.86  # of the height that they have in a book
_SHARES: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}
_WORD = 32  # bits that a row of an image is filled up to
_KEPT = 64  # pictures
_TO_BITS = bytes(ord("1") if byte == ord("#") else ord("0") for byte in range(256))
_UNKNOWN = QColor(materials.THERMAL_INK.rgb() & 0x40FFFFFF)  # a picture nobody kept the dots of


def placed(lines: Iterable[PaperLine]) -> Iterator[tuple[int, PaperLine]]:
    """Each line and where it begins, in dots from where the first one does."""
    y = 0
    for line in lines:
        yield y, line
        y += extent(line)


def reach(lines: Sequence[PaperLine]) -> tuple[int, int]:
    """The highest and the lowest dot that the lines take, blank ones too."""
    edges = [0]
    for y, line in placed(lines):
        edges += [y, y + extent(line), y + _drawn_height(line)]
    return min(edges), max(edges)


def draw(painter: QPainter, lines: Sequence[PaperLine], room: int) -> None:
    """All lines, below each other, on paper of so many dots."""
    for y, line in placed(lines):
        painter.save()
        painter.translate(0, y)
        _line(painter, line, room)
        painter.restore()


def _drawn_height(line: PaperLine) -> int:
    """Dots down that are printed, even where the paper moves less."""
    match line:
        case TextLine():
            return max(_tall(each) for each in runs(line))
        case RasterLine():
            return line.height
    return 0 if isinstance(line, FeedLine) else extent(line)


def _line(painter: QPainter, line: PaperLine, room: int) -> None:
    match line:
        case TextLine():
            _text(painter, line, room)
        case QrLine():
            _dots(painter, line, room, _qr(line), line.module, line.module)
        case SymbolLine():
            _dots(painter, line, room, line.rows, line.module, line.tall)
        case RasterLine():
            _raster(painter, line, room)
        case BarcodeLine():
            _barcode(painter, line, room)
        case PageLine():
            _page(painter, line)
        case FeedLine():
            pass
        case _:
            assert_never(line)


def _left(
    line: TextLine | QrLine | SymbolLine | RasterLine | BarcodeLine, room: int, taken: float
) -> float:
    space = line.room if line.room is not None else room - line.left
    return line.left + max(0.0, space - taken) * _SHARES[line.align]


def runs(line: TextLine) -> tuple[Run | Stripe, ...]:
    """How the line's characters stand; as the words of a plain one say where nothing else does."""
    if line.runs:
        return line.runs
    x = 0
    made: list[Run] = []
    for ascii_, chars in groupby(line.text, key=str.isascii):
        text = "".join(chars)
        across = CELL * line.width * (1 if ascii_ else 2)
        tall = CHAR * line.height
        made.append(Run(text, x, across, tall, across, line.bold, line.underline, line.reverse))
        x += across * len(text)
    return tuple(made) or (Stripe((), 0),)


def _tall(part: Run | Stripe) -> int:
    return part.down if isinstance(part, Run) else len(part.rows)


def _ends(part: Run | Stripe) -> int:
    """The dot behind its last one."""
    if isinstance(part, Run):
        return part.x + part.advance * len(part.text)
    return part.x + max(map(len, part.rows), default=0)


def _text(painter: QPainter, line: TextLine, room: int) -> None:
    parts = runs(line)
    tall = max(map(_tall, parts))
    left = _left(line, room, max(map(_ends, parts)))
    if line.upside_down:  # the line as a whole, from edge to edge
        space = line.room if line.room is not None else room - line.left
        painter.translate(2 * line.left + space, tall)
        painter.rotate(180)
    for part in parts:
        painter.save()
        painter.translate(left + part.x, tall - _tall(part))
        if isinstance(part, Run):
            _run(painter, part)
        else:
            _picture(painter, part.rows, 1, 1)
        painter.restore()


def _run(painter: QPainter, run: Run) -> None:
    """Characters side by side, stretched into their cells as the printer's own font would be."""
    font = QFont(family())
    font.setPixelSize(CHAR)
    font.setBold(run.bold)
    painter.setFont(font)
    wide = run.advance * len(run.text)
    if run.reverse:
        painter.fillRect(QRectF(0, 0, wide, run.down), materials.THERMAL_INK)
    ink = materials.THERMAL_PAPER if run.reverse else materials.THERMAL_INK
    painter.setPen(ink)
    metrics = QFontMetricsF(font)
    for number, char in enumerate(run.text):
        _char(painter, char, QRectF(number * run.advance, 0, run.across, run.down), metrics, run)
    if run.underline:
        painter.fillRect(QRectF(0, run.down - run.underline, wide, run.underline), ink)


def _char(painter: QPainter, char: str, box: QRectF, metrics: QFontMetricsF, run: Run) -> None:
    advance = metrics.horizontalAdvance(char)
    if not advance:
        return
    painter.save()
    painter.translate(box.topLeft())
    across, down = box.width(), box.height()
    if run.turned:
        painter.translate(across, 0)
        painter.rotate(90)
        across, down = down, across
    stretched = down / CHAR
    natural = max(advance, across / stretched if across < down else CHAR * across / down)
    painter.scale(across / natural, stretched)
    painter.setClipRect(QRectF(0, 0, natural, CHAR), Qt.ClipOperation.IntersectClip)
    baseline, share = (_ASCII_BASELINE, _ASCII_SHARE) if char.isascii() else (_BASELINE, 1.0)
    painter.translate((natural - advance) / 2, CHAR * baseline)
    painter.scale(1.0, share)
    painter.drawText(QPointF(0, 0), char)
    painter.restore()


def _raster(painter: QPainter, line: RasterLine, room: int) -> None:
    painter.translate(_left(line, room, line.width), 0)
    if line.rows:
        _picture(painter, line.rows, 1, 1)
    else:
        painter.fillRect(QRectF(0, 0, line.width, line.height), _UNKNOWN)


def _qr(line: QrLine) -> tuple[str, ...]:
    """Its modules. Bytes that are no ASCII are bytes: a printer knows no other way for them."""
    code = segno.make(
        line.data,
        error=line.level,
        version=qr_version(line),
        mode=None if line.data.isascii() else "byte",
        encoding=None if line.data.isascii() else line.encoding,
        boost_error=False,
        micro=False,
    )
    return tuple("".join("#" if dark else " " for dark in row) for row in code.matrix)


def _dots(
    painter: QPainter,
    line: QrLine | SymbolLine | BarcodeLine,
    room: int,
    rows: tuple[str, ...],
    across: int,
    down: int,
) -> None:
    painter.translate(_left(line, room, len(rows[0]) * across if rows else 0), 0)
    _picture(painter, rows, across, down)


def _barcode(painter: QPainter, line: BarcodeLine, room: int) -> None:
    wide = len(line.bars) * line.module
    above = "above" in hri_rows(line)
    painter.translate(_left(line, room, wide), 0)
    cell, tall = (SMALL_CELL, SMALL_CHAR) if line.small else (CELL, CHAR)
    for side in hri_rows(line):
        painter.save()
        top = 0 if side == "above" else line.height + above * SPACING + SPACING - CHAR
        painter.translate((wide - cell * len(line.data)) / 2, top)
        _run(painter, Run(line.data, 0, cell, tall, cell))
        painter.restore()
    painter.translate(0, above * SPACING)
    _picture(painter, (line.bars,), line.module, line.height)


def _page(painter: QPainter, page: PageLine) -> None:
    painter.setClipRect(QRectF(0, 0, page.width, page.height))
    for piece in page.pieces:
        painter.save()
        painter.translate(piece.x, piece.y)
        painter.rotate(piece.turn)
        _line(painter, piece.piece, page.width)
        painter.restore()


def _picture(painter: QPainter, rows: tuple[str, ...], across: int, down: int) -> None:
    """Rows of dots from the origin on, each so many dots of paper."""
    image = _image(rows)
    if image.isNull():
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    large = image.scaled(image.width() * across, image.height() * down)
    painter.drawImage(QPointF(0, 0), large)


@lru_cache(maxsize=_KEPT)
def _image(rows: tuple[str, ...]) -> QImage:
    """A bit for a dot, and what is no dot is not painted; paper is drawn anew with every line."""
    wide = max(map(len, rows), default=0)
    if not wide:
        return QImage()
    stride = -(-wide // _WORD) * _WORD
    bits = b"".join(
        int(row.encode("latin-1", "replace").translate(_TO_BITS).ljust(stride, b"0"), 2).to_bytes(
            stride // 8, "big"
        )
        for row in rows
    )
    image = QImage(bits, wide, len(rows), stride // 8, QImage.Format.Format_Mono)
    image.setColorTable([QColor(Qt.GlobalColor.transparent).rgba(), materials.THERMAL_INK.rgba()])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
