"""Numbers of the Onbon BX-5K font card protocol, as the makers' documents give them.

Sources and their weight are listed in `docs/protocols/onbon.md`; "uncertain" means one source
or none. All multi-byte integers are little-endian. No code here, so that the driver and the
simulated card can share it and still be two implementations.
"""

from __future__ import annotations

from enum import IntEnum

BAUD = 9600  # vendor demos offer 9600 and 57600, 8N1

LEAD = 0xA5  # start of frame; hosts send eight, receivers take one or more
LEADS = 8
TAIL = 0x5A
ESCAPES = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
ESCAPE_LEAD, ESCAPE_TAIL = 0xA6, 0x5B

ANY = 0xFFFE  # any card, which answers with its own number: one card on the wire only
BROADCAST = 0xFFFF  # every card, none answers
HOST = 0x8000
LAST_ADDRESS = 0xFFFD

HEADER = 14
OPTION = 7  # place of the option byte in it
WITH_BARCODE = 0x01  # the option of newer cards: so many bytes more follow there
BARCODE = 16
UNCHECKED = 0xFFFF  # a checksum that says nothing (an analyser of the maker's)
CRC = 2
REPLY_GROUP = 0xA0
LEAST_DATA = 5  # group, command, response or error, r0, r1
RECEIPT_BYTES = LEADS + HEADER + LEAST_DATA + CRC + 1  # a plain answer on the wire
LONGEST_DATA = 1024  # two independent clients stop here
ANY_TYPE = 0xFE  # wildcard of the device type field
VERSION = 0x02

CRC_POLYNOMIAL = 0xA001  # 8005 reflected: CRC-16/ARC, initial value 0, "123456789" gives BB3D

AREA_BYTES = 27  # of a dynamic area record without sound, before its text
COLUMN = 8  # dots in one unit of X and width on 5K cards
DOT_UNIT = 0x8000  # set in X or width: the value counts dots (newer cards)
DELETE_ALL = 0xFF
SLOWEST = 0x18
LOCK_R0 = 0x06  # both published lock frames carry it


class Op(IntEnum):
    """Group and command of a frame."""

    REPLY_ACK = 0xA000
    REPLY_NACK = 0xA001
    FORMAT = 0xA100  # erases programs and FONTS
    DELETE_FILES = 0xA101
    QUERY_STATUS = 0xA102
    BEGIN_FILE = 0xA105
    WRITE_BLOCK = 0xA106
    BEGIN_FILES = 0xA107
    END_FILES = 0xA108
    WRITE_CUSTOMER = 0xA109
    PING = 0xA200
    RESET = 0xA201
    SET_CLOCK = 0xA203
    QUERY_FIRMWARE = 0xA204
    ACTIVATE_FIRMWARE = 0xA205
    SET_NUMBER = 0xA206
    READ_NUMBER = 0xA207
    FONT_INFO = 0xA209
    READ_PARAMETERS = 0xA20A
    CUSTOMER_INFO = 0xA20B
    PLAY_SOUND = 0xA20E
    POWER = 0xA300
    TIMED_POWER = 0xA301
    BRIGHTNESS = 0xA302
    START_DELAY = 0xA303
    LOCK_PROGRAM = 0xA304
    SHOW_AREAS = 0xA306
    SCREEN_TEST = 0xA307
    CANCEL_TIMED_POWER = 0xA308
    CLEAR = 0xA310


class Response(IntEnum):
    """Third data byte of a request."""

    WANTED = 0x01
    UNWANTED = 0x02


class CardError(IntEnum):
    """Third data byte of a NACK."""

    NONE = 0
    GROUP = 1
    COMMAND = 2
    BUSY = 3
    MEMORY = 4
    CRC16 = 5
    FILE_MISSING = 6
    FLASH = 7
    DOWNLOAD = 8
    FILE_NAME = 9
    FILE_TYPE = 10
    FILE_CRC16 = 11
    FONT_MISSING = 12
    FIRMWARE_TYPE = 13
    CLOCK_FORMAT = 14
    FILE_EXISTS = 15
    BLOCK_NUMBER = 16


class Switch(IntEnum):
    """Payload of `POWER`, and the first byte of a status."""

    ON = 1
    OFF = 2


class Lock(IntEnum):
    """Second byte of `LOCK_PROGRAM`."""

    UNLOCK = 0
    LOCK = 1


class InkCode(IntEnum):
    r"""Inline colour code `\C1` to `\C3`; one-colour cards show every one as red."""

    RED = 1
    GREEN = 2
    YELLOW = 3


class FontSize(IntEnum):
    r"""Last digit of the inline font codes `\FO` (Chinese) and `\FE` (Latin)."""

    DOTS_16 = 0
    DOTS_24 = 1
    DOTS_32 = 2


class Encoding(IntEnum):
    """First digit of the inline font codes."""

    GB2312 = 0
    GBK = 1
    UNICODE = 2


class Family(IntEnum):
    """Second digit of the inline font codes."""

    SONG = 0
    KAI = 1
    HEI = 2
    FANGSONG = 3
    YAHEI = 4


class RunMode(IntEnum):
    """How long an area plays."""

    LOOP = 0
    ONCE_HOLD = 1
    LOOP_VANISH = 2
    LOOP_LAST = 3
    ONCE_BLANK = 4
    COUNTED_VANISH = 5


class Across(IntEnum):
    """Alignment, bits 0 and 1."""

    LEFT = 0
    RIGHT = 1
    CENTRE = 2


class Down(IntEnum):
    """Alignment, bits 2 and 3."""

    TOP = 0
    BOTTOM = 1
    MIDDLE = 2


class Lines(IntEnum):
    """Single line or several."""

    SINGLE = 1
    SEVERAL = 2


class Wrap(IntEnum):
    """Who breaks the lines."""

    HOST = 1
    CARD = 2


class Effect(IntEnum):
    """How text enters."""

    STATIC = 1
    QUICK = 2
    LEFT = 3
    RIGHT = 4
    UP = 5
    DOWN = 6
