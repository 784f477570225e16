"""What a person beside a simulated module would learn of an instruction."""

from __future__ import annotations

from fingerprint.models.ef01.spec import Confirmation, Instruction
from firmware_mocks.firmware import Output, Show


def seen(instruction: int, parameters: bytes, payload: bytes) -> list[Output]:
    """The lines `hall mock` shows; templates and images are never among them."""
    done = payload[0] == Confirmation.OK
    match instruction:
        case Instruction.SEARCH | Instruction.FAST_SEARCH:
            return [Show("search", {"slot": _number(payload[1:3]) if done else None})]
        case Instruction.STORE if done:
            return [Show("stored", {"slot": _number(parameters[1:])})]
        case Instruction.DELETE if done:
            counted = {"slot": _number(parameters[:2]), "count": _number(parameters[2:])}
            return [Show("deleted", counted)]
        case Instruction.WRITE_NOTEPAD if done:
            text = parameters[1:].rstrip(b"\0").decode("ascii", "backslashreplace")
            return [Show("noted", {"page": parameters[0], "text": text})]
        case Instruction.LED if done:
            return [Show("ring", {"control": parameters[0], "colour": parameters[2]})]
        case Instruction.EMPTY if done:
            return [Show("emptied")]
        case _:
            return []


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")
