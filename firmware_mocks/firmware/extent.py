"""How far the paper moves for a line, and how large a QR code is: in dots, without a screen."""

from __future__ import annotations

from typing import assert_never

from firmware_mocks.firmware import paper

CELL = 12  # dots across one Latin character; a Chinese one takes two
CHAR = 24  # dots high
SMALL_CELL, SMALL_CHAR = 9, 17  # the small font
SPACING = 34  # a sixth of an inch at eight dots a millimetre

# Bits of data that codes of version 1 to 40 hold (ISO 18004, table 7).
_BITS = {
    "L": (
        *(152, 272, 440, 640, 864, 1088, 1248, 1552, 1856, 2192, 2592, 2960, 3424, 3688, 4184),
        *(4712, 5176, 5768, 6360, 6888, 7456, 8048, 8752, 9392, 10208, 10960, 11744, 12248),
        *(13048, 13880, 14744, 15640, 16568, 17528, 18448, 19472, 20528, 21616, 22496, 23648),
    ),
    "M": (
        *(128, 224, 352, 512, 688, 864, 992, 1232, 1456, 1728, 2032, 2320, 2672, 2920, 3320),
        *(3624, 4056, 4504, 5016, 5352, 5712, 6256, 6880, 7312, 8000, 8496, 9024, 9544, 10136),
        *(10984, 11640, 12328, 13048, 13800, 14496, 15312, 15936, 16816, 17728, 18672),
    ),
    "Q": (
        *(104, 176, 272, 384, 496, 608, 704, 880, 1056, 1232, 1440, 1648, 1952, 2088, 2360, 2600),
        *(2936, 3176, 3560, 3880, 4096, 4544, 4912, 5312, 5744, 6032, 6464, 6968, 7288, 7880),
        *(8264, 8920, 9368, 9848, 10288, 10832, 11408, 12016, 12656, 13328),
    ),
    "H": (
        *(72, 128, 208, 288, 368, 480, 528, 688, 800, 976, 1120, 1264, 1440, 1576, 1784, 2024),
        *(2264, 2504, 2728, 3080, 3248, 3536, 3712, 4112, 4304, 4768, 5024, 5288, 5608, 5960),
        *(6344, 6760, 7208, 7688, 7888, 8432, 8768, 9136, 9776, 10208),
    ),
}
_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_LARGER = (10, 27)  # from these versions on the count of characters has more bits


def extent(line: paper.PaperLine) -> int:
    """Dots the paper moves; less than nothing where it is drawn back."""
    match line:
        case paper.TextLine():
            return max(SPACING, CHAR * line.height) if line.feed is None else line.feed
        case paper.RasterLine():
            return line.height if line.feed is None else line.feed
        case paper.PageLine():
            return line.height
        case paper.QrLine():
            return qr_modules(line) * line.module
        case paper.BarcodeLine():
            return line.height + len(hri_rows(line)) * SPACING
        case paper.SymbolLine():
            return len(line.rows) * line.tall
        case paper.FeedLine():
            return line.lines * SPACING + line.dots
    assert_never(line)


def hri_rows(line: paper.BarcodeLine) -> tuple[str, ...]:
    """On which sides of its bars a barcode's characters stand."""
    return {"none": (), "above": ("above",), "below": ("below",)}.get(line.hri, ("above", "below"))


def qr_modules(line: paper.QrLine) -> int:
    """Modules on a side of the code: 21 in version 1, and four more in each."""
    return 17 + 4 * qr_version(line)


def qr_version(line: paper.QrLine) -> int:
    """The smallest version that holds its data: 1 to 40."""
    sizes = [_bits(line.data, line.encoding, larger) for larger in range(3)]
    return next(
        version
        for version, bits in enumerate(_BITS[line.level], 1)
        if bits >= sizes[sum(version >= each for each in _LARGER)]
    )


def _bits(data: str, encoding: str, larger: int) -> int:
    """Mode, count and data: digits three at a time, capitals two at a time, else bytes."""
    if data.isascii() and data.isdigit():
        return 4 + (10, 12, 14)[larger] + 10 * (len(data) // 3) + (0, 4, 7)[len(data) % 3]
    if set(data) <= _ALPHANUMERIC:
        return 4 + (9, 11, 13)[larger] + 11 * (len(data) // 2) + 6 * (len(data) % 2)
    return 4 + (8, 16, 16)[larger] + 8 * len(data.encode(encoding))
