"""A logo: PNG files as Qt writes them, read without Qt, as dots of a slip."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from broker.domain.bitmaps import Bitmap
from broker.settings.logo import HIGHEST, WIDEST, dithered, logo
from broker.settings.png import Grey, read_png

FORMATS = {
    "grey": QImage.Format.Format_Grayscale8,
    "colour": QImage.Format.Format_RGB32,
    "with transparency": QImage.Format.Format_ARGB32,
    "with a palette": QImage.Format.Format_Indexed8,
    "black and white": QImage.Format.Format_Mono,
}


def drawn(form: QImage.Format, width: int = 37, height: int = 21) -> QImage:
    """A black diagonal band on white; where it is transparent it is neither."""
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    for y in range(height):
        for x in range(width):
            clear = form == QImage.Format.Format_ARGB32 and x < 5
            shade = 0 if abs(x - y) < 6 else 255
            image.setPixelColor(x, y, QColor(shade, shade, shade, 0 if clear else 255))
    return image.convertToFormat(form)


def saved(image: QImage, folder: Path) -> bytes:
    file = folder / "logo.png"
    assert image.save(str(file), "PNG")  # type: ignore[call-overload]  # its stub wants bytes
    return file.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_that_programs_write_is_read(name: str, tmp_path: Path) -> None:
    image = drawn(FORMATS[name])
    found = read_png(saved(image, tmp_path))
    assert (found.width, found.height) == (37, 21)
    for y in range(21):
        for x in range(37):
            colour = image.pixelColor(x, y)
            seen = 255 if colour.alpha() == 0 else colour.red()
            assert found.values[y * 37 + x] == seen, (x, y)


def png(
    width: int, height: int, rows: bytes, depth: int = 8, kind: int = 0, lace: int = 0
) -> bytes:
    """A file by hand (PNG 1.2, chapter 3)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, lace)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        (b"\0\x0a\x14\x1e\0\x28\x32\x3c", [10, 20, 30, 40, 50, 60]),
        (b"\x01\x0a\x0a\x0a\x01\x28\x0a\x0a", [10, 20, 30, 40, 50, 60]),
        (b"\0\x0a\x14\x1e\x02\x1e\x1e\x1e", [10, 20, 30, 40, 50, 60]),
        (b"\0\x0a\x14\x1e\x03\x23\x14\x14", [10, 20, 30, 40, 50, 60]),
        (b"\0\x0a\x14\x1e\x04\x1e\x0a\x0a", [10, 20, 30, 40, 50, 60]),
    ],
    ids=["none", "left", "above", "mean", "paeth"],
)
def test_every_filter_is_undone(rows: bytes, values: list[int]) -> None:
    assert list(read_png(png(3, 2, rows)).values) == values


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "no PNG"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (png(3, 2, b"\0abc"), "damaged"),
        (png(3, 1, b"\x05abc"), "damaged"),
        (png(1, 1, b"\0ab", depth=16), "8 bits"),
        (png(1, 1, b"\0a", lace=1), "interlacing"),
        (png(2000, 2000, b""), "no logo"),
        (png(0, 1, b""), "no logo"),
    ],
)
def test_what_is_no_logo_is_told(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        logo(data)


@given(st.binary(max_size=300), st.integers(0, 60))
def test_a_damaged_file_is_a_sentence(noise: bytes, at: int) -> None:
    whole = png(3, 2, b"\0\x0a\x14\x1e\0\x28\x32\x3c")
    for data in (noise, whole[:at] + noise + whole[at:]):
        found: Grey | None = None
        with suppress(ValueError):
            found = read_png(data)
        assert found is None or len(found.values) == found.width * found.height


@pytest.mark.parametrize(
    ("size", "printed"),
    [((320, 120), (320, 120)), ((640, 120), (320, 60)), ((100, 480), (25, 120)), ((8, 8), (8, 8))],
)
def test_it_is_shrunk_to_fit_and_never_enlarged(
    size: tuple[int, int], printed: tuple[int, int], tmp_path: Path
) -> None:
    image = QImage(*size, QImage.Format.Format_Grayscale8)
    image.fill(0)
    found = logo(saved(image, tmp_path))
    assert (found.across, found.down) == (-(-printed[0] // 8), printed[1])
    dark = sum(byte.bit_count() for byte in found.rows)
    assert dark == printed[0] * printed[1]
    assert found.across * 8 <= WIDEST
    assert found.down <= HIGHEST


@pytest.mark.parametrize(("grey", "share"), [(0, 1.0), (64, 0.75), (128, 0.5), (255, 0.0)])
def test_grey_is_so_many_dark_dots(grey: int, share: float) -> None:
    found = dithered(Grey(64, bytes([grey]) * 64 * 64))
    dark = sum(byte.bit_count() for byte in found.rows)
    assert dark == pytest.approx(share * 64 * 64, abs=64)


def test_a_bitmap_is_whole_rows() -> None:
    assert Bitmap(2, bytes(6)).down == 3
    for across, rows in ((0, b"a"), (2, b"abc"), (1, b"")):
        with pytest.raises(ValueError, match="no rows"):
            Bitmap(across, rows)
