"""Numbers of DigitalPersona's U.are.U 4000, 4000B and 4500.

Source: public descriptions of the reader, and a stock second driver (libfprint's `uru4000`) that
enrols and verifies at a device made of them; see docs/protocols/uru4500.md. Numbers are
little-endian but for the reports, which are read as they are written there.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag

KNOWN_IDS = (
    (0x05BA, 0x0007),  # U.are.U 4000
    (0x05BA, 0x0008),  # its keyboard
    (0x05BA, 0x000A),  # 4000B and 4500
    (0x045E, 0x00BB),  # Microsoft's keyboard,
    (0x045E, 0x00BC),  # its mouse
    (0x045E, 0x00BD),  # and its reader, first edition
)
"""Vendor and product. 045e:00ca wants an answer to a cipher first, and is not spoken to."""

INTERFACE = (0xFF, 0xFF, 0xFF)  # class, subclass and protocol
EVENTS = 0x81  # the endpoint of reports
PICTURES = 0x82  # the endpoint of pictures

REQUEST = 0x04  # the one control request there is; its value is a register
WRITE, READ = 0x40, 0xC0  # its kinds

REPORT_BYTES = 64  # of a report; more or fewer is an error
INFO_BYTES = 16

WIDTH = 384  # pixels of a row, one byte each, ridges bright
MOST_LINES = 289
HEADER_BYTES = 64
BLOCKS = 15
PICTURE_BYTES = HEADER_BYTES + 290 * WIDTH  # what is asked for; a device gives less
NOISE_FLOOR = 5000
"""Variance of the sum of the first two rows from which on a picture is taken for scrambled."""


class UruRegister(IntEnum):
    """What can be read or written."""

    STATUS = 0x07
    SCRAMBLE_INDEX = 0x33  # number of a key, and a seed of four bytes
    SCRAMBLE_KEY = 0x34  # the key, hidden by the seed
    MODE = 0x4E
    INFO = 0xF0


SIZES = {
    UruRegister.STATUS: 1,
    UruRegister.SCRAMBLE_INDEX: 5,
    UruRegister.SCRAMBLE_KEY: 4,
    UruRegister.MODE: 1,
    UruRegister.INFO: INFO_BYTES,
}
"""Bytes of each register."""


class StatusBit(IntFlag):
    """Bits of the status register."""

    READY = 0x01
    IRQ = 0x02
    FAULT = 0x04  # with LOW_POWER: it wants to be started anew
    LOW_POWER = 0x80


STATUS_KEPT = 0x0F  # what is written back to it


class Mode(IntEnum):
    """What the reader does."""

    INITIAL = 0x00
    AWAIT_FINGER = 0x10
    AWAIT_LIFT = 0x12
    CAPTURE = 0x20
    AUXILIARY = 0x30
    OFF = 0x70
    READY = 0x80


class Event(IntEnum):
    """First two bytes of a report."""

    POWER_ON = 0x56AA
    FINGER_ON = 0x0101
    FINGER_OFF = 0x0200
    DEAD_SCAN = 0x0800  # the next picture would have no bytes: start it anew


class Block(IntFlag):
    """Flags of a block of lines."""

    ABSENT = 0x01
    SCRAMBLED = 0x02
    KEY_STAYS = 0x04
    NEW_KEY = 0x80  # before this block


KEY_TAPS = 0x9248144D  # of the shift register that makes the bytes which scramble
KEY_BITS = (4, 8, 11, 14, 18, 21, 24, 29)  # of the register, bit 0 of such a byte first
