"""How long a module works on each instruction, in seconds.

From the log of a real module, host side, at 57600 baud (docs/protocols/ef01.md, "Timings").
GetImage without a finger, and whatever the log does not name, are estimates.
"""

from __future__ import annotations

from fingerprint.models.ef01.spec import Instruction

POWER_UP = 0.079  # from power to the byte 0x55
LOOK_EMPTY = 0.06  # estimate
OTHER = 0.012  # estimate: as the shortest one measured

WORK = {
    Instruction.GET_IMAGE: 0.184,
    Instruction.GET_IMAGE_EX: 0.184,  # estimate: as the other look
    Instruction.GEN_CHAR: 0.296,
    Instruction.SEARCH: 0.047,
    Instruction.FAST_SEARCH: 0.047,
    Instruction.MATCH: 0.028,
    Instruction.REG_MODEL: 0.012,
    Instruction.STORE: 0.058,
    Instruction.DELETE: 0.066,
    Instruction.EMPTY: 0.070,
    Instruction.READ_PARAMETERS: 0.016,
    Instruction.TEMPLATE_COUNT: 0.012,
}


def byte_time(baud: int) -> float:
    """One byte on an 8N1 line."""
    return 10 / baud
