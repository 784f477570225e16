"""Numbers of ZKTeco's standalone terminals, TCP port 4370. All numbers are little-endian.

Source: public descriptions made from captures, and clients in use; see docs/protocols/zk.md. Only
what reads is here: no command that changes, deletes, unlocks or disables anything has a name.
"""

from __future__ import annotations

from enum import IntEnum

PORT = 4370
START = bytes.fromhex("5050827d")
HEAD_BYTES = 8  # START and the length of what follows
LEAST, MOST = 8, 8 + 0x10000  # bytes of a payload
CHUNK = 0xFFC0  # bytes asked for at once


class ZkCommand(IntEnum):
    """What the host says."""

    OPTION = 11
    SIZES = 50
    CLOCK = 201
    CONNECT = 1000
    EXIT = 1001
    VERSION = 1100
    AUTHENTICATE = 1102
    FREE = 1502
    PREPARE = 1503
    READ = 1504


class ZkAnswer(IntEnum):
    """What the terminal says."""

    EVENT = 500  # unasked; its session number is the event's
    COMING = 1500  # so many bytes in the packets that follow
    DATA = 1501
    DONE = 2000
    FAILED = 2001
    WITH_DATA = 2002
    RETRY = 2003
    REPEAT = 2004
    UNAUTHENTICATED = 2005
    WRONG_DATA = 0xFFFB
    WRONG_STATE = 0xFFFC
    WRONG_COMMAND = 0xFFFD
    UNKNOWN = 0xFFFF


RECORDS = bytes.fromhex("010d000000000000000000")  # what `PREPARE` asks for: the attendance log
RECORD_BYTES = (16, 40)  # of one record, by the terminal's age; those of 8 name nobody
RECORDS_AT = 32  # where the number of records stands among the sizes
SIZES_BYTES = 80  # at least
SERIAL = b"~SerialNumber"
NAME = b"~DeviceName"
KEY_MASK = b"ZKSO"  # of the password
KEY_TICKS = 50
