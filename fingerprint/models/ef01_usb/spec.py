"""Numbers of the "UDisk" mode of EF01 modules: a look-alike of USB mass storage, Bulk-Only.

Source: two clients of such modules that agree byte for byte (docs/protocols/ef01-usb.md). What
is uncertain is said there. Numbers of these blocks are little-endian, unlike EF01's own.
"""

from __future__ import annotations

from enum import IntEnum

KNOWN_IDS = frozenset(
    {
        (0x2109, 0x7638),
        (0x0453, 0x9005),
        (0x2009, 0x7638),
        (0x2109, 0x7368),
        (0x0483, 0x5720),
    }
)
"""Vendor and product of modules that were seen in use. Others may be memory sticks."""

INTERFACE = (0x08, 0x06, 0x50)  # class, subclass and protocol: mass storage, SCSI, Bulk-Only
VENDOR_CLASS = 0xFF  # the other mode of some modules, which the hall does not speak

COMMAND_SIGNATURE = b"USBC"
STATUS_SIGNATURE = b"USBS"
COMMAND_BYTES = 31  # of a command block wrapper, CBW
STATUS_BYTES = 13  # of a command status wrapper, CSW
BLOCK_LENGTH = 0x0A
ANSWER_BYTES = 64  # an acknowledgement is padded to this

TAGS = (b"Syno", bytes.fromhex("b0fa6986"))
"""What the two clients call their transfers. The module echoes any; what is known to have worked
is the safest, and two are enough to tell an exchange from the one before it."""


class Flag(IntEnum):
    """Direction of the data, byte 12 of a CBW."""

    TO_DEVICE = 0x00
    TO_HOST = 0x80


class Operation(IntEnum):
    """First byte of the command block."""

    UP = 0x85  # device to host
    DOWN = 0x86  # host to device


RESET = (0x21, 0xFF)  # Bulk-Only Mass Storage Reset: kind and number of the class request
