"""Numbers of ESC/POS, as far as slips and their status need them.

Sources: protocol sheet kiosk-peripherals 4.2 ("sheet"); Epson TM command manuals (DLE EOT, DLE DC4
fn 8, GS a, GS r; "Epson"); Citizen CT-S300 manual (DLE DC4 fn 8). docs/protocols/escpos.md has
the tables and what is uncertain.
"""

from __future__ import annotations

from enum import IntEnum

HT = 0x09
LF = 0x0A
FF = 0x0C
CR = 0x0D
DLE = 0x10
CAN = 0x18
ESC = 0x1B
FS = 0x1C
GS = 0x1D

EOT = 0x04  # DLE EOT n: status at once, past everything that waits in the buffer
ENQ = 0x05  # DLE ENQ n: 1 recover and go on, 2 recover and forget the buffer
DC4 = 0x14  # DLE DC4 8 …: forget the buffer

CLEAR_FUNCTION = 0x08
CLEAR_GUARD = bytes((0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08))  # Epson, Citizen: d1…d7
CLEARED = bytes((0x37, 0x25, 0x00))  # the answer when the buffers are empty

ENCODING = "gb18030"
FIRST_PRINTABLE = 0x20


class Question(IntEnum):
    """n of DLE EOT n."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


# Every answer to DLE EOT has these bits so (sheet): bits 1 and 4 on, bits 0 and 7 off.
REAL_TIME_MASK = 0x93
REAL_TIME_FIXED = 0x12

PRINTER_OFFLINE = 0x08
OFFLINE_COVER = 0x04
OFFLINE_PAPER_END = 0x20
OFFLINE_ERROR = 0x40
ERROR_RECOVERABLE = 0x04
ERROR_CUTTER = 0x08
ERROR_FATAL = 0x20
ERROR_HEAT = 0x40
PAPER_NEAR_END = 0x0C
PAPER_END = 0x60

# GS r 1 (Epson): bits 0 and 1 near end, 2 and 3 end, 4 and 7 off, 5 and 6 anything.
ASK_PAPER = 1
SENSOR_MASK = 0x90
SENSOR_NEAR_END = 0x03
SENSOR_END = 0x0C

# Automatic status (GS a): four bytes; the first has bit 4 on and bits 0, 1, 7 off, the others
# have bits 4 and 7 off (Epson).
AUTO_MASK = 0x93
AUTO_FIXED = 0x10
AUTO_REST_MASK = 0x90
AUTO_LENGTH = 4
AUTO_OFFLINE = 0x08
AUTO_COVER = 0x20


class Alignment(IntEnum):
    """n of ESC a n."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


class CutKind(IntEnum):
    """n of GS V n."""

    FULL = 0
    PARTIAL = 1


class QrFunction(IntEnum):
    """fn of GS ( k pL pH 31 fn …."""

    MODEL = 0x41
    MODULE = 0x43
    LEVEL = 0x45
    STORE = 0x50
    PRINT = 0x51


PDF417_SYMBOL = 0x30  # cn of GS ( k
QR_SYMBOL = 0x31
SYMBOLS = range(0x30, 0x38)  # PDF417, QR, MaxiCode, DataBar, composite, Aztec, Data Matrix, Code 39
QR_MODEL_2 = 0x32
QR_STORE_MODE = 0x30


class QrLevel(IntEnum):
    """Error correction, n of function 45."""

    L = 0x30
    M = 0x31
    Q = 0x32
    H = 0x33


MAX_MULTIPLE = 8  # GS !: characters up to eight times as wide and as high
COLUMNS_58 = 32  # ASCII characters across: 384 dots of 12
COLUMNS_80 = 48  # 576 dots of 12
DOTS_PER_COLUMN = 12
DOTS_PER_MM = 8

# Letters of commands and how many parameter bytes follow them (Epson TM command manuals; the
# clones' ESC B, ESC 9 and GS | from their programmer's manuals). Those that say their own length
# are not here: ESC * & D, FS q, GS * 8 C V g k v z, and every "(".
PARAMETERS: dict[int, dict[str, int]] = {
    ESC: {
        "\x0c": 0, " ": 1, "!": 1, "$": 2, "%": 1, "-": 1, "2": 0, "3": 1, "9": 1, "<": 0, "=": 1,
        "?": 1, "@": 0, "B": 2, "E": 1, "G": 1, "J": 1, "K": 1, "L": 0, "M": 1, "R": 1, "S": 0,
        "T": 1, "U": 1, "V": 1, "W": 8, "\\": 2, "a": 1, "c": 2, "d": 1, "e": 1, "i": 0, "m": 0,
        "p": 3, "r": 1, "t": 1, "u": 1, "v": 0, "{": 1,
    },
    FS: {"!": 1, "&": 0, "-": 1, ".": 0, "2": 74, "?": 2, "C": 1, "S": 2, "W": 1, "p": 2},
    GS: {
        "!": 1, "$": 2, "/": 1, ":": 0, "B": 1, "E": 1, "H": 1, "I": 1, "L": 2, "P": 2, "T": 1,
        "W": 2, "\\": 2, "^": 3, "a": 1, "b": 1, "c": 0, "f": 1, "h": 1, "j": 1, "r": 1, "w": 1,
        "|": 1,
    },
}  # fmt: skip
DC4_LENGTHS = {1: 5, 2: 5, 7: 4, CLEAR_FUNCTION: 3 + len(CLEAR_GUARD)}  # DLE DC4 fn …, as a whole
CUT_AFTER_FEED = b"ABabgh"  # GS V m n: those m have an n
COUNTED = 65  # GS k m: from here on the next byte counts the data; before, a NUL ends it
COLUMN_BYTES = {0: 1, 1: 1, 32: 3, 33: 3}  # ESC * m: bytes of a column of 8 or 24 dots
TABS_MOST = 32  # ESC D
RASTER_MODES = 4  # GS v 0 m: ordinary, twice as wide, twice as high, both
# n of ESC t n (Epson TM-T88V and TM-T20 manuals), as Python calls the page. Python does not know
# all: PC851, PC853, PC1098, Thai 42 and the like have no reading here.
CODE_PAGES = {
    0: "cp437", 1: "shift_jis", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857",
    14: "cp737", 15: "iso8859_7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858",
    21: "iso8859_11", 32: "cp720", 33: "cp775", 34: "cp855", 35: "cp861", 36: "cp862", 37: "cp864",
    38: "cp869", 39: "iso8859_2", 40: "iso8859_15", 44: "cp1125", 45: "cp1250", 46: "cp1251",
    47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
    53: "kz1048",
}  # fmt: skip
