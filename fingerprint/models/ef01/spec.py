"""Numbers of the EF01 fingerprint module family (ZFM-20, R30x, R503, AS608, HLK-ZW…).

Sources: R307 and R503 manuals, the makers' C SDK, logs of real modules. docs/protocols/ef01.md
says which number is confirmed by what. Everything on the wire is big-endian.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag

START = b"\xef\x01"
FACTORY_ADDRESS = 0xFFFFFFFF
FACTORY_PASSWORD = 0
FACTORY_BAUD = 57600
BAUD_UNIT = 9600

HEADER_BYTES = 9  # start 2, address 4, packet kind 1, length 2
CHECKSUM_BYTES = 2
POWER_UP = 0x55  # sent once, alone, when the module is ready for commands

# What the length field may say. The longest acknowledgement known is ReadProdInfo's (46 values),
# the longest command WriteNotepad's (33 parameters); data packets carry 32 to 256 bytes.
MIN_LENGTH = 3
MAX_SHORT_LENGTH = 64
MAX_DATA_LENGTH = 256 + CHECKSUM_BYTES

PACKET_SIZES = (32, 64, 128, 256)  # by the code in ReadSysPara and register 6
INDEX_PAGE_SLOTS = 256  # one ReadIndexTable answer: 32 bytes, lowest bit of the first is slot 0
INDEX_PAGE_BYTES = 32
PARAMETERS_BYTES = 16
SEARCH_BYTES = 4


class Pid(IntEnum):
    """Packet identifier."""

    COMMAND = 0x01
    DATA = 0x02
    ACK = 0x07
    LAST_DATA = 0x08


class Instruction(IntEnum):
    """First payload byte of a command. Only the portable ones may be sent by default:
    others mean different things on different modules (0x31…0x35, 0x3C)."""

    GET_IMAGE = 0x01
    GEN_CHAR = 0x02
    MATCH = 0x03
    SEARCH = 0x04
    REG_MODEL = 0x05
    STORE = 0x06
    LOAD_CHAR = 0x07
    UP_CHAR = 0x08
    DOWN_CHAR = 0x09
    UP_IMAGE = 0x0A
    DELETE = 0x0C
    EMPTY = 0x0D
    SET_PARAMETER = 0x0E
    READ_PARAMETERS = 0x0F
    SET_PASSWORD = 0x12
    VERIFY_PASSWORD = 0x13
    GET_RANDOM = 0x14
    WRITE_NOTEPAD = 0x18
    READ_NOTEPAD = 0x19
    FAST_SEARCH = 0x1B
    TEMPLATE_COUNT = 0x1D
    READ_INDEX = 0x1F
    GET_IMAGE_EX = 0x28
    LED = 0x35
    SOFT_RESET = 0x3D
    HANDSHAKE = 0x40
    ECHO = 0x53


class LedControl(IntEnum):
    """First parameter of LED on R503 and R557 (AuraLedConfig)."""

    BREATHING = 1
    FLASHING = 2
    ON = 3
    OFF = 4
    GRADUALLY_ON = 5
    GRADUALLY_OFF = 6


class LedColour(IntEnum):
    """Third parameter of LED. Green and after: newer rings only."""

    RED = 1
    BLUE = 2
    PURPLE = 3
    GREEN = 4
    YELLOW = 5
    CYAN = 6
    WHITE = 7


NOTEPAD_PAGES = 16
NOTEPAD_PAGE_BYTES = 32


class Confirmation(IntEnum):
    """First payload byte of an acknowledgement."""

    OK = 0x00
    PACKET_ERROR = 0x01
    NO_FINGER = 0x02
    CAPTURE_FAILED = 0x03
    TOO_DRY = 0x04
    TOO_WET = 0x05
    TOO_MESSY = 0x06
    TOO_FEW_FEATURES = 0x07
    NOT_MATCHING = 0x08
    NOT_FOUND = 0x09
    MERGE_FAILED = 0x0A
    SLOT_OUT_OF_RANGE = 0x0B
    BAD_TEMPLATE = 0x0C
    UPLOAD_FAILED = 0x0D
    NO_MORE_PACKETS = 0x0E
    IMAGE_UPLOAD_FAILED = 0x0F
    DELETE_FAILED = 0x10
    EMPTY_FAILED = 0x11
    CANNOT_SLEEP = 0x12
    WRONG_PASSWORD = 0x13
    RESET_FAILED = 0x14
    NO_IMAGE = 0x15
    UPDATE_FAILED = 0x16
    RESIDUAL_FINGER = 0x17
    FLASH_ERROR = 0x18
    UNDEFINED = 0x19
    BAD_REGISTER = 0x1A
    BAD_REGISTER_VALUE = 0x1B
    BAD_NOTEPAD_PAGE = 0x1C
    PORT_FAILED = 0x1D
    AUTO_ENROL_FAILED = 0x1E
    LIBRARY_FULL = 0x1F
    WRONG_ADDRESS = 0x20
    UNVERIFIED = 0x21
    SLOT_EMPTY = 0x22
    LIBRARY_EMPTY = 0x24
    BAD_ENROL_COUNT = 0x25
    TIMED_OUT = 0x26
    ALREADY_ENROLLED = 0x27
    ECHO_OK = 0x55


class ModuleStatus(IntFlag):
    """First two bytes of ReadSysPara's answer."""

    BUSY = 1
    MATCH_PASSED = 2
    VERIFIED = 4
    IMAGE_VALID = 8


class Register(IntEnum):
    """Registers of SetSysPara."""

    BAUD = 4  # N × 9600, 1…12; takes effect after the answer and has stranded many a module
    SECURITY = 5  # 1…5
    PACKET_SIZE = 6  # 0…3


# Codes that one instruction alone can give. Acknowledgements do not repeat the instruction, so
# such a code in answer to another one proves that question and answer are out of step.
OWNERS = {
    Confirmation.NO_FINGER: Instruction.GET_IMAGE,
    Confirmation.CAPTURE_FAILED: Instruction.GET_IMAGE,
    Confirmation.TOO_DRY: Instruction.GEN_CHAR,
    Confirmation.TOO_WET: Instruction.GEN_CHAR,
    Confirmation.TOO_MESSY: Instruction.GEN_CHAR,
    Confirmation.TOO_FEW_FEATURES: Instruction.GEN_CHAR,
    Confirmation.NO_IMAGE: Instruction.GEN_CHAR,
    Confirmation.NOT_MATCHING: Instruction.MATCH,
    Confirmation.NOT_FOUND: Instruction.SEARCH,
    Confirmation.MERGE_FAILED: Instruction.REG_MODEL,
    Confirmation.DELETE_FAILED: Instruction.DELETE,
    Confirmation.EMPTY_FAILED: Instruction.EMPTY,
    Confirmation.WRONG_PASSWORD: Instruction.VERIFY_PASSWORD,
}

# Values after the code OK, in bytes; instructions not named here give none.
ANSWER_BYTES = {
    Instruction.MATCH: 2,
    Instruction.SEARCH: SEARCH_BYTES,
    Instruction.READ_PARAMETERS: PARAMETERS_BYTES,
    Instruction.TEMPLATE_COUNT: 2,
    Instruction.READ_INDEX: INDEX_PAGE_BYTES,
}


def code_name(code: int) -> str:
    """A confirmation code in words, `code 0x2b` where no table names it."""
    try:
        return Confirmation(code).name.lower().replace("_", " ")
    except ValueError:
        return f"code 0x{code:02x}"
