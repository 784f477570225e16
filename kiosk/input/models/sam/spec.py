"""Numbers of readers of second-generation ID cards (SAM_A, SAM_V; GA 450 readers).

docs/protocols/sam.md has the sources. Lengths and codes travel big-endian, what a SAM says of
itself little-endian, texts of cards in UTF-16LE.
"""

from __future__ import annotations

from enum import Enum, IntEnum

BAUD = 115200
START = b"\xaa\xaa\xaa\x96\x69"
LENGTH_BYTES = 2  # counts all that follows it, with the check
MOST_LENGTH = 0x0A00
REQUEST_LENGTH = 3  # command, parameter, check
LEAST_ANSWER = 4  # SW1, SW2, SW3, check
SEEN_SW = b"\x00\x00"  # SW1 and SW2 of every answer there is a record of
STALE = 0.5  # seconds of silence after which half a frame is forgotten; ours

SAM_ID_BYTES = 16
TEXT_BYTES = 256
PHOTO_BYTES = 1024
SELECTED_BYTES = 8


class SamRequest(Enum):
    """What a reader can be asked for: command and parameter."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_ID = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"  # text and photo
    READ_ADDRESS = b"\x30\x03"
    READ_MANAGEMENT = b"\x30\x05"
    READ_WITH_FINGERPRINT = b"\x30\x10"
    BAUD_115200 = b"\x60\x00"
    BAUD_57600 = b"\x60\x01"
    BAUD_38400 = b"\x60\x02"
    BAUD_19200 = b"\x60\x03"
    BAUD_9600 = b"\x60\x04"


class SamStatus(IntEnum):
    """SW3."""

    OK = 0x90
    FOUND = 0x9F
    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    UNKNOWN_ERROR = 0x24
    CARD_NOT_AUTHENTIC = 0x31
    SAM_NOT_AUTHENTIC = 0x32
    WRONG_INFORMATION = 0x33
    WRONG_CARD = 0x40
    READ_FAILED = 0x41
    NO_RANDOM = 0x47
    SELF_TEST = 0x60
    NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    NO_ITEM = 0x91
